import { afterAll, describe, expect, it } from 'vitest';
import * as t from '../index.js';

/** The distance from `got` to the exact value, in units of the last place of float32 at that value. */
function ulps(got: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
  const rounded = Math.fround(exact);
  if (!Number.isFinite(rounded)) return got === rounded ? 0 : Number.POSITIVE_INFINITY;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact) || 1e-45)));
  return Math.abs(got - exact) / 2 ** (exponent - 23);
}

/**
 * Floats of every exponent and both signs, between the bounds: subnormals, the smallest and largest of each exponent,
 * and random ones between. GIBBS_EXHAUSTIVE=1 takes all 2³² floats, in pieces.
 */
function everyExponent(low: number, high: number, piece = 0): Float32Array {
  const each = EXHAUSTIVE ? 2 ** 23 / PIECES : 128;
  const words = new Int32Array(512 * each);
  let state = 1;
  for (let i = 0; i < words.length; i++) {
    const [field, at] = [Math.floor(i / each), i % each];
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const edge = at < 2 ? at : at < 4 ? 0x7ffffe + (at - 2) : state >>> 9;
    words[i] = (field << 23) | (EXHAUSTIVE ? piece * each + at : edge);
  }
  return new Float32Array(words.buffer).filter((x) => x >= low && x <= high);
}
const EXHAUSTIVE = process.env.GIBBS_EXHAUSTIVE === '1';
const PIECES = 64;

function evenly(low: number, high: number): Float32Array {
  return Float32Array.from({ length: 60_001 }, (_, i) => low + ((high - low) * i) / 60_000);
}

type Name = 'exp' | 'log' | 'tanh' | 'sin' | 'cos';
const [least, most] = [-3.4028234663852886e38, 3.4028234663852886e38];
const rows: [Name, (x: number) => number, number, Float32Array[]][] = [
  ['exp', Math.exp, 2, [evenly(-104, 89)]],
  ['log', Math.log, 2, [evenly(0.5, 2), evenly(0, 1e-38)]],
  ['tanh', Math.tanh, 4, [evenly(-10, 10)]],
  ['sin', Math.sin, 2, [evenly(-30, 30), evenly(-1e6, 1e6), nearTurns()]],
  ['cos', Math.cos, 2, [evenly(-30, 30), evenly(-1e6, 1e6), nearTurns()]],
];

/** The floats nearest to whole numbers of quarter turns, where sine or cosine all but vanishes. */
function nearTurns(): Float32Array {
  return Float32Array.from({ length: 20_000 }, (_, n) => (n * n * n * Math.PI) / 2);
}
const ops = { exp: t.exp, log: t.log, tanh: t.tanh, sin: t.sin, cos: t.cos };

describe.each([true, false])('with fused %s', (fused) => {
  afterAll(() => t.init({ fused: true }));
  for (const [name, exact, bound, sets] of rows)
    it(`${name} is within ${bound} ulp`, async () => {
      await t.init({ fused });
      const pieces = EXHAUSTIVE ? PIECES : 1;
      const all = (function* () {
        yield* sets;
        for (let i = 0; i < pieces; i++) yield everyExponent(least, most, i);
      })();
      for (const xs of all) {
        const ys = t.scope(() => ops[name](t.tensor(xs)).toTypedArray() as never) as Float32Array;
        let worst = 0;
        let where = 0;
        xs.forEach((x, i) => {
          const error = ulps(ys[i] as number, exact(x));
          if (error > worst) [worst, where] = [error, x];
        });
        expect(worst, `${name}(${where})`).toBeLessThanOrEqual(bound);
      }
    });

  it('treats NaN, infinities, zeros and subnormals as IEEE 754 says', async () => {
    await t.init({ fused });
    const specials = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0,
      -0,
      1e-45,
      -1e-45,
    ];
    const of = (op: (x: t.Tensor) => t.Tensor): number[] => [
      ...op(t.tensor(specials)).toTypedArray(),
    ];
    const tiny = Math.fround(1e-45);
    expect(of(t.exp)).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0, 1, 1, 1, 1]);
    expect(of(t.log).slice(0, 5)).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
    expect(of(t.log)[5]).toBeCloseTo(-103.2789, 3);
    expect(of(t.log)[6]).toBeNaN();
    expect(of(t.tanh)).toEqual([Number.NaN, 1, -1, 0, -0, tiny, -tiny]);
    expect(of(t.sin)).toEqual([Number.NaN, Number.NaN, Number.NaN, 0, -0, tiny, -tiny]);
    expect(of(t.cos)).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 1, 1, 1]);
    expect(of(t.exp)).toHaveLength(7);
    const underflow = t.exp(t.tensor([-103, -95, -103.98, -110, 88.8])).toTypedArray();
    expect([...underflow]).toEqual(
      [-103, -95, -103.98, -110, 88.8].map((x) => Math.fround(Math.exp(Math.fround(x)))),
    );
  });

  it('gelu is within 1e-6 of its value, relative to it where it is not tiny', async () => {
    await t.init({ fused });
    const xs = evenly(-6, 6);
    const exact = t.gelu(t.tensor(Float64Array.from(xs))).toTypedArray();
    t.gelu(t.tensor(xs))
      .toTypedArray()
      .forEach((y, i) => {
        expect(Math.abs(y - (exact[i] as number))).toBeLessThan(
          2e-6 * Math.max(0.01, Math.abs(exact[i] as number)),
        );
      });
  });
});
