/** An MLP that tells the next token from the last few: what comes next, and how a text goes on. */
import { type Generator, generator, noGrad, relu } from '@gibbs/tensor';
import type { Linear } from '../linear.js';
import { NextTokenMLP } from '../nextTokenMLP.js';
import { sampler } from '../sampler.js';
import { countOf, read, toTensor } from './learner.js';
import { decodeModel, encodeModel, fillModel, sizeOf } from './savedModel.js';

/** What the task needs of a tokenizer; one of `@gibbs/tokenizer` fits. */
export interface TextTokenizer {
  encode(text: string): ArrayLike<number>;
  decode(tokens: number[]): string;
  readonly vocabSize: number;
}

/** A tokenizer of whole words, which is its list of words. */
export interface WordTokenizer extends TextTokenizer {
  readonly words: readonly string[];
}

/** Cuts at spaces and line ends; the vocabulary is that of one text, the line end first. */
export function wordTokenizer(text: string): WordTokenizer {
  return tokenizerOf([...new Set(['\n', ...cut(text)])]);
}

/** A token and how likely it comes next. */
export interface NextToken {
  token: number;
  text: string;
  probability: number;
}

/** The way of a text through the model: the rows of its last tokens side by side, the hidden neurons, the next token. */
export interface NextTokenTrace {
  /** The tokens that count, the row of each with it. */
  read: { token: number; text: string; row: number[] }[];
  /** The hidden neurons after their ReLU. */
  hidden: number[];
  /** The likeliest next tokens. */
  next: NextToken[];
}

export interface NextTokenModelOptions {
  tokenizer: TextTokenizer;
  /** Tokens that are read to tell the next. */
  context?: number;
  channels?: number;
  hidden?: number;
  /** Draws the first weights. */
  generator?: Generator;
}

const task = 'next-token';

/** Tells the next token from the last `context`. A new one knows nothing: {@link NextTokenTraining} trains it. */
export class NextTokenModel {
  readonly tokenizer: TextTokenizer;
  readonly context: number;
  readonly channels: number;
  readonly hidden: number;
  readonly parameters: number;
  /** Tokens [batch, context] → logits [batch, vocab]. */
  readonly model: NextTokenMLP;
  readonly #start: number;

  constructor(options: NextTokenModelOptions) {
    const { tokenizer, context = 5, channels = 16, hidden = 64 } = options;
    const { generator: chance = generator(7) } = options;
    this.tokenizer = tokenizer;
    this.context = context;
    this.channels = channels;
    this.hidden = hidden;
    const vocab = tokenizer.vocabSize;
    this.model = new NextTokenMLP({ vocab, context, channels, hidden, generator: chance });
    this.parameters = countOf(this.model);
    this.#start = tokenizer.encode('\n')[0] as number;
  }

  /**
   * The likeliest next tokens after a text, of which the last `context` tokens count: p ∝ exp(logit/T), with all on the
   * likeliest at T = 0.
   *
   * @throws RangeError when the temperature is no number from 0.
   */
  next(
    text: string,
    limit: number = 10,
    { temperature = 1 }: { temperature?: number } = {},
  ): NextToken[] {
    if (!(temperature >= 0)) {
      throw new RangeError(`next: temperature must be a number from 0, got ${temperature}.`);
    }
    const logs = this.#logs(Array.from(this.tokenizer.encode(text)));
    const most = Math.max(...Array.from(logs));
    const weights = Array.from(logs, (log) =>
      temperature === 0 ? Number(log === most) : Math.exp((log - most) / temperature),
    );
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return weights
      .map((weight, token) => ({
        token,
        text: this.tokenizer.decode([token]),
        probability: weight / all,
      }))
      .sort((a, b) => b.probability - a.probability || a.token - b.token)
      .slice(0, limit);
  }

