/** Texts counted by several workers, each with a kernel of its own; their counts add up to what one would have. */
import { utf8 } from './bytes.js';
import {
  countingWorker,
  type WorkerAnswer,
  type WorkerSetup,
  type WorkerText,
} from './countingWorker.js';
import { Kernel, moduleFor } from './kernel/kernel.js';
import { layout } from './kernel/layout.js';
import { classifyPage, classTables } from './kernel/tables.js';
import type { PatternName } from './patterns.js';

/** A worker as it is here, wherever it comes from. */
interface Port {
  post(message: WorkerSetup | WorkerText | 'end', transfer?: ArrayBuffer[]): void;
  close(): void;
}

const messageSize = 1 << 20;
/** Messages on their way to each worker, so that none waits and memory stays small. */
const underWay = 3;

/** Counts texts as a `Trainer` does, in workers. */
export class CountingPool {
  readonly #ports: Port[] = [];
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  readonly #records: Uint8Array<ArrayBuffer>[] = [];
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(messageSize);
  #size = 0;
  #ends: number[] = [];
  /** Which worker has the text that is still open. */
  #turn = 0;
  #unanswered = 0;
  #failure: Error | undefined;
  #wake: () => void = () => {};
  /** Bytes taken so far. */
  bytes = 0;

  /** Starts so many workers; `undefined` where the platform has none or refuses them. */
  static async start(threads: number, pattern: PatternName): Promise<CountingPool | undefined> {
    const pool = new CountingPool();
    try {
      const tables = new Kernel(pattern, 'train').bytes.slice(0, layout.pointClasses);
      const { heap, pointClasses } = layout;
      const setup = { tables, classTables, pages: heap / 65536 + 1, pointClasses };
      for (let i = 0; i < threads; i++) {
        const port = openPort(
          (message) => pool.#hear(message),
          () => pool.#fail('a worker ended'),
        );
        pool.#ports.push(port);
        port.post({ module: moduleFor('train'), ...setup });
      }
      pool.#unanswered = threads;
      while (pool.#unanswered > 0) await pool.#answer();
      return pool;
    } catch {
      pool.close();
      return undefined;
    }
  }

  /** Counts a document, or with `isLast: false` the next part of one that goes on. */
  write(part: string | Uint8Array, isLast: boolean): void {
    for (let from = 0; from < part.length; ) {
      const into = this.#buffer.subarray(this.#size);
      let written: number;
      if (typeof part === 'string') {
        const moved = utf8.encodeInto(from === 0 ? part : part.slice(from), into);
        from += moved.read;
        written = moved.written;
      } else {
        written = Math.min(part.length - from, into.length);
        into.set(part.subarray(from, from + written));
        from += written;
      }
      this.#size += written;
      this.bytes += written;
      if (from < part.length) this.#send();
    }
    if (isLast && this.#size !== (this.#ends.at(-1) ?? -1)) this.#ends.push(this.#size);
  }

  /** Whether to wait with `drain` before the next `write`. */
  get isFull(): boolean {
    return this.#unanswered >= this.#ports.length * underWay;
  }

  /** Waits until the workers have something less to do. */
  async drain(): Promise<void> {
    while (this.isFull) await this.#answer();
  }

  /** Ends the workers and gives what they counted, as records of a `Trainer`. */
  async finish(): Promise<Uint8Array<ArrayBuffer>[]> {
    if (this.#ends.length > 0) this.#send();
    for (const port of this.#ports) port.post('end');
    this.#unanswered += this.#ports.length;
    while (this.#unanswered > 0) await this.#answer();
    this.close();
    return this.#records;
  }

  close(): void {
    for (const port of this.#ports) port.close();
  }

  /** Sends the buffer; where its last text goes on, up to a border of pieces if there is one. */
  #send(): void {
    const last = this.#ends.at(-1) ?? 0;
    let size = this.#size;
    let isClosed = this.#ends.length > 0 && last === size;
    if (!isClosed) {
      const border = findBorder(this.#buffer, last, size);
      if (border > last || last > 0) {
        isClosed = true;
        if (border > last) this.#ends.push(border);
        size = this.#ends.at(-1) as number;
      }
    }
    const bytes = this.#buffer;
    const next = this.#spare.pop() ?? new Uint8Array(messageSize);
    next.set(bytes.subarray(size, this.#size));
    this.#buffer = next;
    this.#ports[this.#turn]?.post({ bytes, size, ends: this.#ends }, [bytes.buffer]);
    this.#unanswered++;
    this.#size -= size;
    this.#ends = [];
    if (isClosed) this.#turn = (this.#turn + 1) % this.#ports.length;
  }

  #hear(message: WorkerAnswer): void {
    if ('error' in message) this.#fail(message.error);
    if ('bytes' in message) this.#spare.push(message.bytes);
    if ('records' in message) this.#records.push(...message.records);
    this.#unanswered--;
    this.#wake();
  }

  #fail(reason: string): void {
    this.#failure ??= new Error(
      `trainTokenizer: the workers must count to the end, got ${reason}. Train with threads: 1.`,
    );
    this.#wake();
  }

  async #answer(): Promise<void> {
    if (!this.#failure) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure) throw this.#failure;
  }
}

/**
 * The last place before which every pattern ends a piece, and would if the text ended there: between
 * a visible character of ASCII and a space. 0 if there is none.
 */
function findBorder(bytes: Uint8Array, from: number, to: number): number {
  for (let i = to - 1; i > from; i--) {
    const before = bytes[i - 1] as number;
    if (bytes[i] === 32 && before > 32 && before < 127) return i;
  }
  return 0;
}

/** Starts a worker of Node's or of the web's with the program as text. */
function openPort(hear: (message: WorkerAnswer) => void, end: () => void): Port {
  if (typeof process !== 'undefined' && process.getBuiltinModule) {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const program = `const { parentPort: port } = require('node:worker_threads');
      (${countingWorker})((hear) => port.on('message', hear), (m, t) => port.postMessage(m, t), ${classifyPage});`;
    const worker = new Worker(program, { eval: true });
    worker.on('message', hear).on('error', end);
    return {
      post: (message, transfer) => worker.postMessage(message, transfer),
      close: () => void worker.terminate(),
    };
  }
  const program = `(${countingWorker})((hear) => { onmessage = ({ data }) => hear(data); }, (m, t) => postMessage(m, t), ${classifyPage});`;
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = end;
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    close: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
