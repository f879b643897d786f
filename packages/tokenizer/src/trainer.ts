/** Counts pieces of text and learns merges from the counts. */
import { addTokens, putMerges } from './buildKernel.js';
import { byteOrder } from './bytes.js';
import { Feed } from './kernel/feed.js';
import { Kernel } from './kernel/kernel.js';
import { type PatternName, patternNames } from './patterns.js';
import { Tokenizer } from './tokenizer.js';

/** What to learn from the counts. */
export interface LearnOptions {
  /** How many ids there shall be: 256 bytes, the merges, and the special tokens. */
  vocabSize: number;
  /** They get the last ids. */
  specialTokens?: string[];
  /** A pair rarer than this is not merged. Default: 1. */
  minFrequency?: number;
  /** Is told how far it is, several times a second. */
  onProgress?: (progress: TrainProgress) => void;
  /** Ends the training with the signal's reason. */
  signal?: AbortSignal;
}

/** How far a training is: bytes of text while counting, ids while merging. */
export interface TrainProgress {
  phase: 'count' | 'merge';
  done: number;
  /** 0 where it is not known. */
  total: number;
}

/** Merges between two looks at the clock. */
const mergesAtOnce = 256;
const magic = 'gibbs trainer 1';

/**
 * A training in steps: add texts, learn, and save what was counted at any time. The counts are all there
 * is to a training, since the merges follow from them.
 */
export class Trainer {
  readonly pattern: PatternName | RegExp;
  readonly #kernel: Kernel;
  readonly #feed: Feed;
  #bytes = 0;

  constructor(options: { pattern?: PatternName | RegExp } = {}) {
    const { pattern = 'gpt2' } = options;
    const isName = typeof pattern === 'string';
    if (isName ? !patternNames.includes(pattern) : !pattern.global) {
      throw new Error(
        `Trainer: the pattern must be one of ${patternNames.join(', ')} or a global regular expression, got ${pattern}.`,
      );
    }
    this.pattern = pattern;
    this.#kernel = new Kernel(isName ? pattern : undefined, 'train');
    const { exports } = this.#kernel;
    exports.pieceBits.value = 14;
    exports.pieceTable.value = this.#kernel.alloc(32 * 2 ** 14);
    this.#feed = new Feed(this.#kernel, isName ? undefined : pattern, 'count');
  }

  /** Bytes of text counted so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Different pieces counted so far. */
  get pieces(): number {
    return this.#kernel.exports.pieceCount.value;
  }

