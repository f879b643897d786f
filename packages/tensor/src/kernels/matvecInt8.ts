/**
 * y = x·Wᵀ (+ b) with W in whole numbers: row r of W is scale[r] · (n₁, n₂, …), each n from −127 to 127.
 *
 * x is rounded to 12 bits for the occasion, x ≈ step · (m₁, m₂, …) with step = max|x| / 2047, so that products of
 * whole numbers can be summed exactly and two at a time by the 16-bit dot product. What that rounding adds to the
 * error is small beside that of the 8-bit weights. A weight costs one byte of memory traffic instead of four.
 *
 * Four rows are multiplied at once, one from each quarter of W: a processor fetches ahead in every page that is read
 * front to back, so four places far apart come faster from memory than one, or than four within a page. Rows of W are
 * padded with zeros to a multiple of 16 bytes.
 */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, Expr, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

/** Products up to 127 · 2047, a quarter of a row in each 32-bit lane: room for 32,000 inputs. */
const X_MOST = 2047;

export function matvecInt8(
  engine: Engine,
  { rows, inputs, outputs }: { rows: number; inputs: number; outputs: number },
  at: { x: number; w: number; scale: number; bias: number; y: number },
  { reads, writes }: { reads: readonly Span[]; writes: readonly Span[] },
): void {
  const kernel = engine.kernel('matvecInt8', body);
  const bytes = 2 * paddedTo16(inputs) + 64;
  const workspace = engine.workspace(bytes);
  engine.launch(
    kernel,
    [
      rows,
      inputs,
      outputs,
      paddedTo16(inputs),
      at.x,
      at.w,
      at.scale,
      at.bias,
      at.y,
      workspace,
      bytes,
    ],
    reads,
    writes,
  );
}

export const paddedTo16 = (n: number): number => Math.ceil(n / 16) * 16;

type I = Local<'i32'>;
type V = Local<'v128'>;

function body(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, inputs, outputs, bytes, x0, w0, scales, bias, y0, space, spaceBytes] = k.args(11);
  const [begin, end, cut] = k.share(outputs, 16);
  const [x, y, m, p, quarter, row, left] = f.i32s(7);
  const [step, result, scale, shift] = f.v128s(4);

  /** A product of m with rows of W at `w`, which each go on to their next row, and its numbers to `out` in y. */
  const product = (w: readonly I[], out: readonly I[]): Code => {
    const sums = f.v128s(w.length) as V[];
    const halves = f.v128s(2);
    const gather = (into: V, from: I) =>
      out.map((at, r) => into.set(v128.loadLane(i32.add(from, at), into, r)));
    return [
      sums.map((sum) => sum.set(i32x4.const(0))),
      p.set(m),
      left.set(i32.shrU(bytes, 4)),
      f.repeat(left, [
        halves.map((half, h) => half.set(v128.load(p, 16 * h))),
        w.map((at, r) => {
          const sum = sums[r] as V;
          return halves.map((half, h) =>
            sum.set(i32x4.add(sum, i32x4dot(load8x8(at, 8 * h), half))),
          );
        }),
        p.set(i32.add(p, 32)),
        w.map((at) => at.set(i32.add(at, 16))),
      ]),
      gather(scale, scales),
      result.set(f32x4.mul(f32x4.convert(sumOfLanes(sums)), f32x4.mul(step, scale))),
      when(bias, [gather(shift, bias), result.set(f32x4.add(result, shift))]),
      out.map((at, r) => [v128.storeLane(i32.add(y, at), result, r), at.set(i32.add(at, 4))]),
    ];
  };
  const [w, out] = [f.i32s(4), f.i32s(4)];
  const four = product(w, out);
  const one = product(w.slice(0, 1), out.slice(0, 1));
  /** Lets the r-th of the four begin at `row`. */
  const start = (r: number): Code => [
    (w[r] as I).set(i32.add(w0, i32.mul(row, bytes))),
    (out[r] as I).set(i32.shl(row, 2)),
  ];
  return [
    cut,
    quarter.set(i32.shrU(i32.sub(end, begin), 2)),
    x.set(x0),
    y.set(y0),
    m.set(i32.add(space, i32.mul(spaceBytes, k.thread))),
    f.repeat(rows, [
      round(k, { x, m, inputs, bytes, step }),
      row.set(begin),
      w.map((_, r) => [start(r), row.set(i32.add(row, quarter))]),
      f.for(0, quarter, 1, () => four),
      start(0),
      f.for(row, end, 1, () => one),
      x.set(i32.add(x, i32.shl(inputs, 2))),
      y.set(i32.add(y, i32.shl(outputs, 2))),
    ]),
  ];
}

