import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import duel from '../src/commands/copy/duel.js';
import { plain } from '../src/style.js';
import { gibbs } from './spawn.js';

describe('gibbs copy duel', () => {
  it('runs a short duel and tells it in every form', () => {
    const { stdout, code } = gibbs([
      'copy',
      'duel',
      '--names',
      '300',
      '--unseen',
      '64',
      '--steps',
      '4',
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(duel.schema, result)).toBe(true);
    expect(result).toMatchObject({ names: 300, unseenNames: 64, steps: 4, name: 'Keyvan' });
    expect(duel.human(result, { width: 80, paint: plain })).toMatch(/^The name duel ─/);
    expect(duel.csv(result)[0]).toEqual([
      'step',
      'attentionSeen',
      'attentionUnseen',
      'mlpSeen',
      'mlpUnseen',
    ]);
    expect(duel.charts?.(result)).toMatchObject([{ series: [{}, {}] }, { series: [{}, {}] }]);
  }, 120_000);

  it('refuses a switch that is none', () => {
    expect(gibbs(['copy', 'duel', '--position', 'fixd'])).toEqual({
      stdout: '',
      stderr:
        "gibbs: option '--position <where>' argument 'fixd' is invalid. It is one of varying, fixed. (Did you mean fixed?)\n",
      code: 2,
    });
  });
});