  /** Counts a document, or with `isLast: false` the next part of one that goes on. */
  add(text: string | Uint8Array, options: { isLast?: boolean } = {}): this {
    const { isLast = true } = options;
    this.#feed.write(text, isLast, (_, bytes) => {
      this.#bytes += bytes.length;
    });
    return this;
  }

  /** Learns merges from what was counted. */
  async learn(options: LearnOptions): Promise<Tokenizer> {
    const { vocabSize, specialTokens = [], minFrequency = 1, onProgress, signal } = options;
    checkSize(vocabSize, specialTokens);
    signal?.throwIfAborted();
    const kernel = this.#kernel;
    const { exports } = kernel;
    const mergeEnd = vocabSize - specialTokens.length;
    exports.idEnd.value = 0;
    kernel.reserveTokens(mergeEnd, mergeEnd);
    const bytes = kernel.alloc(256 * 16);
    byteOrder.forEach((byte, id) => {
      kernel.bytes[bytes + id * 16] = byte;
      exports.setToken(bytes + id * 16, 1, id, 0);
    });
    if (!exports.prepare()) throw outOfMemory();
    const merges: number[] = [];
    const counts: number[] = [];
    let id = 256;
    let state = 1;
    let shown = performance.now();
    while (id < mergeEnd && state === 1) {
      for (let i = 0; i < mergesAtOnce && id < mergeEnd; i++) {
        state = exports.mergeBest(id, BigInt(Math.max(1, Math.ceil(minFrequency))));
        if (state !== 1) break;
        const joined: number = exports.mergedId.value;
        merges.push(exports.mergedLeft.value, exports.mergedRight.value, joined);
        counts.push(Number(exports.mergedCount.value));
        if (joined === id) id++;
      }
      if (performance.now() - shown > 100) {
        onProgress?.({ phase: 'merge', done: id, total: mergeEnd });
        await new Promise((resolve) => setTimeout(resolve));
        signal?.throwIfAborted();
        shown = performance.now();
      }
    }
    if (state === 0) throw outOfMemory();
    onProgress?.({ phase: 'merge', done: id, total: mergeEnd });
    return this.#tokenizer(id, merges, counts, specialTokens);
  }

  /** What was counted, as bytes from which `Trainer.load` goes on. */
  save(): Uint8Array<ArrayBuffer> {
    if (typeof this.pattern !== 'string') {
      throw new Error(`Trainer.save: the pattern must be a named one, got ${this.pattern}.`);
    }
    const head = new TextEncoder().encode(`${magic} ${this.pattern} ${this.#bytes}\n`);
    let size = head.length;
    for (const { bytes } of this.#counted()) size += 12 + bytes.length;
    const saved = new Uint8Array(size);
    const view = new DataView(saved.buffer);
    saved.set(head);
    let at = head.length;
    for (const { bytes, count } of this.#counted()) {
      view.setUint32(at, bytes.length, true);
      view.setBigUint64(at + 4, count, true);
      saved.set(bytes, at + 12);
      at += 12 + bytes.length;
    }
    return saved;
  }

  /** A trainer that goes on from what `save` gave. */
  static load(saved: Uint8Array): Trainer {
    return new Trainer({ pattern: readHead(saved).pattern }).addCounts(saved);
  }

  /** Adds the counts of another trainer, as it saved them. */
  addCounts(saved: Uint8Array): this {
    const { pattern, bytes, at: start } = readHead(saved);
    if (pattern !== this.pattern) {
      throw new Error(
        `Trainer: counts must be of the same pattern, got ${pattern} for ${this.pattern}.`,
      );
    }
    const { exports } = this.#kernel;
    const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
    let room = 0;
    let p = 0;
    for (let at = start; at < saved.length; ) {
      const size = at + 12 <= saved.length ? view.getUint32(at, true) : 0;
      if (size === 0 || at + 12 + size > saved.length) {
        throw new Error(
          `Trainer.load: the file must be whole, got its end inside a piece at byte ${at}.`,
        );
      }
      if (size + 8 > room) {
        room = Math.max(4096, size * 2);
        p = this.#kernel.alloc(room);
      }
      this.#kernel.bytes.set(saved.subarray(at + 12, at + 12 + size), p);
      if (!exports.countPiece(p, size, view.getBigUint64(at + 4, true))) throw outOfMemory();
      at += 12 + size;
    }
    this.#bytes += bytes;
    return this;
  }

  *#counted(): Generator<{ bytes: Uint8Array; count: bigint }> {
    const { exports } = this.#kernel;
    const words = this.#kernel.words;
    const table: number = exports.pieceTable.value;
    const counts = new BigUint64Array(words.buffer);
    for (let i = 0; i < 2 ** exports.pieceBits.value; i++) {
      const entry = (table >>> 0) / 4 + i * 8;
      const size = words[entry + 5] as number;
      const start = words[entry + 4] as number;
      if (size)
        yield {
          bytes: this.#kernel.bytes.subarray(start, start + size),
          count: counts[entry / 2 + 1] as bigint,
        };
    }
  }

  #tokenizer(
    idEnd: number,
    merges: number[],
    counts: number[],
    specialTokens: string[],
  ): Tokenizer {
    const kernel = new Kernel(typeof this.pattern === 'string' ? this.pattern : undefined);
    const { exports } = kernel;
    kernel.reserveTokens(idEnd + specialTokens.length, idEnd);
    for (let id = 0; id < idEnd; id++) {
      const bytes = this.#kernel.token(id) as Uint8Array;
      const at = kernel.alloc(bytes.length + 8);
      kernel.bytes.set(bytes, at);
      exports.setToken(at, bytes.length, id, 0);
    }
    const added = specialTokens.map((content, i) => ({ content, id: idEnd + i, special: true }));
    addTokens('trainTokenizer', kernel, added);
    putMerges(kernel, merges);
    return new Tokenizer({ kernel, pattern: this.pattern, added, merges, counts });
  }
}

/** Refuses sizes that cannot be. */
export function checkSize(vocabSize: number, specialTokens: string[]): void {
  const least = 256 + specialTokens.length;
  if (!Number.isInteger(vocabSize) || vocabSize < least || vocabSize > 2 ** 22) {
    throw new RangeError(
      `trainTokenizer: vocabSize must be a whole number from ${least} (256 bytes and the special tokens) to ${2 ** 22}, got ${vocabSize}.`,
    );
  }
}

function readHead(saved: Uint8Array): { pattern: PatternName; bytes: number; at: number } {
  const end = saved.subarray(0, 100).indexOf(10);
  const [, pattern, bytes] =
    new RegExp(`^${magic} (\\w+) (\\d+)$`).exec(
      String.fromCharCode(...saved.subarray(0, Math.max(0, end))),
    ) ?? [];
  if (!patternNames.includes(pattern as PatternName)) {
    throw new Error(
      `Trainer.load: the file must begin with "${magic}" and a pattern, got another beginning.`,
    );
  }
  return { pattern: pattern as PatternName, bytes: Number(bytes), at: end + 1 };
}

function outOfMemory(): RangeError {
  return new RangeError(
    'trainTokenizer: the pieces and their pairs must fit in 4 GB, got more. Train on a part of the text.',
  );
}
