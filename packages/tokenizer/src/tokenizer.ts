import { utf8, utf8Text } from './bytes.js';
import { mergeWithDropout } from './dropout.js';
import { type ExplainedPiece, explainPiece } from './explain.js';
import { IdList } from './idList.js';
import { type Batch, Feed, missing } from './kernel/feed.js';
import type { Kernel } from './kernel/kernel.js';
import { layout, none } from './kernel/layout.js';
import { recoverMerges } from './mergePiece.js';
import { placeTokens } from './offsets.js';
import type { PatternName } from './patterns.js';
import { type AddedToken, SpecialTokens } from './specialTokens.js';
import { type Spelling, wellFormed, withoutHelpers } from './spelling.js';
import { StreamDecoder, StreamEncoder, TokenCounter } from './streams.js';

/** Which special tokens in a text become their ids, and which are refused; the rest is plain text. */
export interface EncodeOptions {
  /** Those that become their ids. Default: none. */
  allowedSpecial?: 'all' | Iterable<string>;
  /** Those that are an error; allowed ones never are. Default: `'all'`. */
  disallowedSpecial?: 'all' | Iterable<string>;
  /** Chance that a possible merge is passed over, for training on varied splits. Default: 0. */
  dropout?: number;
  /** Where the dropout's chance starts from. Default: 0. */
  seed?: number;
}

/** What a tokenizer is made of; loaders and trainers produce it. */
export interface TokenizerParts {
  kernel: Kernel;
  /** How text is split before merging; `undefined`: not at all. */
  pattern: PatternName | RegExp | undefined;
  added: AddedToken[];
  /** left, right, id, … by rank, where it is known. */
  merges?: ArrayLike<number> | undefined;
  /** Training count of each rank, where known. */
  counts?: ArrayLike<number> | undefined;
  /** SentencePiece's spelling of spaces, if it is that kind. */
  spelling?: Spelling | undefined;
}

/** Ids with the UTF-16 positions in the text where each starts and ends. */
export interface Offsets {
  ids: Uint32Array;
  starts: Uint32Array;
  ends: Uint32Array;
}

/**
 * Text to token ids and back, byte-level BPE. Made by `trainTokenizer` and the loaders.
 *
 * Lone surrogates become U+FFFD before encoding; every other text, and every sequence of bytes, comes
 * back as it was from `decode(encode(…))`.
 */
export class Tokenizer {
  /** How text is split before merging. */
  readonly pattern: PatternName | RegExp | undefined;
  /** @internal */
  readonly parts: TokenizerParts;
  readonly #kernel: Kernel;
  readonly #specials: SpecialTokens;
  readonly #regExp: RegExp | undefined;
  readonly #feed: Feed;
  #scratch = 0;
  #scratchSize = 0;

  /** @internal */
  constructor(parts: TokenizerParts) {
    this.parts = parts;
    this.pattern = parts.pattern;
    this.#kernel = parts.kernel;
    this.#specials = new SpecialTokens(parts.added);
    this.#regExp = typeof parts.pattern === 'string' ? undefined : (parts.pattern ?? /[\s\S]+/g);
    this.#feed = new Feed(this.#kernel, this.#regExp);
  }

  /** One more than the largest id; a vocabulary with holes has fewer tokens. */
  get vocabSize(): number {
    return this.#kernel.idEnd;
  }

  /** Special token → id. */
  get specialTokens(): Record<string, number> {
    return this.#specials.ids;
  }

  /**
   * Token ids of a text, or of bytes that need not be UTF-8. A special token in a text is refused unless
   * allowed, as in tiktoken: `allowedSpecial` become ids, the rest of `disallowedSpecial` throws. In bytes
   * nothing is special. Throws for a byte that has no token.
   */
  encode(text: string | Uint8Array, options: EncodeOptions = {}): Uint32Array {
    if ((options.dropout ?? 0) !== 0) return this.#encodeWithDropout(text, options);
    const ids = new IdList();
    this.#encodeEach(text, options, (batch) => ids.add(batch));
    return ids.take();
  }

  /** Token ids of a text in which nothing is special. */
  encodeOrdinary(text: string | Uint8Array): Uint32Array {
    const ids = new IdList();
    this.#ordinary(text, (batch) => ids.add(batch));
    return ids.take();
  }

  /** Encodes every text of a list. */
  encodeBatch(texts: Iterable<string | Uint8Array>, options: EncodeOptions = {}): Uint32Array[] {
    return Array.from(texts, (text) => this.encode(text, options));
  }

