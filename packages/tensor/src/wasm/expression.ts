/**
 * Expressions of WebAssembly as values: every builder takes expressions and returns one, so kernels read like the
 * formula they compute: `acc.set(f32x4.madd(a, b, acc))`. The operations of each type are a module of their own
 * (i32.ts, f32x4.ts, …), so that a bundler can shorten their names. Opcodes are those of the core specification with
 * SIMD, threads and relaxed SIMD.
 */

export type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Bytes of code, nested as they were built; flattened once at the end. */
export type Code = number | readonly Code[];

export class Expr<T extends Type> {
  readonly type: T;
  readonly code: Code;
  constructor(type: T, code: Code) {
    this.type = type;
    this.code = code;
  }
}

export class Local<T extends Type> extends Expr<T> {
  readonly index: number;
  constructor(type: T, index: number) {
    super(type, [0x20, unsigned(index)]);
    this.index = index;
  }
  set(value: Operand<T>): Code {
    return [codeOf(this.type, value), 0x21, unsigned(this.index)];
  }
  /** Adds to an integer. */
  move(this: Local<'i32'>, by: I32): Code {
    return this.set(new Expr('i32', [this.code, codeOf('i32', by), 0x6a]));
  }
  tee(value: Operand<T>): Expr<T> {
    return new Expr(this.type, [codeOf(this.type, value), 0x22, unsigned(this.index)]);
  }
}

/** A number stands for a constant of the wanted type; a v128 must be an expression. */
export type Operand<T extends Type> = Expr<T> | (T extends 'v128' ? never : number);
export type I32 = Operand<'i32'>;
export type V128 = Expr<'v128'>;

export function unsigned(n: number): number[] {
  const out: number[] = [];
  let rest = n;
  do {
    const low = rest & 127;
    rest >>>= 7;
    out.push(rest ? low | 128 : low);
  } while (rest);
  return out;
}

function signed(n: bigint): number[] {
  const out: number[] = [];
  let rest = n;
  for (;;) {
    const low = Number(rest & 127n);
    rest >>= 7n;
    if ((rest === 0n && !(low & 64)) || (rest === -1n && low & 64)) return [...out, low];
    out.push(low | 128);
  }
}

export const scratch: DataView = new DataView(new ArrayBuffer(8));

export function f32bytes(x: number): number[] {
  scratch.setFloat32(0, x, true);
  return [0, 1, 2, 3].map((i) => scratch.getUint8(i));
}

export function f64bytes(x: number): number[] {
  scratch.setFloat64(0, x, true);
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => scratch.getUint8(i));
}

export function codeOf<T extends Type>(type: T, x: Operand<T>): Code {
  if (x instanceof Expr) return x.code;
  const n = x as number;
  if (type === 'i32') return [0x41, signed(BigInt(n | 0))];
  if (type === 'i64') return [0x42, signed(BigInt(n))];
  return type === 'f32' ? [0x43, f32bytes(n)] : [0x44, f64bytes(n)];
}

export type Binary<A extends Type, R extends Type> = (x: Operand<A>, y: Operand<A>) => Expr<R>;
export type Unary<A extends Type, R extends Type> = (x: Operand<A>) => Expr<R>;
export type Load<R extends Type> = (address: I32, offset?: number) => Expr<R>;
export type Store<A extends Type> = (address: I32, value: Operand<A>, offset?: number) => Code;

export const binary =
  <A extends Type, R extends Type>(a: A, r: R, op: Code): Binary<A, R> =>
  (x, y) =>
    new Expr(r, [codeOf(a, x), codeOf(a, y), op]);
export const unary =
  <A extends Type, R extends Type>(a: A, r: R, op: Code): Unary<A, R> =>
  (x) =>
    new Expr(r, [codeOf(a, x), op]);
export const load =
  <R extends Type>(r: R, op: Code, align: number): Load<R> =>
  (address, offset = 0) =>
    new Expr(r, [codeOf('i32', address), op, align, unsigned(offset)]);
export const store =
  <A extends Type>(a: A, op: Code, align: number): Store<A> =>
  (address, value, offset = 0) => [
    codeOf('i32', address),
    codeOf(a, value),
    op,
    align,
    unsigned(offset),
  ];

export const simd = (op: number): Code => [0xfd, unsigned(op)];
export const atomic = (op: number): Code => [0xfe, op];

export type Shift = (x: V128, n: I32) => V128;
export type Ternary = (x: V128, y: V128, z: V128) => V128;

export const shift =
  (op: number): Shift =>
  (x, n) =>
    new Expr('v128', [x.code, codeOf('i32', n), simd(op)]);
export const ternary =
  (op: number): Ternary =>
  (x, y, z) =>
    new Expr('v128', [x.code, y.code, z.code, simd(op)]);
export const i32i32 = (op: number): Binary<'i32', 'i32'> => binary('i32', 'i32', op);
export const f32f32 = (op: number): Binary<'f32', 'f32'> => binary('f32', 'f32', op);
export const vv = (op: number): Binary<'v128', 'v128'> => binary('v128', 'v128', simd(op));
export const v = (op: number): Unary<'v128', 'v128'> => unary('v128', 'v128', simd(op));

/** `condition ? x : y`, both evaluated. */
export function select<T extends Type>(x: Expr<T>, y: Operand<T>, condition: I32): Expr<T> {
  return new Expr(x.type, [x.code, codeOf(x.type, y), codeOf('i32', condition), 0x1b]);
}

export const block = (body: Code): Code => [0x02, 0x40, body, 0x0b];
export const loop = (body: Code): Code => [0x03, 0x40, body, 0x0b];
export const branch = (depth: number): Code => [0x0c, unsigned(depth)];
export const branchIf = (depth: number, condition: I32): Code => [
  codeOf('i32', condition),
  0x0d,
  unsigned(depth),
];
export const when = (condition: I32, then: Code, otherwise?: Code): Code => [
  codeOf('i32', condition),
  0x04,
  0x40,
  then,
  otherwise === undefined ? [] : [0x05, otherwise],
  0x0b,
];
export const drop = (x: Expr<Type>): Code => [x.code, 0x1a];
export const memoryFill = (to: I32, value: I32, bytes: I32): Code => [
  codeOf('i32', to),
  codeOf('i32', value),
  codeOf('i32', bytes),
  0xfc,
  0x0b,
  0,
];
export const memoryCopy = (to: I32, from: I32, bytes: I32): Code => [
  codeOf('i32', to),
  codeOf('i32', from),
  codeOf('i32', bytes),
  0xfc,
  0x0a,
  0,
  0,
];
