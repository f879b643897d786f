/** Single numbers of 32 bits. */
import {
  type Binary,
  binary,
  f32f32,
  type Load,
  load as loadOp,
  type Store,
  store as storeOp,
  type Unary,
  unary,
} from './expression.js';

const f32i32 = (op: number): Binary<'f32', 'i32'> => binary('f32', 'i32', op);
export const ne: Binary<'f32', 'i32'> = f32i32(0x5c);
export const lt: Binary<'f32', 'i32'> = f32i32(0x5d);
export const gt: Binary<'f32', 'i32'> = f32i32(0x5e);
export const sqrt: Unary<'f32', 'f32'> = unary('f32', 'f32', 0x91);
export const add: Binary<'f32', 'f32'> = f32f32(0x92);
export const sub: Binary<'f32', 'f32'> = f32f32(0x93);
export const mul: Binary<'f32', 'f32'> = f32f32(0x94);
export const div: Binary<'f32', 'f32'> = f32f32(0x95);
export const min: Binary<'f32', 'f32'> = f32f32(0x96);
export const max: Binary<'f32', 'f32'> = f32f32(0x97);
export const load: Load<'f32'> = loadOp('f32', 0x2a, 2);
export const store: Store<'f32'> = storeOp('f32', 0x38, 2);
export const convert: Unary<'i32', 'f32'> = unary('i32', 'f32', 0xb2);
export const demote: Unary<'f64', 'f32'> = unary('f64', 'f32', 0xb6);
