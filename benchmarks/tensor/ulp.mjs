// How far exp, log, tanh and gelu are from the exact value, over all 2³² floats: the worst error in units of the last
// place and where it is, and how many results are not the nearest float. The exact value is the platform's in double
// precision (gelu: the package's own float64 way). One function takes a few minutes.
//
//   node ulp.mjs exp log            all floats
//   node ulp.mjs --every=64 gelu    each 64th, for a quick look
//   node ulp.mjs --plain exp        multiply and add rounded apart

import { parseArgs } from 'node:util';
import * as t from '../../packages/tensor/dist/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
  },
});
const every = Number(values.every);
const chosen = positionals.length > 0 ? positionals : ['exp', 'log', 'tanh', 'gelu'];
await t.init({ fused: !values.plain });

const PIECE = 2 ** 20;
const wanted = new Float64Array(PIECE);
const functions = {
  exp: [
    t.exp,
    (xs) => {
      for (let i = 0; i < PIECE; i++) wanted[i] = Math.exp(xs[i]);
    },
  ],
  log: [
    t.log,
    (xs) => {
      for (let i = 0; i < PIECE; i++) wanted[i] = Math.log(xs[i]);
    },
  ],
  tanh: [
    t.tanh,
    (xs) => {
      for (let i = 0; i < PIECE; i++) wanted[i] = Math.tanh(xs[i]);
    },
  ],
  gelu: [t.gelu, geluExact],
};

for (const name of chosen) {
  const began = performance.now();
  const found = sweep(...functions[name]);
  const seconds = Math.round((performance.now() - began) / 1000);
  const line = { function: name, fused: !values.plain, ...found, seconds };
  console.log(JSON.stringify(line));
}

function sweep(op, reference) {
  const words = new Int32Array(PIECE);
  const xs = new Float32Array(words.buffer);
  const nearest = new Float32Array(PIECE);
  const nearestWords = new Int32Array(nearest.buffer);
  // the last place of a float by its exponent field; subnormals share that of the smallest normal ones
  const place = Float64Array.from({ length: 256 }, (_, e) => 2 ** (Math.max(e, 1) - 150));
  let [floats, notNearest, worst, at, special] = [0, 0, 0, 0, 0];
  for (let first = 0; first < 2 ** 32; first += PIECE * every) {
    for (let i = 0; i < PIECE; i++) words[i] = (first + Math.imul(i, every)) | 0;
    reference(xs);
    const got = t.scope(() => op(t.tensor(xs)).toTypedArray());
    const gotWords = new Int32Array(got.buffer);
    nearest.set(wanted);
    for (let i = 0; i < PIECE; i++) {
      if (gotWords[i] === nearestWords[i]) continue;
      const [y, z, round] = [got[i], wanted[i], nearest[i]];
      if (Number.isNaN(y) && Number.isNaN(z)) continue;
      notNearest++;
      // NaN, infinity and the sign of zero have no last place: they are right or wrong
      if (Number.isNaN(z) || !Number.isFinite(round) || (y === 0 && z === 0)) special++;
      const error = Math.abs(y - z) / place[(nearestWords[i] >>> 23) & 255];
      if (error > worst) [worst, at] = [error, xs[i]];
    }
    floats += PIECE;
  }
  return { floats, worst: Number(worst.toFixed(3)), at, notNearest, wrongSpecials: special };
}

/** x·Φ(x): x itself beyond 9, 0 below −40, ½x + x²/√2π near 0, and between them the series of the float64 way. */
function geluExact(xs) {
  const out = wanted;
  const rest = [];
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i];
    const size = Math.abs(x);
    if (Number.isNaN(x)) out[i] = x;
    else if (x > 9) out[i] = x;
    else if (x < -40) out[i] = -0;
    else if (size < 2 ** -20) out[i] = x * (0.5 + x / Math.sqrt(2 * Math.PI));
    else rest.push(i);
  }
  if (rest.length === 0) return;
  const slow = t.scope(() =>
    t.gelu(t.tensor(Float64Array.from(rest, (i) => xs[i]))).toTypedArray(),
  );
  rest.forEach((i, k) => {
    out[i] = slow[k];
  });
}
