/** A list of ids that grows by batches and ends as one array. */
export class IdList {
  #ids = new Uint32Array(0);
  #count = 0;

  add(batch: Uint32Array): void {
    const count = this.#count + batch.length;
    if (this.#count === 0) {
      // Most texts are one batch, and then this is their result.
      this.#ids = batch.slice();
    } else {
      if (count > this.#ids.length) {
        const larger = new Uint32Array(Math.max(count, Math.ceil(this.#ids.length * 1.7)));
        larger.set(this.#ids.subarray(0, this.#count));
        this.#ids = larger;
      }
      this.#ids.set(batch, this.#count);
    }
    this.#count = count;
  }

  /** The ids, in an array of their own. */
  take(): Uint32Array {
    return this.#count === this.#ids.length ? this.#ids : this.#ids.slice(0, this.#count);
  }
}
