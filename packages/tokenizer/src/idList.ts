/** Ids of one part before a new one is begun: 4 MB, which the allocator gives again without asking the system. */
const largestPart = 2 ** 20;

/** A list of ids that grows by batches and ends as one array. */
export class IdList {
  readonly #parts: Uint32Array[] = [];
  /** The part that is being filled. */
  #part = new Uint32Array(0);
  #used = 0;
  #count = 0;

  add(batch: Uint32Array): void {
    if (this.#used + batch.length > this.#part.length) {
      this.#parts.push(this.#part.subarray(0, this.#used));
      // Most texts are one batch, which then needs no second copy.
      this.#part = new Uint32Array(Math.max(batch.length, Math.min(this.#count, largestPart)));
      this.#used = 0;
    }
    this.#part.set(batch, this.#used);
    this.#used += batch.length;
    this.#count += batch.length;
  }

  /** The ids, in an array of their own. */
  take(): Uint32Array<ArrayBuffer> {
    if (this.#count === this.#part.length) return this.#part;
    const ids = new Uint32Array(this.#count);
    let at = 0;
    for (const part of [...this.#parts, this.#part.subarray(0, this.#used)]) {
      ids.set(part, at);
      at += part.length;
    }
    return ids;
  }
}
