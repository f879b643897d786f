/**
 * A WebAssembly assembler in which an expression is a value.
 *
 * Every builder takes expressions and returns one, so kernels read like the formula they compute:
 * `acc.set(f32x4.madd(a, b, acc))`. Nothing is a stack machine until `Module.bytes()` flattens the
 * tree. Opcodes are those of the core specification with SIMD, threads and relaxed SIMD.
 */

export type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Bytes of code, nested as they were built; flattened once at the end. */
export type Code = number | readonly Code[];

const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

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
  tee(value: Operand<T>): Expr<T> {
    return new Expr(this.type, [codeOf(this.type, value), 0x22, unsigned(this.index)]);
  }
}

/** A number stands for a constant of the wanted type; a v128 must be an expression. */
export type Operand<T extends Type> = Expr<T> | (T extends 'v128' ? never : number);
export type I32 = Operand<'i32'>;
export type V128 = Expr<'v128'>;

function unsigned(n: number): number[] {
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

const scratch = new DataView(new ArrayBuffer(8));

function f32bytes(x: number): number[] {
  scratch.setFloat32(0, x, true);
  return [0, 1, 2, 3].map((i) => scratch.getUint8(i));
}

function f64bytes(x: number): number[] {
  scratch.setFloat64(0, x, true);
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => scratch.getUint8(i));
}

function codeOf<T extends Type>(type: T, x: Operand<T>): Code {
  if (x instanceof Expr) return x.code;
  const n = x as number;
  if (type === 'i32') return [0x41, signed(BigInt(n | 0))];
  if (type === 'i64') return [0x42, signed(BigInt(n))];
  return type === 'f32' ? [0x43, f32bytes(n)] : [0x44, f64bytes(n)];
}

type Binary<A extends Type, R extends Type> = (x: Operand<A>, y: Operand<A>) => Expr<R>;
type Unary<A extends Type, R extends Type> = (x: Operand<A>) => Expr<R>;
type Load<R extends Type> = (address: I32, offset?: number) => Expr<R>;
type Store<A extends Type> = (address: I32, value: Operand<A>, offset?: number) => Code;

const binary =
  <A extends Type, R extends Type>(a: A, r: R, op: Code): Binary<A, R> =>
  (x, y) =>
    new Expr(r, [codeOf(a, x), codeOf(a, y), op]);
const unary =
  <A extends Type, R extends Type>(a: A, r: R, op: Code): Unary<A, R> =>
  (x) =>
    new Expr(r, [codeOf(a, x), op]);
const load =
  <R extends Type>(r: R, op: Code, align: number): Load<R> =>
  (address, offset = 0) =>
    new Expr(r, [codeOf('i32', address), op, align, unsigned(offset)]);
const store =
  <A extends Type>(a: A, op: Code, align: number): Store<A> =>
  (address, value, offset = 0) => [
    codeOf('i32', address),
    codeOf(a, value),
    op,
    align,
    unsigned(offset),
  ];

const simd = (op: number): Code => [0xfd, unsigned(op)];
const atomic = (op: number): Code => [0xfe, op];

type Shift = (x: V128, n: I32) => V128;
type Ternary = (x: V128, y: V128, z: V128) => V128;
/** Several names of one kind. */
type Named<K extends string, F> = { readonly [N in K]: F };

const shift =
  (op: number): Shift =>
  (x, n) =>
    new Expr('v128', [x.code, codeOf('i32', n), simd(op)]);
const ternary =
  (op: number): Ternary =>
  (x, y, z) =>
    new Expr('v128', [x.code, y.code, z.code, simd(op)]);
const i32i32 = (op: number): Binary<'i32', 'i32'> => binary('i32', 'i32', op);
const f32f32 = (op: number): Binary<'f32', 'f32'> => binary('f32', 'f32', op);
const f32i32 = (op: number): Binary<'f32', 'i32'> => binary('f32', 'i32', op);
const vv = (op: number): Binary<'v128', 'v128'> => binary('v128', 'v128', simd(op));
const v = (op: number): Unary<'v128', 'v128'> => unary('v128', 'v128', simd(op));

