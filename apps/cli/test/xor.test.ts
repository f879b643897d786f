import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import gates from '../src/commands/gates.js';
import xor from '../src/commands/xor.js';
import { gibbs } from './spawn.js';

describe('gibbs gates', () => {
  it('wires every gate from NAND and finds that no line is XOR', () => {
    const { stdout, stderr, code } = gibbs(['gates', '--json']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    const result = JSON.parse(stdout);
    expect(v.is(gates.schema, result)).toBe(true);
    expect(result.gates).toEqual({
      nand: [1, 1, 1, 0],
      and: [0, 0, 0, 1],
      or: [0, 1, 1, 1],
      nor: [1, 0, 0, 0],
      xor: [0, 1, 1, 0],
      xnor: [1, 0, 0, 1],
    });
    expect([result.step.right, result.sigmoid.right, result.bestLine.right]).toEqual([4, 4, 3]);
  });

  it('shows the three ways side by side, and its table as CSV', () => {
    const { stdout } = gibbs(['gates']);
    expect(stdout).toContain('No one line does better than 3 of 4');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(gibbs(['gates', '--format', 'csv']).stdout).toMatch(
      /^a,b,nand,and,or,nor,xor,xnor\n0,0,1,0,0,1,0,1\n/,
    );
  });
});

describe('gibbs xor', () => {
  it('learns, and tells how', () => {
    const { stdout, code } = gibbs(['xor', '--json', '--sweep', '16']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(xor.schema, result)).toBe(true);
    expect(result.learned).toBe(true);
    expect(result.network.hidden).toHaveLength(4);
    expect(result.sweep.map(({ width }: { width: number }) => width)).toEqual([1, 2, 3, 4]);
    expect(result.sweep[0].solved).toBe(0);
    expect(result.sweep[3].solved).toBeGreaterThan(12);
  });

  it('exits 1 with one neuron, which is never enough, and says so', () => {
    const { stdout, code } = gibbs(['xor', '--hidden', '1']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^2 → 1 → 1, tanh, 5 parameters, 600 steps: [123] of 4 rows right\n/);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('gives the same for the same seed, and its bare answers with --quiet', () => {
    const bare = (seed: string) => gibbs(['xor', '--seed', seed, '-q']).stdout;
    expect(bare('3')).toBe(bare('3'));
    expect(bare('3')).not.toBe(bare('4'));
    expect(
      bare('7')
        .trim()
        .split(' ')
        .map((value) => Math.round(Number(value))),
    ).toEqual([0, 1, 1, 0]);
  });

  it('refuses an activation that is none', () => {
    expect(gibbs(['xor', '--activation', 'tnah'])).toEqual({
      stdout: '',
      stderr:
        "gibbs: option '--activation <name>' argument 'tnah' is invalid. It is one of tanh, sigmoid, relu. (Did you mean tanh?)\n",
      code: 2,
    });
  });
});
