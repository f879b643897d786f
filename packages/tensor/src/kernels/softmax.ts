/** Softmax over rows, forward and backward, for float32. Formulas: ops/softmax.ts. */

import type { Code } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import { WasmLanes } from './lanes.js';
import { expNegative } from './math.js';
import { eachRow } from './rows.js';

/** (rows, columns, x) → y: softmax, or its logarithm. */
export function softmaxRows(k: KernelBuilder, logarithm: boolean): Code {
  const [x, y] = k.args(2, 2);
  const [top, scale] = k.f.v128s(2);
  const l = new WasmLanes(k);
  return eachRow(k, (row, start) => {
    const [from, to] = [i32.add(x, start), i32.add(y, start)];
    return [
      row.fold('max', top, [from], ({ at }) => at(0, Number.NEGATIVE_INFINITY)),
      row.fold('sum', scale, [from, to], ({ at, put, keep }) => {
        const e = l.let(expNegative(l, f32x4.sub(at(0), top)));
        return [[l.take(), logarithm ? [] : put(1, e)], keep(e)];
      }),
      logarithm
        ? l.use(l.log(scale), (sum) => scale.set(f32x4.add(top, sum)))
        : scale.set(f32x4.div(f32x4.const(1), scale)),
      row.sweep([logarithm ? from : to, to], ({ at, put }) =>
        put(1, logarithm ? f32x4.sub(at(0), scale) : f32x4.mul(at(0), scale)),
      ),
    ];
  });
}

/** (rows, columns, y, dy) → dx. */
export function softmaxRowsVjp(k: KernelBuilder, logarithm: boolean): Code {
  const bases = k.args(3, 2);
  const total = k.f.local('v128');
  const l = new WasmLanes(k);
  return eachRow(k, (row, start) => {
    const all = bases.map((base) => i32.add(base, start));
    return [
      row.fold('sum', total, all, ({ at }) => (logarithm ? at(1) : f32x4.mul(at(0), at(1)))),
      row.sweep(all, ({ at, put }) =>
        logarithm
          ? l.use(expNegative(l, at(0)), (e) => put(2, f32x4.sub(at(1), f32x4.mul(e, total))))
          : put(2, f32x4.mul(at(0), f32x4.sub(at(1), total))),
      ),
    ];
  });
}
