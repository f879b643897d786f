/** Layer and root-mean-square normalisation over rows, for float32. Formulas: ops/normalize.ts. */

import { type Code, type I32, type Local, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { joinLanes } from './reduce.js';
import { eachRow } from './rows.js';

type V = Local<'v128'>;

/** (rows, columns, 1/columns, ε, x, weight, bias) → y, moments [rows, 2]; weight and bias may be 0. */
export function normalizeRows(k: KernelBuilder, centered: boolean): Code {
  const [inverse, epsilon] = [k.scalar(2), k.scalar(3)];
  const [x, weight, bias, y, moments] = k.args(5, 4);
  const [mean, scale, hat, d] = k.f.v128s(4);
  return eachRow(k, (row, start, r) => {
    const from = i32.add(x, start);
    const place = i32.word(moments, i32.shl(r, 1));
    const finish = (...more: readonly Local<'i32'>[]): Code =>
      row.sweep([from, i32.add(y, start), ...more], ({ at, put }) => [
        hat.set(f32x4.mul(f32x4.sub(at(0), mean), scale)),
        more.map((w, i) => hat.set((w === weight ? f32x4.mul : f32x4.add)(hat, at(2 + i)))),
        put(1, hat),
      ]);
    return [
      mean.set(f32x4.const(0)),
      centered
        ? [row.sweep([from], ({ at }) => mean.set(f32x4.add(mean, at(0)))), average(mean, inverse)]
        : [],
      scale.set(f32x4.const(0)),
      row.sweep([from], ({ at, keep }) => [
        d.set(keep(f32x4.sub(at(0), mean))),
        scale.set(k.madd(d, d, scale)),
      ]),
      average(scale, inverse),
      scale.set(f32x4.splat(f32.div(1, f32.sqrt(f32.add(f32x4.lane(scale, 0), epsilon))))),
      f32.store(place, f32x4.lane(mean, 0)),
      f32.store(place, f32x4.lane(scale, 0), 4),
      when(
        weight,
        when(bias, finish(weight, bias), finish(weight)),
        when(bias, finish(bias), finish()),
      ),
    ];
  });
}

/** The mean of what lies in the lanes of `sum`, in each of them. */
const average = (sum: V, inverse: Local<'f32'>): Code =>
  sum.set(f32x4.splat(f32.mul(joinLanes('sum', [sum]), inverse)));

/** (rows, columns, 1/columns, x, dy, moments, weight or 0) → dx. */
export function normalizeVjp(k: KernelBuilder, centered: boolean): Code {
  const inverse = k.scalar(2);
  const [x, dy, moments, weight, dx] = k.args(5, 3);
  const [mean, scale, g, hat, sumG, sumGHat] = k.f.v128s(6);
  return eachRow(k, (row, start, r) => {
    const pass = (...more: readonly Local<'i32'>[]): Code => {
      const all = [...[x, dy, dx].map((base) => i32.add(base, start)), ...more];
      const read = (at: (i: number) => V128): Code => [
        hat.set(f32x4.mul(f32x4.sub(at(0), mean), scale)),
        g.set(more.length ? f32x4.mul(at(1), at(3)) : at(1)),
      ];
      return [
        row.sweep(all, ({ at, keep }) => [
          read(at),
          g.set(keep(g)),
          centered ? sumG.set(f32x4.add(sumG, g)) : [],
          sumGHat.set(k.madd(g, hat, sumGHat)),
        ]),
        centered ? average(sumG, inverse) : [],
        average(sumGHat, inverse),
        row.sweep(all, ({ at, put }) => [
          read(at),
          g.set(centered ? f32x4.sub(g, sumG) : g),
          put(2, f32x4.mul(scale, f32x4.sub(g, f32x4.mul(hat, sumGHat)))),
        ]),
      ];
    };
    const place = i32.word(moments, i32.shl(r, 1));
    return [
      mean.set(v128.load32Splat(place)),
      scale.set(v128.load32Splat(place, 4)),
      sumG.set(f32x4.const(0)),
      sumGHat.set(f32x4.const(0)),
      when(weight, pass(weight), pass()),
    ];
  });
}

/**
 * (rows, columns, x, dy, moments) → dweight = Σ dy·x̂ and dbias = Σ dy over rows. Threads share columns, four at a time,
 * so that each sum runs over all rows in one order.
 */
export function normalizeWeights(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, columns, x, dy, moments, dWeight, dBias] = k.args(7);
  const [begin, end, cut] = k.share(columns, 16);
  const [p, q, m, stride, at, rest] = f.i32s(6);
  const VECTORS = 4;
  const [sumW, sumB] = [f.v128s(VECTORS), f.v128s(VECTORS)];
  const [d, mean, scale] = f.v128s(3);
  const columnsOf = (vectors: number, store: Code): Code => [
    [...sumW.slice(0, vectors), ...sumB.slice(0, vectors)].map((s) => s.set(f32x4.const(0))),
    p.set(i32.word(x, at)),
    q.set(i32.word(dy, at)),
    m.set(moments),
    f.times(rows, [
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
      p.move(stride),
      q.move(stride),
      m.move(8),
    ]),
    store,
  ];
  const [w0, b0] = [sumW[0] as Local<'v128'>, sumB[0] as Local<'v128'>];
  const place = (base: Local<'i32'>): I32 => i32.word(base, at);
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
