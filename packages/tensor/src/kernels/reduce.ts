/**
 * Sum, maximum and minimum of [outer, count, inner] over `count`.
 *
 * inner = 1: each row is read in four vectors of partial results, joined in a fixed order.
 * inner > 1: columns lie side by side, so a vector holds four of them and rows are added up.
 * Each result is computed by one thread in one order, so the number of threads changes nothing.
 */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Expr, type Local, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

export type Reduction = 'sum' | 'max' | 'min';

export interface ReduceSizes {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

const NEUTRAL: Readonly<Record<Reduction, number>> = {
  sum: 0,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
};
const VECTOR = { sum: f32x4.add, max: f32x4.max, min: f32x4.min } as const;
const SCALAR = { sum: f32.add, max: f32.max, min: f32.min } as const;

export function reduce(
  engine: Engine,
  op: Reduction,
  { outer, count, inner }: ReduceSizes,
  x: number,
  y: number,
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  const kernel =
    inner === 1
      ? engine.kernel(`${op}Rows`, (k) => rowsBody(k, op))
      : engine.kernel(`${op}Columns`, (k) => columnsBody(k, op));
  engine.launch(kernel, [outer, count, inner, x, y], reads, writes, 4 * outer * count * inner);
}

function rowsBody(k: KernelBuilder, op: Reduction): Code {
  const { f } = k;
  const [outer, count, x, y] = [k.arg(0), k.arg(1), k.arg(3), k.arg(4)];
  const [begin, end, cut] = k.share(outer, 1);
  const acc = f.v128s(4);
  const [p, left] = f.i32s(2);
  const total = f.local('f32');
  return [
    cut,
    f.for(begin, end, 1, (row) => [
      p.set(i32.add(x, i32.mul(i32.mul(row, count), 4))),
      acc.map((a) => a.set(f32x4.const(NEUTRAL[op]))),
      left.set(i32.shrU(count, 4)),
      f.repeat(left, [
        acc.map((a, i) => a.set(VECTOR[op](a, v128.load(p, 16 * i)))),
        p.set(i32.add(p, 64)),
      ]),
      total.set(joinLanes(op, acc)),
      left.set(i32.and(count, 15)),
      f.repeat(left, [total.set(SCALAR[op](total, f32.load(p))), p.set(i32.add(p, 4))]),
      f32.store(i32.add(y, i32.shl(row, 2)), total),
    ]),
  ];
}

/** All lanes of all accumulators to one number, always in this order. */
export function joinLanes(op: Reduction, acc: readonly V128[]): Expr<'f32'> {
  const lanes = acc.flatMap((a) => [0, 1, 2, 3].map((i) => f32x4.lane(a, i)));
  return lanes.slice(1).reduce((sum, lane) => SCALAR[op](sum, lane), lanes[0] as Expr<'f32'>);
}

function columnsBody(k: KernelBuilder, op: Reduction): Code {
  const { f } = k;
  const [outer, count, inner, x, y] = k.args(5);
  const [p, q, left, stride, blocks, total, block, o, j] = f.i32s(9);
  const width = 16;
  const acc = f.v128s(width / 4);
  const [begin, end, cut] = k.share(total, 1);
  const single = acc[0] as Local<'v128'>;
  const storeTail = Array.from({ length: 4 }, (_, lane) =>
    when(i32.gt(left, lane), v128.storeLane(q, single, lane, 4 * lane)),
  );
  return [
    stride.set(i32.shl(inner, 2)),
    blocks.set(i32.shrU(i32.add(inner, width - 1), 4)),
    total.set(i32.mul(outer, blocks)),
    cut,
    f.for(begin, end, 1, (item) => {
      const [at, rest] = f.i32s(2);
      return [
        o.set(i32.divU(item, blocks)),
        block.set(i32.shl(i32.remU(item, blocks), 4)),
        at.set(i32.add(x, i32.add(i32.mul(i32.mul(o, count), stride), i32.shl(block, 2)))),
        q.set(i32.add(y, i32.add(i32.mul(o, stride), i32.shl(block, 2)))),
        when(
          i32.le(i32.add(block, width), inner),
          [
            acc.map((a) => a.set(f32x4.const(NEUTRAL[op]))),
            p.set(at),
            left.set(count),
            f.repeat(left, [
              acc.map((a, i) => a.set(VECTOR[op](a, v128.load(p, 16 * i)))),
              p.set(i32.add(p, stride)),
            ]),
            acc.map((a, i) => v128.store(q, a, 16 * i)),
          ],
          [
            rest.set(i32.sub(inner, block)),
            f.for(0, rest, 4, (column) => [
              j.set(i32.add(at, i32.shl(column, 2))),
              single.set(f32x4.const(NEUTRAL[op])),
              left.set(count),
              f.repeat(left, [
                single.set(VECTOR[op](single, v128.load(j))),
                j.set(i32.add(j, stride)),
              ]),
              left.set(i32.sub(rest, column)),
              storeTail,
              q.set(i32.add(q, 16)),
            ]),
          ],
        ),
      ];
    }),
  ];
}

/** The slow twin. */
export function reduceReference(
  op: Reduction,
  { outer, count, inner }: ReduceSizes,
  x: Float32Array | Float64Array | Int32Array,
  y: Float32Array | Float64Array | Int32Array,
): void {
  const join = { sum: (a: number, b: number) => a + b, max: Math.max, min: Math.min }[op];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let result = NEUTRAL[op];
      for (let c = 0; c < count; c++)
        result = join(result, x[(o * count + c) * inner + i] as number);
      y[o * inner + i] = result;
    }
}