export const i32: {
  readonly const: (n: number) => Expr<'i32'>;
  readonly eqz: Unary<'i32', 'i32'>;
  readonly reinterpret: Unary<'f32', 'i32'>;
  readonly min: (x: Expr<'i32'>, y: Operand<'i32'>) => Expr<'i32'>;
  readonly atomicAdd: (address: I32, n: I32, offset?: number) => Expr<'i32'>;
  readonly wait: (address: I32, expected: I32, nanoseconds: number) => Expr<'i32'>;
  readonly notify: (address: I32, count: I32) => Expr<'i32'>;
} & Named<
  | 'eq'
  | 'ne'
  | 'lt'
  | 'ltU'
  | 'gt'
  | 'le'
  | 'ge'
  | 'geU'
  | 'add'
  | 'sub'
  | 'mul'
  | 'divU'
  | 'remU'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shrU',
  Binary<'i32', 'i32'>
> &
  Named<'load' | 'atomicLoad', Load<'i32'>> &
  Named<'store' | 'atomicStore', Store<'i32'>> = {
  const: (n: number): Expr<'i32'> => new Expr('i32', codeOf('i32', n)),
  eqz: unary('i32', 'i32', 0x45),
  eq: i32i32(0x46),
  ne: i32i32(0x47),
  lt: i32i32(0x48),
  ltU: i32i32(0x49),
  gt: i32i32(0x4a),
  le: i32i32(0x4c),
  ge: i32i32(0x4e),
  geU: i32i32(0x4f),
  add: i32i32(0x6a),
  sub: i32i32(0x6b),
  mul: i32i32(0x6c),
  divU: i32i32(0x6e),
  remU: i32i32(0x70),
  and: i32i32(0x71),
  or: i32i32(0x72),
  xor: i32i32(0x73),
  shl: i32i32(0x74),
  shrU: i32i32(0x76),
  load: load('i32', 0x28, 2),
  store: store('i32', 0x36, 2),
  reinterpret: unary('f32', 'i32', 0xbc),
  min: (x: Expr<'i32'>, y: Operand<'i32'>): Expr<'i32'> => select(x, y, i32.lt(x, y)),
  atomicLoad: load('i32', atomic(0x10), 2),
  atomicStore: store('i32', atomic(0x17), 2),
  atomicAdd: (address: I32, n: I32, offset = 0): Expr<'i32'> =>
    new Expr('i32', [codeOf('i32', address), codeOf('i32', n), atomic(0x1e), 2, unsigned(offset)]),
  /** Sleeps while the word at `address` still holds `expected`, at most `nanoseconds`. */
  wait: (address: I32, expected: I32, nanoseconds: number): Expr<'i32'> =>
    new Expr('i32', [
      codeOf('i32', address),
      codeOf('i32', expected),
      codeOf('i64', nanoseconds),
      atomic(0x01),
      2,
      0,
    ]),
  notify: (address: I32, count: I32): Expr<'i32'> =>
    new Expr('i32', [codeOf('i32', address), codeOf('i32', count), atomic(0x00), 2, 0]),
};

export const f32: {
  readonly const: (n: number) => Expr<'f32'>;
  readonly load: Load<'f32'>;
  readonly store: Store<'f32'>;
  readonly demote: Unary<'f64', 'f32'>;
} & Named<'eq' | 'ne' | 'lt' | 'gt', Binary<'f32', 'i32'>> &
  Named<'abs' | 'sqrt', Unary<'f32', 'f32'>> &
  Named<'add' | 'sub' | 'mul' | 'div' | 'min' | 'max', Binary<'f32', 'f32'>> &
  Named<'convert' | 'reinterpret', Unary<'i32', 'f32'>> = {
  const: (n: number): Expr<'f32'> => new Expr('f32', codeOf('f32', n)),
  eq: f32i32(0x5b),
  ne: f32i32(0x5c),
  lt: f32i32(0x5d),
  gt: f32i32(0x5e),
  abs: unary('f32', 'f32', 0x8b),
  sqrt: unary('f32', 'f32', 0x91),
  add: f32f32(0x92),
  sub: f32f32(0x93),
  mul: f32f32(0x94),
  div: f32f32(0x95),
  min: f32f32(0x96),
  max: f32f32(0x97),
  load: load('f32', 0x2a, 2),
  store: store('f32', 0x38, 2),
  convert: unary('i32', 'f32', 0xb2),
  demote: unary('f64', 'f32', 0xb6),
  reinterpret: unary('i32', 'f32', 0xbe),
};

