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
    const start = this.#count;
    this.#count += batch.length;
    this.#bytes += bytes;
    if (this.#count > this.#ids.length) {
      // Most texts are one batch; of others, the bytes so far foretell how many ids there will be.
      const ahead = this.#expected / (this.#bytes || 1);
      const times = start > 0 || ahead > 1 ? Math.max(1.5, ahead * 1.08) : 1;
      const larger = new Uint32Array(this.#count * times);
      larger.set(this.#ids.subarray(0, start));
      this.#ids = larger;
    }
    this.#ids.set(batch, start);
  }

  /** The ids, in an array of their own. */
  take(): Uint32Array<ArrayBuffer> {
    const buffer = this.#ids.buffer as ArrayBuffer & { transfer(size: number): ArrayBuffer };
    return new Uint32Array(buffer.transfer(this.#count * 4));
  }
}
