/** Counts pieces of text and learns merges from the counts. */
import { addTokens, mostIds, putMerges } from './buildKernel.js';
import { byteOrder, utf8 } from './bytes.js';
import { checkWhole } from './checkWhole.js';
import { IdList } from './idList.js';
import { Feed } from './kernel/feed.js';
import { Kernel } from './kernel/kernel.js';
import { mergeSize } from './kernel/layout.js';
import { Pace, type TrainProgress } from './pace.js';
import { nameOf, type PatternName, patternNames } from './patterns.js';
import { type ByteSource, readSource } from './readSource.js';
import { Tokenizer } from './tokenizer.js';
import { writeAside } from './writeAside.js';

/** What to learn from the counts. */
export interface LearnOptions {
  /** How many ids there shall be: 256 bytes, the merges, and the special tokens. */
  vocabSize: number;
  /** They get the last ids. */
  specialTokens?: string[];
  /** A pair rarer than this is not merged. Default: 1. */
  minFrequency?: number;
  /** Is told how far it is, ten times a second at most. */
  onProgress?: (progress: TrainProgress) => void;
  /** Ends the training with the signal's reason. */
  signal?: AbortSignal;
}

/** The most merges between two looks at the clock. */
const mostAtOnce = 4096;
const magic = 'gibbs trainer 1';

/**
 * A training in steps: add texts, learn, and save what was counted at any time. The counts are all there
 * is to a training, since the merges follow from them: two trainers that counted the same pieces, in
 * whatever order, learn the same.
 *
 * @example
 * ```ts
 * import { Trainer } from '@gibbs/tokenizer';
 *
 * const monday = new Trainer({ pattern: 'cl100k' }).add('low lower lowest').save();
 * const trainer = Trainer.load(monday).add(' slow slower slowest');
 * const tokenizer = await trainer.learn({ vocabSize: 260 });
 * console.log(trainer.bytes, tokenizer.split('lowest').length, tokenizer.vocabSize); // → 36 1 260
 * ```
 */
export class Trainer {
  readonly pattern: PatternName | RegExp;
  readonly #kernel: Kernel;
  readonly #feed: Feed;
  #bytes = 0;
  /** A place in the kernel for records on their way in. */
  #room = 0;
  #roomSize = 0;

  constructor(options: { pattern?: PatternName | RegExp } = {}) {
    const { pattern = 'gpt2' } = options;
    const name = nameOf('Trainer', pattern);
    this.pattern = pattern;
    this.#kernel = new Kernel(name, 'train');
    this.#feed = new Feed(this.#kernel, name ? undefined : (pattern as RegExp), 'count');
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
    const { vocabSize, specialTokens = [], minFrequency = 1 } = options;
    checkOptions(options);
    const pace = new Pace(options);
    const kernel = this.#kernel;
    const { exports } = kernel;
    const mergeEnd = vocabSize - specialTokens.length;
    exports.idEnd.value = 0;
    kernel.reserveTokens(mergeEnd, mergeEnd);
    setBytes(kernel);
    if (!exports.prepare(mergeEnd)) throw outOfMemory();
    const made = new IdList();
    const list = kernel.alloc(mostAtOnce * mergeSize);
    const least = BigInt(minFrequency || 1);
    let id = 256;
    pace.begin('merge', id);
    for (let atOnce = 16, isDone = false; !isDone; ) {
      const start = performance.now();
      const end = exports.mergeBest(id, mergeEnd, least, list, list + atOnce * mergeSize) >>> 0;
      if (end === 0) throw outOfMemory();
      isDone = end < list + atOnce * mergeSize;
      made.add(kernel.words.subarray(list / 4, end / 4));
      id = exports.idEnd.value;
      if (pace.isDue) await pace.look(id, mergeEnd);
      // Merges grow quicker as they grow rarer.
      if (performance.now() - start < 20) atOnce = Math.min(atOnce * 2, mostAtOnce);
    }
    pace.show(id, mergeEnd);
    return this.#tokenizer(id, made.take(), specialTokens);
  }

