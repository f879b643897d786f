/** Softmax over rows, forward and backward, for float32. Formulas: ops/softmax.ts. */

import type { Engine, Span } from '../wasm/engine.js';
import type { Code, V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import { WasmLanes } from './lanes.js';
import { joinLanes } from './reduce.js';
import { rowOf } from './rows.js';

export interface RowSizes {
  readonly rows: number;
  readonly columns: number;
}

type Name = 'softmax' | 'logSoftmax' | 'softmaxVjp' | 'logSoftmaxVjp';

/** Runs one of the four over dense rows: (x) → y, or (y, dy) → dx. */
export function rowKernel(
  engine: Engine,
  name: Name,
  { rows, columns }: RowSizes,
  pointers: readonly number[],
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  engine.launch(engine.kernel(name, BODIES[name]), [rows, columns, ...pointers], reads, writes);
}

const BODIES: Readonly<Record<Name, (k: KernelBuilder) => Code>> = {
  softmax: (k) => forward(k, false),
  logSoftmax: (k) => forward(k, true),
  softmaxVjp: (k) => backward(k, false),
  logSoftmaxVjp: (k) => backward(k, true),
};

function forward(k: KernelBuilder, logarithm: boolean): Code {
  const { f } = k;
  const [rows, columns, x, y] = k.args(4);
  const [begin, end, cut] = k.share(rows, 1);
  const [p, q, start] = [f.i32(), f.i32(), f.i32()];
  const row = rowOf(k, columns);
  const [acc, top, scale] = f.v128s(3);
  const l = new WasmLanes(k);
  const sweepExp = (write: boolean): Code =>
    row.sweep([p, q], ({ at, put, keep }) => {
      const e = l.let(l.exp(f32x4.sub(at(0), top)));
      return [l.take(), acc.set(f32x4.add(acc, keep(e))), write ? put(1, e) : []];
    });
  const shifted = (): Code => {
    const sum = l.let(l.log(scale));
    return [l.take(), scale.set(f32x4.add(top, sum))];
  };
  return [
    row.setUp,
    cut,
    f.for(begin, end, 1, (r) => [
      start.set(i32.mul(i32.mul(r, columns), 4)),
      p.set(i32.add(x, start)),
      acc.set(f32x4.const(Number.NEGATIVE_INFINITY)),
      row.sweep([p], ({ at }) => acc.set(f32x4.max(acc, at(0, Number.NEGATIVE_INFINITY)))),
      top.set(f32x4.splat(joinLanes('max', [acc]))),
      p.set(i32.add(x, start)),
      q.set(i32.add(y, start)),
      acc.set(f32x4.const(0)),
      sweepExp(!logarithm),
      scale.set(f32x4.splat(joinLanes('sum', [acc]))),
      logarithm ? shifted() : scale.set(f32x4.div(f32x4.const(1), scale)),
      p.set(i32.add(logarithm ? x : y, start)),
      q.set(i32.add(y, start)),
      row.sweep([p, q], ({ at, put }) =>
        put(1, logarithm ? f32x4.sub(at(0), scale) : f32x4.mul(at(0), scale)),
      ),
    ]),
  ];
}

function backward(k: KernelBuilder, logarithm: boolean): Code {
  const { f } = k;
  const [rows, columns, y, dy, dx] = k.args(5);
  const [begin, end, cut] = k.share(rows, 1);
  const [p, q, o, start] = [f.i32(), f.i32(), f.i32(), f.i32()];
  const row = rowOf(k, columns);
  const [acc, total] = f.v128s(2);
  const l = new WasmLanes(k);
  const product = (a: V128, b: V128): V128 => (logarithm ? b : f32x4.mul(a, b));
  const rewind: Code = [
    p.set(i32.add(y, start)),
    q.set(i32.add(dy, start)),
    o.set(i32.add(dx, start)),
  ];
  return [
    row.setUp,
    cut,
    f.for(begin, end, 1, (r) => [
      start.set(i32.mul(i32.mul(r, columns), 4)),
      rewind,
      acc.set(f32x4.const(0)),
      row.sweep([p, q], ({ at }) => acc.set(f32x4.add(acc, product(at(0), at(1))))),
      total.set(f32x4.splat(joinLanes('sum', [acc]))),
      rewind,
      row.sweep([p, q, o], ({ at, put }) => {
        if (!logarithm) return put(2, f32x4.mul(at(0), f32x4.sub(at(1), total)));
        const e = l.let(l.exp(at(0)));
        return [l.take(), put(2, f32x4.sub(at(1), f32x4.mul(e, total)))];
      }),
    ]),
  ];
}
