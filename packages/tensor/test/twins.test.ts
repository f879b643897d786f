/**
 * Kernels that serve float32, int32 and float64 alike, against plain loops over arrays. (Where the float64 way of an op
 * is made of other code than its kernel, operations.test.ts holds one against the other.)
 */
import { describe, expect, it, vi } from 'vitest';
import * as t from '../src/index.js';
import { engine } from '../src/wasm/engine.js';

type T = t.Tensor;

const SIZES = [0, 1, 2, 3, 5, 8, 17, 40];
const random = t.generator(21);
const size = (least = 0): number => {
  const fit = SIZES.filter((n) => n >= least);
  return fit[random.integer(fit.length)] as number;
};

/** Whole numbers of either sign, so that sums are exact in every dtype and equal values are common. */
function draw(shape: readonly number[], dtype: t.DType, below = 19, from = -9): T {
  const length = shape.reduce((n, m) => n * m, 1);
  return t.tensor(
    Float64Array.from({ length }, () => random.integer(below) + from),
    { shape, dtype },
  );
}

const list = (x: T): number[] => [...x.toTypedArray()];
/** What a function of (outer, place, inner) gives along [outer, count, inner]. */
const along = (
  [outer, count, inner]: readonly number[],
  value: (o: number, c: number, i: number) => number,
): number[] => {
  const out: number[] = [];
  for (let o = 0; o < (outer as number); o++)
    for (let c = 0; c < (count as number); c++)
      for (let i = 0; i < (inner as number); i++) out.push(value(o, c, i));
  return out;
};

describe.each(['float32', 'int32', 'float64'] as const)('%s', (dtype) => {
  const rounds = (least: number, run: (shape: [number, number, number], x: T) => void): void => {
    for (let round = 0; round < 40; round++) {
      const shape: [number, number, number] = [size(), size(least), round % 2 ? 1 : size()];
      t.scope(() => run(shape, draw(shape, dtype)));
    }
  };
  /** Element (o, c, i) of a tensor whose middle axis has `n` places. */
  const reader = (x: T, n: number, inner: number) => {
    const values = list(x);
    return (o: number, c: number, i: number): number => values[(o * n + c) * inner + i] as number;
  };

  it('sums, finds the largest and the smallest along an axis', () =>
    rounds(1, ([outer, count, inner], x) => {
      const at = reader(x, count, inner);
      const fold = (join: (a: number, b: number) => number): number[] =>
        along([outer, 1, inner], (o, _, i) => {
          let result = at(o, 0, i);
          for (let c = 1; c < count; c++) result = join(result, at(o, c, i));
          return result;
        });
      expect(list(x.sum({ axis: 1 }))).toEqual(fold((a, b) => a + b));
      expect(list(x.max({ axis: 1 }))).toEqual(fold(Math.max));
      expect(list(x.min({ axis: 1 }))).toEqual(fold(Math.min));
    }));

  it('finds the place of the largest and the smallest, the first of equals', () =>
    rounds(1, ([outer, count, inner], x) => {
      const at = reader(x, count, inner);
      const places = (better: (a: number, b: number) => boolean): number[] =>
        along([outer, 1, inner], (o, _, i) => {
          let best = 0;
          for (let c = 1; c < count; c++) if (better(at(o, c, i), at(o, best, i))) best = c;
          return best;
        });
      expect(list(x.argmax({ axis: 1 }))).toEqual(places((a, b) => a > b));
      expect(list(x.argmin({ axis: 1 }))).toEqual(places((a, b) => a < b));
    }));

  it('adds up along an axis', () =>
    rounds(0, ([outer, count, inner], x) => {
      const at = reader(x, count, inner);
      const running = along([outer, count, inner], (o, c, i) => {
        let sum = 0;
        for (let j = 0; j <= c; j++) sum += at(o, j, i);
        return sum;
      });
      expect(list(x.cumsum(1))).toEqual(running);
    }));

  it('gathers along an axis, and adds back to where it gathered', () =>
    rounds(1, ([outer, count, inner], x) => {
      const at = reader(x, count, inner);
      const m = size();
      const indices = draw([outer, m, inner], 'int32', count, 0);
      const index = reader(indices, m, inner);
      const picked = along([outer, m, inner], (o, c, i) => at(o, index(o, c, i), i));
      const y = x.gather(indices, 1);
      expect(list(y)).toEqual(picked);
      const total = list(x);
      along([outer, m, inner], (o, c, i) => {
        const place = (o * count + index(o, c, i)) * inner + i;
        total[place] = (total[place] as number) + (picked[(o * m + c) * inner + i] as number);
        return 0;
      });
      expect(list(x.scatterAdd(indices, y, 1))).toEqual(total);
    }));

  it('takes rows of a table, and triangles of matrices', () =>
    rounds(1, ([rows, count, columns], x) => {
      const table = draw([count, columns], dtype);
      const indices = draw([rows], 'int32', count, 0);
      const [places, entries] = [list(indices), list(table)];
      expect(list(t.embedding(table, indices))).toEqual(
        along(
          [rows, 1, columns],
          (r, _, c) => entries[(places[r] as number) * columns + c] as number,
        ),
      );
      const at = reader(x, count, columns);
      for (const k of [-2, 0, 3]) {
        const inside = (keep: (d: number) => boolean): number[] =>
          along([rows, count, columns], (o, r, c) => (keep(c - r) ? at(o, r, c) : 0));
        expect(list(x.tril(k))).toEqual(inside((d) => d <= k));
        expect(list(x.triu(k))).toEqual(inside((d) => d >= k));
      }
    }));

  it('multiplies matrices', () =>
    rounds(0, ([m, k, n], a) => {
      const b = draw([n, k], dtype);
      const [x, y] = [list(a), list(b)];
      const left = a.reshape(m, k * n).slice(null, [0, k * Math.min(1, n)]);
      const inner = left.shape[1] as number;
      const right = b.transpose().slice([0, inner]);
      expect(list(left.matmul(right) as T)).toEqual(
        along([m, n, 1], (r, c) => {
          let sum = 0;
          for (let p = 0; p < inner; p++)
            sum += (x[r * k * n + p] as number) * (y[c * k + p] as number);
          return sum;
        }),
      );
    }));
});

