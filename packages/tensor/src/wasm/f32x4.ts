/** Four floats in a vector. */
import {
  type Binary,
  Expr,
  f32bytes,
  simd,
  type Ternary,
  ternary,
  type Unary,
  unary,
  type V128,
  v,
  vv,
} from './expression.js';

const constant = (x: number): V128 =>
  new Expr('v128', [simd(0x0c), [1, 2, 3, 4].map(() => f32bytes(x))]);
export const splat: Unary<'f32', 'v128'> = unary('f32', 'v128', simd(0x13));
export const lane = (x: V128, lane: number): Expr<'f32'> =>
  new Expr('f32', [x.code, simd(0x1f), lane]);
export const eq: Binary<'v128', 'v128'> = vv(0x41);
export const lt: Binary<'v128', 'v128'> = vv(0x43);
export const gt: Binary<'v128', 'v128'> = vv(0x44);
export const le: Binary<'v128', 'v128'> = vv(0x45);
export const ge: Binary<'v128', 'v128'> = vv(0x46);
export const floor: Unary<'v128', 'v128'> = v(0x68);
export const nearest: Unary<'v128', 'v128'> = v(0x6a);
export const abs: Unary<'v128', 'v128'> = v(0xe0);
export const neg: Unary<'v128', 'v128'> = v(0xe1);
export const sqrt: Unary<'v128', 'v128'> = v(0xe3);
export const add: Binary<'v128', 'v128'> = vv(0xe4);
export const sub: Binary<'v128', 'v128'> = vv(0xe5);
export const mul: Binary<'v128', 'v128'> = vv(0xe6);
export const div: Binary<'v128', 'v128'> = vv(0xe7);
export const min: Binary<'v128', 'v128'> = vv(0xe8);
export const max: Binary<'v128', 'v128'> = vv(0xe9);
export const convert: Unary<'v128', 'v128'> = v(0xfa);
export const demote: Unary<'v128', 'v128'> = v(0x5e);
/** x·y + z, rounded once or twice as the machine does fastest (relaxed SIMD). */
export const madd: Ternary = ternary(0x105);

export { constant as const };
