/**
 * A step written down: its kernel calls as records in memory, and the loop that runs them on all threads.
 *
 * Record: [kernel index, bytes to the next record, barrier, a counter for each thread, arguments…]. Each thread walks the records and calls
 * each kernel through its own table; where the barrier word is set, all threads meet before the record, since it
 * touches what an earlier one wrote or reads. All meet once more at the end.
 */
import { type Func, Module } from './assembler.js';
import type { Kernel, Span } from './engine.js';
import { block, branch, branchIf, type Code, drop, loop, when } from './expression.js';
import * as i32 from './i32.js';

export const MAX_THREADS = 16;
export const HEADER_WORDS: number = 3 + MAX_THREADS;

/** Words of the control block, as byte offsets. */
export const CONTROL = {
  arrived: 0,
  generation: 64,
  sleeping: 128,
  sequence: 192,
  idle: 256,
  begin: 320,
  end: 324,
  kernels: 328,
  bytes: 384,
} as const;

/** Turns of the waiting loop before a thread goes to sleep: about 50 µs. */
const SPINS = 20_000;
/** A sleeper looks again after this long even if nobody wakes it, in nanoseconds. */
const NAP = 1_000_000;

/** Exports `run(begin, end, thread, threads, control, maySleep)`. */
export function interpreter(shared: boolean): Uint8Array<ArrayBuffer> {
  const module = new Module(shared, true);
  module.func(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (f, at, end, thread, threads, control, maySleep) => {
      const barrier = (): Code => meet(f, threads, control, maySleep);
      return [
        block(
          loop([
            branchIf(1, i32.geU(at, end)),
            when(i32.and(i32.load(at, 8), i32.gt(threads, 1)), barrier()),
            module.callTable(i32.load(at), [i32.add(at, 4 * HEADER_WORDS), thread, threads]),
            at.move(i32.load(at, 4)),
            branch(0),
          ]),
        ),
        when(i32.gt(threads, 1), barrier()),
      ];
    },
    'run',
  );
  return module.bytes();
}

/** The last to arrive opens the next generation; the others wait for it, awake at first and then asleep. */
function meet(
  f: Func,
  threads: ReturnType<Func['i32']>,
  control: ReturnType<Func['i32']>,
  maySleep: ReturnType<Func['i32']>,
): Code {
  const [generation, spins] = f.i32s(2);
  const gate = i32.add(control, CONTROL.generation);
  return [
    generation.set(i32.atomicLoad(gate)),
    when(
      i32.eq(i32.atomicAdd(control, 1, CONTROL.arrived), i32.sub(threads, 1)),
      [
        i32.atomicStore(control, 0, CONTROL.arrived),
        drop(i32.atomicAdd(gate, 1)),
        when(i32.atomicLoad(control, CONTROL.sleeping), drop(i32.notify(gate, 1024))),
      ],
      [
        spins.set(SPINS),
        block(
          loop([
            branchIf(1, i32.ne(i32.atomicLoad(gate), generation)),
            when(spins, spins.set(i32.sub(spins, 1)), [
              when(maySleep, [
                drop(i32.atomicAdd(control, 1, CONTROL.sleeping)),
                drop(i32.wait(gate, generation, NAP)),
                drop(i32.atomicAdd(control, -1, CONTROL.sleeping)),
              ]),
            ]),
            branch(0),
          ]),
        ),
      ],
    ),
  ];
}

export interface Call {
  readonly kernel: Kernel;
  readonly args: readonly number[];
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
}

/** Finds where threads must meet: before a call that touches what was written, or writes what was read, since. */
export class Hazards {
  private reads: Span[] = [];
  private writes: Span[] = [];

  /** Whether a barrier must stand before this call; notes what the call touches. */
  before(reads: readonly Span[], writes: readonly Span[]): boolean {
    const clash =
      reads.some((r) => overlapsAny(r, this.writes)) ||
      writes.some((w) => overlapsAny(w, this.writes) || overlapsAny(w, this.reads));
    if (clash) this.clear();
    this.reads.push(...reads);
    this.writes.push(...writes);
    return clash;
  }

  clear(): void {
    this.reads = [];
    this.writes = [];
  }
}

export const overlapsAny = (a: Span, others: readonly Span[]): boolean =>
  others.some((b) => a.ptr < b.ptr + b.size && b.ptr < a.ptr + a.size);
