import { describe, expect, test } from 'vitest';
import { Random } from './random.js';

describe('Random', () => {
  test('gives the numbers of xoshiro128** from a given state', () => {
    // The published C code started from the words 1, 2, 3, 4.
    const random = Random.from({ words: [1, 2, 3, 4], spare: null, key: 0 });
    expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([11520, 0, 5927040, 70819200]);
  });

  test('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return [random.uint32(), random.uint32(), random.uint32(), random.normal()];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 32));
  });

  test('fills an array with what single draws would give', () => {
    const [one, many] = [new Random(4), new Random(4)];
    const numbers = new Uint32Array(100);
    many.fill(numbers);
    expect([...numbers]).toEqual(Array.from(numbers, () => one.uint32()));
    expect(many.snapshot()).toEqual(one.snapshot());
  });

  test('has uniform, normal and exponential deviates of the right moments', () => {
    const random = new Random(3);
    const n = 200_000;
    const moments = (draw: () => number) => {
      let sum = 0;
      let square = 0;
      for (let i = 0; i < n; i++) {
        const x = draw();
        sum += x;
        square += x * x;
      }
      return { mean: sum / n, variance: square / n - (sum / n) ** 2 };
    };
    const error = 5 / Math.sqrt(n);
    const uniform = moments(() => random.uniform());
    expect(Math.abs(uniform.mean - 0.5)).toBeLessThan(0.289 * error);
    expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(0.075 * error);
    const normal = moments(() => random.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(error);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(1.42 * error);
    const exponential = moments(() => random.exponential());
    expect(Math.abs(exponential.mean - 1)).toBeLessThan(error);
    expect(Math.abs(exponential.variance - 1)).toBeLessThan(2.83 * error);
  });

  test('draws whole numbers without bias', () => {
    const random = new Random(5);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) {
      const face = random.below(6);
      counts[face] = (counts[face] as number) + 1;
    }
    const chi2 = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
    expect(chi2).toBeLessThan(30); // 5 degrees of freedom: chance about 1e-5
  });

  test('splits into streams without being disturbed', () => {
    const random = new Random(11);
    const before = random.snapshot();
    const streams = [0, 1, 2, 3].map((label) => random.split(label).uint32());
    expect(random.snapshot()).toEqual(before);
    expect(new Set(streams).size).toBe(4);
    expect(new Random(12).split(0).uint32()).not.toBe(streams[0]);
    expect(random.split(1).split(0).uint32()).not.toBe(random.split(0).split(1).uint32());
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    const random = new Random(2);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.snapshot()));
    const next = [random.normal(), random.uniform(), random.split(4).uniform()];
    const copy = Random.from(state);
    expect([copy.normal(), copy.uniform(), copy.split(4).uniform()]).toEqual(next);
  });

  test('names what is wrong with a seed or a state', () => {
    expect(() => new Random(0.5)).toThrow('Random: seed must be a whole number, got 0.5.');
    expect(() => new Random(1).below(0)).toThrow(
      'below: n must be a whole number from 1 to 2^32, got 0.',
    );
    expect(() => new Random(1).split(Number.NaN)).toThrow(
      'split: label must be a whole number, got NaN.',
    );
    const state = new Random(1).snapshot();
    expect(() => Random.from({ ...state, words: [0, 0, 0, 0] })).toThrow(
      'restore: words must be four whole numbers below 2^32, not all 0, got [0,0,0,0].',
    );
    expect(() => Random.from({ ...state, spare: Number.NaN })).toThrow(
      'spare and key must be numbers',
    );
  });
});
