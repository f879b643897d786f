/** Cross-entropy over rows of logits, for float32. Formulas: ops/crossEntropy.ts. */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import { WasmLanes } from './lanes.js';
import { joinLanes } from './reduce.js';
import { rowOf } from './rows.js';
import type { RowSizes } from './softmax.js';

/**
 * Writes ln Σ eˣ of each row to `shift` (with 1/counted rows behind the last), each row's loss to `losses`, and
 * the mean to `loss`. Rows are shared among threads, the mean is one thread's, in order of the rows.
 */
export function crossEntropyForward(
  engine: Engine,
  { rows, columns }: RowSizes,
  ignore: number,
  [logits, targets, shift, losses, loss]: readonly [number, number, number, number, number],
  reads: readonly Span[],
  [shiftSpan, lossesSpan, lossSpan]: readonly [Span, Span, Span],
): void {
  engine.launch(
    engine.kernel('crossEntropyRows', rowsBody),
    [rows, columns, ignore, logits, targets, shift, losses],
    reads,
    [shiftSpan, lossesSpan],
    20 * rows * columns,
  );
  engine.launch(
    engine.kernel('crossEntropyMean', meanBody),
    [rows, ignore, targets, losses, loss, shift],
    [...reads, lossesSpan],
    [lossSpan, shiftSpan],
  );
}

export function crossEntropyBackward(
  engine: Engine,
  { rows, columns }: RowSizes,
  ignore: number,
  pointers: readonly [logits: number, targets: number, shift: number, dy: number, dx: number],
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  engine.launch(
    engine.kernel('crossEntropyVjp', backward),
    [rows, columns, ignore, ...pointers],
    reads,
    writes,
  );
}

function rowsBody(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, columns, ignore, logits, targets, shift, losses] = k.args(7);
  const [begin, end, cut] = k.share(rows, 1);
  const row = rowOf(k, columns);
  const [p, start, target] = [f.i32(), f.i32(), f.i32()];
  const [acc, top] = f.v128s(2);
  const sum = f.local('f32');
  const l = new WasmLanes(k);
  const logOf = (): Code => {
    const value = l.let(l.log(f32x4.splat(joinLanes('sum', [acc]))));
    return [l.take(), sum.set(f32.add(f32x4.lane(top, 0), f32x4.lane(value, 0)))];
  };
  return [
    row.setUp,
    cut,
    f.for(begin, end, 1, (r) => [
      start.set(i32.add(logits, i32.mul(i32.mul(r, columns), 4))),
      p.set(start),
      acc.set(f32x4.const(Number.NEGATIVE_INFINITY)),
      row.sweep([p], ({ at }) => acc.set(f32x4.max(acc, at(0, Number.NEGATIVE_INFINITY)))),
      top.set(f32x4.splat(joinLanes('max', [acc]))),
      p.set(start),
      acc.set(f32x4.const(0)),
      row.sweep([p], ({ at, keep }) => {
        const e = l.let(l.exp(f32x4.sub(at(0), top)));
        return [l.take(), acc.set(f32x4.add(acc, keep(e)))];
      }),
      logOf(),
      f32.store(i32.add(shift, i32.shl(r, 2)), sum),
      target.set(i32.load(i32.add(targets, i32.shl(r, 2)))),
      when(
        i32.eq(target, ignore),
        f32.store(i32.add(losses, i32.shl(r, 2)), 0),
        f32.store(
          i32.add(losses, i32.shl(r, 2)),
          f32.sub(sum, f32.load(i32.add(start, i32.shl(target, 2)))),
        ),
      ),
    ]),
  ];
}

function meanBody(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, ignore, targets, losses, loss, shift] = k.args(6);
  const [sum, inverse] = [f.local('f32'), f.local('f32')];
  const count = f.i32();
  return when(i32.eqz(k.thread), [
    f.for(0, rows, 1, (r) => [
      sum.set(f32.add(sum, f32.load(i32.add(losses, i32.shl(r, 2))))),
      count.set(i32.add(count, i32.ne(i32.load(i32.add(targets, i32.shl(r, 2))), ignore))),
    ]),
    inverse.set(f32.div(1, f32.convert(count))),
    // no rows to count: 0/0, as a mean of nothing
    f32.store(loss, f32.div(sum, f32.convert(count))),
    f32.store(i32.add(shift, i32.shl(rows, 2)), inverse),
  ]);
}

function backward(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, columns, ignore, logits, targets, shift, dy] = k.args(7);
  const dx = k.arg(7);
  const [begin, end, cut] = k.share(rows, 1);
  const row = rowOf(k, columns);
  const [p, q, start, target] = [f.i32(), f.i32(), f.i32(), f.i32()];
  const [sum, scale] = f.v128s(2);
  const each = f.local('f32');
  const l = new WasmLanes(k);
  const hit = i32.add(i32.add(dx, start), i32.shl(target, 2));
  return [
    row.setUp,
    cut,
    each.set(f32.mul(f32.load(dy), f32.load(i32.add(shift, i32.shl(rows, 2))))),
    f.for(begin, end, 1, (r) => [
      start.set(i32.mul(i32.mul(r, columns), 4)),
      p.set(i32.add(logits, start)),
      q.set(i32.add(dx, start)),
      target.set(i32.load(i32.add(targets, i32.shl(r, 2)))),
      sum.set(f32x4.splat(f32.load(i32.add(shift, i32.shl(r, 2))))),
      scale.set(f32x4.splat(each)),
      when(
        i32.eq(target, ignore),
        row.sweep([q], ({ put }) => put(0, f32x4.const(0))),
        [
          row.sweep([p, q], ({ at, put }) => {
            const e = l.let(l.exp(f32x4.sub(at(0), sum)));
            return [l.take(), put(1, f32x4.mul(e, scale))];
          }),
          f32.store(hit, f32.sub(f32.load(hit), each)),
        ],
      ),
    ]),
  ];
}
