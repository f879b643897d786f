/** Four whole numbers in a vector. */
import {
  type Binary,
  Expr,
  type Shift,
  scratch,
  shift,
  simd,
  type Unary,
  unary,
  type V128,
  v,
  vv,
} from './expression.js';

export const lanes = (...lanes: readonly [number, number, number, number]): V128 =>
  new Expr('v128', [
    simd(0x0c),
    lanes.map((n) => {
      scratch.setInt32(0, n, true);
      return [0, 1, 2, 3].map((i) => scratch.getUint8(i));
    }),
  ]);
const constant = (n: number): V128 => {
  scratch.setInt32(0, n, true);
  const word = [0, 1, 2, 3].map((i) => scratch.getUint8(i));
  return new Expr('v128', [simd(0x0c), [word, word, word, word]]);
};
export const splat: Unary<'i32', 'v128'> = unary('i32', 'v128', simd(0x11));
export const lane = (x: V128, lane: number): Expr<'i32'> =>
  new Expr('i32', [x.code, simd(0x1b), lane]);
export const eq: Binary<'v128', 'v128'> = vv(0x37);
export const ne: Binary<'v128', 'v128'> = vv(0x38);
export const lt: Binary<'v128', 'v128'> = vv(0x39);
export const gt: Binary<'v128', 'v128'> = vv(0x3b);
export const le: Binary<'v128', 'v128'> = vv(0x3d);
export const abs: Unary<'v128', 'v128'> = v(0xa0);
export const neg: Unary<'v128', 'v128'> = v(0xa1);
export const shl: Shift = shift(0xab);
export const shr: Shift = shift(0xac);
export const shrU: Shift = shift(0xad);
export const add: Binary<'v128', 'v128'> = vv(0xae);
export const sub: Binary<'v128', 'v128'> = vv(0xb1);
export const mul: Binary<'v128', 'v128'> = vv(0xb5);
export const min: Binary<'v128', 'v128'> = vv(0xb6);
export const max: Binary<'v128', 'v128'> = vv(0xb8);
export const truncate: Unary<'v128', 'v128'> = v(0xf8);
/** 64-bit products of the low (or high) two unsigned lanes. */
export const mulWideLow: Binary<'v128', 'v128'> = vv(0xde);
export const mulWideHigh: Binary<'v128', 'v128'> = vv(0xdf);

export { constant as const };
