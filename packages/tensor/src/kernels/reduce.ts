/**
 * Sums, maxima and minima along one axis of [outer, count, inner].
 *
 * With inner = 1 each result is a row: four vectors of partial results, joined in a fixed order. With a wider
 * inner axis neighbouring results are neighbouring columns, summed side by side. Either way each result
 * is computed by one thread in one order, so the number of threads changes nothing.
 */
import { type Code, type Expr, type Type, type V128, when } from '../wasm/expression.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { type Kind, NUMBERS, type NumberOf } from './numbers.js';

export type Reduction = 'sum' | 'max' | 'min';

/** What a reduction starts from. */
export const neutral = (op: Reduction, top: number = Number.POSITIVE_INFINITY): number =>
  op === 'sum' ? 0 : op === 'min' ? top : -top;

/** All lanes of all accumulators to one number, always in this order. */
export function joinLanes(op: Reduction, acc: readonly V128[]): Expr<'f32'> {
  const { float32 } = NUMBERS;
  return lanesOf(float32, acc).reduce((x, y) => float32[op](x, y)) as Expr<'f32'>;
}

const lanesOf = (n: NumberOf, acc: readonly V128[]): Expr<Type>[] =>
  acc.flatMap((a) => LANES.slice(0, 16 / n.bytes).map((i) => n.lane(a, i)));

const LANES = [0, 1, 2, 3];
const FOUR = 4;

/** (outer, count, inner, x) → y, of rows (inner = 1) or columns. */
export function reduceAxis(k: KernelBuilder, op: Reduction, kind: Kind, rows: boolean): Code {
  const { f } = k;
  const n = NUMBERS[kind];
  const [outer, count, inner, x, y] = k.args(5);
  const [p, q, stride, column, total, at] = f.i32s(6);
  const acc = f.v128s(FOUR);
  const single = f.local(n.type);
  const width = (16 * FOUR) / n.bytes;
  const start = neutral(op, n.top);
  const [begin, end, cut] = k.share(total, 1);
  const add = (vectors: number): Code =>
    acc.slice(0, vectors).map((a, i) => a.set(n.vector[op](a, v128.load(p, 16 * i))));
  const clear = acc.map((a) => a.set(n.const(start)));
  const bytes = (size: Expr<'i32'>): Expr<'i32'> => i32.mul(size, n.bytes);
  if (rows)
    return [
      total.set(outer),
      cut,
      f.for(begin, end, 1, (row) => [
        p.set(i32.add(x, bytes(i32.mul(row, count)))),
        clear,
        f.times(i32.divU(count, width), [add(FOUR), p.move(16 * FOUR)]),
        lanesOf(n, acc).map((lane, i) => single.set(i ? n[op](single, lane) : lane)),
        f.times(i32.remU(count, width), [single.set(n[op](single, n.load(p))), p.move(n.bytes)]),
        n.store(i32.add(y, bytes(row)), single),
      ]),
    ];
  /** Sums columns from `column` on, `vectors` vectors wide, or one number where that is 0. */
  const columns = (vectors: number): Code => [
    p.set(i32.add(x, bytes(i32.add(i32.mul(i32.mul(at, count), inner), column)))),
    q.set(i32.add(y, bytes(i32.add(i32.mul(at, inner), column)))),
    vectors ? clear.slice(0, vectors) : single.set(start),
    f.times(count, [vectors ? add(vectors) : single.set(n[op](single, n.load(p))), p.move(stride)]),
    vectors ? acc.slice(0, vectors).map((a, i) => v128.store(q, a, 16 * i)) : n.store(q, single),
    column.move(vectors ? (16 * vectors) / n.bytes : 1),
  ];
  const blocks = i32.divU(i32.add(inner, width - 1), width);
  return [
    stride.set(bytes(inner)),
    total.set(i32.mul(outer, blocks)),
    cut,
    f.for(begin, end, 1, (item) => [
      at.set(i32.divU(item, blocks)),
      column.set(i32.mul(i32.remU(item, blocks), width)),
      when(i32.le(i32.add(column, width), inner), columns(FOUR), [
        f.while(i32.le(i32.add(column, 16 / n.bytes), inner), columns(1)),
        f.while(i32.lt(column, inner), columns(0)),
      ]),
    ]),
  ];
}