  /** What was counted, as bytes from which `Trainer.load` goes on. */
  save(): Uint8Array<ArrayBuffer> {
    if (typeof this.pattern !== 'string') {
      throw new Error(`Trainer.save: the pattern must be a named one, got ${this.pattern}.`);
    }
    const parts = [...this.#kernel.pieceRecords()];
    const size = parts.reduce((size, part) => size + part.length, 0);
    const head = utf8.encode(`${magic} ${this.pattern} ${this.#bytes} ${size}\n`);
    const saved = new Uint8Array(head.length + size);
    saved.set(head);
    let at = head.length;
    for (const part of parts) {
      saved.set(part, at);
      at += part.length;
    }
    return saved;
  }

  /** Writes what `save` gives to a file: aside first, then renamed, so that the file is always whole. */
  async saveTo(path: string): Promise<void> {
    await writeAside(path, this.save());
  }

  /** A trainer that goes on from what `save` gave. */
  static load(saved: Uint8Array): Trainer {
    return new Trainer({ pattern: readHead(saved).pattern }).addCounts(saved);
  }

  /** A trainer that goes on from a file that `saveTo` wrote. */
  static async loadFrom(source: ByteSource): Promise<Trainer> {
    return Trainer.load(await readSource(source));
  }

  /** Adds the counts of another trainer, as it saved them. */
  addCounts(saved: Uint8Array): this {
    const { pattern, bytes, at } = readHead(saved);
    if (pattern !== this.pattern) {
      throw new Error(
        `Trainer: counts must be of the same pattern, got ${pattern} for ${this.pattern}.`,
      );
    }
    this.addRecords(saved.subarray(at), bytes);
    return this;
  }

  /** @internal Adds records of pieces from so many bytes of text. */
  addRecords(records: Uint8Array, bytes: number): void {
    if (records.length > this.#roomSize) {
      this.#roomSize = records.length;
      this.#room = this.#kernel.alloc(records.length + 16);
    }
    const from = this.#room;
    this.#kernel.bytes.set(records, from);
    const stop = this.#kernel.exports.addRecords(from, from + records.length) >>> 0;
    if (stop === 0) throw outOfMemory();
    if (stop < from + records.length) {
      throw new Error('Trainer.load: the file must be whole, got a broken piece in it.');
    }
    this.#bytes += bytes;
  }

  /** A tokenizer of the merges in the kernel's list. */
  #tokenizer(idEnd: number, made: Uint32Array, specialTokens: string[]): Tokenizer {
    const count = (made.length * 4) / mergeSize;
    const merges = new Uint32Array(count * 3);
    const counts = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < 3; k++) merges[i * 3 + k] = made[i * 5 + k] as number;
      counts[i] = (made[i * 5 + 3] as number) + (made[i * 5 + 4] as number) * 2 ** 32;
    }
    const kernel = new Kernel(typeof this.pattern === 'string' ? this.pattern : undefined);
    kernel.reserveTokens(idEnd + specialTokens.length, idEnd);
    setBytes(kernel);
    putMerges(kernel, merges);
    const added = specialTokens.map((content, i) => ({ content, id: idEnd + i, special: true }));
    addTokens('trainTokenizer', kernel, added);
    return new Tokenizer({ kernel, pattern: this.pattern, added, merges, counts });
  }
}

/** Gives the first 256 ids their bytes. */
function setBytes(kernel: Kernel): void {
  const bytes = kernel.alloc(256 * 16);
  byteOrder.forEach((byte, id) => {
    kernel.bytes[bytes + id * 16] = byte;
    kernel.exports.setToken(bytes + id * 16, 1, id, 0);
  });
}

/** Refuses sizes, counts and names that cannot be. */
export function checkOptions(options: LearnOptions): void {
  const { vocabSize, specialTokens = [], minFrequency = 1 } = options;
  const what = 'trainTokenizer: vocabSize (256 bytes, merges and special tokens)';
  checkWhole(what, vocabSize, 256 + specialTokens.length, mostIds);
  checkWhole('trainTokenizer: minFrequency', minFrequency);
  if (new Set(['', ...specialTokens]).size <= specialTokens.length) {
    throw new Error(
      `trainTokenizer: special tokens must be different texts, got ${JSON.stringify(specialTokens)}.`,
    );
  }
}

function readHead(saved: Uint8Array): { pattern: PatternName; bytes: number; at: number } {
  const end = saved.subarray(0, 100).indexOf(10);
  const [, pattern, bytes, size] =
    new RegExp(`^${magic} (\\w+) (\\d+) (\\d+)$`).exec(
      String.fromCharCode(...saved.subarray(0, Math.max(0, end))),
    ) ?? [];
  if (!patternNames.includes(pattern as PatternName)) {
    throw new Error(
      `Trainer.load: the file must begin with "${magic}" and a pattern, got another beginning.`,
    );
  }
  const there = saved.length - end - 1;
  if (there !== Number(size)) {
    throw new Error(
      `Trainer.load: the file must be whole, got ${there} bytes of ${size} after its first line.`,
    );
  }
  return { pattern: pattern as PatternName, bytes: Number(bytes), at: end + 1 };
}

function outOfMemory(): RangeError {
  return new RangeError(
    'trainTokenizer: the pieces and their pairs must fit in 4 GB, got more. Train on a part of the text.',
  );
}
