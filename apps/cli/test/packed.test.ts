/**
 * The tool as it is published: packed, installed by npm in an empty folder beside the packed packages, and used. Also
 * with the Nodes that GIBBS_NODES names (paths of binaries, parted by colons). npm needs what the tool depends on, from
 * its cache or its registry; where it can have neither, the tests are skipped and say so.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { patience } from './spawn.js';

const workspace = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'gibbs-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: string[], cwd: string): SpawnSyncReturns<string> {
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  return spawnSync(command, args, { cwd, encoding: 'utf8', env, ...patience, timeout: 240_000 });
}

const tarballs = join(folder, 'tarballs');
mkdirSync(tarballs);
const packed = [
  'apps/cli',
  'packages/tensor',
  'packages/tokenizer',
  'packages/nn',
  'packages/physics',
].map((path) => run('pnpm', ['pack', '--pack-destination', tarballs], join(workspace, path)));
const empty = join(folder, 'empty');
mkdirSync(empty);
writeFileSync(join(empty, 'package.json'), '{ "private": true }');
const files = readdirSync(tarballs).map((name) => join(tarballs, name));
const installed = run(
  'npm',
  [
    ...['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
    ...['--fetch-retries=0', '--fetch-timeout=30000', ...files],
  ],
  empty,
);
const noNetwork =
  installed.status !== 0 &&
  /E(NOTFOUND|AI_AGAIN|CONN|NOTCACHED|TIMEDOUT)|_CERT|UNABLE_TO_/.test(installed.stderr);

const binary = join(empty, 'node_modules/@gibbs/cli/dist/gibbs.js');
const nodes = [process.execPath, ...(process.env.GIBBS_NODES ?? '').split(':')].filter((path) =>
  existsSync(path),
);
const majors = nodes.map((node) =>
  run(node, ['-p', 'process.versions.node.split(".")[0]'], empty).stdout.trim(),
);
const missing = ['22', '24', '26'].filter((major) => !majors.includes(major));
const reason = noNetwork ? ' (skipped: npm reaches no registry)' : '';

describe.skipIf(noNetwork)(`the packed tool${reason}`, () => {
  it('installs with npm in an empty folder', () => {
    expect(packed.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    expect(installed.status, installed.stderr).toBe(0);
    expect(existsSync(join(empty, 'node_modules/.bin/gibbs'))).toBe(true);
  });

  it('brings its manual page and the pages of the playground, and no source maps', () => {
    const { man, dependencies } = JSON.parse(
      readFileSync(join(empty, 'node_modules/@gibbs/cli/package.json'), 'utf8'),
    );
    const at = (path: string): string => join(empty, 'node_modules/@gibbs/cli', path);
    expect(readFileSync(at(man), 'utf8')).toMatch(/^\.TH GIBBS 1 /);
    expect(existsSync(at('dist/playground/index.html'))).toBe(true);
    expect(readdirSync(at('dist')).filter((name) => name.endsWith('.map'))).toEqual([]);
    expect(Object.keys(dependencies).sort()).toEqual(['bullmq', 'commander', 'ioredis', 'valibot']);
  });

  if (missing.length > 0)
    it.skip(`works with Node ${missing.join(', ')} (skipped: GIBBS_NODES names none)`, () => {});

  it.each(nodes)('works with %s', (node) => {
    const gibbs = (...args: string[]): string => {
      const { status, stdout, stderr } = run(node, [binary, ...args], empty);
      expect(status, stderr).toBe(0);
      return stdout;
    };
    expect(gibbs('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse(gibbs('xor', '--json')).learned).toBe(true);
    gibbs(
      'train',
      '--steps',
      '3',
      '--channels',
      '16',
      '--layers',
      '1',
      '--context',
      '16',
      '--out',
      'run',
    );
    expect(gibbs('generate', 'run', 'the', '--max-tokens', '3').length).toBeGreaterThan(3);
    expect(gibbs('engine', '-q')).toBe('0.5\n');
    expect(gibbs('sweep', 'engine', '--seeds', '1..2', '-q')).toBe('0.5\n0.5\n');
    rmSync(join(empty, 'run'), { recursive: true });
  });
});