it('int32 wraps at 32 bits, in sums and in products', () => {
  const x = t.tensor(Int32Array.of(2 ** 31 - 1, -(2 ** 31), 65537, -7, 0));
  const whole = list(x);
  const wrapped = (f: (v: number) => number): number[] => whole.map(f);
  expect(list(x.add(1) as T)).toEqual(wrapped((v) => (v + 1) | 0));
  expect(list(x.sub(2) as T)).toEqual(wrapped((v) => (v - 2) | 0));
  expect(list(x.mul(65537) as T)).toEqual(wrapped((v) => Math.imul(v, 65537)));
  expect(list(x.square())).toEqual(wrapped((v) => Math.imul(v, v)));
  expect(list(x.neg())).toEqual(wrapped((v) => -v | 0));
  expect(list(x.abs())).toEqual(wrapped((v) => Math.abs(v) | 0));
  expect(list(x.sign())).toEqual(wrapped(Math.sign));
  expect(list(x.clamp(-5, 9))).toEqual(wrapped((v) => Math.max(-5, Math.min(9, v))));
  expect(list(x.relu())).toEqual(wrapped((v) => Math.max(0, v)));
  expect(list(t.lessEqual(x, 0) as T)).toEqual(wrapped((v) => Number(v <= 0)));
});

it('argmax and argmin take the first NaN', () => {
  const x = t.tensor([3, Number.NaN, 5, Number.NaN, -1]);
  expect([x.argmax().item(), x.argmin().item()]).toEqual([1, 1]);
});

it('a captured step of them all is one program', () => {
  const table = draw([7, 5], 'float32');
  const step = t.capture((x: T, i: T) => {
    const rows = t.embedding(table, i);
    const next = i.add(1).mul(2).sub(i).maximum(0) as T;
    const picked = x.gather(i.reshape(3, 1), 1);
    const back = x.scatterAdd(i.reshape(3, 1), picked, 1);
    return [rows, next, back.cumsum(), x.tril(), x.argmax({ axis: 1 }), x.argmin(), next.sum()];
  });
  const inputs = [draw([3, 7], 'float32'), draw([3], 'int32', 7, 0)] as const;
  const eager = step(...inputs).map(list);
  const run = vi.spyOn(engine(), 'runProgram');
  expect(step(...inputs).map(list)).toEqual(eager);
  expect(run).toHaveBeenCalledTimes(1);
  run.mockRestore();
});