export const f64: {
  readonly promote: Unary<'f32', 'f64'>;
  readonly load: Load<'f64'>;
  readonly store: Store<'f64'>;
  readonly sqrt: Unary<'f64', 'f64'>;
} & Named<'add' | 'sub' | 'mul' | 'div', Binary<'f64', 'f64'>> = {
  add: binary('f64', 'f64', 0xa0),
  mul: binary('f64', 'f64', 0xa2),
  sub: binary('f64', 'f64', 0xa1),
  div: binary('f64', 'f64', 0xa3),
  sqrt: unary('f64', 'f64', 0x9f),
  load: load('f64', 0x2b, 3),
  store: store('f64', 0x39, 3),
  promote: unary('f32', 'f64', 0xbb),
};

export const v128: {
  readonly store: Store<'v128'>;
  readonly loadLane: (address: I32, into: V128, lane: number, offset?: number) => V128;
  readonly shuffle: (x: V128, y: V128, lanes: readonly number[]) => V128;
  readonly not: Unary<'v128', 'v128'>;
  readonly anyTrue: Unary<'v128', 'i32'>;
  readonly select: (x: V128, y: V128, mask: V128) => V128;
} & Named<'load' | 'load32Splat' | 'load64Zero' | 'load32Zero', Load<'v128'>> &
  Named<
    'storeLane' | 'store64Lane',
    (address: I32, value: V128, lane: number, offset?: number) => Code
  > &
  Named<'and' | 'andNot' | 'or' | 'xor', Binary<'v128', 'v128'>> = {
  load: load('v128', simd(0x00), 2),
  load32Splat: load('v128', simd(0x09), 2),
  load64Zero: load('v128', simd(0x5d), 2),
  load32Zero: load('v128', simd(0x5c), 2),
  store: store('v128', simd(0x0b), 2),
  /** Stores one 32-bit lane. */
  storeLane: (address: I32, value: V128, lane: number, offset = 0): Code => [
    codeOf('i32', address),
    value.code,
    simd(0x5a),
    2,
    unsigned(offset),
    lane,
  ],
  /** Stores the low or high 64 bits. */
  store64Lane: (address: I32, value: V128, lane: number, offset = 0): Code => [
    codeOf('i32', address),
    value.code,
    simd(0x5b),
    2,
    unsigned(offset),
    lane,
  ],
  /** `into` with one 32-bit lane read from memory. */
  loadLane: (address: I32, into: V128, lane: number, offset = 0): V128 =>
    new Expr('v128', [codeOf('i32', address), into.code, simd(0x56), 2, unsigned(offset), lane]),
  /** Four 32-bit lanes picked from the eight of `x` and `y`. */
  shuffle: (x: V128, y: V128, lanes: readonly number[]): V128 =>
    new Expr('v128', [
      x.code,
      y.code,
      simd(0x0d),
      lanes.flatMap((l) => [4 * l, 4 * l + 1, 4 * l + 2, 4 * l + 3]),
    ]),
  not: v(0x4d),
  and: vv(0x4e),
  andNot: vv(0x4f),
  or: vv(0x50),
  xor: vv(0x51),
  anyTrue: unary('v128', 'i32', simd(0x53)),
  /** Bits of `x` where `mask` is one, of `y` where it is zero. */
  select: (x: V128, y: V128, mask: V128): V128 =>
    new Expr('v128', [x.code, y.code, mask.code, simd(0x52)]),
};

export const f32x4: {
  readonly const: (x: number) => V128;
  readonly splat: Unary<'f32', 'v128'>;
  readonly lane: (x: V128, lane: number) => Expr<'f32'>;
  readonly madd: Ternary;
} & Named<
  'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge' | 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max',
  Binary<'v128', 'v128'>
> &
  Named<
    'floor' | 'nearest' | 'abs' | 'neg' | 'sqrt' | 'convert' | 'demote',
    Unary<'v128', 'v128'>
  > = {
  const: (x: number): V128 => new Expr('v128', [simd(0x0c), [1, 2, 3, 4].map(() => f32bytes(x))]),
  splat: unary('f32', 'v128', simd(0x13)),
  lane: (x: V128, lane: number): Expr<'f32'> => new Expr('f32', [x.code, simd(0x1f), lane]),
  eq: vv(0x41),
  ne: vv(0x42),
  lt: vv(0x43),
  gt: vv(0x44),
  le: vv(0x45),
  ge: vv(0x46),
  floor: v(0x68),
  nearest: v(0x6a),
  abs: v(0xe0),
  neg: v(0xe1),
  sqrt: v(0xe3),
  add: vv(0xe4),
  sub: vv(0xe5),
  mul: vv(0xe6),
  div: vv(0xe7),
  min: vv(0xe8),
  max: vv(0xe9),
  convert: v(0xfa),
  demote: v(0x5e),
  /** x·y + z, rounded once or twice as the machine does fastest (relaxed SIMD). */
  madd: ternary(0x105),
};

