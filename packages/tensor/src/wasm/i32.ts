/** Whole numbers of 32 bits, and atomic access to them. */
import {
  atomic,
  type Binary,
  select as choose,
  codeOf,
  Expr,
  type I32,
  i32i32,
  type Load,
  load as loadOp,
  type Store,
  store as storeOp,
  type Unary,
  unary,
  unsigned,
} from './expression.js';

const constant = (n: I32): Expr<'i32'> => new Expr('i32', codeOf('i32', n));
export const eqz: Unary<'i32', 'i32'> = unary('i32', 'i32', 0x45);
export const eq: Binary<'i32', 'i32'> = i32i32(0x46);
export const ne: Binary<'i32', 'i32'> = i32i32(0x47);
export const lt: Binary<'i32', 'i32'> = i32i32(0x48);
export const ltU: Binary<'i32', 'i32'> = i32i32(0x49);
export const gt: Binary<'i32', 'i32'> = i32i32(0x4a);
export const le: Binary<'i32', 'i32'> = i32i32(0x4c);
export const ge: Binary<'i32', 'i32'> = i32i32(0x4e);
export const geU: Binary<'i32', 'i32'> = i32i32(0x4f);
export const add: Binary<'i32', 'i32'> = i32i32(0x6a);
export const sub: Binary<'i32', 'i32'> = i32i32(0x6b);
export const mul: Binary<'i32', 'i32'> = i32i32(0x6c);
export const divU: Binary<'i32', 'i32'> = i32i32(0x6e);
export const remU: Binary<'i32', 'i32'> = i32i32(0x70);
export const and: Binary<'i32', 'i32'> = i32i32(0x71);
export const or: Binary<'i32', 'i32'> = i32i32(0x72);
export const shl: Binary<'i32', 'i32'> = i32i32(0x74);
export const shrU: Binary<'i32', 'i32'> = i32i32(0x76);
export const load: Load<'i32'> = loadOp('i32', 0x28, 2);
export const store: Store<'i32'> = storeOp('i32', 0x36, 2);
/** The address of 32-bit number `index` behind `base`. */
export const word = (base: I32, index: I32): Expr<'i32'> => add(base, shl(index, 2));
export const max: Binary<'i32', 'i32'> = (x, y) => choose(constant(x), y, gt(x, y));
export const min: Binary<'i32', 'i32'> = (x, y) => choose(constant(x), y, lt(x, y));
export const atomicLoad: Load<'i32'> = loadOp('i32', atomic(0x10), 2);
export const atomicStore: Store<'i32'> = storeOp('i32', atomic(0x17), 2);
export const atomicAdd = (address: I32, n: I32, offset = 0): Expr<'i32'> =>
  new Expr('i32', [codeOf('i32', address), codeOf('i32', n), atomic(0x1e), 2, unsigned(offset)]);
/** Sleeps while the word at `address` still holds `expected`, at most `nanoseconds`. */
export const wait = (address: I32, expected: I32, nanoseconds: number): Expr<'i32'> =>
  new Expr('i32', [
    codeOf('i32', address),
    codeOf('i32', expected),
    codeOf('i64', nanoseconds),
    atomic(0x01),
    2,
    0,
  ]);
export const notify = (address: I32, count: I32): Expr<'i32'> =>
  new Expr('i32', [codeOf('i32', address), codeOf('i32', count), atomic(0x00), 2, 0]);

export { constant as const };
