// The models of the tensor benchmarks, written with Gibbs as its users would: each returns one captured step.

import * as t from '../../packages/tensor/dist/index.js';
import { gpt, mlp, tokenIds, uniform, xor } from './shapes.mjs';

let seed = 0;
export const array = (shape, scale) =>
  t.tensor(
    uniform(
      shape.reduce((a, b) => a * b, 1),
      scale,
      ++seed,
    ),
    { shape },
  );
const parameter = (shape, scale) => array(shape, scale).withGrad();

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

export function mlpStep() {
  const { batch, inputs, hidden, classes, learningRate } = mlp;
  const [w1, b1] = [parameter([inputs, hidden], 0.05), parameter([hidden], 0)];
  const [w2, b2] = [parameter([hidden, classes], 0.1), parameter([classes], 0)];
  const x = array([batch, inputs], 1);
  const y = t.tensor(Int32Array.from({ length: batch }, (_, i) => i % classes));
  const forward = () => t.crossEntropy(t.linear(t.relu(t.linear(x, w1, b1)), w2, b2), y);
  return training([w1, b1, w2, b2], forward, learningRate);
}

export function gptStep() {
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

export function xorStep() {
  const [w1, b1] = [parameter([2, xor.hidden], 1), parameter([xor.hidden], 0)];
  const [w2, b2] = [parameter([xor.hidden, 1], 1), parameter([1], 0)];
  const x = t.tensor(Float32Array.from(xor.inputs), { shape: [4, 2] });
  const y = t.tensor(Float32Array.from(xor.targets), { shape: [4, 1] });
  const forward = () => t.binaryCrossEntropy(t.linear(t.tanh(t.linear(x, w1, b1)), w2, b2), y);
  return training([w1, b1, w2, b2], forward, 1e-2);
}
