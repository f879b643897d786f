/**
 * The engine: one heap, the kernels compiled so far, and the way a kernel is started.
 *
 * A kernel is compiled the first time it is needed, each in a module of its own, so that the
 * library works at once, synchronously, also where a page may compile only small modules.
 */
import { type Code, drop } from './expression.js';
import * as f32x4 from './f32x4.js';
import { Heap } from './heap.js';
import { assembleKernel, type Features, type KernelBuilder } from './kernel.js';
import { type Call, HEADER_WORDS, interpreter, MAX_THREADS } from './program.js';
import { startTeam, type Team } from './team.js';

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
  launch(call: Call, work: number): void;
  host(run: () => void, reads: readonly Span[], writes: readonly Span[]): void;
  check(run: () => void, reads: readonly Span[]): void;
}

type Interpreter = (
  begin: number,
  end: number,
  thread: number,
  threads: number,
  control: number,
  maySleep: number,
) => void;

const touched = (spans: readonly Span[]): number => {
  let bytes = 0;
  for (const { size } of spans) bytes += size;
  return bytes;
};

export class Engine {
  readonly heap: Heap;
  readonly table: WebAssembly.Table = new WebAssembly.Table({ element: 'anyfunc', initial: 256 });
  readonly kernels: Kernel[] = [];
  recorder: Recorder | undefined;
  readonly relaxed: boolean = relaxedSimd();
  features: Features;
  team: Team | undefined;
  /** Below this many operations (about 10 µs) a second thread is not worth its barriers. */
  threadedWork = 400_000;
  private readonly cache: Map<string, Kernel> = new Map();
  private readonly scratch: number;
  private workspacePtr = 0;
  private workspaceSize = 0;
  private interpreter: Interpreter | undefined;
  /** Whether this thread may block, which the main thread of a page may not. */
  private readonly maySleep: boolean = typeof document === 'undefined';

  constructor() {
    const shared = canShare();
    this.heap = new Heap(shared);
    this.features = { fused: this.relaxed, turbo: false, shared };
    this.scratch = this.heap.take(1024).ptr;
    this.heap.u8.fill(0, this.scratch, this.scratch + 4 * HEADER_WORDS);
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
      this.team?.publish(kernel);
      this.cache.set(key, kernel);
    }
    return kernel;
  }

  /** Runs a kernel now, and tells the recorder. `work` is roughly how many operations it does. */
  launch(
    kernel: Kernel,
    args: readonly number[],
    reads: readonly Span[],
    writes: readonly Span[],
    work: number = touched(writes),
  ): void {
    const words = this.heap.i32;
    const base = this.scratch >> 2;
    for (let i = 0; i < args.length; i++) words[base + HEADER_WORDS + i] = args[i] as number;
    if (this.team && work >= this.threadedWork) {
      words[base] = kernel.index;
      words[base + 1] = 4 * (HEADER_WORDS + args.length);
      words[base + 2] = 0;
      this.runProgram(this.scratch, this.scratch + (words[base + 1] as number), work);
    } else kernel.run(this.scratch + 4 * HEADER_WORDS, 0, 1);
    this.recorder?.launch({ kernel, args, reads, writes }, work);
  }

  /** Runs plain JavaScript on the heap now, and again whenever a captured step is replayed. */
  host(run: () => void, reads: readonly Span[], writes: readonly Span[]): void {
    run();
    this.recorder?.host(run, reads, writes);
  }

  /** Looks at values that decide what may be read or written, now and at each replay; throws where they may not. */
  check(run: () => void, reads: readonly Span[]): void {
    run();
    this.recorder?.check(run, reads);
  }

  /** Address of a scratch area of at least `bytes` for each thread, never freed. */
  workspace(bytes: number): number {
    const size = bytes * MAX_THREADS;
    if (this.workspaceSize < size) {
      // an earlier one may be named in a captured program, so it stays
      this.workspacePtr = this.heap.takeForever(size);
      this.workspaceSize = size;
    }
    return this.workspacePtr;
  }

  /** Runs a program that lies in memory from `begin` to `end`, on all threads if it is worth it. */
  runProgram(begin: number, end: number, work: number): void {
    this.interpreter ??= this.instantiate(interpreter(this.heap.shared)).exports.run as Interpreter;
    const { team } = this;
    if (team && work >= this.threadedWork) {
      team.start(begin, end);
      this.interpreter(begin, end, 0, team.threads, team.control, this.maySleep ? 1 : 0);
    } else this.interpreter(begin, end, 0, 1, 0, 0);
  }

  get threads(): number {
    return this.team?.threads ?? 1;
  }

  /** Brings the number of threads to `threads`. */
  async setThreads(threads: number): Promise<void> {
    if (threads === this.threads) return;
    this.team?.stop();
    this.team = undefined;
    if (threads > 1) {
      const code = interpreter(this.heap.shared);
      this.team = await startTeam(this.heap, Math.min(threads, MAX_THREADS), code, this.kernels);
    }
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

/** Whether `f32x4.relaxed_madd` compiles. */
function relaxedSimd(): boolean {
  const zero = f32x4.const(0);
  const features = { fused: true, turbo: false, shared: false };
  return WebAssembly.validate(assembleKernel(features, () => drop(f32x4.madd(zero, zero, zero))));
}
