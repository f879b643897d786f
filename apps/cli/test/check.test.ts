import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import check from '../src/commands/check.js';
import { gibbs } from './spawn.js';

describe('gibbs check', () => {
  it('computes rows of the reference table, with what they should be and where that stands', () => {
    const { stdout, code } = gibbs(['check', 'otto', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(check.schema, result)).toBe(true);
    expect(result.passed).toBe(result.total);
    expect(result.rows[0].value).toBeCloseTo(1 - 8 ** -0.4, 9);
    expect(result.rows[0].source.length).toBeGreaterThan(3);
    expect(gibbs(['check', 'otto']).stdout).toContain(
      `${result.total} of ${result.total} rows hold.`,
    );
    expect(gibbs(['check', 'otto', '-q']).stdout).toBe(`${result.total} of ${result.total}\n`);
  });

  it('says that no row has a name, and exits 2', () => {
    expect(gibbs(['check', 'oto'])).toEqual({
      stdout: '',
      stderr: "gibbs: check: no row begins with 'oto'. (Did you mean otto?)\n",
      code: 2,
    });
  });
});
