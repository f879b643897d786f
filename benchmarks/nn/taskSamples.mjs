// Samples of the tasks' rows. A duel or a training gives several figures; each is run once per seed and kept.

import { existsSync, readFileSync } from 'node:fs';
import {
  DigitTraining,
  drawDigits,
  NameDuel,
  nameCorpus,
  nameSwitches,
  readDigits,
  SequenceTraining,
  sequenceTasks,
  someDigits,
  sweepXor,
} from '../../packages/nn/dist/tasks/index.js';
import { device, generator, init } from '../../packages/tensor/dist/index.js';
import { trainTokenizer } from '../../packages/tokenizer/dist/index.js';

/** A row that takes its sample for seed 1, 2, … in turn, and says mean and standard deviation so far. */
const perSeed = (sampleOf) => () => {
  const values = [];
  return {
    measure: async () => {
      const value = await sampleOf(values.length + 1);
      values.push(value);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
      return {
        value,
        note: `mean ${mean.toFixed(4)} ± ${Math.sqrt(variance).toFixed(4)} over ${values.length}`,
      };
    },
  };
};

/** Remembers what was found for the same arguments. */
const kept = (find) => {
  const found = new Map();
  return (...args) => {
    const key = JSON.stringify(args);
    if (!found.has(key)) found.set(key, find(...args));
    return found.get(key);
  };
};

/** Runs on two threads, as the figures ask, and leaves the engine as it was. */
const onTwoThreads = async (run) => {
  const { threads } = device();
  await init({ threads: 2 });
  try {
    return await run();
  } finally {
    await init({ threads });
  }
};

const runDuel = kept((options, seed) => onTwoThreads(() => duelOnce(options, seed)));

async function duelOnce(options, seed) {
  const chance = generator(seed);
  const tokenizer = await trainTokenizer(
    nameCorpus(4000, () => chance.uniform()),
    { vocabSize: 512 },
  );
  const began = performance.now();
  const duel = new NameDuel({ tokenizer, seed, ...options });
  while (duel.step < duel.steps) duel.advance();
  const { attention, mlp } = duel.score();
  const seconds = (performance.now() - began) / 1000;
  const head = Math.max(...duel.heads().map(({ target }) => target));
  duel.dispose();
  const [attentionSeen, mlpSeen] = [attention.seen, mlp.seen];
  return { attention: attention.unseen, mlp: mlp.unseen, attentionSeen, mlpSeen, seconds, head };
}

const duelRows = (id, options, whats = ['attention', 'mlp']) =>
  Object.fromEntries(
    whats.map((what) => [
      `${id}-${what}`,
      perSeed(async (seed) => (await runDuel(options, seed))[what]),
    ]),
  );

const mnist = kept(async () => {
  const folder = process.env.GIBBS_DATA ?? `${import.meta.dirname}/../../../shared/data`;
  const file = (name) => `${folder}/mnist/train10k-${name}-ubyte.gz`;
  if (!existsSync(file('images-idx3')))
    throw new Error(`no MNIST files in ${folder}/mnist (GIBBS_DATA)`);
  const read = (name) => new Uint8Array(readFileSync(file(name)));
  return readDigits(read('images-idx3'), read('labels-idx1'));
});

const runDigits = kept((network, seed) => onTwoThreads(() => digitsOnce(network, seed)));

async function digitsOnce(network, seed) {
  const digits = await mnist();
  const began = performance.now();
  const training = new DigitTraining({ digits: someDigits(digits, 0, 9000), network, seed });
  while (training.step < training.steps) training.advance();
  const seconds = (performance.now() - began) / 1000;
  const test = someDigits(digits, 9000, 1000);
  const accuracy = training.reader.score(test, { glances: 5 }).accuracy;
  const plain = training.reader.score(test).accuracy;
  const chance = generator(100 + seed);
  const pen = training.reader.score(drawDigits(1000, () => chance.uniform())).accuracy;
  training.dispose();
  return { accuracy, plain, pen, seconds };
}

/** Trains on a sequence toy; addition is asked less and takes longer. */
function toy(task, seed) {
  const options = task === 'addition' ? { size: 2, steps: 1200 } : {};
  const training = new SequenceTraining({ task, seed, ...options });
  while (training.step < training.steps) training.advance();
  const score = training.score();
  training.dispose();
  return score;
}

const solved = kept(() => sweepXor());

export const samples = {
  ...Object.fromEntries(
    [1, 2, 3, 4].map((width) => [
      `xor-width-${width}`,
      () => ({ measure: () => solved()[width - 1].solved }),
    ]),
  ),
  'xor-seconds': () => ({
    measure: () => {
      const began = performance.now();
      sweepXor();
      return (performance.now() - began) / 1000;
    },
  }),
  'mnist-mlp': perSeed(async (seed) => (await runDigits('mlp', seed)).accuracy),
  'mnist-convnet': perSeed(async (seed) => (await runDigits('convnet', seed)).accuracy),
  'mnist-mlp-one-glance': perSeed(async (seed) => (await runDigits('mlp', seed)).plain),
  'mnist-convnet-one-glance': perSeed(async (seed) => (await runDigits('convnet', seed)).plain),
  'mnist-convnet-pen': perSeed(async (seed) => (await runDigits('convnet', seed)).pen),
  'mnist-convnet-seconds': perSeed(async (seed) => (await runDigits('convnet', seed)).seconds),
  ...Object.assign({}, ...nameSwitches.map(({ id, options }) => duelRows(id, options))),
  'duel-seconds': perSeed(async (seed) => (await runDuel({}, seed)).seconds),
  'duel-head': perSeed(async (seed) => (await runDuel({}, seed)).head),
  ...duelRows('duel-long', { steps: 1200 }, ['attention', 'mlp', 'mlpSeen']),
  ...Object.fromEntries(
    Object.keys(sequenceTasks).map((task) => [
      `toys-${task}`,
      perSeed(async (seed) => onTwoThreads(async () => toy(task, seed))),
    ]),
  ),
};
