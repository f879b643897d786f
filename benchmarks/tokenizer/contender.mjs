// A contender: answers each row with the sample of a fresh process.

import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const [, , name, manifest, rows, ...flags] = process.argv;
const version = manifest.endsWith('.json')
  ? JSON.parse(readFileSync(manifest, 'utf8')).version
  : execFileSync(manifest, ['--version'], { encoding: 'utf8', timeout: 30_000 }).trim();
console.log(JSON.stringify({ ready: true, version, rows: rows.split(',') }));
for await (const line of createInterface({ input: process.stdin })) {
  const { row } = JSON.parse(line);
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...flags, 'sample.mjs', name, row],
      { timeout: 280_000 },
    );
    console.log(stdout.trim().split('\n').at(-1));
  } catch (error) {
    console.log(
      JSON.stringify({ error: (error.stderr || error.message).trim().split('\n').at(-1) }),
    );
  }
}
