import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import demon from '../src/commands/demon.js';
import fridge from '../src/commands/fridge.js';
import planet from '../src/commands/planet.js';
import { gibbs } from './spawn.js';

type Figures = Record<
  | 'coolingCop'
  | 'coolingLimit'
  | 'heatingCop'
  | 'workJoules'
  | 'erasures'
  | 'erasureWork'
  | 'workAvailable'
  | 'effectiveKelvin'
  | 'surfaceKelvin'
  | 'photonsOutPerPhotonIn',
  number
> & { path: { gas: number; memory: number; bath: number; universe: number }[] };

function document(args: string[], schema: v.GenericSchema): Figures {
  const { stdout, code } = gibbs([...args, '--json']);
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(v.is(schema, result)).toBe(true);
  return result;
}

function fits(args: string[]): string {
  const { stdout, code } = gibbs(args);
  expect(code).toBe(0);
  for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  return stdout;
}

describe('gibbs fridge', () => {
  it('meets the limit with Carnot backwards, and a heat pump gives one more', () => {
    const result = document(['fridge'], fridge.schema);
    expect(result.coolingCop).toBeCloseTo(275 / 33, 9);
    expect(result.coolingCop).toBeCloseTo(result.coolingLimit, 9);
    expect(result.heatingCop - result.coolingCop).toBeCloseTo(1, 9);
    expect(result.workJoules).toBeGreaterThan(0);
  });

  it('shows both diagrams in 80 columns and one figure with --quiet', () => {
    expect(fits(['fridge'])).toContain('Each joule of work takes 8.3333 J');
    expect(Number(gibbs(['fridge', '-q']).stdout)).toBeCloseTo(25 / 3, 9);
  });

  it('says why a cycle cannot run backwards, and exits 2', () => {
    const { stdout, stderr, code } = gibbs([
      'fridge',
      'brayton',
      '--turbine-efficiency',
      '0.8',
      '--hot',
      '900',
      '--cold',
      '300',
    ]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toMatch(/^gibbs: refrigerator: .*irreversible.*\n$/);
  });
});

describe('gibbs demon', () => {
  it('sorts the gas, pays for its memory, and lowers no entropy in all', () => {
    const result = document(['demon'], demon.schema);
    expect(result.erasures).toBeGreaterThan(0);
    expect(result.erasureWork).toBeGreaterThan(result.workAvailable);
    const end = result.path.at(-1);
    expect(end?.gas).toBeLessThan(0);
    expect(end?.universe).toBeGreaterThan(0);
    expect((end?.gas ?? 0) + (end?.memory ?? 0) + (end?.bath ?? 0)).toBeCloseTo(
      end?.universe ?? 0,
      9,
    );
  });

  it('goes blind when it may not erase', () => {
    expect(document(['demon', '--no-erase'], demon.schema)).toMatchObject({
      blind: true,
      erasures: 0,
      measurements: 64,
    });
    expect(fits(['demon', '--no-erase'])).toContain('the demon blind');
    const { stdout } = gibbs(['demon', '--json'], { env: { ...process.env, GIBBS_NO_ERASE: '1' } });
    expect(JSON.parse(stdout).erases).toBe(false);
  });
});

describe('gibbs planet', () => {
  it('balances the Earth as textbooks do', () => {
    const earth = document(['planet', '--greenhouse', '0'], planet.schema);
    expect(earth.effectiveKelvin).toBeCloseTo(254.578, 2);
    expect(earth.surfaceKelvin).toBeCloseTo(earth.effectiveKelvin, 9);
    expect(earth.photonsOutPerPhotonIn).toBeCloseTo(22.67, 2);
    expect(fits(['planet'])).toMatch(/ground +288\.1 K/);
  });

  it('refuses a share above 1', () => {
    expect(gibbs(['planet', '--greenhouse', '2'])).toEqual({
      stdout: '',
      stderr:
        "gibbs: option '--greenhouse <share>' argument '2' is invalid. It is a number from 0 to 1.\n",
      code: 2,
    });
  });
});
