import { engine } from './wasm/engine.js';
import type { Pool } from './wasm/heap.js';

/** A block of memory and the number of tensors that look into it. */
export class Storage {
  readonly ptr: number;
  /** Bytes asked for, and bytes in the block: the rest is padding that kernels may overwrite. */
  readonly bytes: number;
  readonly size: number;
  /** Where it goes when nobody needs it any more. */
  readonly pool: Pool;
  private references = 1;

  constructor(bytes: number) {
    const { heap } = engine();
    const block = heap.take(bytes);
    this.ptr = block.ptr;
    this.bytes = bytes;
    this.size = block.size;
    this.pool = heap.pool;
  }
  /** Whether one tensor alone looks into it. */
  get single(): boolean {
    return this.references === 1;
  }
  retain(): this {
    this.references++;
    return this;
  }
  release(): void {
    if (--this.references === 0) engine().heap.give(this.pool, this.ptr, this.size);
  }
}
