/**
 * The engine: one heap, the kernels compiled so far, and the way a kernel is started.
 *
 * A kernel is compiled the first time it is needed, each in a module of its own, so that the
 * library works at once, synchronously, also where a page may compile only small modules.
 */
import type { Code } from './assembler.js';
import { Heap } from './heap.js';
import { assembleKernel, type Features, type KernelBuilder } from './kernel.js';
import { Program } from './program.js';

export interface Kernel {
  readonly index: number;
  readonly run: (args: number, thread: number, threads: number) => void;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A piece of memory that a kernel reads or writes. */
export interface Span {
  readonly ptr: number;
  readonly size: number;
}

/** Listens to what is started while a step is being captured. */
export interface Recorder {
  launch(
    kernel: Kernel,
    args: readonly number[],
    reads: readonly Span[],
    writes: readonly Span[],
  ): void;
  host(run: () => void, reads: readonly Span[], writes: readonly Span[]): void;
}

export class Engine {
  readonly heap: Heap;
  readonly table: WebAssembly.Table = new WebAssembly.Table({ element: 'anyfunc', initial: 256 });
  readonly kernels: Kernel[] = [];
  recorder: Recorder | undefined;
  features: Features;
  threads = 1;
  private readonly cache: Map<string, Kernel> = new Map();
  private readonly scratch: number;
  private readonly workspaces: number[] = [];
  private interpreter: WebAssembly.Instance | undefined;

  constructor() {
    const shared = canShare();
    this.heap = new Heap(shared);
    this.features = { fused: relaxedSimd(), turbo: false, shared };
    this.scratch = this.heap.take(1024).ptr;
  }

  /** The kernel of this name for the present features, built on first use. */
  kernel(name: string, build: (k: KernelBuilder) => Code): Kernel {
    const key = `${name}${this.features.fused ? '+' : ''}${this.features.turbo ? '*' : ''}`;
    let kernel = this.cache.get(key);
    if (!kernel) {
      const bytes = assembleKernel(this.features, build);
      const index = this.kernels.length;
      const run = this.instantiate(bytes).exports.run as Kernel['run'];
      if (index >= this.table.length) this.table.grow(this.table.length);
      this.table.set(index, run);
      kernel = { index, run, bytes };
      this.kernels.push(kernel);
      this.cache.set(key, kernel);
    }
    return kernel;
  }

  /** Runs a kernel now, and tells the recorder. */
  launch(
    kernel: Kernel,
    args: readonly number[],
    reads: readonly Span[],
    writes: readonly Span[],
  ): void {
    const words = this.heap.i32;
    const base = this.scratch >> 2;
    for (let i = 0; i < args.length; i++) words[base + i] = args[i] as number;
    kernel.run(this.scratch, 0, 1);
    this.recorder?.launch(kernel, args, reads, writes);
  }

  /** Runs plain JavaScript on the heap now, and again whenever a captured step is replayed. */
  host(run: () => void, reads: readonly Span[], writes: readonly Span[]): void {
    run();
    this.recorder?.host(run, reads, writes);
  }

  /** Address of a scratch area of at least `bytes` for each of `count` threads, never freed. */
  workspace(bytes: number): number {
    const size = bytes * Math.max(1, this.threads);
    const have = this.workspaces[0];
    if (have !== undefined && (this.workspaces[1] as number) >= size) return have;
    const { ptr } = this.heap.take(size);
    this.workspaces[0] = ptr;
    this.workspaces[1] = size;
    return ptr;
  }

  /** Runs a program that lies in memory from `begin` to `end`. */
  runProgram(begin: number, end: number): void {
    this.interpreter ??= this.instantiate(Program.interpreter(this.heap.shared));
    (this.interpreter.exports.run as (b: number, e: number, t: number, n: number) => void)(
      begin,
      end,
      0,
      1,
    );
  }

  private instantiate(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Instance {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory: this.heap.memory, table: this.table },
    });
  }
}

let current: Engine | undefined;

/** The engine of this thread, made on first use. */
export function engine(): Engine {
  current ??= new Engine();
  return current;
}

function canShare(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return isolated ?? true; // Node has no such notion and always shares
}

/** Whether `f32x4.relaxed_madd` compiles: (func (result v128) v128.const 0 ×3, relaxed_madd). */
function relaxedSimd(): boolean {
  const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
  const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x85, 0x02, 0x0b];
  return WebAssembly.validate(
    Uint8Array.from([
      0x00,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      1,
      5,
      1,
      0x60,
      0,
      1,
      0x7b,
      3,
      2,
      1,
      0,
      10,
      body.length + 2,
      1,
      body.length,
      ...body,
    ]),
  );
}
