import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.js';

describe('editDistance', () => {
  it('counts insertions, deletions, substitutions and swaps as one each', () => {
    expect(editDistance('heat', 'heat')).toBe(0);
    expect(editDistance('heat', 'heats')).toBe(1);
    expect(editDistance('heat', 'eat')).toBe(1);
    expect(editDistance('heat', 'hear')).toBe(1);
    expect(editDistance('heat', 'haet')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });
});

describe('nearest', () => {
  it('finds the word that was meant, whatever its case', () => {
    expect(nearest('jsn', ['human', 'json', 'csv'])).toBe('json');
    expect(nearest('JSON', ['human', 'json'])).toBe('json');
  });

  it('stays silent when nothing is near', () => {
    expect(nearest('xml', ['human', 'json'])).toBeUndefined();
    expect(nearest('a', ['b', 'c'])).toBeUndefined();
  });
});
