// Every gate beside the tests, by the name of its script in package.json, and how each ended.
// Usage: node scripts/check.mjs [GATE …]

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const all = ['lint', 'layers', 'typecheck', 'publint', 'attw', 'knip', 'size', 'links'];
const asked = process.argv.slice(2);
const gates = asked.length > 0 ? asked : all;

const lines = [];
let failed = 0;
for (const gate of gates) {
  const began = performance.now();
  const run = spawnSync('pnpm', ['run', '--silent', gate], { cwd: root, encoding: 'utf8' });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const ok = run.status === 0;
  if (!ok) {
    failed++;
    console.log(`${run.stdout}${run.stderr}`);
  }
  lines.push(`${ok ? 'ok    ' : 'FAILED'} ${gate.padEnd(10)} ${seconds} s`);
}
console.log(lines.join('\n'));
process.exitCode = failed > 0 ? 1 : 0;
