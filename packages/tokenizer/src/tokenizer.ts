import { byteIds, byteOrder, showBytes } from './bytes.js';
import { type PatternName, patternRegExp } from './patterns.js';
import type { Merge } from './reference.js';

/** What a tokenizer is made of: files and trainers produce it. */
export interface Vocabulary {
  /** Token id → bytes; a hole where an id means nothing. */
  tokens: (Uint8Array | undefined)[];
  merges: Merge[];
  pattern: PatternName;
  /** Special token → id. */
  specialTokens: Record<string, number>;
}

/** Which special tokens in a text become their ids, and which are refused; the rest is plain text. */
export interface EncodeOptions {
  allowedSpecial?: 'all' | Iterable<string>;
  disallowedSpecial?: 'all' | Iterable<string>;
}

/** One merge inside a piece. */
export interface ExplainedMerge {
  left: string;
  right: string;
  result: string;
  id: number;
  /** Place in the order of learning, from 0. */
  rank: number;
  /** How often the training text had this pair when it was merged, where that is known. */
  count: number | undefined;
  /** Where the left part starts, in bytes from the start of the piece. */
  at: number;
}

/** A piece of text between two borders of the split pattern, and how it became tokens. */
export interface ExplainedPiece {
  text: string;
  /** The bytes it starts from, each shown as text. */
  bytes: string[];
  merges: ExplainedMerge[];
  ids: number[];
  /** The tokens it ends as, shown as text. */
  tokens: string[];
}

const utf8 = new TextEncoder();

/** Text to token ids and back. Made by `trainTokenizer` and the loaders. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;
  readonly #ranks = new Map<string, number>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    vocabulary.merges.forEach(({ left, right }, i) => {
      const key = `${left} ${right}`;
      if (!this.#ranks.has(key)) this.#ranks.set(key, i);
    });
  }

  /** One more than the largest id. */
  get vocabSize(): number {
    return Math.max(
      this.vocabulary.tokens.length,
      ...Object.values(this.vocabulary.specialTokens).map((id) => id + 1),
    );
  }

  /** Token ids of a text; special tokens as `allowedSpecial` and `disallowedSpecial` say. */
  encode(text: string, options: EncodeOptions = {}): Uint32Array {
    const { allowedSpecial = [], disallowedSpecial = 'all' } = options;
    const all = Object.keys(this.vocabulary.specialTokens);
    const allowed = new Set(allowedSpecial === 'all' ? all : allowedSpecial);
    const disallowed = new Set(
      (disallowedSpecial === 'all' ? all : [...disallowedSpecial]).filter((s) => !allowed.has(s)),
    );
    for (const special of disallowed) {
      if (text.includes(special)) {
        throw new Error(
          `encode: the text has the special token ${special}, which is not allowed here. Pass allowedSpecial: ['${special}'] to encode it as one, or disallowedSpecial: [] to encode it as plain text.`,
        );
      }
    }
    const ids: number[] = [];
    let rest = text;
    while (rest !== '') {
      let at = rest.length;
      let found = '';
      for (const special of allowed) {
        const i = rest.indexOf(special);
        if (i >= 0 && (i < at || (i === at && special.length > found.length))) {
          at = i;
          found = special;
        }
      }
      for (const id of this.encodeOrdinary(rest.slice(0, at))) ids.push(id);
      if (found) ids.push(this.vocabulary.specialTokens[found] as number);
      rest = rest.slice(at + found.length);
    }
    return Uint32Array.from(ids);
  }

  /** Token ids of a text in which nothing is special. */
  encodeOrdinary(text: string): Uint32Array {
    return Uint32Array.from(this.explain(text).flatMap((piece) => piece.ids));
  }

  /** How many tokens `encode` would give. */
  count(text: string, options: EncodeOptions = {}): number {
    return this.encode(text, options).length;
  }

  /** The bytes of the tokens, one after the other. */
  decodeBytes(ids: Iterable<number>): Uint8Array {
    const parts = Array.from(ids, (id) => this.tokenBytes(id));
    const bytes = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** The text of the tokens; bytes that are not UTF-8 become U+FFFD. */
  decode(ids: Iterable<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.decodeBytes(ids));
  }

  /** The bytes of one token. */
  tokenBytes(id: number): Uint8Array {
    const bytes = this.vocabulary.tokens[id];
    if (bytes) return bytes;
    for (const [special, specialId] of Object.entries(this.vocabulary.specialTokens)) {
      if (specialId === id) return utf8.encode(special);
    }
    throw new RangeError(
      `decode: every id must be a token of the vocabulary, got ${id}. The largest id is ${this.vocabSize - 1}.`,
    );
  }

  /** Every piece of a text with the merges that made its tokens, in the order they happen. */
  explain(text: string): ExplainedPiece[] {
    const pieces = text.matchAll(patternRegExp(this.vocabulary.pattern));
    return Array.from(pieces, ([piece]) => this.#explainPiece(piece));
  }

  #explainPiece(piece: string): ExplainedPiece {
    const { merges } = this.vocabulary;
    const show = (id: number) => showBytes(this.tokenBytes(id));
    const ids = Array.from(utf8.encode(piece), (byte) => byteIds[byte] as number);
    const bytes = ids.map((id) => showBytes(Uint8Array.of(byteOrder[id] as number)));
    const done: ExplainedMerge[] = [];
    for (;;) {
      let best: number | undefined;
      let where = 0;
      for (let i = 0; i + 1 < ids.length; i++) {
        const rank = this.#ranks.get(`${ids[i]} ${ids[i + 1]}`);
        if (rank !== undefined && (best === undefined || rank < best)) {
          best = rank;
          where = i;
        }
      }
      if (best === undefined) break;
      const { left, right, id, count } = merges[best] as Merge;
      const at = ids.slice(0, where).reduce((n, token) => n + this.tokenBytes(token).length, 0);
      ids.splice(where, 2, id);
      const result = show(id);
      done.push({ left: show(left), right: show(right), result, id, rank: best, count, at });
    }
    return { text: piece, bytes, merges: done, ids, tokens: ids.map(show) };
  }
}
