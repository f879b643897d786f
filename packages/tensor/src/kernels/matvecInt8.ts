/**
 * y = x·Wᵀ (+ b) with W in whole numbers: row r of W is scale[r] · (n₁, n₂, …), each n from −127 to 127.
 *
 * x is rounded to 12 bits for the occasion, x ≈ step · (m₁, m₂, …) with step = max|x| / 2047, so that products of
 * whole numbers can be summed exactly and two at a time by the 16-bit dot product. What that rounding adds to the
 * error is small beside that of the 8-bit weights. A weight costs one byte of memory traffic instead of four.
 *
 * Rows are taken as in matvec.ts; those of W are padded with zeros to a multiple of 16 bytes.
 */

import { type Code, Expr, type Local, memoryFill, type V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { eachOutput, sumOfLanes } from './matvec.js';
import { rowOf } from './rows.js';

/** Products up to 127 · 2047, a quarter of a row in each 32-bit lane: room for 32,000 inputs. */
const X_MOST = 2047;

export const paddedTo16 = (n: number): number => Math.ceil(n / 16) * 16;

type V = Local<'v128'>;

/** (rows, inputs, outputs, bytes of a row of W, scratch, its bytes per thread, x, w, scales, bias or 0) → y. */
export function matvecInt8(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, inputs, outputs, bytes, space, spaceBytes, x, w, scales, bias, y] = k.args(11);
  const [m, p] = f.i32s(2);
  const [step, most, number] = f.v128s(3);
  const halves = f.v128s(2);
  const row = rowOf(k, inputs);
  // a row of zeros has no scale; any inverse serves it
  const inverse = v128.and(f32x4.div(f32x4.const(X_MOST), most), f32x4.gt(most, f32x4.const(0)));
  /** Writes m = round(x / step) as 16-bit numbers, the padding as zeros, and sets `step`. */
  const round: Code = [
    row.fold('max', most, [x], ({ at }) => f32x4.abs(at(0))),
    step.set(f32x4.mul(most, f32x4.const(1 / X_MOST))),
    most.set(inverse),
    memoryFill(m, 0, i32.shl(bytes, 1)),
    p.set(m),
    row.sweep([x], ({ at }) => [
      number.set(i32x4.truncate(f32x4.nearest(f32x4.mul(at(0), most)))),
      v128.store64Lane(p, narrow(number, number), 0),
      p.move(8),
    ]),
  ];
  return eachOutput(
    k,
    { rows, outputs, x, w, bias, y, bytes },
    (w, gather) => {
      const sums = f.v128s(w.length) as V[];
      const [load, scale] = gather(scales);
      return [
        [
          sums.map((sum) => sum.set(i32x4.const(0))),
          p.set(m),
          f.times(i32.shrU(bytes, 4), [
            halves.map((half, h) => half.set(v128.load(p, 16 * h))),
            w.map((at, r) => {
              const sum = sums[r] as V;
              return halves.map((half, h) =>
                sum.set(i32x4.add(sum, i32x4dot(load8x8(at, 8 * h), half))),
              );
            }),
            p.move(32),
            w.map((at) => at.move(16)),
          ]),
          load,
        ],
        f32x4.mul(f32x4.convert(sumOfLanes(i32x4.add, sums)), f32x4.mul(step, scale)),
      ];
    },
    x.set(i32.word(x, inputs)),
    [m.set(i32.add(space, i32.mul(spaceBytes, k.thread))), round],
  );
}

// Opcodes that this kernel alone uses.

/** Eight signed bytes, widened to 16 bits. */
const load8x8 = (address: Expr<'i32'>, offset: number): V128 =>
  new Expr('v128', [address.code, 0xfd, 0x01, 0, offset]);
/** Pairs of 16-bit products, summed to 32 bits. */
const i32x4dot = (x: V128, y: V128): V128 => new Expr('v128', [x.code, y.code, 0xfd, 0xba, 0x01]);
/** Eight 32-bit numbers as 16-bit ones, cut off at the ends of their range. */
const narrow = (x: V128, y: V128): V128 => new Expr('v128', [x.code, y.code, 0xfd, 0x85, 0x01]);
