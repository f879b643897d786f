import { checkGradients, type Tensor, tensor } from '@gibbs/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Closeness,
  type LookupAnswer,
  type LookupOptions,
  lookup,
  trainQuery,
} from './lookup.js';
import { lookupTensors } from './lookupTensors.js';

const book = {
  keys: [
    [0.52, 0.78, 0.69],
    [0.45, 0.54, 0.12],
    [0.14, 0.59, 0.53],
    [0.79, 0.96, 0.91],
    [0.01, 0.73, 0.69],
  ],
  values: [
    [0.29, 0.51, 0.17],
    [0.63, 0.49, 0.91],
    [0.52, 0.46, 0.25],
    [0.32, 0.32, 0.17],
    [0.68, 0.73, 0.75],
  ],
};
const at = <T>(list: readonly T[], i: number): T => list[i] as T;
const kernels: Closeness[] = ['inverse-distance', 'dot', 'gaussian'];

describe('lookup', () => {
  it("returns the book's answer to ten digits", () => {
    const { result } = lookup([0.5, 0.7, 0.6], book);
    expect(result.map((x) => x.toFixed(10))).toEqual([
      '0.2923802149',
      '0.5098329793',
      '0.1729290213',
    ]);
  });

  it('agrees with a lookup worked out by hand', () => {
    const { closeness, weights, result, gradients } = lookup([2], {
      keys: [[0], [1]],
      values: [[0], [3]],
      closeness: 'dot',
      temperature: 2 / Math.log(2),
    });
    expect(closeness).toEqual([0, 2]);
    expect(weights[1]).toBeCloseTo(2 / 3, 14);
    expect(result[0]).toBeCloseTo(2, 14);
    expect(gradients.query[0]).toBeCloseTo((3 * (2 / 3) * (1 / 3) * Math.log(2)) / 2, 14);
  });

  it('has the gradients that finite differences find, for every kernel', () => {
    const number = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);
    const row = fc.array(number, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(
        fc.constantFrom(...kernels),
        row,
        fc.array(row, { minLength: 3, maxLength: 3 }),
        fc.array(row, { minLength: 3, maxLength: 3 }),
        fc.constantFrom(0.5, 1, 3),
        (closeness, query, keys, values, temperature) => {
          // A key under the query is a kink of the inverse distance: no slope there to compare.
          fc.pre(keys.every((key) => Math.hypot(...key.map((k, j) => k - at(query, j))) > 0.2));
          const options: LookupOptions = { keys, values, closeness, temperature, target: [1, -1] };
          const { gradients } = lookup(query, options);
          const h = 1e-5;
          const pairs = [
            [query, gradients.query],
            ...keys.map((key, i) => [key, at(gradients.keys, i)]),
            ...values.map((value, i) => [value, at(gradients.values, i)]),
          ] as [number[], number[]][];
          for (const [row, gradient] of pairs) {
            for (const [j, x] of row.entries()) {
              row[j] = x + h;
              const up = lookup(query, options).loss;
              row[j] = x - h;
              const down = lookup(query, options).loss;
              row[j] = x;
              expect(gradient[j]).toBeCloseTo((up - down) / (2 * h), 5);
            }
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('becomes the hard lookup as the temperature falls', () => {
    for (const closeness of kernels) {
      const cold = lookup([0.5, 0.7, 0.6], { ...book, closeness, temperature: 1e-6 });
      const hard = lookup([0.5, 0.7, 0.6], { ...book, closeness, mode: 'hard' });
      expect(cold.weights).toEqual(hard.weights);
      expect(cold.result).toEqual(hard.result);
    }
  });

  it('shares evenly as the temperature rises', () => {
    const { weights } = lookup([0.5, 0.7, 0.6], { ...book, temperature: 1e12 });
    for (const w of weights) expect(w).toBeCloseTo(0.2, 9);
  });

  it('gives a hard lookup no gradient for query and keys, and the picked row its own', () => {
    const { weights, gradients } = lookup([0.5, 0.7, 0.6], { ...book, mode: 'hard' });
    expect(weights).toEqual([1, 0, 0, 0, 0]);
    expect(gradients.query).toEqual([0, 0, 0]);
    expect(gradients.keys.flat().every((g) => Object.is(g, 0))).toBe(true);
    expect(gradients.values).toEqual(weights.map((w) => [w, w, w]));
  });

  it('stays finite on a key and far from all keys', () => {
    const on = lookup([0.45, 0.54, 0.12], book);
    expect(on.result).toEqual([0.63, 0.49, 0.91]);
    expect(on.gradients.query.every(Number.isFinite)).toBe(true);
    const far = lookup([1e9, 1e9, 1e9], { ...book, closeness: 'gaussian' });
    expect(far.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('says what is wrong with a table', () => {
    expect(() => lookup([1], { keys: [], values: [] })).toThrow(
      'lookup: needs as many values as keys and at least one, got 0 keys and 0 values.',
    );
    expect(() => lookup([1], { keys: [[1, 2]], values: [[1]] })).toThrow(
      'lookup: key 0 must have 1 numbers, got 2.',
    );
    expect(() => lookup([Number.NaN], { keys: [[1]], values: [[1]] })).toThrow(
      'lookup: query must be finite, got NaN.',
    );
    expect(() => lookup([1], { keys: [[1]], values: [[1]], temperature: 0 })).toThrow(
      "lookup: temperature must be above 0 and finite, got 0. For the limit at 0 use mode: 'hard'.",
    );
    expect(() => lookup([1], { keys: [[1]], values: [[1]], mode: 'both' as 'soft' })).toThrow(
      "lookup: mode must be 'soft' or 'hard', got 'both'.",
    );
    expect(() =>
      lookup([1], { keys: [[1]], values: [[1]], closeness: 'far' as Closeness }),
    ).toThrow("lookup: closeness must be 'inverse-distance', 'dot' or 'gaussian', got 'far'.");
  });
});

describe('trainQuery', () => {
  it('finds the row that holds the target by itself', () => {
    const steps = [
      ...trainQuery([0.5, 0.7, 0.6], {
        ...book,
        closeness: 'gaussian',
        temperature: 0.05,
        target: [0.63, 0.49, 0.91],
        steps: 400,
        learningRate: 0.5,
      }),
    ];
    expect(steps).toHaveLength(401);
    const last = at(steps, 400);
    expect(last.loss).toBeLessThan(at(steps, 0).loss / 50);
    expect(last.weights.indexOf(Math.max(...last.weights))).toBe(1);
  });

  it('stands still in hard mode', () => {
    const steps = [...trainQuery([0.5, 0.7, 0.6], { ...book, mode: 'hard', target: [1, 1, 1] })];
    expect(steps[100]?.query).toEqual([0.5, 0.7, 0.6]);
  });
});

describe('lookupTensors', () => {
  const float64 = { dtype: 'float64' as const };
  const table = (options: { requiresGrad?: boolean } = {}) => ({
    keys: tensor(book.keys as number[][], { ...float64, ...options }),
    values: tensor(book.values as number[][], { ...float64, ...options }),
  });

  it('answers as the closed form does, with the same gradients, for every kernel', () => {
    const queries = [
      [0.5, 0.7, 0.6],
      [0.01, 0.73, 0.6],
      [-2, 3, 0.5],
    ];
    for (const closeness of kernels) {
      for (const temperature of [0.3, 1, 5]) {
        const { keys, values } = table({ requiresGrad: true });
        const query = tensor(queries, { ...float64, requiresGrad: true });
        const options = { closeness, temperature };
        const { result, weights } = lookupTensors(query, { keys, values, ...options });
        for (const x of [result, weights]) x.keep();
        result.sum().backward();
        const exact = queries.map((row) => lookup(row, { ...book, ...options }));
        const close = (got: Tensor | null | undefined, expected: number[]) => {
          for (const [i, x] of (got as Tensor).toTypedArray().entries()) {
            expect(x).toBeCloseTo(at(expected, i), 10);
          }
        };
        close(
          result,
          exact.flatMap((answer) => answer.result),
        );
        close(
          weights,
          exact.flatMap((answer) => answer.weights),
        );
        close(
          query.grad,
          exact.flatMap(({ gradients }) => gradients.query),
        );
        const total = (of: (answer: LookupAnswer) => number[][]) =>
          exact.map((answer) => of(answer).flat()).reduce((a, b) => a.map((x, i) => x + at(b, i)));
        close(
          keys.grad,
          total(({ gradients }) => gradients.keys),
        );
        close(
          values.grad,
          total(({ gradients }) => gradients.values),
        );
      }
    }
  });

  it('has the gradients that finite differences find', () => {
    for (const closeness of kernels) {
      const query = tensor([[0.5, 0.7, 0.6]], float64);
      const { keys, values } = table();
      const report = checkGradients(
        (q: Tensor, k: Tensor, v: Tensor) =>
          lookupTensors(q, { keys: k, values: v, closeness }).result.square().sum(),
        [query, keys, values],
      );
      expect(report.ok, report.message).toBe(true);
    }
  });

  it("gives the book's answer to ten digits", () => {
    const { result } = lookupTensors(tensor([[0.5, 0.7, 0.6]], float64), table());
    expect(Array.from(result.toTypedArray(), (x) => x.toFixed(10))).toEqual([
      '0.2923802149',
      '0.5098329793',
      '0.1729290213',
    ]);
  });

  it('gives a hard look-up no gradient but that of the picked value', () => {
    const { keys, values } = table({ requiresGrad: true });
    const query = tensor([[0.5, 0.7, 0.6]], { ...float64, requiresGrad: true });
    const { result, weights } = lookupTensors(query, { keys, values, mode: 'hard' });
    weights.keep();
    result.sum().backward();
    expect([...weights.toTypedArray()]).toEqual([1, 0, 0, 0, 0]);
    expect(query.grad).toBeFalsy();
    expect(keys.grad).toBeFalsy();
    expect([...(values.grad as Tensor).toTypedArray()]).toEqual([1, 1, 1, ...Array(12).fill(0)]);
  });

  it('stays finite on a key', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const query = tensor([[1, 2]], { dtype, requiresGrad: true });
      const keys = tensor(
        [
          [1, 2],
          [3, 4],
        ],
        { dtype },
      );
      const values = tensor([[1], [2]], { dtype });
      lookupTensors(query, { keys, values }).result.sum().backward();
      expect(Array.from((query.grad as Tensor).toTypedArray()).every(Number.isFinite)).toBe(true);
    }
  });

  it('lets an optimiser train the query', () => {
    const query = tensor([[0.5, 0.7, 0.6]], { ...float64, requiresGrad: true });
    const { keys, values } = table();
    const wanted = tensor([[0.63, 0.49, 0.91]], float64);
    const path = [
      ...trainQuery([0.5, 0.7, 0.6], {
        ...book,
        closeness: 'gaussian',
        temperature: 0.05,
        target: [0.63, 0.49, 0.91],
        steps: 50,
        learningRate: 0.5,
      }),
    ];
    for (let step = 0; step < 50; step++) {
      query.zeroGrad();
      const { result } = lookupTensors(query, {
        keys,
        values,
        closeness: 'gaussian',
        temperature: 0.05,
      });
      result.sub(wanted).square().sum().mul(0.5).backward();
      query.copyFrom(query.sub((query.grad as Tensor).mul(0.5)).toTypedArray());
    }
    for (const [j, q] of query.toTypedArray().entries()) {
      expect(q).toBeCloseTo(at(at(path, 50).query, j), 9);
    }
  });

  it('says what does not agree', () => {
    const { keys, values } = table();
    expect(() => lookupTensors(tensor([[1, 2]], float64), { keys, values })).toThrow(
      'lookupTensors: query [batch, width], keys [rows, width] and values [rows, any] must agree, got [1, 2], [5, 3] and [5, 3].',
    );
    const query = tensor([[0.5, 0.7, 0.6]], float64);
    expect(() => lookupTensors(query, { keys, values, temperature: 0 })).toThrow(
      'lookupTensors: temperature must be above 0, got 0.',
    );
  });
});
