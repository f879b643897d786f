import type { Learned, Piece, Surgeon } from './surgeon.js';

/** A token as far as the merges in use have built it. */
export interface Token {
  text: string;
  /** The piece it belongs to. */
  piece: number;
  /** Bytes it covers, from `at` within its piece. */
  at: number;
  size: number;
  /** The merge that made it; null for a byte. */
  rank: number | null;
}

/** Puts a piece together with the first `limit` learned merges. */
export function assemble({ bytes, merges }: Piece, piece: number, limit: number): Token[] {
  const tokens: Token[] = bytes.map((text, at) => ({ text, piece, at, size: 1, rank: null }));
  for (const { rank, result, at } of merges) {
    if (rank >= limit) continue;
    const left = tokens.findIndex((token) => token.at === at);
    const [first, second] = [tokens[left], tokens[left + 1]];
    if (first === undefined || second === undefined) continue;
    tokens.splice(left, 2, { text: result, piece, at, size: first.size + second.size, rank });
  }
  return tokens;
}

/** What is proved of a tokenizer: the merges in use, and what they make of a text. */
export function readingBits(
  learned: readonly Learned[],
  gone: readonly number[],
  limit: number,
  pieces: readonly Piece[],
): Uint8Array<ArrayBuffer> {
  const merges = learned
    .slice(0, limit)
    .flatMap(({ left, right }, rank) => (gone.includes(rank) ? [] : [[left, right]]));
  const tokens = pieces.flatMap((piece, index) => assemble(piece, index, limit));
  return new TextEncoder().encode(JSON.stringify([merges, tokens.map(({ text }) => text)]));
}

/** A text that is read with ever more merges. */
export class Reading {
  tick = 0;
  readonly #surgeon: Surgeon;
  readonly #gone: readonly number[];
  readonly #pieces: readonly Piece[];

  constructor(surgeon: Surgeon, gone: readonly number[], text: string) {
    this.#surgeon = surgeon;
    this.#gone = gone;
    this.#pieces = surgeon.explain(text, gone).pieces;
  }

  toward(tick: number): void {
    this.tick = tick;
  }

  /** What is cut out stands in the setup. */
  rewrite(): void {}

  bits(): Uint8Array<ArrayBuffer> {
    return readingBits(this.#surgeon.learned, this.#gone, this.tick, this.#pieces);
  }
}
