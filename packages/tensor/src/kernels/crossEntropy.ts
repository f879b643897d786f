/** Cross-entropy over rows of logits, for float32. Formulas: ops/crossEntropy.ts. */

import { type Code, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { WasmLanes } from './lanes.js';
import { expNegative } from './math.js';
import { eachRow } from './rows.js';

/** (rows, columns, ignore, logits, targets) → ln Σ eˣ of each row, and its loss. */
export function crossEntropyRows(k: KernelBuilder): Code {
  const [ignore, logits, targets, shift, losses] = k.args(5, 2);
  const target = k.f.i32();
  const [top, total] = k.f.v128s(2);
  const sum = k.f.local('f32');
  const l = new WasmLanes(k);
  return eachRow(k, (row, start, r) => {
    const from = i32.add(logits, start);
    return [
      row.fold('max', top, [from], ({ at }) => at(0, Number.NEGATIVE_INFINITY)),
      row.fold('sum', total, [from], ({ at, keep }) => {
        const e = l.let(expNegative(l, f32x4.sub(at(0), top)));
        return [l.take(), keep(e)];
      }),
      l.use(l.log(total), (log) => sum.set(f32.add(f32x4.lane(top, 0), f32x4.lane(log, 0)))),
      f32.store(i32.word(shift, r), sum),
      target.set(i32.load(i32.word(targets, r))),
      f32.store(i32.word(losses, r), 0),
      when(
        i32.ne(target, ignore),
        f32.store(i32.word(losses, r), f32.sub(sum, f32.load(i32.word(from, target)))),
      ),
    ];
  });
}

/**
 * (rows, ignore, targets, losses) → the mean, and 1/counted rows behind the last shift. One thread's, in order of the
 * rows.
 */
export function crossEntropyMean(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, ignore, targets, losses, loss, shift] = k.args(6);
  const [sum, count] = [f.local('f32'), f.i32()];
  return when(i32.eqz(k.thread), [
    f.for(0, rows, 1, (r) => [
      sum.set(f32.add(sum, f32.load(i32.word(losses, r)))),
      count.move(i32.ne(i32.load(i32.word(targets, r)), ignore)),
    ]),
    // no rows to count: 0/0, as a mean of nothing
    f32.store(loss, f32.div(sum, f32.convert(count))),
    f32.store(i32.word(shift, rows), f32.div(1, f32.convert(count))),
  ]);
}

/** (rows, columns, ignore, logits, targets, shift, dy) → dx. */
export function crossEntropyVjp(k: KernelBuilder): Code {
  const [ignore, logits, targets, shift, dy, dx] = k.args(6, 2);
  const [rows] = k.args(1);
  const target = k.f.i32();
  const [sum, scale] = k.f.v128s(2);
  const l = new WasmLanes(k);
  const each = f32.mul(f32.load(dy), f32.load(i32.word(shift, rows)));
  return eachRow(k, (row, start, r) => {
    const to = i32.add(dx, start);
    const hit = i32.word(to, target);
    return [
      target.set(i32.load(i32.word(targets, r))),
      sum.set(v128.load32Splat(i32.word(shift, r))),
      scale.set(f32x4.splat(each)),
      when(
        i32.eq(target, ignore),
        row.sweep([to], ({ put }) => put(0, f32x4.const(0))),
        [
          row.sweep([i32.add(logits, start), to], ({ at, put }) =>
            l.use(expNegative(l, f32x4.sub(at(0), sum)), (e) => put(1, f32x4.mul(e, scale))),
          ),
          f32.store(hit, f32.sub(f32.load(hit), f32x4.lane(scale, 0))),
        ],
      ),
    ];
  });
}
