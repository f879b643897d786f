/** Vectors of 128 bits as such: memory, shuffles, bits. */
import {
  type Binary,
  type Code,
  codeOf,
  Expr,
  type I32,
  type Load,
  load as loadOp,
  type Store,
  simd,
  store as storeOp,
  unsigned,
  type V128,
  vv,
} from './expression.js';

export const load: Load<'v128'> = loadOp('v128', simd(0x00), 2);
export const load32Splat: Load<'v128'> = loadOp('v128', simd(0x09), 2);
export const load64Zero: Load<'v128'> = loadOp('v128', simd(0x5d), 2);
export const load32Zero: Load<'v128'> = loadOp('v128', simd(0x5c), 2);
export const store: Store<'v128'> = storeOp('v128', simd(0x0b), 2);
/** Stores one 32-bit lane. */
export const storeLane = (address: I32, value: V128, lane: number, offset = 0): Code => [
  codeOf('i32', address),
  value.code,
  simd(0x5a),
  2,
  unsigned(offset),
  lane,
];
/** Stores the low or high 64 bits. */
export const store64Lane = (address: I32, value: V128, lane: number, offset = 0): Code => [
  codeOf('i32', address),
  value.code,
  simd(0x5b),
  2,
  unsigned(offset),
  lane,
];
/** `into` with one 32-bit lane read from memory. */
export const loadLane = (address: I32, into: V128, lane: number, offset = 0): V128 =>
  new Expr('v128', [codeOf('i32', address), into.code, simd(0x56), 2, unsigned(offset), lane]);
/** Four 32-bit lanes picked from the eight of `x` and `y`. */
export const shuffle = (x: V128, y: V128, lanes: readonly number[]): V128 =>
  new Expr('v128', [
    x.code,
    y.code,
    simd(0x0d),
    lanes.flatMap((l) => [4 * l, 4 * l + 1, 4 * l + 2, 4 * l + 3]),
  ]);
export const and: Binary<'v128', 'v128'> = vv(0x4e);
export const andNot: Binary<'v128', 'v128'> = vv(0x4f);
export const or: Binary<'v128', 'v128'> = vv(0x50);
export const xor: Binary<'v128', 'v128'> = vv(0x51);
/** Bits of `x` where `mask` is one, of `y` where it is zero. */
export const select = (x: V128, y: V128, mask: V128): V128 =>
  new Expr('v128', [x.code, y.code, mask.code, simd(0x52)]);
