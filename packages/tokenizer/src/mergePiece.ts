/** One piece merged in JavaScript, so that it can be watched or disturbed; the kernel does it faster. */

import type { Kernel } from './kernel/kernel.js';
import { layout } from './kernel/layout.js';

/** What two neighbours merge into, with which rank. */
export type FindMerge = (left: number, right: number) => { rank: number; id: number } | undefined;

export interface MergeHooks {
  /** Sees each merge before it is done; `at` is the place of the left token's first byte. */
  watch?: (left: number, right: number, id: number, rank: number, at: number) => void;
  /** Says whether to pass over the merge that is due, until another one is done. */
  drop?: (rank: number) => boolean;
}

/** Rank and place make one number that orders like the two. */
const places = 2 ** 27;

/** Merges the tokens of a piece: the lowest rank first, of equals the leftmost, with a heap. */
export function mergePiece(
  start: number[],
  find: FindMerge,
  { watch, drop }: MergeHooks = {},
): number[] {
  const ids = [...start];
  const size = ids.length;
  const next = ids.map((_, i) => i + 1);
  const previous = ids.map((_, i) => i - 1);
  const heap = new Heap();
  const current = ids.map(() => -1);
  const consider = (at: number): void => {
    const right = at < 0 ? size : (next[at] as number);
    if (at >= 0) current[at] = -1;
    if (right >= size) return;
    const merge = find(ids[at] as number, ids[right] as number);
    if (!merge) return;
    current[at] = merge.rank;
    heap.push(merge.rank * places + at);
  };
  for (let i = 0; i + 1 < size; i++) consider(i);
  let skipped: number[] = [];
  for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
    const at = key % places;
    // What changed since it was queued has another rank now.
    if (current[at] !== (key - at) / places) continue;
    if (drop?.(current[at] as number)) {
      skipped.push(key);
      continue;
    }
    const right = next[at] as number;
    const [left, other] = [ids[at] as number, ids[right] as number];
    const { rank, id } = find(left, other) as { rank: number; id: number };
    watch?.(left, other, id, rank, at);
    ids[at] = id;
    next[at] = next[right] as number;
    if ((next[at] as number) < size) previous[next[at] as number] = at;
    current[right] = -1;
    consider(at);
    consider(previous[at] as number);
    for (const again of skipped) heap.push(again);
    skipped = [];
  }
  const merged: number[] = [];
  for (let i = 0; i < size; i = next[i] as number) merged.push(ids[i] as number);
  return merged;
}

/**
 * The merges behind a vocabulary of ranks: each token is what two others become when only earlier ones
 * may merge. A token that is not made so has no merge; it is found as a whole piece.
 */
export function recoverMerges(
  kernel: Kernel,
  find: FindMerge,
): { left: number; right: number; id: number }[] {
  const merges: { left: number; right: number; id: number }[] = [];
  for (let id = 0; id < kernel.idEnd; id++) {
    const bytes = kernel.token(id);
    if (!bytes || bytes.length < 2) continue;
    const start = Array.from(bytes, (byte) => kernel.words[layout.byteIds / 4 + byte] as number);
    const [left, right, ...more] = mergePiece(start, (a, b) => {
      const merge = find(a, b);
      return merge && merge.rank < id ? merge : undefined;
    });
    if (left !== undefined && right !== undefined && more.length === 0)
      merges.push({ left, right, id });
  }
  return merges;
}

/** A binary heap of numbers, the smallest on top. */
class Heap {
  readonly #keys: number[] = [];

  push(key: number): void {
    let i = this.#keys.push(key) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = this.#keys[parent] as number;
      if (above <= key) break;
      this.#keys[i] = above;
      i = parent;
    }
    this.#keys[i] = key;
  }

  pop(): number | undefined {
    const first = this.#keys[0];
    const key = this.#keys.pop();
    const count = this.#keys.length;
    if (key === undefined || count === 0) return first;
    let i = 0;
    for (let child = 1; child < count; child = 2 * i + 1) {
      if (child + 1 < count && (this.#keys[child + 1] as number) < (this.#keys[child] as number))
        child++;
      if (key <= (this.#keys[child] as number)) break;
      this.#keys[i] = this.#keys[child] as number;
      i = child;
    }
    this.#keys[i] = key;
    return first;
  }
}
