// numpy-ts: NumPy's interface on WebAssembly compiled from Zig; no gradients, so only products.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { serve } from '../serve.mjs';
import { gigaflop, matmuls, uniform } from './shapes.mjs';

const require = createRequire(`${process.env.GIBBS_PEERS}/x.js`);
const np = await import(require.resolve('numpy-ts'));
const { version } = JSON.parse(
  readFileSync(`${process.env.GIBBS_PEERS}/numpy-ts/package.json`, 'utf8'),
);

function matrix(rows, columns) {
  const values = uniform(rows * columns);
  const nested = Array.from({ length: rows }, (_, i) => [
    ...values.subarray(i * columns, (i + 1) * columns),
  ]);
  return np.array(nested, 'float32');
}

function product(shape) {
  const [m, k, n] = shape;
  const a = matrix(m, k);
  const b = matrix(k, n);
  return { units: gigaflop(shape), run: () => void np.matmul(a, b).dispose?.() };
}

await serve(
  version,
  Object.fromEntries(Object.entries(matmuls).map(([id, shape]) => [id, () => product(shape)])),
);
