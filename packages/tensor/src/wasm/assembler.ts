/** Functions and modules: expressions flattened into the bytes of WebAssembly. */
import {
  block,
  branch,
  branchIf,
  type Code,
  codeOf,
  type I32,
  Local,
  loop,
  type Operand,
  type Type,
  unsigned,
  when,
} from './expression.js';
import * as i32 from './i32.js';

const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

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

  /** Runs `body` `count` times; a local is used up. */
  times(count: I32, body: Code): Code {
    const left = this.i32();
    return [left.set(count), when(left, loop([body, branchIf(0, left.tee(i32.sub(left, 1)))]))];
  }

  while(condition: I32, body: Code): Code {
    return block(loop([branchIf(1, i32.eqz(condition)), body, branch(0)]));
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
