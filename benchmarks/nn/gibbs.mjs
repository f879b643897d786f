// Gibbs as a contender: `--threads=N` and `--turbo` choose how the engine runs. Training speed is measured in
// every way, the rest on one thread without turbo.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Decoder, fit, GPT, Llama, tokenWindows } from '../../packages/nn/dist/index.js';
import { capture, device, generator, init, noGrad } from '../../packages/tensor/dist/index.js';
import { serve } from '../serve.mjs';
import { forwardGPT } from './forwardGPT.mjs';
import { nano, nanoAdam, shakespeare } from './shakespeare.mjs';
import { samples as tasks } from './taskSamples.mjs';

const threads = Number(/--threads=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 1);
const turbo = process.argv.includes('--turbo');
await init({ threads, turbo });

const small = {
  vocab: 512,
  context: 512,
  channels: 64,
  layers: 5,
  heads: 8,
  keyValueHeads: 4,
  hidden: 172,
};
const gpt2 = { vocab: 50257, context: 1024, channels: 768, layers: 12, heads: 12 };
/** Tokens per second over whole contexts, the likeliest token each time. */
function wholeContexts(model) {
  const decoder = new Decoder(model);
  const run = () => {
    decoder.rewind();
    let token = 1;
    for (let place = 0; place < model.config.context; place++) {
      const logits = decoder.read([token]);
      token = 0;
      for (let i = 1; i < logits.length; i++) if (logits[i] > logits[token]) token = i;
    }
  };
  return { run, units: model.config.context };
}

let large;
/** Tokens per second behind a short prompt. */
function largeModel(int8) {
  large ??= new GPT({ ...gpt2, generator: generator(1) });
  const decoder = new Decoder(large, { int8 });
  decoder.read([1, 2, 3, 4]);
  return {
    run: () => {
      decoder.read([5]);
      decoder.rewind(4);
    },
    units: 1,
    sampleSeconds: 0.6,
  };
}

function nanoTraining(steps, { model: given, ...options } = {}) {
  const { train, vocab } = shakespeare();
  const model = given ?? new GPT({ ...nano, vocab, generator: generator(1337) });
  const data = tokenWindows(train, { batch: 12, context: nano.context, seed: 1 });
  return fit(model, data, { steps, optimizer: nanoAdam(model), clip: 1, ...options });
}

/** Steps per second of `fit` itself, after a few to warm up. */
async function stepsPerSecond() {
  const stop = new AbortController();
  let [begin, from, done] = [0, 0, 0];
  await nanoTraining(1000, {
    signal: stop.signal,
    onStep: ({ step }) => {
      const now = performance.now();
      if (step === 3) [begin, from] = [now, step];
      done = step;
      if (step > 3 && now - begin > 800) stop.abort();
    },
  });
  return ((done - from) / (performance.now() - begin)) * 1000;
}

/** What 8-bit weights cost: mean loss over held-out text, read one character at a time, minus that of float32. */
async function int8Loss() {
  const { held, vocab } = shakespeare();
  const model = new GPT({ ...nano, vocab, generator: generator(1337) });
  await nanoTraining(300, { model });
  const lossOf = (int8) => {
    const decoder = new Decoder(model, { int8 });
    let [sum, count] = [0, 0];
    for (let start = 0; start < 100 * nano.context; start += nano.context) {
      decoder.rewind();
      for (let place = 0; place + 1 < nano.context; place++) {
        const logits = decoder.read([held[start + place]]);
        const most = Math.max(...logits);
        const total = logits.reduce((all, x) => all + Math.exp(x - most), 0);
        sum += most + Math.log(total) - logits[held[start + place + 1]];
        count++;
      }
    }
    decoder.dispose();
    return sum / count;
  };
  return lossOf(true) - lossOf(false);
}

const trainings = new Map();
/** A whole training on two threads, in a process of its own; asked for once, however many figures are taken. */
async function trained(setting) {
  if (!trainings.has(setting)) {
    const { stdout } = await promisify(execFile)(process.execPath, ['shakespeare.mjs', setting]);
    trainings.set(setting, JSON.parse(stdout));
  }
  return trainings.get(setting);
}

const lossOf = (setting) => () => ({
  measure: async () => {
    const { loss, estimate, seconds, steps, parameters } = await trained(setting);
    const note = `${parameters} weights, ${steps} steps in ${seconds.toFixed(0)} s; nanoGPT's estimate from 20 batches ${estimate.toFixed(3)}`;
    return { value: loss, note };
  },
});

function forward() {
  const { model, tokens, ids } = forwardGPT();
  const step = capture((input) => noGrad(() => model.forward(input)));
  return { run: () => step(tokens), units: ids.length };
}

const training = { 'shakespeare-speed': () => ({ measure: stepsPerSecond }) };
const quality = {
  'shakespeare-loss-nanogpt': lossOf('nanogpt'),
  'shakespeare-loss': lossOf('muon'),
  'shakespeare-best': lossOf('best'),
  'shakespeare-best-seconds': () => ({ measure: async () => (await trained('best')).seconds }),
  'int8-loss': () => ({ measure: int8Loss }),
};
const generation = {
  'forward-gpt': forward,
  'generate-small': () => wholeContexts(new Llama({ ...small, generator: generator(1) })),
  'decode-gpt2-float32': () => largeModel(false),
  'decode-gpt2-int8': () => largeModel(true),
};
const { notes } = device();
const rows = {
  ...training,
  ...(threads === 1 && !turbo ? { ...quality, ...generation, ...tasks } : {}),
};
await serve(`0.0.0${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`, rows);