/** Writes m = round(x / step) as 16-bit numbers and sets `step`; the padding is zero. */
function round(k: KernelBuilder, a: { x: I; m: I; inputs: I; bytes: I; step: V }): Code {
  const { f } = k;
  const [p, to, left] = f.i32s(3) as [I, I, I];
  const [most, inverse, low, high] = f.v128s(4) as [V, V, V, V];
  const number = f.local('f32');
  const nearest = (v: V128) => i32x4.truncate(f32x4.nearest(f32x4.mul(v, inverse)));
  return [
    p.set(a.x),
    most.set(f32x4.const(0)),
    left.set(i32.shrU(a.inputs, 2)),
    f.repeat(left, [most.set(f32x4.max(most, f32x4.abs(v128.load(p)))), p.set(i32.add(p, 16))]),
    left.set(i32.and(a.inputs, 3)),
    f.repeat(left, [
      most.set(f32x4.max(most, f32x4.abs(v128.load32Zero(p)))),
      p.set(i32.add(p, 4)),
    ]),
    most.set(f32x4.max(most, v128.shuffle(most, most, [2, 3, 0, 1]))),
    most.set(f32x4.max(most, v128.shuffle(most, most, [1, 0, 3, 2]))),
    a.step.set(f32x4.mul(most, f32x4.const(1 / X_MOST))),
    // a row of zeros has no scale; any inverse serves it
    inverse.set(
      v128.select(
        f32x4.div(f32x4.const(X_MOST), most),
        f32x4.const(0),
        f32x4.gt(most, f32x4.const(0)),
      ),
    ),
    p.set(a.x),
    to.set(a.m),
    left.set(i32.shrU(a.inputs, 3)),
    f.repeat(left, [
      low.set(nearest(v128.load(p))),
      high.set(nearest(v128.load(p, 16))),
      v128.store(to, narrow(low, high)),
      p.set(i32.add(p, 32)),
      to.set(i32.add(to, 16)),
    ]),
    left.set(i32.and(a.inputs, 7)),
    f.repeat(left, [
      number.set(f32x4.lane(f32x4.nearest(f32x4.mul(v128.load32Zero(p), inverse)), 0)),
      store16(to, i32x4.lane(i32x4.truncate(f32x4.splat(number)), 0)),
      p.set(i32.add(p, 4)),
      to.set(i32.add(to, 2)),
    ]),
    f.for(a.inputs, a.bytes, 1, () => [store16(to, i32.const(0)), to.set(i32.add(to, 2))]),
  ];
}

/** Lane r holds the sum of the lanes of vector r (the low lane alone, of one vector). */
function sumOfLanes(sums: readonly V[]): V128 {
  const [a, b, c, d] = sums as [V, V, V, V];
  if (sums.length === 1) {
    const half = i32x4.add(a, v128.shuffle(a, a, [2, 3, 0, 1]));
    return i32x4.add(half, v128.shuffle(half, half, [1, 0, 3, 2]));
  }
  const pairs = (p: V128, q: V128) =>
    i32x4.add(v128.shuffle(p, q, [0, 4, 2, 6]), v128.shuffle(p, q, [1, 5, 3, 7]));
  const [ab, cd] = [pairs(a, b), pairs(c, d)];
  return i32x4.add(v128.shuffle(ab, cd, [0, 1, 4, 5]), v128.shuffle(ab, cd, [2, 3, 6, 7]));
}

// Opcodes that this kernel alone uses.

const uleb = (n: number): Code => (n < 128 ? n : [(n & 127) | 128, n >> 7]);

/** Eight signed bytes, widened to 16 bits. */
const load8x8 = (address: Expr<'i32'>, offset: number): V128 =>
  new Expr('v128', [address.code, 0xfd, 0x01, 0, uleb(offset)]);
/** Pairs of 16-bit products, summed to 32 bits. */
const i32x4dot = (x: V128, y: V128): V128 => new Expr('v128', [x.code, y.code, 0xfd, 0xba, 0x01]);
/** Eight 32-bit numbers as 16-bit ones, cut off at the ends of their range. */
const narrow = (x: V128, y: V128): V128 => new Expr('v128', [x.code, y.code, 0xfd, 0x85, 0x01]);
const store16 = (address: Expr<'i32'>, value: Expr<'i32'>): Code => [
  address.code,
  value.code,
  0x3b,
  0,
  0,
];
