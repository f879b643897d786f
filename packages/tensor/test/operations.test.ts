import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as t from '../src/index.js';
import { engine } from '../src/wasm/engine.js';
import { draw, operations, type Row, redraw, weigh } from './operations.js';

type T = t.Tensor;

const SMALL = [0, 1, 2, 3, 5];
const ODD = [0, 1, 2, 3, 4, 5, 8, 13, 17, 33];

const list = (y: T | readonly T[]): readonly T[] =>
  Array.isArray(y) ? (y as readonly T[]) : [y as T];
const isFloat = (x: T): boolean => x.dtype !== 'int32';
const shapesOf = (xs: readonly T[]): string => xs.map((x) => `[${x.shape}]`).join(' ');

/** Outputs, and the gradient of every float input where the row has one. */
function results(row: Row, xs: readonly T[], random: t.Generator): T[] {
  const outputs = [...list(row.run([...xs], random))];
  if (!row.smooth) return outputs;
  const floats = xs.filter(isFloat);
  const [value, gradients] = t.valueAndGrad((...leaves: T[]) => {
    let at = 0;
    return weigh(
      row.run(
        xs.map((x) => (isFloat(x) ? (leaves[at++] as T) : x)),
        random,
      ),
    );
  })(...floats);
  return [...outputs, value, ...gradients];
}

/** The same values as a view into larger or turned memory. */
function asView(x: T, how: number): T {
  if (how === 1)
    return x
      .permute(...x.shape.map((_, i) => x.ndim - 1 - i))
      .clone()
      .permute(...x.shape.map((_, i) => x.ndim - 1 - i));
  if (how === 2 && x.ndim > 0) {
    const wide = t.pad(
      x,
      x.shape.map(() => [1, 2] as const),
      7,
    );
    return t.slice(wide, ...x.shape.map((n) => [1, n + 1] as const));
  }
  return x;
}

const bitsOf = (xs: readonly T[]): (readonly [string, number[]])[] =>
  xs.map((x) => {
    const values = x.toTypedArray();
    const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4);
    return [`${x.dtype} [${x.shape}]`, [...words]];
  });

describe('every op', () => {
  for (const row of operations)
    it(`${row.name}: the kernel agrees with its slow twin on random shapes and views`, async () => {
      const random = t.generator(11);
      for (let round = 0; round < 6; round++) {
        await t.init({ fused: round < 4 });
        t.scope(() => {
          const xs = draw(row, round < 3 ? SMALL : ODD, random).map((x, i) =>
            asView(x, (round + i) % 3),
          );
          const state = random.state();
          const fast = results(row, xs, random);
          random.restore(state);
          const exact = results(
            row,
            xs.map((x) => (isFloat(x) ? t.to(x, 'float64') : x)),
            random,
          );
          fast.forEach((y, i) => {
            const want = exact[i] as T;
            expect(y.shape).toEqual(want.shape);
            const values = want.toTypedArray();
            y.toTypedArray().forEach((v, at) => {
              const w = values[at] as number;
              if (Object.is(v, w)) return;
              expect(
                Math.abs(v - w),
                `${shapesOf(xs)}: result ${i} at ${at} is ${v}, not ${w}`,
              ).toBeLessThan(2e-4 * Math.max(1, Math.abs(w)));
            });
          });
        });
      }
      await t.init({ fused: true });
    });

  for (const row of operations.filter(({ smooth }) => smooth))
    it(`${row.name}: the gradient agrees with central differences`, () => {
      const random = t.generator(12);
      for (let round = 0; round < 3; round++)
        t.scope(() => {
          const xs = draw(row, SMALL, random).map((x, i) => asView(x, (round + i) % 3));
          const state = random.state();
          const report = t.checkGradients((...inputs) => {
            random.restore(state);
            return weigh(row.run(inputs, random));
          }, xs);
          expect(report.ok, `${shapesOf(xs)}: ${report.message}`).toBe(true);
        });
    });
});

it('every op refuses a freed tensor, whichever of its inputs it is, and loses no memory by it', () => {
  const random = t.generator(14);
  const reading = operations.filter(({ name }) => !/^rand|of nothing/.test(name));
  for (const row of reading) {
    const count = draw(row, [2, 3, 5], random).length;
    for (let freed = 0; freed < count; freed++) {
      const before = engine().heap.used;
      const run = (): void =>
        t.scope(() => {
          const xs = draw(row, [2, 3, 5], random);
          xs[freed]?.dispose();
          row.run(xs, random);
        });
      expect(run, `${row.name}, input ${freed}`).toThrow(
        /^tensor: this \[[\d, ]*\] tensor was freed by dispose\(\)\. Read it before, or call keep\(\) on it\.$/,
      );
      expect(engine().heap.used, `${row.name}, input ${freed}`).toBe(before);
    }
  }
});

const eager = new Map<string, unknown>();

describe.each([1, 2])('on %i thread(s)', (threads) => {
  beforeAll(async () => {
    engine().threadedWork = 0;
    expect((await t.init({ threads })).threads).toBe(threads);
  });
  afterAll(async () => {
    engine().threadedWork = 400_000;
    await t.init({ threads: 1 });
  });

  for (const row of operations)
    it(`${row.name}: captured and replayed with new inputs, has the bits of eager on one thread`, () => {
      const random = t.generator(13);
      const sizes = [0, 3, 9, 20];
      const shapes = row.inputs((least = 0) =>
        Math.max(least, sizes[random.integer(sizes.length)] as number),
      );
      const [first, second] = [redraw(shapes, random), redraw(shapes, random)];
      const start = random.state();
      const all = (run: (xs: T[]) => readonly T[]): unknown => {
        random.restore(start);
        return [first, second, first].map((xs) => bitsOf(run(xs)));
      };
      if (threads === 1)
        eager.set(
          row.name,
          all((xs) => results(row, xs, random)),
        );
      const step = t.capture((...xs: T[]) => results(row, xs, random));
      expect(all((xs) => step(...xs))).toEqual(eager.get(row.name));
      step.dispose();
    });
});
