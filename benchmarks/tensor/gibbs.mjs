// Gibbs, as its users have it: the built package, whole steps captured. --threads=N, --turbo, and --plain, which
// answers the rows of transposed products with A·B in their place, so that both are sampled side by side.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as t from '../../packages/tensor/dist/index.js';
import { serve } from '../serve.mjs';
import { gigaflop, gpt, matmuls, mlp, tokenIds, uniform, xor } from './shapes.mjs';

const { values: flags } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    turbo: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
  },
});
await t.init({ threads: Number(flags.threads), turbo: flags.turbo });

let seed = 0;
const array = (shape, scale) =>
  t.tensor(
    uniform(
      shape.reduce((a, b) => a * b, 1),
      scale,
      ++seed,
    ),
    { shape },
  );
const parameter = (shape, scale) => array(shape, scale).withGrad();

function product(shape, mark = 'nn') {
  const [m, k, n] = shape;
  const a = mark[0] === 't' ? array([k, m], 1).transpose() : array([m, k], 1);
  const b = mark[1] === 't' ? array([n, k], 1).transpose() : array([k, n], 1);
  return { units: gigaflop(shape), run: () => t.matmul(a, b).dispose() };
}

/** A captured step: forward, backward and AdamW over all parameters. */
function training(parameters, forward, learningRate, weightDecay = 0) {
  const rate = t.tensor([learningRate]);
  const clock = t.adamClock(rate);
  const states = parameters.map((p) => ({
    first: t.zeros(p.shape),
    second: t.zeros(p.shape),
    clock,
  }));
  const step = t.capture(() => {
    const loss = forward();
    loss.backward();
    t.adamTick(clock);
    parameters.forEach((p, i) => {
      const decay = p.ndim > 1 ? weightDecay : 0;
      t.adamW(p, p.grad, states[i], { learningRate: rate, weightDecay: decay });
      p.zeroGrad();
    });
    return loss;
  });
  return { units: 1, run: () => step().item() };
}

function mlpStep() {
  const { batch, inputs, hidden, classes, learningRate } = mlp;
  const [w1, b1] = [parameter([inputs, hidden], 0.05), parameter([hidden], 0)];
  const [w2, b2] = [parameter([hidden, classes], 0.1), parameter([classes], 0)];
  const x = array([batch, inputs], 1);
  const y = t.tensor(Int32Array.from({ length: batch }, (_, i) => i % classes));
  const forward = () => t.crossEntropy(t.linear(t.relu(t.linear(x, w1, b1)), w2, b2), y);
  return training([w1, b1, w2, b2], forward, learningRate);
}

function gptStep() {
  const { layers, width, heads, context, batch, vocab, learningRate, weightDecay } = gpt;
  const parameters = [];
  const make = (shape, scale) => {
    const p = parameter(shape, scale);
    parameters.push(p);
    return p;
  };
  const norm = () => ({ weight: make([width], 0).fill(1), bias: make([width], 0) });
  const linear = (from, to) => [make([from, to], 0.05), make([to], 0)];
  const table = make([vocab, width], 0.02);
  const positions = make([context, width], 0.02);
  const blocks = Array.from({ length: layers }, () => ({
    n1: norm(),
    qkv: linear(width, 3 * width),
    out: linear(width, width),
    n2: norm(),
    up: linear(width, 4 * width),
    down: linear(4 * width, width),
  }));
  const last = norm();
  const head = make([width, vocab], 0.05);
  const ids = t.tensor(tokenIds(batch * context, 7919)).reshape(batch, context);
  const targets = t.tensor(tokenIds(batch * context, 104729, 3)).reshape(batch, context);
  const split = (x, part) =>
    x
      .slice(null, null, [part * width, (part + 1) * width])
      .reshape(batch, context, heads, width / heads)
      .permute(0, 2, 1, 3);
  const forward = () => {
    let x = t.embedding(table, ids).add(positions);
    for (const block of blocks) {
      const qkv = t.linear(t.layerNorm(x, block.n1), ...block.qkv);
      const mixed = t.attention(split(qkv, 0), split(qkv, 1), split(qkv, 2));
      x = x.add(t.linear(mixed.permute(0, 2, 1, 3).reshape(batch, context, width), ...block.out));
      x = x.add(t.linear(t.gelu(t.linear(t.layerNorm(x, block.n2), ...block.up)), ...block.down));
    }
    return t.crossEntropy(t.matmul(t.layerNorm(x, last), head), targets);
  };
  return training(parameters, forward, learningRate, weightDecay);
}

function xorStep() {
  const [w1, b1] = [parameter([2, xor.hidden], 1), parameter([xor.hidden], 0)];
  const [w2, b2] = [parameter([xor.hidden, 1], 1), parameter([1], 0)];
  const x = t.tensor(Float32Array.from(xor.inputs), { shape: [4, 2] });
  const y = t.tensor(Float32Array.from(xor.targets), { shape: [4, 1] });
  const forward = () => t.binaryCrossEntropy(t.linear(t.tanh(t.linear(x, w1, b1)), w2, b2), y);
  return training([w1, b1, w2, b2], forward, 1e-2);
}

const rows = { 'mlp-step': mlpStep, 'gpt-step': gptStep, 'xor-step': xorStep };
for (const [id, shape] of Object.entries(matmuls)) {
  rows[id] = () => product(shape);
  for (const mark of ['tn', 'nt', 'tt'])
    rows[`${id}-${mark}`] = () => product(shape, flags.plain ? 'nn' : mark);
}
const { version } = JSON.parse(
  readFileSync(new URL('../../packages/tensor/package.json', import.meta.url)),
);
const found = t.device();
const notes = [
  found.fused ? 'fused' : 'mul+add',
  `${found.threads} threads`,
  ...(found.turbo ? ['turbo'] : []),
];
await serve(`${version}, ${notes.join(', ')}`, rows);
