/** Two doubles in a vector. */
import { type Binary, Expr, f64bytes, simd, type Unary, type V128, v, vv } from './expression.js';

const constant = (x: number): V128 => new Expr('v128', [simd(0x0c), [f64bytes(x), f64bytes(x)]]);
export const convertLow: Unary<'v128', 'v128'> = v(0xfe);
export const nearest: Unary<'v128', 'v128'> = v(0x94);
export const add: Binary<'v128', 'v128'> = vv(0xf0);
export const sub: Binary<'v128', 'v128'> = vv(0xf1);
export const mul: Binary<'v128', 'v128'> = vv(0xf2);
export const min: Binary<'v128', 'v128'> = vv(0xf4);
export const max: Binary<'v128', 'v128'> = vv(0xf5);
export const lane = (x: V128, lane: number): Expr<'f64'> =>
  new Expr('f64', [x.code, simd(0x21), lane]);
export const truncToI32: Unary<'v128', 'v128'> = v(0xfc);

export { constant as const };