  /** How many tokens `encode` would give; they are not kept. */
  count(text: string | Uint8Array, options: EncodeOptions = {}): number {
    let count = 0;
    this.#encodeEach(text, options, (batch) => {
      count += batch.length;
    });
    return count;
  }

  /** The number of tokens if that is at most `limit`, else `false`, found without reading on. */
  isWithinLimit(
    text: string | Uint8Array,
    limit: number,
    options: EncodeOptions = {},
  ): number | false {
    let count = 0;
    this.#encodeEach(text, options, (batch) => {
      count += batch.length;
      return count <= limit;
    });
    return count <= limit && count;
  }

  /**
   * Ids with their places in the text, in UTF-16 units as `text.slice(start, end)` counts them. A token
   * that begins or ends inside a character has the place of the whole character.
   */
  encodeWithOffsets(text: string, options: EncodeOptions = {}): Offsets {
    if (this.parts.spelling) {
      throw new Error(
        "encodeWithOffsets: the vocabulary must spell texts as they are, got one of SentencePiece's kind.",
      );
    }
    const ids = new IdList();
    const starts = new IdList();
    const ends = new IdList();
    let at = 0;
    this.#encodeEach(text, options, (batch, bytes) => {
      // A token alone has all the bytes: an added one may have taken white space with it.
      const sizes = batch.map((id) =>
        batch.length > 1 ? (this.#kernel.token(id)?.length ?? 0) : bytes.length,
      );
      const firsts = new Uint32Array(batch.length);
      const lasts = new Uint32Array(batch.length);
      at = placeTokens(bytes, sizes, at, firsts, lasts);
      ids.add(batch);
      starts.add(firsts);
      ends.add(lasts);
    });
    return { ids: ids.take(), starts: starts.take(), ends: ends.take() };
  }

  /** Encodes a text that arrives in parts, cut anywhere; what is certain leaves at once. Nothing is special. */
  async *encodeStream(
    parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  ): AsyncGenerator<Uint32Array> {
    const encoder = this.encoder();
    for await (const part of parts) {
      const ids = encoder.push(part);
      if (ids.length > 0) yield ids;
    }
    const ids = encoder.flush();
    if (ids.length > 0) yield ids;
  }

  /** `encodeStream` by hand: `push` parts, then `flush`. */
  encoder(): StreamEncoder {
    return new StreamEncoder(this.#kernel, this.#regExp, this.parts.spelling);
  }

  /** Counts a text that grows, as chats do, at the cost of what is added. */
  counter(): TokenCounter {
    return new TokenCounter(this.encoder());
  }

  /** The text of ids; bytes that are not UTF-8 become U+FFFD. Throws on an id that means nothing. */
  decode(ids: ArrayLike<number>): string {
    const text = utf8Text.decode(this.#rawBytes(ids));
    return this.parts.spelling?.read(text) ?? text;
  }

  /** The bytes of ids, one token after the other. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    if (this.parts.spelling) return utf8.encode(this.decode(ids));
    return this.#rawBytes(ids).slice();
  }

  /** Decodes ids that arrive one by one; a character is shown when its last byte is there. */
  decoder(): StreamDecoder {
    return new StreamDecoder((ids) => this.#rawBytes(ids), this.parts.spelling);
  }

  /** The bytes of one token. */
  tokenBytes(id: number): Uint8Array {
    const bytes = this.#kernel.token(id);
    if (!bytes) throw this.#unknown(id);
    return bytes.slice();
  }

  /** The id of the ordinary token with these bytes, if there is one. */
  tokenId(bytes: Uint8Array | string): number | undefined {
    const token = typeof bytes === 'string' ? utf8.encode(bytes) : bytes;
    if (token.length === 0) return undefined;
    const at = this.#room(token.length);
    this.#kernel.bytes.set(token, at);
    const id = this.#kernel.exports.find(at, token.length) >>> 0;
    return id < this.#kernel.idEnd ? id : undefined;
  }

  /** The id of the token that is one byte. */
  byteId(byte: number): number {
    const id = this.#kernel.words[layout.byteIds / 4 + byte] ?? none;
    if (id === none) throw missing(byte);
    return id;
  }

  /** The pieces a text is split into before merging. */
  split(text: string): string[] {
    const spelt = this.parts.spelling?.write(text) ?? wellFormed(text);
    return this.#regExp
      ? splitByRegExp(spelt, this.#regExp)
      : this.#scan(utf8.encode(spelt)).map((piece) => utf8Text.decode(piece));
  }

  #scan(bytesOfText: Uint8Array): Uint8Array[] {
    const { exports } = this.#kernel;
    const size = bytesOfText.length;
    const at = this.#room(size * 5 + 64);
    const ends = (at + size + 64) & ~15;
    this.#kernel.bytes.set(bytesOfText, at);
    this.#kernel.bytes[at + size] = 255;
    exports.isLast.value = 1;
    exports.split(at, at + size, ends);
    let start = 0;
    return Array.from(
      this.#kernel.words.subarray(ends / 4, (exports.outEnd.value >>> 0) / 4),
      (stop) => {
        const piece = bytesOfText.subarray(start, stop - at);
        start = stop - at;
        return piece;
      },
    );
  }

  /** Every piece of a text with the merges that made its tokens, in the order they happen. */
  explain(text: string): ExplainedPiece[] {
    return this.split(text).map((piece) => explainPiece(this, piece));
  }

  /** What two tokens side by side merge into, with which rank; undefined if they do not. */
  merge(left: number, right: number): { rank: number; id: number } | undefined {
    return this.#kernel.merge(left, right, this.#room(this.#kernel.exports.longest.value));
  }

  /**
   * All merges in the order in which they are tried, with how often training saw each where that is known; for a
   * vocabulary of ranks they are found out.
   */
  merges(): { left: number; right: number; id: number; count?: number | undefined }[] {
    const { merges, counts } = this.parts;
    if (!merges) return recoverMerges(this.#kernel, (left, right) => this.merge(left, right));
    return Array.from({ length: merges.length / 3 }, (_, i) => ({
      left: merges[i * 3] as number,
      right: merges[i * 3 + 1] as number,
      id: merges[i * 3 + 2] as number,
      count: counts?.[i],
    }));
  }

  #ordinary(text: string | Uint8Array, batch: Batch): void {
    const { spelling } = this.parts;
    if (!spelling) {
      this.#feed.write(text, true, batch);
      return;
    }
    const source = typeof text === 'string' ? text : utf8Text.decode(text);
    this.#feed.write(spelling.write(source), true, (ids, bytes) =>
      batch(withoutHelpers(ids, spelling), bytes),
    );
  }

  #encodeEach(text: string | Uint8Array, options: EncodeOptions, batch: Batch): void {
    if (typeof text !== 'string') {
      this.#ordinary(text, batch);
      return;
    }
    let going: unknown = true;
    this.#specials.forEach(text, options, (part, special) => {
      if (special === undefined) {
        this.#ordinary(part, (ids, bytes) => {
          going = batch(ids, bytes);
          return going;
        });
      } else going = batch(Uint32Array.of(special), utf8.encode(part));
      return going !== false;
    });
  }

  #encodeWithDropout(text: string | Uint8Array, options: EncodeOptions): Uint32Array {
    const ids = new IdList();
    const encodePiece = mergeWithDropout(this, options.dropout ?? 0, options.seed ?? 0);
    const add = (pieces: (string | Uint8Array)[]) => {
      for (const piece of pieces) ids.add(encodePiece(piece));
    };
    if (typeof text !== 'string') {
      add(this.#regExp ? this.split(utf8Text.decode(text)) : this.#scan(text));
      return ids.take();
    }
    this.#specials.forEach(text, options, (part, special) => {
      if (special !== undefined) ids.add(Uint32Array.of(special));
      else add(this.split(part));
      return true;
    });
    return ids.take();
  }

  #rawBytes(ids: ArrayLike<number>): Uint8Array<ArrayBuffer> {
    const { exports } = this.#kernel;
    const count = ids.length;
    const from = this.#room(count * 4);
    this.#kernel.words.set(ids, from / 4);
    // What is no whole number of 32 bits has changed on the way in.
    for (let i = 0; i < count && !(ids instanceof Uint32Array); i++) {
      if (ids[i] !== this.#kernel.words[from / 4 + i]) throw this.#unknown(ids[i] as number);
    }
    const good = exports.decode(from, count, 0, 0);
    if (good < count) throw this.#unknown(ids[good] as number);
    const size = exports.outEnd.value >>> 0;
    const at = this.#room(count * 4 + size + 16);
    if (at !== from) this.#kernel.words.copyWithin(at / 4, from / 4, from / 4 + count);
    const into = (at + count * 4 + 7) & ~7;
    exports.decode(at, count, into, 1);
    return this.#kernel.bytes.subarray(into, into + size);
  }

  /** A place in the kernel for `size` bytes that only lasts until the next call. */
  #room(size: number): number {
    if (this.#scratchSize < size + 4096) {
      this.#scratchSize = Math.max(1 << 14, size + 4096, this.#scratchSize * 2);
      this.#scratch = this.#kernel.alloc(this.#scratchSize);
    }
    return this.#scratch;
  }

  #unknown(id: number): RangeError {
    return new RangeError(
      `decode: every id must be that of a token, got ${id}. The largest id is ${this.vocabSize - 1}.`,
    );
  }
}

/** The matches of a pattern, and what no match covers as pieces of their own. */
function splitByRegExp(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== '');
}
