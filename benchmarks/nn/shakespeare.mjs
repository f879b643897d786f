// Tiny Shakespeare by characters: the first 90 % to train, the rest to judge by.
// Usage: node shakespeare.mjs nanogpt|muon|best [steps]

import { existsSync, readFileSync } from 'node:fs';
import {
  AdamW,
  cosine,
  crossEntropy,
  fit,
  GPT,
  linear,
  Muon,
  textBatches,
  tokenWindows,
} from '../../packages/nn/dist/index.js';
import { capture, generator, init, noGrad } from '../../packages/tensor/dist/index.js';

/** Numbers of the 65 characters. */
export function shakespeare() {
  const data = process.env.GIBBS_DATA ?? `${import.meta.dirname}/../../../shared/data`;
  const path = `${data}/tinyshakespeare.txt`;
  if (!existsSync(path)) throw new Error(`${path} is missing: set GIBBS_DATA to its folder`);
  const text = readFileSync(path, 'utf8');
  const characters = [...new Set(text)].sort();
  const numbers = new Map(characters.map((c, i) => [c, i]));
  const tokens = Int32Array.from(text, (c) => numbers.get(c));
  const cut = Math.floor(0.9 * tokens.length);
  return { train: tokens.subarray(0, cut), held: tokens.subarray(cut), vocab: characters.length };
}

/** nanoGPT's model for a laptop's CPU: embeddings tied to the head, no biases, no dropout. */
export const nano = {
  vocab: 65,
  context: 64,
  channels: 128,
  layers: 4,
  heads: 4,
  bias: false,
  activation: 'gelu',
};

/** nanoGPT's optimiser as its configuration for these characters has it; matrices alone decay. */
export const nanoAdam = (model) =>
  new AdamW(model, {
    learningRate: cosine({ peak: 1e-3, steps: 2000, warmup: 100, floor: 1e-4 }),
    betas: [0.9, 0.99],
    weightDecay: 0.1,
  });

/** Muon for the matrices of the blocks, AdamW for the embeddings and norms, both falling in a straight line. */
function muonAndAdam(model, steps) {
  const fall = (peak) =>
    linear({ peak, steps, warmup: Math.min(100, steps / 10), floor: 0.05 * peak });
  const all = [...model.namedParameters()];
  const hidden = new Map(all.filter(([name, p]) => name.startsWith('blocks.') && p.ndim === 2));
  const rest = new Map(all.filter(([name]) => !hidden.has(name)));
  return [
    new Muon(hidden, { learningRate: fall(0.02), weightDecay: 0.1 }),
    new AdamW(rest, { learningRate: fall(4e-3), betas: [0.9, 0.99], weightDecay: 0.1 }),
  ];
}

/** The model, the batch, the steps and the optimiser of each setting; `seconds` allows fewer steps on a slow machine. */
const settings = {
  nanogpt: { model: nano, batch: 12, steps: 2000, optimizer: nanoAdam },
  muon: { model: nano, batch: 12, steps: 2000, optimizer: muonAndAdam },
  best: {
    model: { ...nano, positions: 'rotary' },
    batch: 12,
    steps: 8000,
    seconds: 450,
    optimizer: muonAndAdam,
  },
};

/** Seconds for a step, from a few that are thrown away, on as many threads as do it fastest: two, or one if they wait. */
async function secondsPerStep(make, data) {
  const measured = [];
  for (const threads of [1, 2]) {
    await init({ threads, turbo: true });
    const { model, optimizer } = make();
    let begin = 0;
    const onStep = ({ step }) => {
      if (step === 10) begin = performance.now();
    };
    await fit(model, data, { steps: 40, optimizer, clip: 1, onStep });
    measured.push((performance.now() - begin) / 30_000);
  }
  const [one, two] = measured;
  if (one < two) await init({ threads: 1, turbo: true });
  console.error(`seconds per step: ${one.toFixed(3)} on one thread, ${two.toFixed(3)} on two`);
  return Math.min(one, two);
}

/** Trains and judges: over all held-out text, and by nanoGPT's estimate, 20 batches from random places. */
export async function trainShakespeare(name, { steps: asked, seed = 1337 } = {}) {
  const { model: config, batch, seconds: allowed, ...setting } = settings[name];
  const { train, held, vocab } = shakespeare();
  const { context } = config;
  const data = tokenWindows(train, { batch, context, seed });
  const make = (steps) => {
    const model = new GPT({ ...config, vocab, generator: generator(seed) });
    return { model, optimizer: setting.optimizer(model, steps) };
  };
  const begin = performance.now();
  let steps = asked ?? setting.steps;
  const each = await secondsPerStep(() => make(Math.max(steps, setting.steps)), data);
  if (allowed && !asked) steps = Math.min(steps, Math.floor(allowed / each));
  const { model, optimizer } = make(steps);
  await fit(model, data, { steps, optimizer, clip: 1 });
  const seconds = (performance.now() - begin) / 1000;
  const judge = capture((inputs, targets) =>
    noGrad(() => crossEntropy(model.forward(inputs), targets)),
  );
  const mean = (count, batchAt) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += judge(...batchAt(i)).item();
    return sum / count;
  };
  model.train(false);
  const all = textBatches(held, { batch: 12, context });
  const random = tokenWindows(held, { batch: 12, context, seed: 1 });
  return {
    loss: mean(all.length, (i) => all[i]),
    estimate: mean(20, random),
    seconds,
    steps,
    parameters: model.parameters().reduce((sum, p) => sum + p.size, 0),
  };
}

if (process.argv[1] === import.meta.filename) {
  const [name, steps] = process.argv.slice(2);
  const options = steps === undefined ? {} : { steps: Number(steps) };
  console.log(JSON.stringify(await trainShakespeare(name, options)));
}
