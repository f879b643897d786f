/**
 * y = x·Wᵀ (+ b) for a few rows x and W as [outputs, inputs]: one token at a time through a linear layer.
 *
 * Every weight is read once and used once per row of x, so memory is the limit and nothing is packed: each row of
 * W is read front to back. Four rows at a time share what is loaded of x, and their four sums end in one vector.
 * They come from the four quarters of W: a processor fetches ahead in every page that is read front to back, so four
 * places far apart come faster from memory than four within a page.
 */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

export interface MatvecSizes {
  /** Rows of x. */
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** `x` and `w` are dense; `bias` is the address of `outputs` numbers, or 0. */
export function matvec(
  engine: Engine,
  { rows, inputs, outputs }: MatvecSizes,
  { x, w, bias, y }: { x: number; w: number; bias: number; y: number },
  { reads, writes }: { reads: readonly Span[]; writes: readonly Span[] },
): void {
  const kernel = engine.kernel('matvec', body);
  engine.launch(kernel, [rows, inputs, outputs, x, w, bias, y], reads, writes);
}

type I = Local<'i32'>;
type V = Local<'v128'>;

function body(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, inputs, outputs, x0, w0, bias, y0] = k.args(7);
  const [begin, end, cut] = k.share(outputs, 16);
  const [x, y, bytes, quarter, row, left, p] = f.i32s(7);
  const [vector, result, shift] = f.v128s(3);

  /** A product of x with rows of W at `w`, which each go on to their next row, and its numbers to `out` in y. */
  const product = (w: readonly I[], out: readonly I[], unroll: number): Code => {
    const acc = w.map(() => f.v128s(unroll)) as V[][];
    const sums = acc.map((parts) => parts[0] as V);
    const step = (u: number): Code => [
      vector.set(v128.load(p, 16 * u)),
      w.map((at, r) => {
        const sum = acc[r]?.[u] as V;
        return sum.set(k.madd(v128.load(at, 16 * u), vector, sum));
      }),
    ];
    const move = (by: number): Code => [
      p.set(i32.add(p, by)),
      w.map((at) => at.set(i32.add(at, by))),
    ];
    const units = Array.from({ length: unroll }, (_, u) => u);
    return [
      p.set(x),
      acc.flat().map((sum) => sum.set(f32x4.const(0))),
      left.set(i32.divU(inputs, 4 * unroll)),
      f.repeat(left, [units.map(step), move(16 * unroll)]),
      left.set(i32.remU(i32.shrU(inputs, 2), unroll)),
      f.repeat(left, [step(0), move(16)]),
      // the last inputs, fewer than four
      left.set(i32.and(inputs, 3)),
      f.repeat(left, [
        vector.set(v128.load32Zero(p)),
        w.map((at, r) => {
          const sum = sums[r] as V;
          return sum.set(k.madd(v128.load32Zero(at), vector, sum));
        }),
        move(4),
      ]),
      acc.map((parts, r) =>
        parts.slice(1).map((part) => {
          const sum = sums[r] as V;
          return sum.set(f32x4.add(sum, part));
        }),
      ),
      result.set(transposedSum(sums)),
      when(bias, [
        out.map((at, r) => shift.set(v128.loadLane(i32.add(bias, at), shift, r))),
        result.set(f32x4.add(result, shift)),
      ]),
      out.map((at, r) => [v128.storeLane(i32.add(y, at), result, r), at.set(i32.add(at, 4))]),
    ];
  };

  const [w, out] = [f.i32s(4), f.i32s(4)];
  const four = product(w, out, 4);
  const one = product(w.slice(0, 1), out.slice(0, 1), 8);
  /** Lets the r-th of the four begin at `row`. */
  const start = (r: number): Code => [
    (w[r] as I).set(i32.add(w0, i32.mul(row, bytes))),
    (out[r] as I).set(i32.shl(row, 2)),
  ];
  return [
    cut,
    bytes.set(i32.shl(inputs, 2)),
    quarter.set(i32.shrU(i32.sub(end, begin), 2)),
    x.set(x0),
    y.set(y0),
    f.repeat(rows, [
      row.set(begin),
      w.map((_, r) => [start(r), row.set(i32.add(row, quarter))]),
      f.for(0, quarter, 1, () => four),
      start(0),
      f.for(row, end, 1, () => one),
      x.set(i32.add(x, bytes)),
      y.set(i32.add(y, i32.shl(outputs, 2))),
    ]),
  ];
}

/** Lane r holds the sum of the lanes of vector r. */
function transposedSum(sums: readonly V128[]): V128 {
  const [a, b, c, d] = sums as [V128, V128, V128, V128];
  if (sums.length === 1) {
    const half = f32x4.add(a, v128.shuffle(a, a, [2, 3, 0, 1]));
    return f32x4.add(half, v128.shuffle(half, half, [1, 0, 3, 2]));
  }
  const pairs = (p: V128, q: V128) =>
    f32x4.add(v128.shuffle(p, q, [0, 4, 2, 6]), v128.shuffle(p, q, [1, 5, 3, 7]));
  const [ab, cd] = [pairs(a, b), pairs(c, d)];
  return f32x4.add(v128.shuffle(ab, cd, [0, 1, 4, 5]), v128.shuffle(ab, cd, [2, 3, 6, 7]));
}
