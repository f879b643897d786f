/**
 * y = x·Wᵀ (+ b) for a few rows x and W as [outputs, inputs]: one token at a time through a linear layer.
 *
 * Every weight is read once and used once per row of x, so memory is the limit and nothing is packed: each row of
 * W is read front to back. Four rows at a time share what is loaded of x, and their four sums end in one vector.
 * They come from the four quarters of W: a processor fetches ahead in every page that is read front to back, so four
 * places far apart come faster from memory than four within a page.
 */

import type { Binary, Code, I32, Local, V128 } from '../wasm/expression.js';
import { when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

type I = Local<'i32'>;
type V = Local<'v128'>;

/** (rows, inputs, outputs, x, w, bias or 0) → y. */
export function matvec(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, inputs, outputs, x, w, bias, y] = k.args(7);
  const [p] = f.i32s(1);
  const vector = f.local('v128');
  const product = (w: readonly I[]): [Code, V128] => {
    const unroll = w.length === 1 ? 8 : 4;
    const acc = w.map(() => f.v128s(unroll)) as V[][];
    const step = (u: number, load: typeof v128.load): Code => [
      vector.set(load(p, 16 * u)),
      w.map((at, r) => {
        const sum = acc[r]?.[u] as V;
        return sum.set(k.madd(load(at, 16 * u), vector, sum));
      }),
    ];
    const move = (by: number): Code => [p, ...w].map((at) => at.move(by));
    return [
      [
        p.set(x),
        acc.flat().map((sum) => sum.set(f32x4.const(0))),
        f.times(i32.divU(inputs, 4 * unroll), [
          Array.from({ length: unroll }, (_, u) => step(u, v128.load)),
          move(16 * unroll),
        ]),
        f.times(i32.remU(i32.shrU(inputs, 2), unroll), [step(0, v128.load), move(16)]),
        // the last inputs, fewer than four
        f.times(i32.and(inputs, 3), [step(0, v128.load32Zero), move(4)]),
        acc.map(([sum, ...parts]) =>
          parts.map((part) => (sum as V).set(f32x4.add(sum as V, part))),
        ),
      ],
      sumOfLanes(
        f32x4.add,
        acc.map(([sum]) => sum as V),
      ),
    ];
  };
  return eachOutput(k, { rows, outputs, x, w, bias, y, bytes: i32.shl(inputs, 2) }, product, [
    x.set(i32.word(x, inputs)),
  ]);
}

/**
 * Four rows of W at a time, then one by one: `product` is what they give with the present row of x, and lets them go
 * on to their next row. `next` goes on to the next row of x.
 */
export function eachOutput(
  k: KernelBuilder,
  a: { rows: I; outputs: I; x: I; w: I; bias: I; y: I; bytes: I32 },
  product: (w: readonly I[], gather: (from: I) => [Code, V128]) => readonly [Code, V128],
  next: Code,
  first: Code = [],
): Code {
  const { f } = k;
  const [begin, end, cut] = k.share(a.outputs, 16);
  const [quarter, row] = f.i32s(2);
  const [result, picked] = f.v128s(2);
  const [w, out] = [f.i32s(4), f.i32s(4)] as [I[], I[]];
  const run = (count: number): Code => {
    const to = out.slice(0, count);
    const gather = (from: I): [Code, V128] => [
      to.map((at, r) => picked.set(v128.loadLane(i32.add(from, at), picked, r))),
      picked,
    ];
    const [before, value] = product(w.slice(0, count), gather);
    const [load, shift] = gather(a.bias);
    return [
      before,
      result.set(value),
      when(a.bias, [load, result.set(f32x4.add(result, shift))]),
      to.map((at, r) => [v128.storeLane(i32.add(a.y, at), result, r), at.move(4)]),
    ];
  };
  /** Lets the r-th of the four begin at `row`. */
  const start = (r: number): Code => [
    (w[r] as I).set(i32.add(a.w, i32.mul(row, a.bytes))),
    (out[r] as I).set(i32.shl(row, 2)),
  ];
  return [
    cut,
    quarter.set(i32.shrU(i32.sub(end, begin), 2)),
    f.times(a.rows, [
      first,
      row.set(begin),
      w.map((_, r) => [start(r), row.move(quarter)]),
      f.for(0, quarter, 1, () => run(4)),
      start(0),
      f.for(row, end, 1, () => run(1)),
      next,
      a.y.set(i32.word(a.y, a.outputs)),
    ]),
  ];
}

/** Lane r holds the sum of the lanes of vector r (the low lane alone, of one vector). */
export function sumOfLanes(add: Binary<'v128', 'v128'>, sums: readonly V128[]): V128 {
  const [a, b, c, d] = sums as [V128, V128, V128, V128];
  if (sums.length === 1) {
    const half = add(a, v128.shuffle(a, a, [2, 3, 0, 1]));
    return add(half, v128.shuffle(half, half, [1, 0, 3, 2]));
  }
  const pairs = (p: V128, q: V128): V128 =>
    add(v128.shuffle(p, q, [0, 4, 2, 6]), v128.shuffle(p, q, [1, 5, 3, 7]));
  const [ab, cd] = [pairs(a, b), pairs(c, d)];
  return add(v128.shuffle(ab, cd, [0, 1, 4, 5]), v128.shuffle(ab, cd, [2, 3, 6, 7]));
}
