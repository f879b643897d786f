import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));
const script = join(import.meta.dirname, 'fixtures/killed.ts');

/** Runs the training; with `after`, kills it that many milliseconds after its first step. Gives what it said. */
function run(file: string, after?: number): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data) => {
      if (said === '' && after !== undefined) setTimeout(() => child.kill('SIGKILL'), after);
      said += data;
    });
    child.on('close', () => resolve(said));
  });
}

const digest = (said: string) => said.match(/digest (\w+)/)?.[1];

it('a run killed again and again ends with the bits of one left alone', async () => {
  const wanted = digest(await run(join(folder, 'alone')));
  expect(wanted).toBeDefined();
  const file = join(folder, 'killed');
  let [said, kills] = ['', 0];
  for (const after of [1, 6, 13, 29]) {
    said = await run(file, after);
    if (digest(said)) break;
    kills++;
    // What is on the disk is whole, whatever the moment.
    if (existsSync(file)) expect(readFileSync(file).length).toBeGreaterThan(1000);
  }
  expect(kills).toBeGreaterThan(0);
  // Half-written bytes beside the checkpoint, as a kill in the middle of writing leaves them, are no harm.
  writeFileSync(`${file}.part`, 'half');
  if (!digest(said)) said = await run(file);
  expect(digest(said)).toBe(wanted);
});
