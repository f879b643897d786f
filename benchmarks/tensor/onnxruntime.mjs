// onnxruntime, on WebAssembly (`web`) or native (`node`), one thread; it only runs models, so only products.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serve } from '../serve.mjs';
import { gigaflop, matmuls, uniform } from './shapes.mjs';

const kind = process.argv[2];
const name = `onnxruntime-${kind}`;
const require = createRequire(`${process.env.GIBBS_PEERS}/x.js`);
const { version } = JSON.parse(
  readFileSync(`${process.env.GIBBS_PEERS}/${name}/package.json`, 'utf8'),
);
const ort = require(name);
if (kind === 'web') ort.env.wasm.numThreads = 1;

async function product(shape) {
  const [m, k, n] = shape;
  const session = await ort.InferenceSession.create(matmulModel(shape), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: [kind === 'web' ? 'wasm' : 'cpu'],
  });
  const a = new ort.Tensor('float32', uniform(m * k), [m, k]);
  const b = new ort.Tensor('float32', uniform(k * n), [k, n]);
  // The engine runs this module in its first compiler for seconds before it is optimised.
  return { units: gigaflop(shape), warmSeconds: 5, run: () => session.run({ a, b }) };
}

/** The smallest ONNX file with one MatMul, written as protocol buffers by hand. */
function matmulModel([m, k, n]) {
  const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);
  const number = (field, value) => [...varint(field << 3), ...varint(value)];
  const bytes = (field, content) => [
    ...varint((field << 3) | 2),
    ...varint(content.length),
    ...content,
  ];
  const text = (field, value) => bytes(field, [...Buffer.from(value)]);
  const dimension = (size) => bytes(1, number(1, size));
  const matrixType = (rows, columns) =>
    bytes(1, [...number(1, 1), ...bytes(2, [...dimension(rows), ...dimension(columns)])]);
  const value = (label, rows, columns) => [
    ...text(1, label),
    ...bytes(2, matrixType(rows, columns)),
  ];
  const node = [...text(1, 'a'), ...text(1, 'b'), ...text(2, 'c'), ...text(4, 'MatMul')];
  const graph = [
    ...bytes(1, node),
    ...text(2, 'product'),
    ...bytes(11, value('a', m, k)),
    ...bytes(11, value('b', k, n)),
    ...bytes(12, value('c', m, n)),
  ];
  const operatorSet = [...text(1, ''), ...number(2, 13)];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, operatorSet)]);
}

await serve(
  version,
  Object.fromEntries(Object.entries(matmuls).map(([id, shape]) => [id, () => product(shape)])),
);
