import { byteOrder } from './bytes.js';
import { type PatternName, patternRegExp } from './patterns.js';
import { trainReference } from './reference.js';
import { Tokenizer } from './tokenizer.js';

/** How to train. */
export interface TrainOptions {
  /** How many ids there shall be: 256 bytes, the merges, and the special tokens. */
  vocabSize: number;
  /** How text is split before merging. Default: `'gpt2'`. */
  pattern?: PatternName;
  /** They get the last ids. */
  specialTokens?: string[];
  /** A pair rarer than this is not merged. Default: 1. */
  minFrequency?: number;
}

/**
 * Learns a byte-level BPE from documents: again and again the most frequent pair becomes a token; of
 * equally frequent ones the pair with the smaller ids.
 */
export async function trainTokenizer(
  texts: string | Iterable<string> | AsyncIterable<string>,
  options: TrainOptions,
): Promise<Tokenizer> {
  const { vocabSize, pattern = 'gpt2', specialTokens = [], minFrequency = 1 } = options;
  if (!Number.isInteger(vocabSize) || vocabSize < 256 + specialTokens.length) {
    throw new RangeError(
      `trainTokenizer: vocabSize must be a whole number of at least 256 bytes and ${specialTokens.length} special tokens, got ${vocabSize}.`,
    );
  }
  const documents: string[] = [];
  if (typeof texts === 'string') documents.push(texts);
  else for await (const text of texts) documents.push(text);
  const merges = trainReference(
    documents,
    vocabSize - specialTokens.length,
    patternRegExp(pattern),
    minFrequency,
  );
  const tokens = Array.from(byteOrder, (byte) => Uint8Array.of(byte));
  for (const { left, right, id } of merges) {
    tokens[id] = Uint8Array.of(...(tokens[left] as Uint8Array), ...(tokens[right] as Uint8Array));
  }
  const specials = Object.fromEntries(
    specialTokens.map((special, i) => [special, tokens.length + i]),
  );
  return new Tokenizer({ tokens, merges, pattern, specialTokens: specials });
}
