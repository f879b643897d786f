/** A worker that counts pieces in a kernel of its own. */
import type { KernelExports } from './kernel/kernel.js';
import type { ClassTables, classifyPage } from './kernel/tables.js';

/** What a worker gets first: the kernel's module, the tables at the start of its memory, and where things are. */
export interface WorkerSetup {
  module: WebAssembly.Module;
  tables: Uint8Array;
  classTables: ClassTables;
  pages: number;
  pointClasses: number;
}

/** Bytes of text, and where in them a text ends; what comes after the last end goes on in the next message. */
export interface WorkerText {
  bytes: Uint8Array<ArrayBuffer>;
  size: number;
  ends: number[];
}

/** What a worker answers: that it is there, a text's buffer when it is counted, its records at the end. */
export type WorkerAnswer =
  | { ready: true }
  | { bytes: Uint8Array<ArrayBuffer> }
  | { records: Uint8Array<ArrayBuffer>[] }
  | { error: string };

/**
 * The whole program of a worker. It travels there as text, so that no bundler has to know of a second
 * file; that is why it can use nothing but its arguments.
 */
export function countingWorker(
  listen: (hear: (message: WorkerSetup | WorkerText | 'end') => void) => void,
  answer: (message: WorkerAnswer, transfer: ArrayBuffer[]) => void,
  classify: typeof classifyPage,
): void {
  let memory: WebAssembly.Memory;
  let exports: KernelExports;
  let input = 0;
  let room = 0;
  // Bytes of the open piece at the start of the input, and how many there must be to look at it again.
  let held = 0;
  let patience = 0;
  const view = () => new Uint8Array(memory.buffer);

  const setUp = ({ module, tables, classTables, pages, pointClasses }: WorkerSetup) => {
    memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
    const js = {
      memory,
      classify: (page: number) => {
        const from = pointClasses + page * 256;
        classify(page, view().subarray(from, from + 256), classTables);
      },
    };
    exports = new WebAssembly.Instance(module, { js }).exports;
    view().set(tables);
    answer({ ready: true }, []);
  };

  const scan = (from: number, to: number, isLast: boolean): number => {
    const bytes = view();
    const after = bytes[to] as number;
    // A byte of no class makes the scanner look whether the text ends here.
    bytes[to] = 255;
    exports.isLast.value = isLast ? 1 : 0;
    const stop = exports.countText(from, to, 1) >>> 0;
    view()[to] = after;
    if (exports.outEnd.value === 0) throw new RangeError('memory');
    return stop;
  };

  const count = ({ bytes, size, ends }: WorkerText) => {
    if (room < held + size) {
      const old = input;
      room = (held + size) * 2;
      input = exports.alloc(room + 64) >>> 0;
      if (input === 0) throw new RangeError('memory');
      view().copyWithin(input, old, old + held);
    }
    view().set(bytes.subarray(0, size), input + held);
    let from = input;
    for (const end of ends) {
      scan(from, input + held + end, true);
      from = input + held + end;
      patience = 0;
    }
    const stop = input + held + size;
    if (stop - from >= patience) from = scan(from, stop, false);
    held = stop - from;
    patience = held < 256 ? 0 : held * 2;
    view().copyWithin(input, from, stop);
    answer({ bytes }, [bytes.buffer]);
  };

  const end = () => {
    const records: Uint8Array<ArrayBuffer>[] = [];
    const words = new Uint32Array(memory.buffer);
    for (let block = exports.firstBlock.value >>> 0; block; block = words[block / 4] as number) {
      records.push(
        new Uint8Array(memory.buffer as ArrayBuffer).slice(block + 8, words[block / 4 + 1]),
      );
    }
    answer(
      { records },
      records.map(({ buffer }) => buffer),
    );
  };

  listen((message) => {
    try {
      if (message === 'end') end();
      else if ('module' in message) setUp(message);
      else count(message);
    } catch (error) {
      answer({ error: String(error) }, []);
    }
  });
}
