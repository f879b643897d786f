/** Text to the numbers that a language model reads, and back: single characters, or the pieces of a BPE tokenizer. */
import type { TextCoder } from '@gibbs/nn';
import { loadTokenizerJson, saveTokenizerJson, type Tokenizer } from '@gibbs/tokenizer';
import { Failure } from '../failure.js';

export interface Coder extends TextCoder {
  readonly kind: 'characters' | 'bpe';
  readonly vocab: number;
  /** The text of a tokenizer.json that Hugging Face's tokenizers read too. */
  readonly json: string;
}

/** One number for each character of a text, in the order of their code points. */
export function characterCoder(text: string): Coder {
  const characters = [...new Set(text)].sort(
    (a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number),
  );
  return charactersOf(characters);
}

/** A tokenizer as a coder; special tokens in a text are read as what they mean. */
export function bpeCoder(tokenizer: Tokenizer): Coder {
  return {
    kind: 'bpe',
    vocab: tokenizer.vocabSize,
    json: saveTokenizerJson(tokenizer),
    encode: (text) => tokenizer.encode(text, { allowedSpecial: 'all' }),
    decode: (tokens) => tokenizer.decode(tokens),
  };
}

/** The coder that a tokenizer.json holds. Exit 3 with the reason where it holds none. */
export function coderFrom(label: string, json: string): Coder {
  try {
    const { model } = JSON.parse(json) as {
      model?: { type?: string; vocab?: Record<string, number> };
    };
    if (model?.type !== 'WordLevel') return bpeCoder(loadTokenizerJson(json));
    const pairs = Object.entries(model.vocab ?? {}).sort(([, a], [, b]) => a - b);
    if (pairs.some(([word, id], i) => id !== i || [...word].length !== 1))
      throw new RangeError('its words must be single characters, numbered from 0.');
    return charactersOf(pairs.map(([character]) => character));
  } catch (error) {
    throw new Failure('file', `${label}: not a tokenizer.json, ${(error as Error).message}`, error);
  }
}

function charactersOf(characters: readonly string[]): Coder {
  const numbers = new Map(characters.map((character, i) => [character, i]));
  return {
    kind: 'characters',
    vocab: characters.length,
    json: `${JSON.stringify(wordLevel(Object.fromEntries(numbers)), null, 2)}\n`,
    encode: (text) =>
      Int32Array.from([...text], (character) => {
        const number = numbers.get(character);
        if (number !== undefined) return number;
        throw new Failure(
          'usage',
          `the model knows ${characters.length} characters, and ${JSON.stringify(character)} is none of them`,
        );
      }),
    decode: (tokens) => tokens.map((token) => characters[token] ?? '').join(''),
  };
}

const wordLevel = (vocab: Record<string, number>): object => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: {
    type: 'Split',
    pattern: { Regex: '[\\s\\S]' },
    behavior: 'Isolated',
    invert: false,
  },
  post_processor: null,
  decoder: { type: 'Fuse' },
  model: { type: 'WordLevel', vocab, unk_token: Object.keys(vocab)[0] ?? '' },
});
