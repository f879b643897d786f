/** The next token from the five before it: an MLP against counting, on text held back. */
import { generator } from '@gibbs/tensor';
import { crossEntropy } from '../loss.js';
import { oneCycle } from '../schedule.js';
import { Chance } from './chance.js';
import { Counting } from './counting.js';
import { Learner } from './learner.js';
import {
  type NextToken,
  NextTokenModel,
  type TextTokenizer,
  wordTokenizer,
} from './nextTokenModel.js';

export interface NextTokenOptions {
  text: string;
  /** Words of the text, unless another is given. */
  tokenizer?: TextTokenizer;
  /** Tokens that are read to tell the next. */
  context?: number;
  channels?: number;
  hidden?: number;
  steps?: number;
  batch?: number;
  learningRate?: number;
  seed?: number;
}

/** Mean −ln of the probability of the right token on text held back, in nats; all on the same tokens. */
export interface NextTokenScore {
  mlp: number;
  /** Counts of pairs, smoothed by the constant that suits them best here. */
  bigram: number;
  /** Counts of single tokens. */
  unigram: number;
  /** ln of the vocabulary: knowing nothing. */
  uniform: number;
}

/** What is added to every count of a pair; the best of these is taken. */
const smoothings = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

/**
 * Trains an MLP to tell the next token, a step at a time; the last tenth of the text is held back.
 *
 * @throws RangeError when the text is too short to hold a batch and something to be judged on.
 *
 * @example
 * ```ts
 * import { generator } from '@gibbs/tensor';
 * import { NextTokenTraining, villageCorpus } from '@gibbs/nn/tasks';
 *
 * const chance = generator(1);
 * const text = villageCorpus(400, () => chance.uniform());
 * const training = new NextTokenTraining({ text, steps: 150 });
 * while (training.step < training.steps) training.advance();
 * const { mlp, bigram } = training.score();
 * console.log(mlp < bigram); // → true
 * ```
 */
export class NextTokenTraining {
  /** What is being trained; it can be asked at any step, and saved. */
  readonly model: NextTokenModel;
  readonly steps: number;
  /** Steps taken. */
  step: number = 0;
  readonly #settings: { batch: number; [setting: string]: unknown };
  readonly #learner: Learner;
  readonly #chance: Chance;
  readonly #train: readonly number[];
  readonly #held: readonly number[];
  readonly #counting: Counting;
  #counts: Omit<NextTokenScore, 'mlp'> | undefined;

