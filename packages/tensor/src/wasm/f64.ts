/** Single numbers of 64 bits. */
import {
  type Binary,
  binary,
  type Load,
  load as loadOp,
  type Store,
  store as storeOp,
  type Unary,
  unary,
} from './expression.js';

export const ne: Binary<'f64', 'i32'> = binary('f64', 'i32', 0x62);
export const lt: Binary<'f64', 'i32'> = binary('f64', 'i32', 0x63);
export const gt: Binary<'f64', 'i32'> = binary('f64', 'i32', 0x64);
export const min: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa4);
export const max: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa5);
export const promote: Unary<'f32', 'f64'> = unary('f32', 'f64', 0xbb);
export const add: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa0);
export const mul: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa2);
export const sub: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa1);
export const div: Binary<'f64', 'f64'> = binary('f64', 'f64', 0xa3);
export const sqrt: Unary<'f64', 'f64'> = unary('f64', 'f64', 0x9f);
export const load: Load<'f64'> = loadOp('f64', 0x2b, 3);
export const store: Store<'f64'> = storeOp('f64', 0x39, 3);
