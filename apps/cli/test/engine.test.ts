import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import command from '../src/commands/engine.js';
import { gibbs } from './spawn.js';

const cycles = ['carnot', 'otto', 'diesel', 'stirling', 'ericsson', 'brayton'];

describe('gibbs engine', () => {
  it.each(cycles)('%s never passes the limit, and its books balance', (cycle) => {
    const { stdout, stderr, code } = gibbs(['engine', cycle, '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const result = v.parse(command.schema, JSON.parse(stdout)) as Record<string, number>;
    expect(result.cycle).toBe(cycle);
    expect(result.efficiency).toBeGreaterThan(0);
    expect(result.efficiency).toBeLessThanOrEqual((result.limit as number) + 1e-12);
    expect((result.heatInJoules as number) - (result.heatOutJoules as number)).toBeCloseTo(
      result.workJoules as number,
      8,
    );
    expect(result.entropyGeneratedJoulesPerKelvin).toBeGreaterThanOrEqual(-1e-12);
  });

  it('reaches the limit with Carnot and shows it', () => {
    const bare = gibbs(['engine', '-q', '--hot', '400', '--cold', '300']);
    expect(bare).toMatchObject({ stderr: '', code: 0 });
    expect(Number(bare.stdout)).toBeCloseTo(0.25, 12);
    const { stdout } = gibbs(['engine']);
    expect(stdout).toMatch(/efficiency 50\.0000 % {2}of at most 50\.0000 %/);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('gives the loop as a table', () => {
    const rows = gibbs(['engine', 'otto', '--format', 'csv']).stdout.trim().split('\n');
    expect(rows[0]).toBe('volumeCubicMetres,pressurePascals,kelvin,entropyJoulesPerKelvin');
    expect(rows.length).toBe(4 * 32 + 2);
  });

  it('draws its loops into an SVG file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'gibbs-engine-')), 'otto.svg');
    expect(gibbs(['engine', 'otto', '--plot', path])).toMatchObject({ stderr: '', code: 0 });
    expect(readFileSync(path, 'utf8')).toMatch(/^<svg [\s\S]*pressure and volume[\s\S]*<\/svg>\n$/);
  });

  it('names a plot that cannot be written, and exits 3', () => {
    const { stdout, stderr, code } = gibbs(['engine', '--plot', '/no/such/folder/x.svg']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 3 });
    expect(stderr).toBe('gibbs: --plot: cannot write /no/such/folder/x.svg: no such file\n');
  });

  it('has colour only where it is asked for', () => {
    expect(gibbs(['engine']).stdout).not.toContain('\x1b[');
    expect(
      gibbs(['engine'], { env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' } }).stdout,
    ).toContain('\x1b[');
    expect(
      gibbs(['engine', '--no-color'], { env: { ...process.env, FORCE_COLOR: '1' } }).stdout,
    ).not.toContain('\x1b[');
  });

  it.each([
    [
      ['stirlng'],
      `engine: cycle must be one of ${cycles.join(', ')}, got 'stirlng'. (Did you mean stirling?)`,
    ],
    [
      ['otto', '--regenerator', '0'],
      'engine: --regenerator has no meaning for otto, which takes --compression',
    ],
    [['--hot', '200'], 'carnot: coldKelvin must be below hotKelvin, got 300 and 200.'],
    [
      ['--hot', 'warm'],
      "option '--hot <kelvin>' argument 'warm' is invalid. It is a number from 0.001 to 1000000.",
    ],
    [
      ['--plot', 'x.pdf'],
      "option '--plot <file>' argument 'x.pdf' is invalid. It is a path that ends in .svg or .png.",
    ],
    [['--hotter', '3'], "unknown option '--hotter' (Did you mean --hot?)"],
  ])('%j is one line on stderr and exit 2', (args, message) => {
    expect(gibbs(['engine', ...args])).toEqual({
      stdout: '',
      stderr: `gibbs: ${message}\n`,
      code: 2,
    });
  });
});
