/**
 * How a kernel is written. Every kernel has the same signature, `run(args, thread, threads)`:
 * `args` is the address of its arguments, one 32-bit word each, and it does its share of the work.
 * One calling convention serves the eager call, the captured program and the worker threads.
 */
import { type Func, Module, type Tuple } from './assembler.js';
import {
  block,
  branch,
  branchIf,
  type Code,
  type Expr,
  type I32,
  type Local,
  loop,
  select,
  type V128,
  when,
} from './expression.js';
import * as f32 from './f32.js';
import * as f32x4 from './f32x4.js';
import * as f64 from './f64.js';
import * as i32 from './i32.js';
import * as i32x4 from './i32x4.js';

export interface Features {
  /** Fused multiply-add where the machine has it; off for the same bits on every machine. */
  readonly fused: boolean;
  /** 256-bit pairing by V8: GEMM takes wider tiles. */
  readonly turbo: boolean;
  readonly shared: boolean;
}

export class KernelBuilder {
  readonly module: Module;
  readonly f: Func;
  readonly features: Features;
  readonly thread: Local<'i32'>;
  readonly threads: Local<'i32'>;
  readonly prologue: Code[] = [];
  private readonly constants: Map<string, Local<'v128'>> = new Map();
  private readonly base: Local<'i32'>;

  constructor(
    module: Module,
    f: Func,
    features: Features,
    [args, thread, threads]: readonly [Local<'i32'>, Local<'i32'>, Local<'i32'>],
  ) {
    this.module = module;
    this.f = f;
    this.features = features;
    this.base = args;
    this.thread = thread;
    this.threads = threads;
  }

  /** Argument `n` as an integer or address. */
  arg(n: number): Local<'i32'> {
    const local = this.f.i32();
    this.prologue.push(local.set(i32.load(this.base, 4 * n)));
    return local;
  }
  /** `count` arguments from the one at `first` on. */
  args<N extends number>(count: N, first = 0): Tuple<Local<'i32'>, N> {
    return Array.from({ length: count }, (_, n) => this.arg(first + n)) as Tuple<Local<'i32'>, N>;
  }
  /** Argument `n` as a float, in all four lanes. */
  lanes(n: number): Local<'v128'> {
    const local = this.f.local('v128');
    this.prologue.push(local.set(f32x4.splat(f32.load(this.base, 4 * n))));
    return local;
  }
  /** Arguments `n` and `n + 1` as one double. */
  double(n: number): Local<'f64'> {
    const local = this.f.local('f64');
    this.prologue.push(local.set(f64.load(this.base, 4 * n)));
    return local;
  }
  scalar(n: number): Local<'f32'> {
    const local = this.f.local('f32');
    this.prologue.push(local.set(f32.load(this.base, 4 * n)));
    return local;
  }
  /** The address of argument `n`, for kernels that walk a list of them. */
  argAddress(n: number): Expr<'i32'> {
    return i32.add(this.base, 4 * n);
  }
  /**
   * This thread's part [begin, end) of `total`, in whole units of `unit`. The cut depends on the
   * number of threads, so a kernel may only cut where no sum crosses the line.
   */
  share(
    total: Local<'i32'>,
    unit: number,
    owner: Local<'i32'> = this.thread,
  ): [Local<'i32'>, Local<'i32'>, Code] {
    const [begin, end, each] = this.f.i32s(3);
    const units = i32.divU(i32.add(total, unit - 1), unit);
    return [
      begin,
      end,
      [
        each.set(i32.mul(i32.divU(i32.add(units, i32.sub(this.threads, 1)), this.threads), unit)),
        begin.set(i32.mul(each, owner)),
        begin.set(i32.min(begin, total)),
        end.set(i32.add(begin, each)),
        end.set(i32.min(end, total)),
      ],
    ];
  }

  /**
   * Runs `body` on [begin, end) of `total` until all is done: on pieces of its own share, then on what is left of the
   * others', since two cores are seldom equally fast. Words before the arguments count the pieces taken of each share.
   * They are 0 before, and after: the last to find a share empty puts it back.
   */
  pieces(
    total: Local<'i32'>,
    unit: number,
    piece: I32,
    body: (begin: Local<'i32'>, end: Local<'i32'>) => Code,
  ): Code {
    const { f, threads } = this;
    const [owner, counter, taken, size, from, to] = f.i32s(6);
    const [begin, end, cut] = this.share(total, unit, owner);
    const several = i32.gt(threads, 1);
    const looks = i32.add(
      i32.divU(i32.sub(i32.add(i32.sub(end, begin), piece), 1), piece),
      threads,
    );
    return [
      size.set(select(i32.const(piece), total, several)),
      f.for(0, threads, 1, (other) => [
        owner.set(i32.add(this.thread, other)),
        owner.set(select(owner, i32.sub(owner, threads), i32.lt(owner, threads))),
        cut,
        counter.set(i32.sub(this.base, i32.shl(i32.add(owner, 1), 2))),
        from.set(begin),
        block(
          loop([
            when(several, [
              taken.set(i32.atomicAdd(counter, 1)),
              when(i32.eq(i32.add(taken, 1), looks), i32.atomicStore(counter, 0)),
              from.set(i32.add(begin, i32.mul(taken, piece))),
            ]),
            branchIf(1, i32.ge(from, end)),
            to.set(i32.add(from, size)),
            to.set(i32.min(to, end)),
            body(from, to),
            from.set(end),
            branch(0),
          ]),
        ),
      ]),
    ];
  }

  /**
   * A constant in all lanes, as a local that is set once: engines build a v128.const anew, in several instructions,
   * wherever it stands.
   */
  constant(x: number, whole = false): Local<'v128'> {
    const key = `${whole}${Object.is(x, -0) ? '-0' : x}`;
    let local = this.constants.get(key);
    if (!local) {
      local = this.f.local('v128');
      this.constants.set(key, local);
      this.prologue.push(local.set(whole ? i32x4.const(x) : f32x4.const(x)));
    }
    return local;
  }

  /** x·y + z, in the rounding this build has chosen. */
  madd(x: V128, y: V128, z: V128): V128 {
    return this.features.fused ? f32x4.madd(x, y, z) : f32x4.add(f32x4.mul(x, y), z);
  }
}

/** The bytes of a module with one exported kernel. */
export function assembleKernel(
  features: Features,
  build: (k: KernelBuilder) => Code,
): Uint8Array<ArrayBuffer> {
  const module = new Module(features.shared);
  module.func(
    ['i32', 'i32', 'i32'],
    (f, args, thread, threads) => {
      const k = new KernelBuilder(module, f, features, [args, thread, threads]);
      const body = build(k);
      return [k.prologue, body];
    },
    'run',
  );
  return module.bytes();
}

const word = new DataView(new ArrayBuffer(4));

/** The word that carries a float argument. */
export function bits(x: number): number {
  word.setFloat32(0, x);
  return word.getInt32(0);
}
