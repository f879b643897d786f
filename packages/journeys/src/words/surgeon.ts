import { nameCorpus } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import {
  loadTokenizerJson,
  saveTokenizerJson,
  type Tokenizer,
  trainTokenizer,
} from '@gibbs/tokenizer';
import { mergesLearned } from './state.js';

/** A merge that training learned, in the order of learning. */
export interface Learned {
  left: string;
  right: string;
  result: string;
  count: number;
}

/** A merge as it happens in a piece: `at` is where its left part begins, in bytes. */
export interface Happening {
  /** Place among the learned merges. */
  rank: number;
  left: string;
  right: string;
  result: string;
  at: number;
}

/** A stretch of text that is never joined with its neighbours, and how it is put together. */
export interface Piece {
  text: string;
  bytes: readonly string[];
  merges: readonly Happening[];
}

const bytes = 256;

/** The corpus of the page, and of the duel that is drawn from the same seed: people who say their names. */
export function builtInCorpus(seed = 7): string {
  const chance = generator(seed);
  return nameCorpus(4000, () => chance.uniform());
}

/** The parts of a tokenizer.json that merges live in. */
interface TokenizerFile {
  model: { vocab: Record<string, number>; merges: [string, string][]; counts: number[] };
}

/** A trained tokenizer from which merges can be cut out and put back. */
export class Surgeon {
  readonly learned: readonly Learned[];
  readonly #file: TokenizerFile;
  readonly #whole: Tokenizer;

  private constructor(whole: Tokenizer) {
    this.#whole = whole;
    this.#file = JSON.parse(saveTokenizerJson(whole)) as TokenizerFile;
    const { vocab, merges, counts } = this.#file.model;
    const show = (spelling: string) => visible(whole.tokenBytes(vocab[spelling] as number));
    this.learned = merges.map(([left, right], rank) => ({
      left: show(left),
      right: show(right),
      result: show(left + right),
      count: counts[rank] as number,
    }));
  }

  static async train(corpus: string, merges: number = mergesLearned): Promise<Surgeon> {
    return new Surgeon(
      await trainTokenizer(corpus, { vocabSize: bytes + merges, minFrequency: 2 }),
    );
  }

  /** The tokenizer without the merges that are `gone`. */
  tokenizer(gone: readonly number[]): Tokenizer {
    return this.#without(gone).tokenizer;
  }

  /** How a text is put together without the merges that are `gone`. */
  explain(text: string, gone: readonly number[]): { pieces: Piece[]; same: boolean } {
    const { tokenizer, kept } = this.#without(gone);
    const pieces = tokenizer.explain(text).map(
      (piece): Piece => ({
        text: piece.text,
        bytes: piece.bytes,
        merges: piece.merges.map(({ rank, left, right, result, at }) => ({
          rank: kept[rank] as number,
          left,
          right,
          result,
          at,
        })),
      }),
    );
    const same = tokenizer.decode(tokenizer.encodeOrdinary(text)) === text;
    return { pieces, same };
  }

  #without(gone: readonly number[]): { tokenizer: Tokenizer; kept: number[] } {
    const { model } = this.#file;
    const kept = model.merges.map((_, rank) => rank).filter((rank) => !gone.includes(rank));
    if (gone.length === 0) return { tokenizer: this.#whole, kept };
    const merges = kept.map((rank) => model.merges[rank] as [string, string]);
    const counts = kept.map((rank) => model.counts[rank] as number);
    const file = { ...this.#file, model: { ...model, merges, counts } };
    return { tokenizer: loadTokenizerJson(JSON.stringify(file)), kept };
  }
}

/** Bytes as text where they are text, else each as \xE2. */
function visible(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(
      bytes,
      (byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join('');
  }
}
