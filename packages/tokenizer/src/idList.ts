/** A list of ids that grows by batches and ends as one array. */
export class IdList {
  readonly #expected: number;
  #ids = new Uint32Array(0);
  #count = 0;
  #bytes = 0;

  /** `expected`: about how many bytes of text there will be. */
  constructor(expected = 0) {
    this.#expected = expected;
  }

  /** Appends the ids of so many bytes of text. */
  add(batch: Uint32Array, bytes = 0): void {
    const count = this.#count + batch.length;
    this.#bytes += bytes;
    if (this.#count === 0 && this.#bytes >= this.#expected) {
      // Most texts are one batch, and then this is their result.
      this.#ids = batch.slice();
    } else {
      if (count > this.#ids.length) this.#grow(count);
      this.#ids.set(batch, this.#count);
    }
    this.#count = count;
  }

  /** The ids, in an array of their own. */
  take(): Uint32Array<ArrayBuffer> {
    if (this.#count === this.#ids.length) return this.#ids;
    // Where a buffer can be cut short, that saves the last copy.
    const buffer = this.#ids.buffer as ArrayBuffer & { transfer?: (size: number) => ArrayBuffer };
    return buffer.transfer
      ? new Uint32Array(buffer.transfer(this.#count * 4))
      : this.#ids.slice(0, this.#count);
  }

  #grow(count: number): void {
    const whole = (count * this.#expected * 1.08) / (this.#bytes || 1);
    const larger = new Uint32Array(Math.max(count, whole, this.#ids.length * 1.5));
    larger.set(this.#ids.subarray(0, this.#count));
    this.#ids = larger;
  }
}