  /** The likeliest token after each of several texts, all asked at once. */
  likeliest(texts: readonly string[]): NextToken[] {
    const asked = texts.flatMap((text) => this.#last(Array.from(this.tokenizer.encode(text))));
    const x = { data: Int32Array.from(asked), shape: [texts.length, this.context] };
    const all = read(() => noGrad(() => this.model.forward(toTensor(x)).softmax()));
    const { vocabSize } = this.tokenizer;
    return texts.map((_, i) => {
      const chances = Array.from({ length: vocabSize }, (_, j) => all[i * vocabSize + j] as number);
      const probability = Math.max(...chances);
      const token = chances.indexOf(probability);
      return { token, text: this.tokenizer.decode([token]), probability };
    });
  }

  /** What happens between a text and its next token. */
  trace(
    text: string,
    { limit = 10, temperature = 1 }: { limit?: number; temperature?: number } = {},
  ): NextTokenTrace {
    const tokens = this.#last(Array.from(this.tokenizer.encode(text)));
    const [first] = this.model.mlp.layers as [Linear];
    const x = { data: Int32Array.from(tokens), shape: [this.context] };
    const side = this.context * this.channels;
    const hidden = read(() =>
      noGrad(() => relu(first.forward(this.model.tokens.forward(toTensor(x)).reshape([1, side])))),
    );
    return {
      read: tokens.map((token) => ({
        token,
        text: this.tokenizer.decode([token]),
        row: this.embedding(token),
      })),
      hidden: Array.from(hidden),
      next: this.next(text, limit, { temperature }),
    };
  }

  /** The tokens whose rows point most nearly the same way as this one's, by the cosine of the angle between. */
  neighbours(token: number, limit: number = 5): { token: number; text: string; cosine: number }[] {
    const all = Array.from(this.model.tokens.weight.toTypedArray());
    const rows = Array.from({ length: this.tokenizer.vocabSize }, (_, each) =>
      all.slice(each * this.channels, (each + 1) * this.channels),
    );
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
    const row = rows[token] as number[];
    return rows
      .map((other, each) => ({
        token: each,
        text: this.tokenizer.decode([each]),
        cosine: dot(row, other) / (Math.sqrt(dot(row, row) * dot(other, other)) || 1),
      }))
      .filter((other) => other.token !== token)
      .sort((a, b) => b.cosine - a.cosine || a.token - b.token)
      .slice(0, limit);
  }

  /** Goes on with a text for `length` tokens, drawn at a temperature; 0 always takes the likeliest. */
  sample(
    text: string,
    {
      length = 30,
      temperature = 1,
      seed = 7,
    }: { length?: number; temperature?: number; seed?: number } = {},
  ): string {
    const chance = generator(seed);
    const draw = sampler({ temperature }, () => chance.uniform());
    const tokens = Array.from(this.tokenizer.encode(text));
    for (let i = 0; i < length; i++) tokens.push(draw(Float32Array.from(this.#logs(tokens))));
    return this.tokenizer.decode(tokens);
  }

  /** The row of a token: what the model has come to know of it. */
  embedding(token: number): number[] {
    return Array.from(read(() => this.model.tokens.weight.index(token)));
  }

  /** The model as one file, for {@link load}; words are saved with it, another tokenizer is saved by its own means. */
  save(): Uint8Array {
    const { tokenizer, context, channels, hidden } = this;
    const { words } = tokenizer as Partial<WordTokenizer>;
    const config = {
      vocab: tokenizer.vocabSize,
      context,
      channels,
      hidden,
      ...(words && { words }),
    };
    return encodeModel(task, config, this.model.namedParameters());
  }

  /**
   * Brings back a model that was saved; one that was not trained on words needs its tokenizer.
   *
   * @throws RangeError when the file is damaged, of another task, disagrees with itself, or knows another tokenizer.
   */
  static load(bytes: Uint8Array, tokenizer?: TextTokenizer): NextTokenModel {
    const saved = decodeModel(task, bytes);
    const { words } = saved.config;
    const known = isWords(words) ? tokenizerOf(words) : tokenizer;
    const vocab = sizeOf(task, saved, 'vocab', 2 ** 20);
    if (!known || known.vocabSize !== vocab) {
      const got = known ? `one of ${known.vocabSize}` : 'none';
      throw new RangeError(
        `next-token model: its tokenizer of ${vocab} tokens must be given, got ${got}.`,
      );
    }
    const loaded = new NextTokenModel({
      tokenizer: known,
      context: sizeOf(task, saved, 'context', 1024),
      channels: sizeOf(task, saved, 'channels', 4096),
      hidden: sizeOf(task, saved, 'hidden'),
    });
    fillModel(task, loaded.model, saved);
    return loaded;
  }

  dispose(): void {
    for (const x of this.model.parameters()) x.dispose();
  }

  /** The tokens that count; before the first stands a line of the text that was learned. */
  #last(tokens: readonly number[]): number[] {
    const before = Array<number>(this.context).fill(this.#start);
    return [...before, ...tokens].slice(-this.context);
  }

  /** ln p of every token after these. */
  #logs(tokens: readonly number[]): ArrayLike<number> {
    const x = { data: Int32Array.from(this.#last(tokens)), shape: [1, this.context] };
    return read(() => noGrad(() => this.model.forward(toTensor(x)).logSoftmax()));
  }
}

const isWords = (words: unknown): words is string[] =>
  Array.isArray(words) && words.every((word) => typeof word === 'string');

const cut = (text: string): string[] => text.match(/\n|[^\s]+/g) ?? [];

function tokenizerOf(words: readonly string[]): WordTokenizer {
  const numbers = new Map(words.map((word, i) => [word, i]));
  return {
    words,
    vocabSize: words.length,
    encode: (text) =>
      cut(text).map((word) => {
        const number = numbers.get(word);
        if (number === undefined) {
          throw new RangeError(`wordTokenizer: words must be those of its text, got "${word}".`);
        }
        return number;
      }),
    decode: (tokens) =>
      tokens
        .map((token) => words[token])
        .join(' ')
        .replace(/ ?\n ?/g, '\n'),
  };
}
