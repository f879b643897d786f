/** Layer and root-mean-square normalisation over rows, for float32. Formulas: ops/normalize.ts. */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Expr, type Local, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import { bits, type KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { joinLanes } from './reduce.js';
import { rowOf } from './rows.js';
import type { RowSizes } from './softmax.js';

export interface NormalizeCall extends RowSizes {
  /** Whether the mean is taken off. */
  readonly centered: boolean;
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
}

/** Pointers x, y, moments [rows, 2]; weight and bias may be 0. */
export function normalizeForward(
  engine: Engine,
  { rows, columns, centered, reads, writes }: NormalizeCall,
  epsilon: number,
  pointers: readonly [x: number, y: number, moments: number, weight: number, bias: number],
): void {
  const kernel = engine.kernel(`normalize${centered ? 'C' : ''}`, (k) => forward(k, centered));
  engine.launch(
    kernel,
    [rows, columns, ...pointers, bits(epsilon), bits(1 / columns)],
    reads,
    writes,
  );
}

/** dx from x, dy, moments and weight (or 0). */
export function normalizeBackward(
  engine: Engine,
  { rows, columns, centered, reads, writes }: NormalizeCall,
  pointers: readonly [x: number, dy: number, moments: number, weight: number, dx: number],
): void {
  const kernel = engine.kernel(`normalizeVjp${centered ? 'C' : ''}`, (k) => backward(k, centered));
  engine.launch(kernel, [rows, columns, ...pointers, bits(1 / columns)], reads, writes);
}

/** dweight = Σ dy·x̂ and dbias = Σ dy over rows. */
export function normalizeWeights(
  engine: Engine,
  { rows, columns, reads, writes }: Omit<NormalizeCall, 'centered'>,
  pointers: readonly [x: number, dy: number, moments: number, dWeight: number, dBias: number],
): void {
  engine.launch(
    engine.kernel('normalizeWeights', weights),
    [rows, columns, ...pointers],
    reads,
    writes,
    8 * rows * columns,
  );
}

const sumOf = (acc: V128): Expr<'f32'> => joinLanes('sum', [acc]);

function forward(k: KernelBuilder, centered: boolean): Code {
  const { f } = k;
  const [rows, columns, x, y, moments, weight, bias] = k.args(7);
  const [epsilon, inverse] = [k.scalar(7), k.scalar(8)];
  const [begin, end, cut] = k.share(rows, 1);
  const row = rowOf(k, columns);
  const [p, q, w, b, start, m] = f.i32s(6);
  const [acc, mean, scale, hat, d] = f.v128s(5);
  const finish = (withWeight: boolean, withBias: boolean): Code =>
    row.sweep([p, q, ...(withWeight ? [w] : []), ...(withBias ? [b] : [])], ({ at, put }) => [
      hat.set(f32x4.mul(f32x4.sub(at(0), mean), scale)),
      withWeight ? hat.set(f32x4.mul(hat, at(2))) : [],
      withBias ? hat.set(f32x4.add(hat, at(withWeight ? 3 : 2))) : [],
      put(1, hat),
    ]);
  return [
    row.setUp,
    cut,
    f.for(begin, end, 1, (r) => [
      start.set(i32.mul(i32.mul(r, columns), 4)),
      p.set(i32.add(x, start)),
      mean.set(f32x4.const(0)),
      centered
        ? [
            acc.set(f32x4.const(0)),
            row.sweep([p], ({ at }) => acc.set(f32x4.add(acc, at(0)))),
            mean.set(f32x4.splat(f32.mul(sumOf(acc), inverse))),
            p.set(i32.add(x, start)),
          ]
        : [],
      acc.set(f32x4.const(0)),
      row.sweep([p], ({ at, keep }) => [
        d.set(keep(f32x4.sub(at(0), mean))),
        acc.set(k.madd(d, d, acc)),
      ]),
      scale.set(f32x4.splat(f32.div(1, f32.sqrt(f32.add(f32.mul(sumOf(acc), inverse), epsilon))))),
      m.set(i32.add(moments, i32.shl(r, 3))),
      f32.store(m, f32x4.lane(mean, 0)),
      f32.store(m, f32x4.lane(scale, 0), 4),
      p.set(i32.add(x, start)),
      q.set(i32.add(y, start)),
      w.set(weight),
      b.set(bias),
      when(
        weight,
        when(bias, finish(true, true), finish(true, false)),
        when(bias, finish(false, true), finish(false, false)),
      ),
    ]),
  ];
}

function backward(k: KernelBuilder, centered: boolean): Code {
  const { f } = k;
  const [rows, columns, x, dy, moments, weight, dx] = k.args(7);
  const inverse = k.scalar(7);
  const [begin, end, cut] = k.share(rows, 1);
  const row = rowOf(k, columns);
  const [p, q, w, o, start, m] = f.i32s(6);
  const [mean, scale, g, hat, sumG, sumGHat] = f.v128s(6);
  const rewind: Code = [
    p.set(i32.add(x, start)),
    q.set(i32.add(dy, start)),
    o.set(i32.add(dx, start)),
    w.set(weight),
  ];
  const pass = (withWeight: boolean): Code => {
    const pointers = [p, q, o, ...(withWeight ? [w] : [])];
    const read = (at: (i: number) => V128): Code => [
      hat.set(f32x4.mul(f32x4.sub(at(0), mean), scale)),
      g.set(withWeight ? f32x4.mul(at(1), at(3)) : at(1)),
    ];
    return [
      row.sweep(pointers, ({ at, keep }) => [
        read(at),
        g.set(keep(g)),
        centered ? sumG.set(f32x4.add(sumG, g)) : [],
        sumGHat.set(k.madd(g, hat, sumGHat)),
      ]),
      centered ? sumG.set(f32x4.splat(f32.mul(sumOf(sumG), inverse))) : [],
      sumGHat.set(f32x4.splat(f32.mul(sumOf(sumGHat), inverse))),
      rewind,
      row.sweep(pointers, ({ at, put }) => [
        read(at),
        put(
          2,
          f32x4.mul(scale, f32x4.sub(centered ? f32x4.sub(g, sumG) : g, f32x4.mul(hat, sumGHat))),
        ),
      ]),
    ];
  };
  return [
    row.setUp,
    cut,
    f.for(begin, end, 1, (r) => [
      start.set(i32.mul(i32.mul(r, columns), 4)),
      m.set(i32.add(moments, i32.shl(r, 3))),
      mean.set(v128.load32Splat(m)),
      scale.set(v128.load32Splat(m, 4)),
      rewind,
      sumG.set(f32x4.const(0)),
      sumGHat.set(f32x4.const(0)),
      when(weight, pass(true), pass(false)),
    ]),
  ];
}

/** Threads share columns, four at a time, so that each sum runs over all rows in one order. */
function weights(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, columns, x, dy, moments, dWeight, dBias] = k.args(7);
  const [begin, end, cut] = k.share(columns, 16);
  const [p, q, m, left, stride, at, rest] = f.i32s(7);
  const VECTORS = 4;
  const [sumW, sumB] = [f.v128s(VECTORS), f.v128s(VECTORS)];
  const [d, mean, scale] = f.v128s(3);
  const columnsOf = (vectors: number, store: Code): Code => [
    [...sumW.slice(0, vectors), ...sumB.slice(0, vectors)].map((s) => s.set(f32x4.const(0))),
    p.set(i32.add(x, i32.shl(at, 2))),
    q.set(i32.add(dy, i32.shl(at, 2))),
    m.set(moments),
    left.set(rows),
    f.repeat(left, [
      mean.set(v128.load32Splat(m)),
      scale.set(v128.load32Splat(m, 4)),
      Array.from({ length: vectors }, (_, u) => {
        const [w, b] = [sumW[u] as Local<'v128'>, sumB[u] as Local<'v128'>];
        return [
          d.set(v128.load(q, 16 * u)),
          b.set(f32x4.add(b, d)),
          w.set(k.madd(d, f32x4.mul(f32x4.sub(v128.load(p, 16 * u), mean), scale), w)),
        ];
      }),
      p.set(i32.add(p, stride)),
      q.set(i32.add(q, stride)),
      m.set(i32.add(m, 8)),
    ]),
    store,
  ];
  const [w0, b0] = [sumW[0] as Local<'v128'>, sumB[0] as Local<'v128'>];
  const place = (base: Local<'i32'>): Expr<'i32'> => i32.add(base, i32.shl(at, 2));
  return [
    stride.set(i32.shl(columns, 2)),
    cut,
    at.set(begin),
    f.for(begin, end, 16, (c) => [
      at.set(c),
      when(
        i32.le(i32.add(c, 16), columns),
        columnsOf(VECTORS, [
          sumW.map((w, u) => v128.store(place(dWeight), w, 16 * u)),
          sumB.map((b, u) => v128.store(place(dBias), b, 16 * u)),
        ]),
        f.for(c, columns, 4, (c4) => [
          at.set(c4),
          columnsOf(1, [
            rest.set(i32.sub(columns, c4)),
            [0, 1, 2, 3].map((lane) =>
              when(i32.gt(rest, lane), [
                v128.storeLane(place(dWeight), w0, lane, 4 * lane),
                v128.storeLane(place(dBias), b0, lane, 4 * lane),
              ]),
            ),
          ]),
        ]),
      ),
    ]),
  ];
}
