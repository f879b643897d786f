/** Walks along one axis of [outer, count, inner], number by number: the best place, running sums; and triangles. */
import { type Code, type Expr, memoryCopy, memoryFill, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f64 from '../wasm/f64.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import { type Kind, NUMBERS } from './numbers.js';

/** (outer · inner, count, inner, x) → int32 place of the largest (or smallest): the first of equals, NaN before all. */
export function bestPlace(k: KernelBuilder, better: 'gt' | 'lt', kind: Kind): Code {
  const { f } = k;
  const n = NUMBERS[kind];
  const [lines, count, inner, x, y] = k.args(5);
  const [begin, end, cut] = k.share(lines, 1);
  const [p, place] = f.i32s(2);
  const [value, best] = [f.local(n.type), f.local(n.type)];
  return [
    cut,
    f.for(begin, end, 1, (line) => [
      p.set(i32.add(x, i32.mul(lineStart(line, count, inner), n.bytes))),
      place.set(0),
      f.for(0, count, 1, (c) => [
        value.set(n.load(p)),
        when(
          i32.or(
            i32.eqz(c),
            i32.or(n[better](value, best), i32.gt(n.ne(value, value), n.ne(best, best))),
          ),
          [best.set(value), place.set(c)],
        ),
        p.move(i32.mul(inner, n.bytes)),
      ]),
      i32.store(i32.word(y, line), place),
    ]),
  ];
}

const lineStart = (line: Expr<'i32'>, count: Expr<'i32'>, inner: Expr<'i32'>): Expr<'i32'> =>
  i32.add(i32.mul(i32.mul(i32.divU(line, inner), count), inner), i32.remU(line, inner));

/**
 * (outer · inner, count, inner, first, step, x) → running sums, from `first` bytes into each line on in steps of
 * `step`. Floats are added in double precision.
 */
export function runningSums(k: KernelBuilder, kind: Kind): Code {
  const { f } = k;
  const n = NUMBERS[kind];
  const [lines, count, inner, first, step, x, y] = k.args(7);
  const [begin, end, cut] = k.share(lines, 1);
  const at = f.i32();
  const [whole, sum] = [f.i32(), f.local('f64')];
  const p = i32.add(x, at);
  const q = i32.add(y, at);
  const add: Code =
    kind === 'int32'
      ? [whole.move(i32.load(p)), i32.store(q, whole)]
      : kind === 'float64'
        ? [sum.set(f64.add(sum, f64.load(p))), f64.store(q, sum)]
        : [sum.set(f64.add(sum, f64.promote(f32.load(p)))), f32.store(q, f32.demote(sum))];
  return [
    cut,
    f.for(begin, end, 1, (line) => [
      at.set(i32.add(first, i32.mul(lineStart(line, count, inner), n.bytes))),
      whole.set(0),
      sum.set(0),
      f.for(0, count, 1, () => [add, at.move(step)]),
    ]),
  ];
}

/** (all rows, rows, columns, bytes, k, x) → x up to diagonal `k` and zeros behind it, or zeros up to it and x behind. */
export function triangle(k: KernelBuilder, lower: boolean): Code {
  const { f } = k;
  const [all, rows, columns, bytes, diagonal, x, y] = k.args(7);
  const [begin, end, cut] = k.share(all, 1);
  const [edge, start] = f.i32s(2);
  const rest = i32.sub(i32.mul(columns, bytes), edge);
  const [from, to] = [i32.add(x, start), i32.add(y, start)];
  return [
    cut,
    f.for(begin, end, 1, (row) => [
      edge.set(i32.add(i32.remU(row, rows), diagonal)),
      edge.set(i32.max(edge, 0)),
      edge.set(i32.mul(i32.min(edge, columns), bytes)),
      start.set(i32.mul(row, i32.mul(columns, bytes))),
      lower
        ? [memoryCopy(to, from, edge), memoryFill(i32.add(to, edge), 0, rest)]
        : [memoryFill(to, 0, edge), memoryCopy(i32.add(to, edge), i32.add(from, edge), rest)],
    ]),
  ];
}
