/**
 * The way of a text through the kernel: in chunks that stay in the processor's cache, with the last,
 * still open piece of each carried over to the next.
 */
import { utf8, utf8Text } from '../bytes.js';
import type { Kernel } from './kernel.js';

const firstCapacity = 1 << 16;
/** Bytes that may be read past the end of a text. */
const slack = 64;

/** Gets the ids of each chunk, as a view that the next chunk overwrites, and the chunk's bytes; `false` stops. */
export type Batch = (ids: Uint32Array, bytes: Uint8Array) => unknown;

/** Text that comes in parts and leaves as ids. */
export class Feed {
  readonly #kernel: Kernel;
  readonly #pattern: RegExp | undefined;
  readonly #text: (p: number, end: number, out: number) => number;
  readonly #matches: (p: number, stops: number, count: number, out: number) => void;
  #capacity = 0;
  #input = 0;
  #output = 0;
  /** Bytes of the open piece at the start of the input. */
  #held = 0;
  /** How many bytes there must be before the open piece is looked at again. */
  #patience = 0;

  /** Texts are encoded, or with `'count'` their pieces are counted. */
  constructor(kernel: Kernel, pattern: RegExp | undefined, work: 'encode' | 'count' = 'encode') {
    this.#kernel = kernel;
    const { exports } = kernel;
    this.#text = work === 'encode' ? exports.encode : exports.countText;
    this.#matches = work === 'encode' ? exports.encodePieces : exports.countMatches;
    this.#pattern = pattern;
  }

  /** Forgets the open piece. */
  reset(): void {
    this.#held = 0;
    this.#patience = 0;
  }

  /** Encodes what is certain of the text so far, or with `isLast` all of it. */
  write(text: string | Uint8Array, isLast: boolean, batch: Batch): void {
    if (this.#pattern) {
      this.#writeMatches(text, isLast, batch);
      return;
    }
    const { exports } = this.#kernel;
    let from = 0;
    do {
      if (this.#capacity - this.#held < 64) this.#grow();
      const into = this.#kernel.bytes.subarray(
        this.#input + this.#held,
        this.#input + this.#capacity,
      );
      let written: number;
      if (typeof text === 'string') {
        const moved = utf8.encodeInto(from === 0 ? text : text.slice(from), into);
        from += moved.read;
        written = moved.written;
      } else {
        written = Math.min(text.length - from, into.length);
        into.set(text.subarray(from, from + written));
        from += written;
      }
      const size = this.#held + written;
      const ends = isLast && from === text.length;
      this.#held = size;
      if (!ends && size < this.#patience && size < this.#capacity - 64) continue;
      exports.isLast.value = ends ? 1 : 0;
      // A byte of no class makes the scanner look whether the text ends here.
      this.#kernel.bytes[this.#input + size] = 255;
      const stop = this.#text(this.#input, this.#input + size, this.#output) >>> 0;
      this.#check();
      this.#held = this.#input + size - stop;
      this.#patience = this.#held < 256 ? 0 : this.#held * 2;
      const go = this.#emit(batch, stop - this.#input);
      this.#kernel.bytes.copyWithin(this.#input, stop, this.#input + size);
      if (go === false) {
        this.reset();
        return;
      }
    } while (from < text.length);
    if (isLast) this.reset();
  }

  /** What the text so far, and a little more, would give if it ended here; it does not. */
  peek(more: string, batch: Batch): void {
    if (this.#held === 0 && more === '') return;
    while (this.#capacity - this.#held < 64 + more.length * 3) this.#grow();
    const into = this.#kernel.bytes.subarray(
      this.#input + this.#held,
      this.#input + this.#capacity,
    );
    const stop = this.#input + this.#held + utf8.encodeInto(more, into).written;
    this.#kernel.exports.isLast.value = 1;
    this.#kernel.bytes[stop] = 255;
    this.#text(this.#input, stop, this.#output);
    this.#check();
    this.#emit(batch, stop - this.#input);
  }

  /** `write` for a pattern that only a regular expression knows: it must see the whole text at once. */
  #writeMatches(text: string | Uint8Array, isLast: boolean, batch: Batch): void {
    if (!isLast) {
      throw new Error(
        'encodeStream: the split pattern must be a named one. Encode the whole text at once with this tokenizer.',
      );
    }
    const source = typeof text === 'string' ? text : utf8Text.decode(text);
    const pattern = this.#pattern as RegExp;
    let at = 0;
    let pieces: string[] = [];
    let size = 0;
    const flush = (): unknown | undefined => {
      while (this.#capacity < size * 3 + 64) this.#grow();
      // The second half of the output holds the ends of the pieces.
      const ends = this.#output / 4 + this.#capacity;
      let stop = this.#input;
      pieces.forEach((piece, i) => {
        const into = this.#kernel.bytes.subarray(stop, this.#input + this.#capacity);
        stop += utf8.encodeInto(piece, into).written;
        this.#kernel.words[ends + i] = stop;
      });
      this.#matches(this.#input, ends * 4, pieces.length, this.#output);
      this.#check();
      pieces = [];
      size = 0;
      return this.#emit(batch, stop - this.#input);
    };
    const add = (piece: string): unknown | undefined => {
      if (piece === '') return;
      pieces.push(piece);
      size += piece.length;
      return size > 16384 ? flush() : undefined;
    };
    for (const match of source.matchAll(pattern)) {
      // What no match covers is a piece as well, so that nothing is dropped.
      if (add(source.slice(at, match.index)) === false || add(match[0]) === false) return;
      at = match.index + match[0].length;
    }
    add(source.slice(at));
    if (pieces.length > 0) flush();
  }

  #emit(batch: Batch, size: number): unknown | undefined {
    const { words, bytes, exports } = this.#kernel;
    const ids = words.subarray(this.#output / 4, (exports.outEnd.value >>> 0) / 4);
    return batch(ids, bytes.subarray(this.#input, this.#input + size));
  }

  #grow(): void {
    const old = this.#input;
    this.#capacity = Math.max(firstCapacity, this.#capacity * 2);
    this.#input = this.#kernel.alloc(this.#capacity + slack);
    this.#output = this.#kernel.alloc(this.#capacity * (this.#pattern ? 8 : 4) + slack);
    this.#kernel.bytes.copyWithin(this.#input, old, old + this.#held);
  }

  #check(): void {
    const { missingByte, outEnd } = this.#kernel.exports;
    if (missingByte.value) {
      const byte = missingByte.value - 1;
      missingByte.value = 0;
      this.reset();
      throw missing(byte);
    }
    if (outEnd.value === 0) {
      this.reset();
      throw new RangeError('encode: a piece must fit in 4 GB of memory with its merges.');
    }
  }
}

/** What is said of a byte without a token. */
export function missing(byte: number): Error {
  return new Error(
    `encode: every byte of a text must have a token, got byte ${byte}, which this vocabulary lacks.`,
  );
}