export const f64x2: {
  readonly const: (x: number) => V128;
} & Named<'promote' | 'nearest' | 'truncToI32', Unary<'v128', 'v128'>> &
  Named<'add' | 'sub' | 'mul', Binary<'v128', 'v128'>> = {
  const: (x: number): V128 => new Expr('v128', [simd(0x0c), [f64bytes(x), f64bytes(x)]]),
  promote: v(0x5f),
  nearest: v(0x94),
  add: vv(0xf0),
  sub: vv(0xf1),
  mul: vv(0xf2),
  truncToI32: v(0xfc),
};

export const i32x4: {
  readonly lanes: (a: number, b: number, c: number, d: number) => V128;
  readonly const: (n: number) => V128;
  readonly splat: Unary<'i32', 'v128'>;
  readonly lane: (x: V128, lane: number) => Expr<'i32'>;
  readonly truncate: Unary<'v128', 'v128'>;
} & Named<
  'eq' | 'ne' | 'lt' | 'gt' | 'add' | 'sub' | 'mul' | 'min' | 'max' | 'mulWideLow' | 'mulWideHigh',
  Binary<'v128', 'v128'>
> &
  Named<'shl' | 'shr' | 'shrU', Shift> = {
  lanes: (...lanes): V128 =>
    new Expr('v128', [
      simd(0x0c),
      lanes.map((n) => {
        scratch.setInt32(0, n, true);
        return [0, 1, 2, 3].map((i) => scratch.getUint8(i));
      }),
    ]),
  const: (n: number): V128 => {
    scratch.setInt32(0, n, true);
    const word = [0, 1, 2, 3].map((i) => scratch.getUint8(i));
    return new Expr('v128', [simd(0x0c), [word, word, word, word]]);
  },
  splat: unary('i32', 'v128', simd(0x11)),
  lane: (x: V128, lane: number): Expr<'i32'> => new Expr('i32', [x.code, simd(0x1b), lane]),
  eq: vv(0x37),
  ne: vv(0x38),
  lt: vv(0x39),
  gt: vv(0x3b),
  shl: shift(0xab),
  shr: shift(0xac),
  shrU: shift(0xad),
  add: vv(0xae),
  sub: vv(0xb1),
  mul: vv(0xb5),
  min: vv(0xb6),
  max: vv(0xb8),
  truncate: v(0xf8),
  /** 64-bit products of the low (or high) two unsigned lanes. */
  mulWideLow: vv(0xde),
  mulWideHigh: vv(0xdf),
};

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
export const memoryCopy = (to: I32, from: I32, bytes: I32): Code => [
  codeOf('i32', to),
  codeOf('i32', from),
  codeOf('i32', bytes),
  0xfc,
  0x0a,
  0,
  0,
];

/** N values to be named at once; an array where N is not known to the compiler. */
export type Tuple<T, N extends number, A extends T[] = []> = number extends N
  ? T[]
  : A['length'] extends N
    ? A
    : Tuple<T, N, [...A, T]>;

/** A function under construction: hands out locals and the loops that need them. */
export class Func {
  readonly locals: Type[] = [];
  readonly index: number;
  readonly params: readonly Type[];
  readonly name: string | undefined;
  body: Code = [];
  constructor(index: number, params: readonly Type[], name: string | undefined) {
    this.index = index;
    this.params = params;
    this.name = name;
  }

  local<T extends Type>(type: T): Local<T> {
    this.locals.push(type);
    return new Local(type, this.params.length + this.locals.length - 1);
  }
  i32(): Local<'i32'> {
    return this.local('i32');
  }
  i32s<N extends number>(count: N): Tuple<Local<'i32'>, N> {
    return Array.from({ length: count }, () => this.local('i32')) as Tuple<Local<'i32'>, N>;
  }
  v128s<N extends number>(count: N): Tuple<Local<'v128'>, N> {
    return Array.from({ length: count }, () => this.local('v128')) as Tuple<Local<'v128'>, N>;
  }

