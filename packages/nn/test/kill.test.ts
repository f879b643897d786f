import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSafetensors } from '@gibbs/tensor';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));
const script = join(import.meta.dirname, 'fixtures/killed.ts');

/** Runs the training; with `after`, kills it that many milliseconds after its first step. Gives what it said. */
function run(args: readonly string[], after?: number): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data) => {
      if (said === '' && after !== undefined) setTimeout(() => child.kill('SIGKILL'), after);
      said += data;
    });
    child.on('close', () => resolve(said));
  });
}

const digest = (said: string) => said.match(/digest (\w+)/)?.[1];
const alone = run([join(folder, 'alone')]).then(digest);

it('a run killed again and again ends with the bits of one left alone', async () => {
  expect(await alone).toBeDefined();
  const file = join(folder, 'killed');
  let [said, kills] = ['', 0];
  for (const after of [1, 6, 13, 29]) {
    said = await run([file], after);
    if (digest(said)) break;
    kills++;
    // What is on the disk is whole, whatever the moment.
    if (existsSync(file))
      expect(decodeSafetensors(readFileSync(file)).arrays.size).toBeGreaterThan(5);
  }
  expect(kills).toBeGreaterThan(0);
  // Half-written bytes beside the checkpoint, as a kill in the middle of writing leaves them, are no harm.
  writeFileSync(`${file}.part`, 'half');
  if (!digest(said)) said = await run([file]);
  expect(digest(said)).toBe(await alone);
});

it('so does one killed again and again while it writes a checkpoint', async () => {
  const file = join(folder, 'writing');
  let halfDone = 0;
  for (const turns of [1, 2, 4, 8]) {
    expect(digest(await run([file, String(turns)]))).toBeUndefined();
    expect(decodeSafetensors(readFileSync(file)).arrays.size).toBeGreaterThan(5);
    if (existsSync(`${file}.part`)) halfDone++;
  }
  expect(halfDone).toBeGreaterThan(0);
  expect(digest(await run([file]))).toBe(await alone);
  expect(existsSync(`${file}.part`)).toBe(false);
});
