// The contender `gibbs`: answers each row asked for on standard input with one sample.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { samples as gasSamples } from './gasSamples.mjs';
import { samples as ownSamples } from './samples.mjs';

const samples = { ...ownSamples, ...gasSamples };
const { version } = JSON.parse(
  readFileSync(new URL('../../packages/physics/package.json', import.meta.url), 'utf8'),
);
console.log(JSON.stringify({ ready: true, version, rows: Object.keys(samples) }));
for await (const line of createInterface({ input: process.stdin })) {
  const { row } = JSON.parse(line);
  try {
    console.log(JSON.stringify(await samples[row]()));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
