/**
 * A step written down: its kernel calls as records in memory, and the loop that runs them.
 *
 * Record: [kernel index, bytes to the next record, flags, arguments…]. The loop calls each kernel
 * through the table; where the barrier flag is set, all threads meet before the next record.
 */
import { block, branch, branchIf, i32, loop, Module } from './assembler.js';

export const HEADER_WORDS = 3;

export const Program = {
  /** Exports `run(begin, end, thread, threads)`. */
  interpreter(shared: boolean): Uint8Array<ArrayBuffer> {
    const module = new Module(shared, true);
    module.func(
      ['i32', 'i32', 'i32', 'i32'],
      (_, at, end, thread, threads) =>
        block(
          loop([
            branchIf(1, i32.geU(at, end)),
            module.callTable(i32.load(at), [i32.add(at, 4 * HEADER_WORDS), thread, threads]),
            at.set(i32.add(at, i32.load(at, 4))),
            branch(0),
          ]),
        ),
      'run',
    );
    return module.bytes();
  },
} as const;
