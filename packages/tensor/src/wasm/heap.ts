/**
 * The one owner of the one WebAssembly memory: blocks are taken and given back here.
 *
 * Sizes are rounded up to a class (multiples of 64 bytes, then eight steps per doubling), and each
 * class keeps a list of free blocks, so that a training loop finds last step's block again in
 * constant time. Before the memory would have to grow, free neighbours are joined and cut anew, so that work whose
 * shapes change does not fill it with gaps. Every block begins on a cache line and may be read or written up to the next one,
 * so kernels need no scalar tail.
 */

const PAGE = 65536;
const LINE = 64;
const LIMIT = 65536 * PAGE;
/** The heap's first bytes are never handed out: address 0 means "none" to kernels. */
const FIRST = 1024;
/** Kernels may read one vector pair beyond a block: keep that readable behind the last one. */
const GUARD = 256;

/** A set of free blocks. A captured program owns one, so that nobody else writes where it will. */
export class Pool {
  readonly free: Map<number, number[]> = new Map();
  closedInto: Pool | undefined;

  give(ptr: number, size: number): void {
    const pool = this.closedInto ?? this;
    const blocks = pool.free.get(size);
    if (blocks) blocks.push(ptr);
    else pool.free.set(size, [ptr]);
  }

  take(size: number): number | undefined {
    return this.free.get(size)?.pop();
  }

  /** A piece of at least `size` cut from joined neighbours, the rest of which stays free. */
  cut(size: number): number | undefined {
    const blocks = [...this.free].flatMap(([each, ptrs]) =>
      ptrs.map((ptr) => ({ ptr, size: each })),
    );
    const joined: { ptr: number; size: number }[] = [];
    for (const block of blocks.sort((a, b) => a.ptr - b.ptr)) {
      const last = joined.at(-1);
      if (last && last.ptr + last.size === block.ptr) last.size += block.size;
      else joined.push(block);
    }
    // the smallest that will do
    let best: { ptr: number; size: number } | undefined;
    for (const run of joined) if (run.size >= size && !(best && best.size <= run.size)) best = run;
    if (!best) return undefined;
    const { ptr } = best;
    best.ptr += size;
    best.size -= size;
    this.free.clear();
    for (const run of joined) if (run.size) this.give(run.ptr, run.size);
    return ptr;
  }

  /** Hands every free block, and those still to come, to another pool. */
  closeInto(other: Pool): void {
    this.closedInto = other;
    for (const [size, blocks] of this.free) for (const ptr of blocks) other.give(ptr, size);
    this.free.clear();
  }
}

export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly main: Pool = new Pool();
  /** Where new blocks come from and freed ones go: `main`, or the pool of a running capture. */
  pool: Pool = this.main;
  f32: Float32Array = new Float32Array(0);
  f64: Float64Array = new Float64Array(0);
  i32: Int32Array = new Int32Array(0);
  u8: Uint8Array = new Uint8Array(0);
  /** Bytes in blocks that are in use. */
  used = 0;
  private frontier = FIRST;

  readonly shared: boolean;

  constructor(shared: boolean) {
    this.shared = shared;
    this.memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared });
    this.refresh();
  }

  /** A block of at least `bytes`; give it back with its `size`. */
  take(bytes: number): { ptr: number; size: number } {
    const size = sizeClass(bytes);
    let ptr = this.pool.take(size);
    if (ptr === undefined && this.pool !== this.main) ptr = this.main.take(size);
    if (ptr === undefined && this.frontier + size + GUARD > this.memory.buffer.byteLength)
      ptr = this.main.cut(size);
    if (ptr === undefined) {
      this.reserve(this.frontier + size);
      ptr = this.frontier;
      this.frontier += size;
    }
    this.used += size;
    return { ptr, size };
  }

  /** A block that is never given back, whoever runs at the moment; its size is exact. */
  takeForever(bytes: number): number {
    this.reserve(this.frontier + bytes);
    const ptr = this.frontier;
    this.frontier += Math.ceil(bytes / LINE) * LINE;
    return ptr;
  }

  give(pool: Pool, ptr: number, size: number): void {
    this.used -= size;
    pool.give(ptr, size);
  }

  private reserve(end: number): void {
    const have = this.memory.buffer.byteLength;
    if (end + GUARD <= have) return;
    // growing by a quarter keeps the number of grow calls, which cost about 50 µs each, small
    const wanted = Math.max(end + GUARD, Math.min(LIMIT, have + have / 4));
    try {
      this.memory.grow(Math.ceil((wanted - have) / PAGE));
    } catch {
      // beyond the limit, or the machine has no more
      throw new RangeError(
        `memory: tensors share 4 GiB, got a request of ${end - this.frontier} bytes with ${this.used} in use and ${have} reserved. Dispose what is no longer needed.`,
      );
    }
    this.refresh();
  }

  private refresh(): void {
    const buffer = this.memory.buffer;
    this.f32 = new Float32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }
}

function sizeClass(bytes: number): number {
  if (bytes <= 8 * LINE) return Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
  const step = 2 ** Math.floor(Math.log2(bytes - 1)) / 8;
  return Math.ceil(bytes / step) * step;
}
