import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import command from '../src/commands/tour.js';
import { columns } from '../src/draw/page.js';
import { coloured, plain } from '../src/style.js';
import { binary, type Ended, gibbs, patience } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'gibbs-tour-'));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

// biome-ignore lint/suspicious/noExplicitAny: the document is held against its schema below.
let tour: any;
let run: Ended;
beforeAll(() => {
  run = gibbs(['tour', '--json', '--steps', '60', '--name', 'Keyvan']);
  tour = JSON.parse(run.stdout);
}, 180_000);

describe('gibbs tour', () => {
  it('ends well, with its document on stdout and its progress on stderr', () => {
    expect(run.code).toBe(0);
    expect(v.is(command.schema, tour)).toBe(true);
    for (const label of ['1/5 xor', '2/5 lookup', '3/5 tokenizer', '4/5 duel', '5/5 gas'])
      expect(run.stderr).toContain(`${label}  done`);
    expect(run.stderr).toMatch(/^4\/5 duel {2}50 % {2}30\/60 steps {2}.*\/s {2}ETA /m);
  });

  it('learns XOR', () => {
    expect(tour.xor.learned).toBe(true);
    for (const { target, output } of tour.xor.table)
      expect(Math.abs(target - output)).toBeLessThan(0.1);
    expect(tour.xor.losses.at(-1)[1]).toBeLessThan(tour.xor.losses[0][1]);
    expect(tour.xor.map[0][0]).toBeGreaterThan(0.9);
    expect(tour.xor.map[0].at(-1)).toBeLessThan(0.1);
  });

  it('looks up the book’s query to ten digits', () => {
    expect(tour.lookup.result.map((value: number) => value.toFixed(10))).toEqual([
      '0.2923802149',
      '0.5098329793',
      '0.1729290213',
    ]);
  });

  it('takes the name apart by merges that it can show', () => {
    const { pieces } = tour;
    expect(pieces.exact).toBe(true);
    expect(pieces.steps[0].pieces).toEqual([...'Keyvan']);
    expect(pieces.steps.at(-1).pieces).toEqual(pieces.pieces);
    expect(pieces.pieces.join('')).toBe('Keyvan');
    expect(pieces.pieces.length).toBeLessThan(6);
    for (const { merge } of pieces.steps.slice(1)) expect(merge.count).toBeGreaterThan(1);
  });

  it('lets attention win on names that were never seen', () => {
    const { attention, mlp } = tour.duel;
    expect(attention.unseen).toBeGreaterThan(0.9);
    expect(mlp.unseen).toBeLessThan(0.3);
    expect(Math.abs(mlp.parameters / attention.parameters - 1)).toBeLessThan(0.1);
    expect(attention.answer).toMatchObject({ text: 'Keyvan', right: true });
    expect(attention.scores.length).toBeGreaterThan(3);
  });

  it('lets a gas come to equilibrium and a Carnot cycle meet its limit', () => {
    const { gas, engine } = tour;
    const [[, start], [, end]] = [gas.entropy[0], gas.entropy.at(-1)];
    expect(end - start).toBeGreaterThan(0.4);
    expect(end).toBeLessThanOrEqual(gas.entropyMost);
    expect(Math.abs(gas.energyDrift)).toBeLessThan(1e-12);
    expect(engine.efficiency).toBeCloseTo(engine.limit, 12);
  });

  it('reads well in 80 columns, in colour and without, with the figures of the document', () => {
    const page = { width: 80, paint: plain };
    const report = command.human(tour, page);
    for (const line of report.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(80);
    for (const text of [
      '4 of 4 right',
      '(0.2923802149, 0.5098329793, 0.1729290213)',
      'K·e·y·v·a·n',
      'attention has it',
      '0.500000',
    ])
      expect(report).toContain(text);
    const colour = command.human(tour, { width: 80, paint: coloured });
    for (const line of colour.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(80);
    expect(colour).toContain('\x1b[');
  });

  it('gives its headlines as CSV and bare', () => {
    expect(command.csv(tour)[0]).toEqual(['quantity', 'value']);
    expect(command.quiet(tour)).toMatch(/^xor\.right 4\n[\s\S]*engine\.limit 0\.5$/);
  });
});

describe('gibbs tour on a text of yours', () => {
  it('learns from it, however odd, and tells', () => {
    const text = file('letters.txt', 'a'.repeat(20_000));
    const { stdout, code } = gibbs(
      ['tour', '--text', text, '--name', 'کیوان', '--steps', '2', '--json'],
      { timeout: 120_000 },
    );
    expect(code).toBe(0);
    const odd = JSON.parse(stdout);
    expect(v.is(command.schema, odd)).toBe(true);
    expect(odd.pieces.text).toEqual({ path: text, bytes: 20_000, fileBytes: 20_000 });
    expect(odd.duel.tokenizer).toBe('text and corpus');
    const report = command.human(odd, { width: 80, paint: plain });
    for (const line of report.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(80);
  }, 120_000);

  it.each([
    ['missing.txt', undefined, 'no such file'],
    ['.', undefined, 'it is a directory'],
    ['empty.txt', '', 'the file is empty'],
    ['binary.bin', Uint8Array.of(71, 0, 66), 'not a text file, byte 1 is zero'],
  ])('refuses %s before any work, names path and reason, and exits 3', (name, content, reason) => {
    const path = content === undefined ? join(folder, name) : file(name, content);
    expect(gibbs(['tour', '--text', path])).toEqual({
      stdout: '',
      stderr: `gibbs: --text: cannot read ${path}: ${reason}\n`,
      code: 3,
    });
  });

  it.each(['', '   ', 'x'.repeat(41), 'a\u0007b'])('refuses the name %j with exit 2', (name) => {
    expect(gibbs(['tour', '--name', name])).toMatchObject({ stdout: '', code: 2 });
  });
});

describe('gibbs tour --json | head -1', () => {
  it('ends quietly', () => {
    const child = spawnSync(
      'bash',
      [
        '-c',
        `set -o pipefail; "$0" "$1" tour --steps 1 --json --progress none | head -1`,
        process.execPath,
        binary,
      ],
      { encoding: 'utf8', ...patience },
    );
    expect(child).toMatchObject({ stdout: '{\n', stderr: '', status: 0 });
  }, 120_000);
});

describe('the built binary', () => {
  it('names no place of the machine it was built on', () => {
    expect(readFileSync(binary, 'utf8')).not.toContain(process.cwd());
  });
});