  constructor(options: NextTokenOptions) {
    const { text, tokenizer = wordTokenizer(text) } = options;
    const { context = 5, channels = 16, hidden = 64 } = options;
    const { steps = 400, batch = 64, learningRate = 0.01, seed = 7 } = options;
    const tokens = Array.from(tokenizer.encode(text));
    const cut = Math.floor(tokens.length * 0.9);
    if (cut < batch + context || tokens.length - cut <= context) {
      throw new RangeError(
        `NextTokenTraining: the text must have many more than ${batch + context} tokens, got ${tokens.length}.`,
      );
    }
    this.steps = steps;
    const sizes = { vocab: tokenizer.vocabSize, context, channels, hidden };
    this.#settings = { ...sizes, tokens: tokens.length, steps, batch, learningRate, seed };
    this.#train = tokens.slice(0, cut);
    this.#held = tokens.slice(cut);
    this.#counting = new Counting(this.#train, tokenizer.vocabSize);
    this.#chance = new Chance(seed, 1);
    this.model = new NextTokenModel({
      tokenizer,
      context,
      channels,
      hidden,
      generator: generator(seed),
    });
    const { model } = this.model;
    this.#learner = new Learner(model, {
      learningRate: oneCycle({ peak: learningRate, steps }),
      loss: (x, wanted) => crossEntropy(model.forward(x), wanted),
      answer: (x) => model.forward(x).logSoftmax(),
    });
  }

  /** Learns from a batch of random places in the text; returns the loss in nats per token. */
  advance(): number {
    const { uniform } = this.#chance.goTo(this.step);
    const places = this.#train.length - this.model.context;
    const starts = Array.from({ length: this.#settings.batch }, () =>
      Math.floor(uniform() * places),
    );
    const { x, wanted } = this.#windows(this.#train, starts);
    const loss = this.#learner.learn(this.step, x, wanted);
    this.step++;
    return loss;
  }

  /** Judges the MLP and what counting can do, on the text held back. */
  score(): NextTokenScore {
    const { context } = this.model;
    const { vocabSize } = this.model.tokenizer;
    const { batch } = this.#settings;
    const places = this.#held.length - context;
    let total = 0;
    for (let from = 0; from < places; from += batch) {
      // The last batch is filled up with its first place, which is not counted twice.
      const starts = Array.from({ length: batch }, (_, i) => (from + i < places ? from + i : from));
      const { x, wanted } = this.#windows(this.#held, starts);
      const logs = this.#learner.predict(x);
      for (let i = 0; i < Math.min(batch, places - from); i++) {
        total -= logs[i * vocabSize + (wanted.data[i] as number)] as number;
      }
    }
    this.#counts ??= this.#scoreOfCounts(context, places);
    return { mlp: total / places, ...this.#counts };
  }

  /** What counting can do, which does not change while the MLP learns. */
  #scoreOfCounts(context: number, places: number): Omit<NextTokenScore, 'mlp'> {
    const mean = (probability: (before: number, token: number) => number): number => {
      let sum = 0;
      for (let i = context; i < this.#held.length; i++) {
        sum -= Math.log(probability(this.#held[i - 1] as number, this.#held[i] as number));
      }
      return sum / places;
    };
    const bigrams = smoothings.map((extra) =>
      mean((before, token) => this.#counting.bigram(before, token, extra)),
    );
    return {
      bigram: Math.min(...bigrams),
      unigram: mean((_, token) => this.#counting.unigram(token)),
      uniform: Math.log(this.#counting.vocab),
    };
  }

  /** What counting pairs would say after a text: the tokens that followed its last one most often. */
  counted(text: string, limit: number = 10): NextToken[] {
    const { tokenizer } = this.model;
    const before = Array.from(tokenizer.encode(text)).at(-1);
    if (before === undefined) return [];
    return Array.from({ length: tokenizer.vocabSize }, (_, token) => ({
      token,
      text: tokenizer.decode([token]),
      probability: this.#counting.bigram(before, token, 0),
    }))
      .filter(({ probability }) => probability > 0)
      .sort((a, b) => b.probability - a.probability || a.token - b.token)
      .slice(0, limit);
  }

  /** All that is needed to go on later, or elsewhere, with the same bits as without a break. */
  checkpoint(): Uint8Array {
    return this.#learner.checkpoint(this.step, this.#settings);
  }

  /** Goes to a checkpoint. @throws RangeError when it is damaged or of other settings; nothing has changed then. */
  restore(bytes: Uint8Array): void {
    this.step = this.#learner.restore(bytes, this.#settings);
  }

  /** Frees the training and, unless it is to be kept, the model. */
  dispose({ keepModel = false }: { keepModel?: boolean } = {}): void {
    this.#learner.dispose({ keepModel });
  }

  #windows(tokens: readonly number[], starts: readonly number[]) {
    const { context } = this.model;
    const x = new Int32Array(starts.length * context);
    const wanted = new Int32Array(starts.length);
    for (const [i, start] of starts.entries()) {
      for (let t = 0; t < context; t++) x[i * context + t] = tokens[start + t] as number;
      wanted[i] = tokens[start + context] as number;
    }
    return {
      x: { data: x, shape: [starts.length, context] },
      wanted: { data: wanted, shape: [starts.length] },
    };
  }
}
