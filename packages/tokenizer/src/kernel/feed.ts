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
    if (!this.#held && !more) return;
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
        'encodeStream: the pattern must be a named one. Encode the whole text at once.',
      );
    }
    const bytes = typeof text === 'string' ? utf8.encode(text) : text;
    const source = utf8Text.decode(bytes);
    let ends: number[] = [];
    let from = 0;
    let taken = 0;
    const flush = (): unknown | undefined => {
      const size = taken - from;
      while (this.#capacity < size + 64) this.#grow();
      this.#kernel.bytes.set(bytes.subarray(from, taken), this.#input);
      // The second half of the output holds the ends of the pieces.
      const list = this.#output / 4 + this.#capacity;
      ends.forEach((end, i) => {
        this.#kernel.words[list + i] = this.#input + end - from;
      });
      this.#matches(this.#input, list * 4, ends.length, this.#output);
      this.#check();
      ends = [];
      from = taken;
      return this.#emit(batch, size);
    };
    const add = (piece: string): unknown | undefined => {
      if (!piece) return;
      taken = endOf(piece, bytes, taken);
      ends.push(taken);
      return taken - from > 16384 ? flush() : undefined;
    };
    let at = 0;
    for (const match of source.matchAll(this.#pattern as RegExp)) {
      // What no match covers is a piece as well, so that nothing is dropped.
      if (add(source.slice(at, match.index)) === false || add(match[0]) === false) return;
      at = match.index + match[0].length;
    }
    add(source.slice(at));
    if (taken > from) flush();
  }

  #emit(batch: Batch, size: number): unknown | undefined {
    const { words, bytes, exports } = this.#kernel;
    const ids = words.subarray(this.#output / 4, (exports.outEnd.value >>> 0) / 4);
    return batch(ids, bytes.subarray(this.#input, this.#input + size));
  }

  #grow(): void {
    const old = this.#input;
    this.#capacity = this.#capacity * 2 || firstCapacity;
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
      throw new RangeError('encode: a piece must fit in 4 GB with its merges.');
    }
  }
}

/** What is said of a byte without a token. */
export function missing(byte: number): Error {
  return new Error(`encode: every byte of a text must have a token, got byte ${byte}.`);
}

/** Where the bytes end that were read as this text, in which a U+FFFD may stand for any one to three of them. */
function endOf(text: string, bytes: Uint8Array, start: number): number {
  let at = start;
  for (const part of text.split(/(\ufffd)/)) {
    let read = bytes.subarray(at, at + utf8.encode(part).length);
    if (part === '\ufffd') while (utf8Text.decode(read).length > 1) read = read.subarray(0, -1);
    at += read.length;
  }
  return at;
}
