/**
 * Every command's help opens with examples, and every example is run: those of one command after the other, in the
 * order of the help, in a folder that has the files they name.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Example } from '../src/command.js';
import { commands, type Entry } from '../src/commands.js';
import { hasRedis, startRedis } from './redis.js';
import { binary, gibbs, patience } from './spawn.js';

/** Every command that does something, with its examples. */
async function leaves(
  tree: readonly Entry[],
  before = '',
): Promise<[string, readonly Example[]][]> {
  const found: [string, readonly Example[]][] = [];
  for (const { name, load, children } of tree) {
    const path = `${before}${name}`;
    if (load) found.push([path, (await load()).default.examples]);
    found.push(...(await leaves(children ?? [], `${path} `)));
  }
  return found;
}
const all = await leaves(commands);

const folder = mkdtempSync(join(tmpdir(), 'gibbs-help-'));
let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
afterAll(() => {
  redis?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeAll(async () => {
  if (hasRedis) redis = await startRedis();
  writeFileSync(join(folder, 'gibbs'), `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`);
  chmodSync(join(folder, 'gibbs'), 0o755);
  copyFileSync(join(import.meta.dirname, '../README.md'), join(folder, 'README.md'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const line =
    'the old baker bakes the bread because the bread is wanted . an old kettle {} Keyvan\n';
  write('book.txt', line.repeat(60));
  write('held.txt', line.repeat(4));
  write('questions.txt', 'the baker\nthe bread\n');
  write('points.csv', 'x,y,value\n0,0,1\n1,0,2\n0,1,3\n');
  write('digit.csv', `${`${Array(28).fill(9).join(',')}\n`.repeat(28)}`);
  write('experiment.json', '{ "command": "engine", "args": ["otto"], "options": { "hot": 900 } }');
  for (const path of [
    '.local/share/bash-completion/completions',
    '.zfunc',
    '.config/fish/completions',
  ])
    mkdirSync(join(folder, path), { recursive: true });
  const make = (...args: string[]) =>
    expect(gibbs([...args, '-q'], { cwd: folder })).toMatchObject({ code: 0 });
  make('tokenizer', 'train', 'book.txt', '--vocab', '300', '--save', 'larger.json');
  make('xor', '--steps', '300', '--out', 'runs/xor');
  for (const name of ['a', 'b']) {
    make('engine', 'otto', '--out', `runs/${name}`);
    copyFileSync(join(folder, `runs/${name}/run.json`), join(folder, `${name}.json`));
  }
});

/** Why an example is not run here, or undefined where it is. */
function leftOut(line: string): string | undefined {
  if (/^gibbs data (mnist|shakespeare)/.test(line)) return 'it fetches from the network';
  if (line.includes('$REDIS') && !hasRedis) return 'there is no redis-server';
  return undefined;
}

/** Small settings where the example leaves them open: what is tested is that it works, not how well it learns. */
const small = {
  tour: { GIBBS_STEPS: '4' },
  'copy duel': { GIBBS_STEPS: '4', GIBBS_NAMES: '300', GIBBS_UNSEEN: '64' },
  train: { GIBBS_CHANNELS: '16', GIBBS_LAYERS: '1', GIBBS_HEADS: '2', GIBBS_LEARNING_RATE: '0.02' },
} as Record<string, Record<string, string>>;

describe.each(all)('gibbs %s', (path, examples) => {
  it('has a help that opens with examples', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const [line] of examples) expect(line).toMatch(/\bgibbs /);
  });

  for (const [line] of examples) {
    const reason = leftOut(line);
    it.skipIf(reason !== undefined)(
      `${line}${reason === undefined ? '' : ` (${reason})`}`,
      () => {
        const { GIBBS_DATA: _, ...env } = process.env;
        const child = spawnSync('bash', ['-o', 'pipefail', '-c', line], {
          cwd: folder,
          encoding: 'utf8',
          env: {
            ...env,
            ...small[path],
            HOME: folder,
            REDIS: redis?.url ?? '',
            PATH: `${folder}${delimiter}${process.env.PATH}`,
          },
          maxBuffer: 1 << 28,
          ...patience,
        });
        expect(child.status, child.stderr).toBe(0);
        expect(child.stderr).not.toMatch(/^gibbs: /m);
      },
      240_000,
    );
  }
});

describe('the help', () => {
  it('of every group and command goes to stdout, and of commands opens with examples', () => {
    for (const path of ['tokenizer encode', 'sweep', 'sweep status', 'train']) {
      const { stdout, stderr, code } = gibbs([...path.split(' '), '--help']);
      expect({ stderr, code }, path).toEqual({ stderr: '', code: 0 });
      expect(stdout, path).toMatch(/^Examples:\n {2}/);
    }
  });
});
