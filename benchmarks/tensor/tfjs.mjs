// TensorFlow.js on its WebAssembly backend (XNNPACK, SIMD, one thread: it has no threads in Node).

import { createRequire } from 'node:module';
import { serve } from '../serve.mjs';
import { gigaflop, gpt, matmuls, mlp, tokenIds, uniform } from './shapes.mjs';

const require = createRequire(`${process.env.GIBBS_PEERS}/x.js`);
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm').setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();

let seed = 0;
const variable = (shape, scale) =>
  tf.variable(
    tf.tensor(
      uniform(
        shape.reduce((a, b) => a * b, 1),
        scale,
        ++seed,
      ),
      shape,
    ),
  );

function product(shape, transposeA, transposeB) {
  const [m, k, n] = shape;
  const a = tf.tensor2d(uniform(m * k), transposeA ? [k, m] : [m, k]);
  const b = tf.tensor2d(uniform(k * n), transposeB ? [n, k] : [k, n]);
  return { units: gigaflop(shape), run: () => tf.matMul(a, b, transposeA, transposeB).dispose() };
}

function mlpStep() {
  const { batch, inputs, hidden, classes, learningRate } = mlp;
  const w1 = variable([inputs, hidden], 0.05);
  const b1 = variable([hidden], 0);
  const w2 = variable([hidden, classes], 0.1);
  const b2 = variable([classes], 0);
  const x = tf.tensor2d(uniform(batch * inputs), [batch, inputs]);
  const labels = tf.tensor1d(
    Int32Array.from({ length: batch }, (_, i) => i % classes),
    'int32',
  );
  const y = tf.oneHot(labels, classes).cast('float32');
  const optimizer = tf.train.adam(learningRate);
  const loss = () =>
    tf.losses.softmaxCrossEntropy(y, x.matMul(w1).add(b1).relu().matMul(w2).add(b2));
  return { units: 1, run: () => optimizer.minimize(loss, false, [w1, b1, w2, b2]) };
}

function gptStep() {
  const { layers, width, heads, context, batch, vocab, learningRate, weightDecay } = gpt;
  const parameters = [];
  const parameter = (shape, scale, value) => {
    const made = variable(shape, scale);
    if (value) made.assign(tf.fill(shape, value));
    parameters.push(made);
    return made;
  };
  const linear = (from, to) => ({ w: parameter([from, to], 0.05), b: parameter([to], 0) });
  const norm = () => ({ g: parameter([width], 0, 1), b: parameter([width], 0) });
  const table = parameter([vocab, width], 0.02);
  const positions = parameter([context, width], 0.02);
  const blocks = Array.from({ length: layers }, () => ({
    n1: norm(),
    q: linear(width, width),
    k: linear(width, width),
    v: linear(width, width),
    o: linear(width, width),
    n2: norm(),
    up: linear(width, 4 * width),
    down: linear(4 * width, width),
  }));
  const last = norm();
  const head = parameter([width, vocab], 0.05);

  // There is no gradient kernel for gather on this backend, so the embedding is a product with one-hot rows.
  const oneHot = (stride, offset) =>
    tf
      .oneHot(tf.tensor1d(tokenIds(batch * context, stride, offset), 'int32'), vocab)
      .cast('float32');
  const x = oneHot(7919, 0);
  const y = oneHot(104729, 3);
  const future = Float32Array.from({ length: context ** 2 }, (_, i) =>
    i % context > Math.floor(i / context) ? -1e9 : 0,
  );
  const mask = tf.tensor(future, [1, 1, context, context]);

  const apply = (z, { w, b }) => z.matMul(w).add(b);
  const normalise = (z, { g, b }) => {
    const centred = z.sub(z.mean(-1, true));
    return centred.mul(centred.square().mean(-1, true).add(1e-5).rsqrt()).mul(g).add(b);
  };
  const split = (z) => z.reshape([batch, context, heads, width / heads]).transpose([0, 2, 1, 3]);
  const gelu = (z) => z.mul(0.5).mul(z.add(z.pow(3).mul(0.044715)).mul(0.7978845608).tanh().add(1));
  const forward = () => {
    let z = x.matMul(table).reshape([batch, context, width]).add(positions).reshape([-1, width]);
    for (const block of blocks) {
      const a = normalise(z, block.n1);
      const [q, k, v] = [block.q, block.k, block.v].map((layer) => split(apply(a, layer)));
      const scores = tf
        .matMul(q, k, false, true)
        .mul((width / heads) ** -0.5)
        .add(mask);
      const mixed = tf.matMul(tf.softmax(scores), v).transpose([0, 2, 1, 3]).reshape([-1, width]);
      z = z.add(apply(mixed, block.o));
      z = z.add(apply(gelu(apply(normalise(z, block.n2), block.up)), block.down));
    }
    return tf.losses.softmaxCrossEntropy(y, normalise(z, last).matMul(head));
  };
  const optimizer = tf.train.adam(learningRate);
  return {
    units: 1,
    run: () => {
      optimizer.minimize(forward, false, parameters);
      tf.tidy(() => {
        for (const p of parameters) if (p.rank > 1) p.assign(p.mul(1 - learningRate * weightDecay));
      });
    },
  };
}

const rows = { 'mlp-step': mlpStep, 'gpt-step': gptStep };
for (const [id, shape] of Object.entries(matmuls)) rows[id] = () => product(shape, false, false);
for (const id of ['matmul-256', 'matmul-512']) {
  rows[`${id}-tn`] = () => product(matmuls[id], true, false);
  rows[`${id}-nt`] = () => product(matmuls[id], false, true);
  rows[`${id}-tt`] = () => product(matmuls[id], true, true);
}
await serve(tf.version.tfjs, rows);
