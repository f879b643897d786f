/**
 * Capture: runs a step once, writes down its kernel calls, and replays them from then on.
 *
 * The calls become records in memory (wasm/program.ts) that one WebAssembly loop walks, with no
 * allocation and no JavaScript per op. Memory of the step's intermediate values is set aside for it.
 */
import { refuse, sentence, shapeText } from '../errors.js';
import { release, scoped } from '../handle.js';
import { copy, isTensor } from '../ops/apply.js';
import { assign } from '../ops/movement.js';
import { sameShape } from '../shape.js';
import { Storage } from '../storage.js';
import type { Tensor } from '../tensor.js';
import { type Engine, engine, type Recorder, type Span } from '../wasm/engine.js';
import { Pool } from '../wasm/heap.js';
import { type Call, Hazards, HEADER_WORDS, overlapsAny } from '../wasm/program.js';
import { type Tree, tensorsIn } from './grad.js';

export interface Captured<A extends readonly Tensor[], R> {
  /** Runs the step: the first call captures, later ones replay. */
  (...inputs: A): R;
  /** Gives the memory of the step back. Its results become unusable. */
  dispose(): void;
}

/**
 * The step `fn`, captured on its first call. Arguments are copied into the step's own inputs at each
 * call; parameters and other tensors that `fn` reaches by closure are read and written where they are.
 * The tensors it returns are the same at each call, with new values.
 *
 * Throws where `fn` reads values or writes arrays while it is captured, and where a later call brings other shapes,
 * dtypes or numbers of arguments, or an index out of range.
 */
export function capture<A extends readonly Tensor[], R extends Tree>(
  fn: (...inputs: A) => R,
): Captured<A, R>;
export function capture<A extends readonly Tensor[]>(fn: (...inputs: A) => void): Captured<A, void>;
export function capture<A extends readonly Tensor[]>(
  fn: (...inputs: A) => unknown,
): Captured<A, unknown> {
  let step: Step<Tree> | undefined;
  let disposed = false;
  const call = (...inputs: A): Tree => {
    if (disposed) throw new Error(sentence('capture', 'this step was disposed'));
    if (!step) {
      step = new Step(fn as unknown as (...inputs: readonly Tensor[]) => Tree, inputs);
      return step.result;
    }
    return step.replay(inputs);
  };
  return Object.assign(call, {
    dispose: () => {
      disposed = true;
      step?.dispose();
      step = undefined;
    },
  });
}

type Segment = { readonly begin: number; readonly end: number } | (() => void);

class Step<R extends Tree> {
  readonly result!: R;
  private readonly inputs: readonly Tensor[];
  private readonly pool: Pool = new Pool();
  private readonly held: Set<Storage> = new Set();
  private work = 0;
  /** Tests of what the step is given, before it writes anything. */
  private readonly checks: (() => void)[] = [];
  private readonly segments: Segment[] = [];
  private readonly block: { ptr: number; size: number } | undefined;

  constructor(fn: (...inputs: readonly Tensor[]) => R, inputs: readonly Tensor[]) {
    const e = engine();
    if (e.recorder)
      throw new Error(
        sentence('capture', 'a step is being captured already', '', 'Capture the outer one alone'),
      );
    this.inputs = inputs.map((x) => copy(x).keep());
    const calls: (Call | (() => void))[] = [];
    // what others own must stay; what the step makes comes back to its own pool, and is used again further on
    const hold = (spans: readonly Span[]): void => {
      for (const span of spans)
        if (span instanceof Storage && span.pool !== this.pool && !this.held.has(span))
          this.held.add(span.retain());
    };
    const written: Span[] = [];
    const recorder: Recorder = {
      launch: (call, work) => {
        hold(call.reads);
        hold(call.writes);
        written.push(...call.writes);
        calls.push(call);
        this.work += work;
      },
      host: (run, reads, writes) => {
        hold(reads);
        hold(writes);
        written.push(...writes);
        calls.push(run);
      },
      check: (run, reads) => {
        hold(reads);
        // what the step computes itself is known only at its place
        const computed = reads.some((span) => overlapsAny(span, written));
        (computed ? calls : this.checks).push(run);
      },
    };
    e.recorder = recorder;
    e.heap.pool = this.pool;
    try {
      this.result = scoped(() => fn(...this.inputs), 'the end of a captured step', tensorsIn);
      for (const x of tensorsIn(this.result)) x.keep();
      e.heap.pool = e.heap.main;
      [this.segments, this.block] = assembleProgram(e, calls);
    } catch (error) {
      this.dispose();
      throw error;
    } finally {
      e.recorder = undefined;
      e.heap.pool = e.heap.main;
    }
  }

  replay(inputs: readonly Tensor[]): R {
    if (inputs.length !== this.inputs.length)
      refuse('capture', `this step takes ${this.inputs.length} tensors`, `${inputs.length}`);
    inputs.forEach((x, i) => {
      const mine = this.inputs[i] as Tensor;
      if (!isTensor(x) || !sameShape(x.shape, mine.shape) || x.dtype !== mine.dtype)
        refuse(
          'capture',
          `argument ${i} was captured as ${mine.dtype} ${shapeText(mine.shape)}`,
          isTensor(x) ? `${x.dtype} ${shapeText(x.shape)}` : typeof x,
          'Capture another step for it',
        );
    });
    inputs.forEach((x, i) => {
      if (x !== this.inputs[i]) assign(this.inputs[i] as Tensor, x);
    });
    const e = engine();
    if (e.recorder)
      throw new Error(
        sentence('capture', 'a captured step cannot run while another is being captured'),
      );
    for (const check of this.checks) check();
    for (const segment of this.segments) {
      if (typeof segment === 'function') segment();
      else e.runProgram(segment.begin, segment.end, this.work);
    }
    return this.result;
  }

  dispose(): void {
    const { heap } = engine();
    for (const x of [...tensorsIn(this.result), ...this.inputs])
      release(x, 'dispose() of the captured step');
    for (const storage of this.held) storage.release();
    if (this.block) heap.give(heap.main, this.block.ptr, this.block.size);
    this.pool.closeInto(heap.main);
  }
}

/** Writes the kernel calls into memory, cut into runs where plain JavaScript comes between. */
function assembleProgram(
  e: Engine,
  calls: readonly (Call | (() => void))[],
): [Segment[], { ptr: number; size: number }] {
  let words = 1;
  for (const call of calls)
    if (typeof call !== 'function') words += HEADER_WORDS + call.args.length;
  const block = e.heap.take(4 * words);
  const segments: Segment[] = [];
  const hazards = new Hazards();
  let at = block.ptr >>> 2;
  let begin = at;
  const close = (): void => {
    if (at > begin) segments.push({ begin: 4 * begin, end: 4 * at });
    begin = at;
    hazards.clear();
  };
  for (const call of calls) {
    if (typeof call === 'function') {
      close();
      segments.push(call);
      continue;
    }
    const length = HEADER_WORDS + call.args.length;
    const barrier = hazards.before(call.reads, call.writes) ? 1 : 0;
    e.heap.i32.fill(0, at, at + HEADER_WORDS);
    e.heap.i32.set([call.kernel.index, 4 * length, barrier], at);
    e.heap.i32.set(call.args, at + HEADER_WORDS);
    at += length;
  }
  close();
  return [segments, block];
}
