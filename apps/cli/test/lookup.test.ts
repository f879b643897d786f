import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import command from '../src/commands/lookup.js';
import { gibbs } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-lookup-'));
const table = join(folder, 'points.csv');
writeFileSync(table, 'x,y,height,heat\n0,0,10,1\n1,0,20,2\n0,1,30,3\n');

describe('gibbs lookup', () => {
  it("answers the book's query exactly", () => {
    const { stdout, stderr, code } = gibbs(['lookup', '0.5,0.7,0.6', '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const document = JSON.parse(stdout);
    expect(v.is(command.schema, document)).toBe(true);
    const expected = [0.2923802149, 0.5098329793, 0.1729290213];
    document.answers[0].result.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(expected[i] as number, 10);
    });
  });

  it('shows the same figures to people', () => {
    const { stdout, code } = gibbs(['lookup', '0.5,0.7,0.6']);
    expect(code).toBe(0);
    expect(stdout).toContain('result (0.2923802149, 0.5098329793, 0.1729290213)');
    expect(stdout).toMatch(
      /\(0\.52, 0\.78, 0\.69\) +\(0\.29, 0\.51, 0\.17\) +8\.1916 +0\.990226 +█+/,
    );
  });

  it('returns one row as it is stored with --hard', () => {
    expect(gibbs(['lookup', '0.9,0.1', '--hard', '--table', table, '-q'])).toEqual({
      stdout: '20,2\n',
      stderr: '',
      code: 0,
    });
  });

  it('takes several queries, negative ones too, and names the columns in CSV', () => {
    const { stdout, code } = gibbs([
      'lookup',
      '-9,-9',
      '0,1',
      '--table',
      table,
      '--hard',
      '--format',
      'csv',
    ]);
    expect({ stdout, code }).toEqual({ stdout: 'height,heat\n10,1\n30,3\n', code: 0 });
  });

  it('reads a table from standard input', () => {
    const { stdout, code } = gibbs(['lookup', '1', '--table', '-', '--hard', '-q'], {
      input: '1;7\n2;8\n',
    });
    expect({ stdout, code }).toEqual({ stdout: '7\n', code: 0 });
  });

  it('writes its start and its end as events', () => {
    const lines = gibbs(['lookup', '1,0', '--table', table, '--format', 'jsonl'])
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ v: version, type }) => [version, type])).toEqual([
      [1, 'start'],
      [1, 'done'],
    ]);
    expect(v.is(command.schema, lines[1].result)).toBe(true);
  });

  it.each([
    [['1,x'], 2, "lookup: query must be numbers parted by commas, got '1,x'"],
    [['1,2'], 2, 'lookup: a query must have as many numbers as a key, got 2 and 3'],
    [
      ['1,2,3', '--closeness', 'dit'],
      2,
      "option '--closeness <kernel>' argument 'dit' is invalid. It is one of inverse-distance, dot, gaussian. (Did you mean dot?)",
    ],
    [
      ['1,2,3', '--temperature', '0'],
      2,
      "option '--temperature <t>' argument '0' is invalid. It is a number from 1e-9 to 1000000000.",
    ],
    [
      ['1', '--table', join(folder, 'no.csv')],
      3,
      `--table: cannot read ${join(folder, 'no.csv')}: no such file`,
    ],
    [
      ['1,2,3,4', '--table', table],
      3,
      `--table: cannot use ${table}: a key of 4 numbers and a value need 5 columns or more, got 4`,
    ],
  ])('%j exits %i and says why', (args, code, message) => {
    expect(gibbs(['lookup', ...args])).toEqual({ stdout: '', stderr: `gibbs: ${message}\n`, code });
  });

  it.each([
    ['1,2\n3\n', 'line 2 must have 2 cells, got 1'],
    ['1,2\n3,\n', "line 2 must be numbers, got ''"],
    ['a,b\n', 'it has names of columns and no rows'],
    ['\n\n', 'it has no rows'],
  ])('names the line of a table that is wrong: %j', (content, reason) => {
    const path = join(folder, 'wrong.csv');
    writeFileSync(path, content);
    expect(gibbs(['lookup', '1', '--table', path])).toEqual({
      stdout: '',
      stderr: `gibbs: --table: cannot use ${path}: ${reason}\n`,
      code: 3,
    });
  });
});
