import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import compare from '../src/commands/compare.js';
import verify from '../src/commands/verify.js';
import { runSchema } from '../src/runFile.js';
import { gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-run-'));
const a = join(folder, 'a', 'run.json');
const b = join(folder, 'deep', 'b', 'run.json');

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

beforeAll(() => {
  gibbs(['engine', 'otto', '--compression', '4', '--seed', '3', '--out', join(folder, 'a')]);
  gibbs(['engine', 'otto', '--compression', '5', '--out', join(folder, 'deep', 'b')]);
});

describe('--out', () => {
  it('records what was asked, by which versions, and what came of it', () => {
    const run = v.parse(runSchema, JSON.parse(readFileSync(a, 'utf8')));
    expect(run).toMatchObject({
      version: 1,
      command: 'engine',
      args: ['otto'],
      options: { compression: 4, hot: 600 },
      seed: 3,
      versions: { node: process.versions.node },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(run.result).toEqual(
      JSON.parse(gibbs(['engine', 'otto', '--compression', '4', '--json']).stdout),
    );
  });

  it('names a folder that cannot be made and exits 3', () => {
    const path = join(written('file.txt', 'x'), 'sub');
    expect(gibbs(['engine', '--out', path])).toEqual({
      stdout: '',
      stderr: `gibbs: --out: cannot make ${path}: a part of the path is not a directory\n`,
      code: 3,
    });
  });
});

describe('gibbs verify', () => {
  it('proves a run', () => {
    const { stdout, stderr, code } = gibbs(['verify', a, '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(v.is(verify.schema, JSON.parse(stdout))).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({ intact: true, repeated: true, parting: null });
  });

  it('finds a figure that was changed by hand, says where, and exits 1', () => {
    const run = JSON.parse(readFileSync(a, 'utf8'));
    run.result.legs[2].workJoules += 1;
    const { stdout, code } = gibbs([
      'verify',
      written('forged.json', JSON.stringify(run)),
      '--json',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      intact: false,
      repeated: true,
      parting: { path: 'legs[2].workJoules' },
    });
    expect(gibbs(['verify', join(folder, 'forged.json')]).stdout).toMatch(
      /^The file is not as it was written\./,
    );
  });

  it('refuses a file that is no run and exits 3', () => {
    const path = written('half.json', '{"command": "engine"}');
    expect(gibbs(['verify', path])).toEqual({
      stdout: '',
      stderr: `gibbs: verify: cannot use ${path}: 'seed': Expected "seed" but received undefined\n`,
      code: 3,
    });
  });
});

describe('gibbs compare', () => {
  it('says what was asked differently and where the results first part, and exits 1', () => {
    const { stdout, code } = gibbs(['compare', a, b, '--json']);
    expect(code).toBe(1);
    const found = JSON.parse(stdout);
    expect(v.is(compare.schema, found)).toBe(true);
    expect(found.experiment).toEqual([
      { path: 'options.compression', a: '4', b: '5' },
      { path: 'seed', a: '3', b: '7' },
    ]);
    expect(found.result[0].path).toBe('efficiency');
  });

  it('exits 0 for equal results', () => {
    const { stdout, code } = gibbs(['compare', a, a]);
    expect({ stdout, code }).toEqual({
      stdout: 'Asked for the same.\n\nThe results are the same.\n',
      code: 0,
    });
  });
});

describe('gibbs run', () => {
  const file = (content: string): string => written('experiment.json', content);

  it('runs a file with comments, and lets the command line go before it', () => {
    const path = file(
      '{ "command": "engine", // what\n "args": ["otto"], "options": { "compression": 4, }, }',
    );
    const four = Number(gibbs(['engine', 'otto', '--compression', '4', '-q']).stdout);
    expect(Number(gibbs(['run', path, '-q']).stdout)).toBe(four);
    const nine = Number(gibbs(['run', path, '-q', '--compression', '5', '--hot', '900']).stdout);
    expect(nine).toBeGreaterThan(four);
  });

  it('runs a recorded run', () => {
    expect(gibbs(['run', a, '-q']).stdout).toBe(
      gibbs(['engine', 'otto', '--compression', '4', '-q']).stdout,
    );
  });

  it.each([
    [
      '{"command":"engine","optons":{}}',
      3,
      "run: cannot use %: there is no key 'optons' (Did you mean 'options'?)",
    ],
    [
      '{"command":"engine","options":{"ht":3}}',
      2,
      "run: cannot use %: there is no key 'ht' (Did you mean 'hot'?)",
    ],
    ['{"command":"engin"}', 2, "unknown command 'engin' (Did you mean engine?)"],
    [
      '{"options":{}}',
      3,
      'run: cannot use %: \'command\': Expected "command" but received undefined',
    ],
    [
      '{"command":\n "engine",}}',
      3,
      'run: cannot use %: not JSON, line 2, column 12: Unexpected non-whitespace character after JSON',
    ],
    ['[1]', 3, 'run: cannot use %: it must hold one object'],
  ])('refuses %s with exit %i', (content, code, message) => {
    const path = file(content);
    expect(gibbs(['run', path])).toEqual({
      stdout: '',
      stderr: `gibbs: ${message.replace('%', path)}\n`,
      code,
    });
  });
});

describe('the environment', () => {
  const withVariable = (GIBBS_HOT: string, args: string[] = []) =>
    gibbs(['engine', '-q', ...args], { env: { ...process.env, GIBBS_HOT } });

  it('sets options, and what is typed goes before it', () => {
    expect(Number(withVariable('1200').stdout)).toBeCloseTo(0.75, 12);
    expect(Number(withVariable('1200', ['--hot', '400']).stdout)).toBeCloseTo(0.25, 12);
  });

  it('goes before a file', () => {
    const path = written('hot.json', '{"command":"engine","options":{"hot":400}}');
    const run = (env: Record<string, string>, ...args: string[]) =>
      Number(gibbs(['run', path, '-q', ...args], { env: { ...process.env, ...env } }).stdout);
    expect(run({})).toBeCloseTo(0.25, 12);
    expect(run({ GIBBS_HOT: '600' })).toBeCloseTo(0.5, 12);
    expect(run({ GIBBS_HOT: '600' }, '--hot=1200')).toBeCloseTo(0.75, 12);
  });

  it('is checked like what is typed', () => {
    expect(withVariable('warm')).toEqual({
      stdout: '',
      stderr: "gibbs: GIBBS_HOT='warm' is invalid. It is a number from 0.001 to 1000000.\n",
      code: 2,
    });
  });
});
