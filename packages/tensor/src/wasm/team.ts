/**
 * Worker threads on the shared memory. A worker is a dozen lines of JavaScript around the same interpreter and
 * kernels: it waits for a program (awake for a moment, then asleep), runs its share, and meets the others at the end.
 */
import type { Kernel } from './engine.js';
import type { Heap } from './heap.js';
import { CONTROL } from './program.js';

/** How often a worker looks for the next program before it goes to sleep: about 50 µs. */
const SPINS = 5_000;
const MAX_KERNELS = 2048;

export interface Team {
  readonly threads: number;
  /** Address of the control block. */
  readonly control: number;
  /** Makes a kernel known to the workers. */
  publish(kernel: Kernel): void;
  /** Starts a program on the workers; the caller runs its own share next. */
  start(begin: number, end: number): void;
  stop(): void;
}

/** Starts `threads − 1` workers; rejects with a reason where the platform has none. */
export async function startTeam(
  heap: Heap,
  threads: number,
  interpreter: Uint8Array,
  kernels: readonly Kernel[],
): Promise<Team> {
  const control = heap.take(CONTROL.bytes).ptr;
  const directory = heap.take(8 * MAX_KERNELS).ptr;
  heap.u8.fill(0, control, control + CONTROL.bytes);
  const word = (offset: number): number => (control + offset) >> 2;
  const publish = ({ index, bytes }: Kernel): void => {
    if (index >= MAX_KERNELS)
      throw new RangeError(`threads: at most ${MAX_KERNELS} kernels, got more.`);
    const { ptr } = heap.take(bytes.length);
    heap.u8.set(bytes, ptr);
    heap.i32.set([ptr, bytes.length], (directory >> 2) + 2 * index);
    Atomics.store(heap.i32, word(CONTROL.kernels), index + 1);
  };
  kernels.forEach(publish);
  const boot = { memory: heap.memory, interpreter, control, directory, threads };
  const workers = await Promise.all(
    Array.from({ length: threads - 1 }, (_, i) => startWorker({ ...boot, thread: i + 1 })),
  );
  const start = (begin: number, end: number): void => {
    heap.i32[word(CONTROL.begin)] = begin;
    heap.i32[word(CONTROL.end)] = end;
    Atomics.add(heap.i32, word(CONTROL.sequence), 1);
    if (Atomics.load(heap.i32, word(CONTROL.idle)) > 0)
      Atomics.notify(heap.i32, word(CONTROL.sequence));
  };
  return {
    threads,
    control,
    publish,
    start,
    stop: () => {
      start(0, 0);
      for (const stop of workers) stop();
    },
  };
}

interface Boot {
  readonly memory: WebAssembly.Memory;
  readonly interpreter: Uint8Array;
  readonly control: number;
  readonly directory: number;
  readonly threads: number;
  readonly thread: number;
}

/** Starts one worker and waits until it is ready; returns how to stop it. */
function startWorker(boot: Boot): Promise<() => void> {
  const source = `(${workerMain})(${JSON.stringify(CONTROL)}, ${SPINS});`;
  const threads = (globalThis as NodeLike).process?.getBuiltinModule?.('node:worker_threads');
  return new Promise((resolve, reject) => {
    if (threads) {
      const worker = new threads.Worker(source, { eval: true, workerData: boot });
      worker.once('message', () => {
        worker.unref();
        resolve(() => void worker.terminate());
      });
      worker.once('error', reject);
      return;
    }
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve(() => worker.terminate());
    };
    worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'));
    worker.postMessage(boot);
  });
}

interface NodeWorker {
  once(event: string, listener: (value: never) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}
interface NodeLike {
  readonly process?: {
    getBuiltinModule?(name: 'node:worker_threads'): {
      Worker: new (source: string, options: object) => NodeWorker;
    };
  };
}

/** Runs inside the worker, as text: it may use nothing from this file but its arguments. */
function workerMain(control: Record<string, number>, spins: number): void {
  const scope = globalThis as unknown as {
    require?: (name: string) => { workerData: Boot; parentPort: { postMessage(m: unknown): void } };
    process?: {
      getBuiltinModule?: (name: string) => {
        workerData: Boot;
        parentPort: { postMessage(m: unknown): void };
      };
    };
    postMessage: (m: unknown) => void;
    onmessage: ((event: { data: Boot }) => void) | null;
  };
  const work = (boot: Boot, ready: () => void): void => {
    const { memory, thread, threads } = boot;
    const table = new WebAssembly.Table({ element: 'anyfunc', initial: 2048 });
    const instantiate = (bytes: Uint8Array): Record<string, (...args: number[]) => void> =>
      new WebAssembly.Instance(new WebAssembly.Module(bytes.slice()), { env: { memory, table } })
        .exports as never;
    const run = instantiate(boot.interpreter).run as (...args: number[]) => void;
    let words = new Int32Array(memory.buffer);
    const at = (name: string): number => (boot.control + (control[name] as number)) >> 2;
    let known = 0;
    let seen = 0;
    ready();
    for (;;) {
      let left = spins;
      while (Atomics.load(words, at('sequence')) === seen) {
        if (left-- > 0) continue;
        Atomics.add(words, at('idle'), 1);
        Atomics.wait(words, at('sequence'), seen);
        Atomics.sub(words, at('idle'), 1);
      }
      seen = Atomics.load(words, at('sequence'));
      const [begin, end] = [words[at('begin')] as number, words[at('end')] as number];
      if (end === 0) return;
      for (const count = Atomics.load(words, at('kernels')); known < count; known++) {
        if (words.buffer !== memory.buffer) words = new Int32Array(memory.buffer);
        const entry = (boot.directory >> 2) + 2 * known;
        const [ptr, length] = [words[entry] as number, words[entry + 1] as number];
        table.set(known, instantiate(new Uint8Array(memory.buffer, ptr, length)).run as never);
      }
      run(begin, end, thread, threads, boot.control, 1);
    }
  };
  const node = scope.process?.getBuiltinModule?.('node:worker_threads');
  if (node) work(node.workerData, () => node.parentPort.postMessage('ready'));
  else scope.onmessage = ({ data }) => work(data, () => scope.postMessage('ready'));
}