  /** `for (let i = start; i < end; i += step) body(i)`, unsigned. */
  for(start: I32, end: I32, step: I32, body: (i: Local<'i32'>) => Code): Code {
    const i = this.i32();
    return [
      i.set(start),
      block(loop([branchIf(1, i32.geU(i, end)), body(i), i.set(i32.add(i, step)), branch(0)])),
    ];
  }

  /** Runs `body` `count` times; `count` is used up. */
  repeat(count: Local<'i32'>, body: Code): Code {
    return when(count, loop([body, branchIf(0, count.tee(i32.sub(count, 1)))]));
  }

  /** Calls this function. */
  call(...args: readonly Operand<Type>[]): Code {
    return [args.map((x, i) => codeOf(this.params[i] as Type, x)), 0x10, unsigned(this.index)];
  }
}

type LocalsOf<P extends readonly Type[]> = { [K in keyof P]: Local<P[K] & Type> };

export class Module {
  private readonly functions: Func[] = [];
  private readonly shared: boolean;
  private readonly table: boolean;
  /** Whether the imported memory is a shared one, and whether the kernel table is imported too. */
  constructor(shared: boolean, table = false) {
    this.shared = shared;
    this.table = table;
  }

  /** Defines a function without a result; a name exports it. */
  func<const P extends readonly Type[]>(
    params: P,
    build: (f: Func, ...params: LocalsOf<P>) => Code,
    name?: string,
  ): Func {
    const f = new Func(this.functions.length, params, name);
    this.functions.push(f);
    const locals = params.map((type, i) => new Local(type, i)) as unknown as LocalsOf<P>;
    f.body = build(f, ...locals);
    return f;
  }

  /** Calls entry `index` of the imported table, a kernel of three i32. */
  callTable(index: I32, args: readonly I32[]): Code {
    return [
      args.map((x) => codeOf('i32', x)),
      codeOf('i32', index),
      0x11,
      unsigned(this.functions.length + 1),
      0,
    ];
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const kernelType = [0x60, 3, TYPE.i32, TYPE.i32, TYPE.i32, 0];
    const types = this.functions.map((f) => [0x60, list(f.params.map((t) => TYPE[t])), 0]);
    // The interpreter refers to the kernel type by its place behind all others; see callTable.
    while (types.length < this.functions.length + 2) types.push(kernelType as never);
    const imports: Code[] = [
      // limits: shared memory needs a maximum; 65536 pages are all of wasm32
      [text('env'), text('memory'), 2, this.shared ? 3 : 1, 1, unsigned(65536)],
    ];
    if (this.table) imports.push([text('env'), text('table'), 1, 0x70, 0, 1]);
    const named = this.functions.filter((f) => f.name !== undefined);
    return flatten([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(types)),
      section(2, list(imports)),
      section(3, list(this.functions.map((_, i) => unsigned(i)))),
      section(7, list(named.map((f) => [text(f.name as string), 0, unsigned(f.index)]))),
      section(10, list(this.functions.map(functionBody))),
    ]);
  }
}

const list = (items: readonly Code[]): Code => [unsigned(items.length), items];
const text = (s: string): Code => list([...new TextEncoder().encode(s)]);

function section(id: number, content: Code): Code {
  const bytes = flatten(content);
  return [id, unsigned(bytes.length), [...bytes]];
}

function functionBody(f: Func): Code {
  const runs: [number, Type][] = [];
  for (const type of f.locals) {
    const last = runs.at(-1);
    if (last && last[1] === type) last[0]++;
    else runs.push([1, type]);
  }
  const code = flatten([list(runs.map(([n, type]) => [unsigned(n), TYPE[type]])), f.body, 0x0b]);
  return [unsigned(code.length), [...code]];
}

function flatten(code: Code): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(4096);
  let length = 0;
  const visit = (c: Code): void => {
    if (typeof c === 'number') {
      if (length === out.length) {
        const bigger = new Uint8Array(2 * length);
        bigger.set(out);
        out = bigger;
      }
      out[length++] = c;
    } else for (const part of c) visit(part);
  };
  visit(code);
  return out.slice(0, length);
}
