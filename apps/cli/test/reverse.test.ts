import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import command from '../src/commands/reverse.js';
import { gibbs } from './spawn.js';

const small = ['reverse', '--particles', '64', '--steps', '1500'];

describe('gibbs reverse', () => {
  it('mixes, turns round, and comes home bit for bit', () => {
    const { stdout, code } = gibbs([...small, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(command.schema, result)).toBe(true);
    expect(result).toMatchObject({ exact: true, home: 64, returned: 0 });
    expect(result.mixed).toBeGreaterThan(0.3);
  });

  it('loses its way by a nudge of one unit', () => {
    const result = JSON.parse(
      gibbs([...small, '--steps', '4000', '--nudge', '1', '--json']).stdout,
    );
    expect(result.exact).toBe(false);
    expect(result.returned).toBeGreaterThan(0.1);
  });

  it('shows start, turn and end within 80 columns', () => {
    const { stdout } = gibbs(small);
    expect(stdout).toContain('All 64 disks came home, bit for bit');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('refuses an odd number of disks', () => {
    expect(gibbs(['reverse', '--particles', '7'])).toEqual({
      stdout: '',
      stderr: 'gibbs: ReversibleGas: particles must be even, got 7.\n',
      code: 2,
    });
  });
});
