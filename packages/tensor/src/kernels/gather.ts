/**
 * Values along an axis by index, and the sum of values back to their places: x `[outer, size, inner]`, indices
 * `[outer, count, inner]`. What an index stands for is a number, or with inner = 1 a whole row of numbers.
 */
import { type Code, type I32, memoryCopy, when } from '../wasm/expression.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { type Kind, NUMBERS } from './numbers.js';

/** (all indices, count · inner, size, inner, bytes of what an index stands for, x, indices) → y. */
export function gatherRows(k: KernelBuilder): Code {
  const { f } = k;
  const [all, line, size, inner, bytes, x, indices, y] = k.args(8);
  const [begin, end, cut] = k.share(all, 1);
  const [from, to] = f.i32s(2);
  return [
    cut,
    f.for(begin, end, 1, (i) => [
      from.set(i32.add(i32.mul(i32.divU(i, line), size), i32.load(i32.word(indices, i)))),
      from.set(i32.add(i32.mul(from, inner), i32.remU(i, inner))),
      from.set(i32.add(x, i32.mul(from, bytes))),
      to.set(i32.add(y, i32.mul(i, bytes))),
      // a copy of few bytes is over before the engine's own has begun
      when(i32.gt(bytes, 64), memoryCopy(to, from, bytes), [
        f.times(i32.shrU(bytes, 2), [i32.store(to, i32.load(from)), from.move(4), to.move(4)]),
      ]),
    ]),
  ];
}

/**
 * (outer, width, count, size, 1 where an index stands for the whole width, indices, source) adds to y: source is
 * `[outer, count, width]`, y `[outer, size, width]`. Threads share the columns, so that each sum runs over all
 * indices in one order.
 */
export function scatterRows(k: KernelBuilder, kind: Kind): Code {
  const { f } = k;
  const n = NUMBERS[kind];
  const [outer, width, count, size, whole, indices, source, y] = k.args(8);
  const [columns, low, high, block, p, q] = f.i32s(6);
  const [begin, end, cut] = k.share(columns, 16);
  /** Lets q point to column `c` of the row that index `i` names. */
  const aim = (o: I32, i: I32, c: I32): Code => {
    const row = i32.add(i32.mul(o, size), i32.load(i32.word(indices, i)));
    return q.set(i32.add(y, i32.mul(i32.add(i32.mul(row, width), c), n.bytes)));
  };
  const single = n.store(q, n.sum(n.load(q), n.load(p)));
  const move = (bytes: number): Code => [p, q].map((x) => x.move(bytes));
  return [
    columns.set(i32.mul(outer, width)),
    cut,
    f.for(0, outer, 1, (o) => [
      low.set(i32.sub(begin, i32.mul(o, width))),
      low.set(i32.max(low, 0)),
      high.set(i32.sub(end, i32.mul(o, width))),
      high.set(i32.min(high, width)),
      when(
        i32.gt(high, low),
        f.for(0, count, 1, (i) => [
          block.set(i32.add(i32.mul(o, count), i)),
          p.set(i32.add(source, i32.mul(i32.add(i32.mul(block, width), low), n.bytes))),
          when(
            whole,
            [
              aim(o, block, low),
              f.times(i32.divU(i32.sub(high, low), 16 / n.bytes), [
                v128.store(q, n.vector.sum(v128.load(q), v128.load(p))),
                move(16),
              ]),
              f.times(i32.remU(i32.sub(high, low), 16 / n.bytes), [single, move(n.bytes)]),
            ],
            f.for(low, high, 1, (c) => [
              aim(o, i32.add(i32.mul(block, width), c), c),
              single,
              p.move(n.bytes),
            ]),
          ),
        ]),
      ),
    ]),
  ];
}
