// jax-js on its WebAssembly backend, whole steps under jit. In Node it has no Worker and runs on one thread.

import { readFileSync } from 'node:fs';
import { serve } from '../serve.mjs';
import { gigaflop, gpt, matmuls, mlp, tokenIds, uniform } from './shapes.mjs';

globalThis.navigator ??= { userAgent: 'node' };
const folder = `${process.env.GIBBS_PEERS}/@jax-js/jax`;
const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const entry =
  manifest.exports['.']?.import?.default ??
  manifest.exports['.']?.import ??
  manifest.module ??
  manifest.main;
const {
  numpy: np,
  nn,
  jit,
  valueAndGrad,
  blockUntilReady,
  init,
  tree,
} = await import(`${folder}/${entry}`);
await init('wasm');

let seed = 0;
const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
const array = (shape, scale) => np.array(uniform(sizeOf(shape), scale, ++seed)).reshape(shape);
const zerosLike = (parameters) => tree.map((x) => np.zeros(x.shape), tree.ref(parameters));

function product(shape) {
  const [m, k, n] = shape;
  const a = array([m, k], 1);
  const b = array([k, n], 1);
  const multiply = jit((x, y) => np.matmul(x, y));
  return {
    units: gigaflop(shape),
    run: async () => (await blockUntilReady(multiply(a.ref, b.ref))).dispose(),
  };
}

/** Adam with decoupled decay; it ships none, and every use of an array consumes a reference. */
function adamW(lossAndGradient, learningRate, decay) {
  return (parameters, first, second, correction, ...data) => {
    const [loss, gradient] = lossAndGradient(tree.ref(parameters), ...data);
    const c1 = correction.ref.slice(0);
    const c2 = correction.slice(1);
    const m = tree.map((a, g) => a.mul(0.9).add(g.mul(0.1)), first, tree.ref(gradient));
    const v = tree.map((a, g) => a.mul(0.999).add(np.square(g).mul(0.001)), second, gradient);
    const next = tree.map(
      (w, a, b) => {
        const root = np.sqrt(b.mul(c2.ref)).add(1e-8);
        const kept = decay > 0 && w.ndim > 1 ? w.mul(1 - learningRate * decay) : w;
        return kept.sub(a.mul(c1.ref).div(root).mul(learningRate));
      },
      parameters,
      tree.ref(m),
      tree.ref(v),
    );
    c1.dispose();
    c2.dispose();
    return [loss, next, m, v];
  };
}

function training(start, data, loss, learningRate, decay) {
  const step = jit(adamW(valueAndGrad(loss), learningRate, decay));
  let parameters = start;
  let m = zerosLike(parameters);
  let v = zerosLike(parameters);
  let t = 0;
  return {
    units: 1,
    run: async () => {
      t++;
      const correction = np.array([1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)]);
      let value;
      [value, parameters, m, v] = step(parameters, m, v, correction, ...data.map((x) => x.ref));
      tree.dispose(await blockUntilReady(tree.ref(parameters)));
      await value.data();
    },
  };
}

const crossEntropy = (logits, y) => nn.logSoftmax(logits, -1).mul(y).sum(-1).mean().mul(-1);
const oneHot = (ids, classes) => {
  const rows = new Float32Array(ids.length * classes);
  ids.forEach((id, i) => {
    rows[i * classes + id] = 1;
  });
  return np.array(rows).reshape([ids.length, classes]);
};

function mlpStep() {
  const { batch, inputs, hidden, classes, learningRate } = mlp;
  const start = {
    w1: array([inputs, hidden], 0.05),
    b1: array([hidden], 0),
    w2: array([hidden, classes], 0.1),
    b2: array([classes], 0),
  };
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  const loss = (p, x, y) =>
    crossEntropy(np.matmul(nn.relu(np.matmul(x, p.w1).add(p.b1)), p.w2).add(p.b2), y);
  return training(
    start,
    [array([batch, inputs], 1), oneHot(labels, classes)],
    loss,
    learningRate,
    0,
  );
}

function gptStep() {
  const { layers, width, heads, context, batch, vocab, learningRate, weightDecay } = gpt;
  const norm = () => ({ g: np.ones([width]), b: np.zeros([width]) });
  const linear = (from, to) => ({ w: array([from, to], 0.05), b: array([to], 0) });
  const start = {
    table: array([vocab, width], 0.02),
    positions: array([context, width], 0.02),
    blocks: Array.from({ length: layers }, () => ({
      n1: norm(),
      q: linear(width, width),
      k: linear(width, width),
      v: linear(width, width),
      o: linear(width, width),
      n2: norm(),
      up: linear(width, 4 * width),
      down: linear(4 * width, width),
    })),
    last: norm(),
    head: array([width, vocab], 0.05),
  };
  const future = Float32Array.from({ length: context ** 2 }, (_, i) =>
    i % context > Math.floor(i / context) ? -1e9 : 0,
  );
  const data = [
    oneHot(tokenIds(batch * context, 7919), vocab), // its gather has no gradient under jit
    oneHot(tokenIds(batch * context, 104729, 3), vocab),
    np.array(future).reshape([context, context]),
  ];
  const normalise = (x, p) => {
    const centred = x.ref.sub(x.mean(-1, { keepdims: true }));
    const variance = np.square(centred.ref).mean(-1, { keepdims: true });
    return centred
      .div(np.sqrt(variance.add(1e-5)))
      .mul(p.g)
      .add(p.b);
  };
  const apply = (x, p) => np.matmul(x, p.w).add(p.b);
  const split = (x) => x.reshape([batch, context, heads, width / heads]).transpose([0, 2, 1, 3]);
  const loss = (p, x, y, mask) => {
    let z = np
      .matmul(x, p.table)
      .reshape([batch, context, width])
      .add(p.positions)
      .reshape([batch * context, width]);
    for (const block of p.blocks) {
      const a = normalise(z.ref, block.n1);
      const q = split(apply(a.ref, block.q));
      const k = split(apply(a.ref, block.k));
      const v = split(apply(a, block.v));
      const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul((width / heads) ** -0.5);
      const mixed = np.matmul(nn.softmax(scores.add(mask.ref), -1), v);
      z = z.add(apply(mixed.transpose([0, 2, 1, 3]).reshape([batch * context, width]), block.o));
      z = z.ref.add(apply(nn.gelu(apply(normalise(z, block.n2), block.up)), block.down));
    }
    mask.dispose();
    return crossEntropy(np.matmul(normalise(z, p.last), p.head), y);
  };
  return training(start, data, loss, learningRate, weightDecay);
}

const rows = { 'mlp-step': mlpStep, 'gpt-step': gptStep };
for (const [id, shape] of Object.entries(matmuls)) rows[id] = () => product(shape);
await serve(manifest.version, rows);
