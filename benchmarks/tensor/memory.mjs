// Memory over a long training: 10,000 captured steps of a small GPT (under a minute), with --full those of the GPT in
// the table (about 40 minutes on one thread). Prints the bytes in tensors and the bytes taken from the machine after
// step 10, every 1,000 steps and at the end; fails if either has grown.
//
//   node memory.mjs --full --steps=10000 --threads=2

import { parseArgs } from 'node:util';
import * as t from '../../packages/tensor/dist/index.js';
import { gptStep } from './models.mjs';
import { gpt } from './shapes.mjs';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    steps: { type: 'string', default: '10000' },
    threads: { type: 'string', default: '1' },
  },
});
const small = { layers: 2, width: 32, heads: 4, context: 32, batch: 4, vocab: 64 };
if (!values.full) Object.assign(gpt, small);
await t.init({ threads: Number(values.threads) });
const { run } = gptStep();
const state = () => {
  const { used, reserved } = t.device().memory;
  return { used, reserved };
};
let loss = 0;
for (let i = 0; i < 10; i++) loss = run();
const early = { loss, ...state() };
const began = performance.now();
for (let i = 10; i < Number(values.steps); i++) {
  loss = run();
  if ((i + 1) % 1000 === 0) console.log(JSON.stringify({ step: i + 1, loss, ...state() }));
}
const seconds = (performance.now() - began) / 1000;
const late = { loss, ...state() };
console.log(JSON.stringify({ step10: early, end: late, steps: Number(values.steps), seconds }));
if (late.used !== early.used || late.reserved !== early.reserved) {
  console.error('memory has grown since step 10');
  process.exit(1);
}
process.exit(0);
