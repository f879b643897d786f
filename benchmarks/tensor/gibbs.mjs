// Gibbs, as its users have it: the built package, whole steps captured. --threads=N, --turbo, and --plain, which
// answers the rows of transposed products with A·B in their place, so that both are sampled side by side.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as t from '../../packages/tensor/dist/index.js';
import { serve } from '../serve.mjs';
import { array, gptStep, mlpStep, xorStep } from './models.mjs';
import { gigaflop, matmuls } from './shapes.mjs';

const { values: flags } = parseArgs({
  options: {
    threads: { type: 'string', default: '1' },
    turbo: { type: 'boolean', default: false },
    plain: { type: 'boolean', default: false },
  },
});
await t.init({ threads: Number(flags.threads), turbo: flags.turbo });

function product(shape, mark = 'nn') {
  const [m, k, n] = shape;
  const a = mark[0] === 't' ? array([k, m], 1).transpose() : array([m, k], 1);
  const b = mark[1] === 't' ? array([n, k], 1).transpose() : array([k, n], 1);
  return { units: gigaflop(shape), run: () => t.matmul(a, b).dispose() };
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
