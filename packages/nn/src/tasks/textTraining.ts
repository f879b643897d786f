/** A small GPT that learns a text, a step at a time, and can be looked into at any of them. */
import { generator, noGrad, scope, type Tensor, tensor } from '@gibbs/tensor';
import { encodeCheckpoint, restoreCheckpoint } from '../checkpoint.js';
import { textBatches, tokenWindows } from '../data.js';
import { GPT, type GPTConfig } from '../gpt.js';
import { crossEntropy } from '../loss.js';
import { AdamW } from '../optim/adam.js';
import { cosine } from '../schedule.js';
import { Trainer } from '../trainer.js';
import { countOf, read } from './learner.js';
import type { NextToken, TextTokenizer } from './nextTokenModel.js';

export interface TextTrainingOptions {
  text: string;
  tokenizer: TextTokenizer;
  /** Sizes of the model, but for its vocabulary, which is the tokenizer's. */
  model?: Partial<Omit<GPTConfig, 'vocab'>>;
  steps?: number;
  /** Stretches of text per step. */
  batch?: number;
  /** The highest rate; it falls along a cosine to a tenth. */
  learningRate?: number;
  /** Share of the text, from its end, that is held back to be judged on. */
  heldOut?: number;
  seed?: number;
}

/** What knows nothing, and what counts, would lose on the text held back: nats per token. */
export interface TextLandmarks {
  /** ln of the vocabulary. */
  uniform: number;
  /** How often each token comes. */
  unigram: number;
}

/** A token that may come next. */
export interface LikelyToken extends NextToken {
  /** What the model gave it, before softmax; −energy in p ∝ exp(−E/T). */
  logit: number;
}

/** Where every head looks in one text. */
export interface TextLooks {
  tokens: string[];
  /** For each block and each head: rows by the token that looks, `tokens.length` shares each. */
  layers: Float32Array[][];
}

/** A head, by its block and its place there. */
export type HeadPlace = readonly [layer: number, head: number];

/** Batches of a judgement at most. */
const mostJudged = 4;

/**
 * Trains a GPT on a text. It learns what `fit` with AdamW (betas 0.9 and 0.99, decay 0.1), a cosine schedule and
 * clipping at 1 would learn on the same windows, to the last bit.
 *
 * @throws RangeError when the text is too short for one window and something to be judged on.
 *
 * @example
 * ```ts
 * import { generator } from '@gibbs/tensor';
 * import { TextTraining, villageCorpus, wordTokenizer } from '@gibbs/nn/tasks';
 *
 * const chance = generator(1);
 * const text = villageCorpus(400, () => chance.uniform());
 * const model = { context: 16, channels: 16, layers: 1, heads: 2 };
 * const training = new TextTraining({ text, tokenizer: wordTokenizer(text), model, steps: 100 });
 * while (training.step < training.steps) training.advance();
 * console.log(training.evaluate() < training.landmarks.unigram); // → true
 * ```
 */
export class TextTraining {
  readonly model: GPT;
  readonly tokenizer: TextTokenizer;
  readonly steps: number;
  /** Steps taken. */
  step: number = 0;
  /** Tokens to learn from, and held back. */
  readonly tokens: { learned: number; held: number };
  /** Trained numbers. */
  readonly parameters: number;
  readonly landmarks: TextLandmarks;
  readonly #trainer: Trainer<[Tensor, Tensor]>;
  readonly #optimizer: AdamW;
  readonly #settings: Record<string, unknown>;
  readonly #judged: [Tensor, Tensor][];

  constructor(options: TextTrainingOptions) {
    const { text, tokenizer, seed = 7 } = options;
    const { steps = 400, batch = 16, learningRate = 3e-3, heldOut = 0.1 } = options;
    const sizes = { context: 48, channels: 64, layers: 2, heads: 4, ...options.model };
    const { context } = sizes;
    const all = Int32Array.from(tokenizer.encode(text));
    const cut = Math.round(all.length * (1 - heldOut));
    const [train, held] = [all.subarray(0, cut), all.subarray(cut)];
    if (train.length <= context || held.length < 2) {
      throw new RangeError(
        `TextTraining: the text must have more than ${Math.ceil((context + 1) / (1 - heldOut))} tokens, got ${all.length}.`,
      );
    }
    this.tokenizer = tokenizer;
    this.steps = steps;
    this.tokens = { learned: train.length, held: held.length };
    this.#settings = {
      ...sizes,
      vocab: tokenizer.vocabSize,
      tokens: all.length,
      steps,
      batch,
      learningRate,
      seed,
    };
    this.model = new GPT({ ...sizes, vocab: tokenizer.vocabSize, generator: generator(seed) });
    this.parameters = countOf(this.model);
    this.#optimizer = new AdamW(this.model, {
      learningRate: cosine({ peak: learningRate, steps, floor: learningRate / 10 }),
      betas: [0.9, 0.99],
      weightDecay: 0.1,
    });
    this.#trainer = new Trainer(
      this.model,
      tokenWindows(train, { batch, context, seed }),
      [this.#optimizer],
      { clip: 1 },
    );
    this.#judged = judgedWindows(held, batch, context);
    this.landmarks = landmarksOf(train, held, tokenizer.vocabSize);
  }

  /** Learns from a batch of random places in the text; returns the loss in nats per token. */
  advance(): number {
    const loss = this.#trainer.step(this.step);
    this.step++;
    return loss;
  }

  /** Mean loss over the text held back, in nats per token; silent heads count. */
  evaluate(): number {
    return this.#asked(() => {
      let sum = 0;
      for (const [inputs, labels] of this.#judged) {
        sum += read(() => crossEntropy(this.model.forward(inputs), labels))[0] as number;
      }
      return sum / this.#judged.length;
    });
  }

  /** What may come after a text, likeliest first: p ∝ exp(logit / T). The last `context` tokens of it count. */
  next(
    text: string,
    { temperature = 1, limit = 12 }: { temperature?: number; limit?: number } = {},
  ): LikelyToken[] {
    const tokens = this.#read(text);
    const logits = this.#asked(() =>
      Array.from(read(() => this.model.logits(this.model.features(row(tokens)).slice(null, [-1])))),
    );
    const chances = this.#asked(() =>
      read(() =>
        tensor(logits)
          .mul(1 / Math.max(temperature, coldest))
          .softmax(),
      ),
    );
    return logits
      .map((logit, token) => ({ token, logit, probability: chances[token] as number }))
      .sort((a, b) => b.logit - a.logit || a.token - b.token)
      .slice(0, limit)
      .map((each) => ({ ...each, text: this.tokenizer.decode([each.token]) }));
  }

  /** Where every head of every block looks in a text, of which the last `limit` tokens count. */
  looks(text: string, limit: number = this.model.config.context): TextLooks {
    const tokens = this.#read(text).slice(-limit);
    const { heads } = this.model.config;
    const layers = this.#asked(() => {
      const found: Float32Array[][] = [];
      scope(() => {
        for (const weights of this.model.looks(row(tokens))) {
          const all = weights.toTypedArray() as Float32Array;
          const size = tokens.length ** 2;
          found.push(
            Array.from({ length: heads }, (_, head) => all.slice(head * size, (head + 1) * size)),
          );
        }
        return undefined;
      });
      return found;
    });
    return { tokens: tokens.map((token) => this.tokenizer.decode([token])), layers };
  }

  /** Runs something with some heads silent: what they find counts as nothing. They are heard again after. */
  without<T>(heads: readonly HeadPlace[], run: () => T): T {
    const sets = this.model.blocks.map(({ attention }) => attention.silent);
    const before = sets.map((set) => [...set]);
    try {
      for (const [layer, head] of heads) sets[layer]?.add(head);
      return run();
    } finally {
      for (const [i, set] of sets.entries()) {
        set.clear();
        for (const head of before[i] as number[]) set.add(head);
      }
    }
  }

  /** All that is needed to go on later, or elsewhere, with the same bits as without a break. */
  checkpoint(): Uint8Array {
    return encodeCheckpoint(this.#parts, { step: this.step, notes: this.#settings });
  }

  /** Goes to a checkpoint. @throws RangeError when it is damaged or of another model; nothing has changed then. */
  restore(bytes: Uint8Array): void {
    this.step = restoreCheckpoint('of this training', bytes, this.#parts).step;
  }

  /** Frees the training and, unless it is to be kept, the model. */
  dispose({ keepModel = false }: { keepModel?: boolean } = {}): void {
    this.#trainer.dispose();
    for (const x of this.#optimizer.state().values()) x.dispose();
    for (const x of this.#judged.flat()) x.dispose();
    if (!keepModel) for (const x of this.model.parameters()) x.dispose();
  }

  get #parts() {
    return { model: this.model, optimizers: [this.#optimizer] };
  }

  /** The last tokens of a text, as many as the model reads. */
  #read(text: string): number[] {
    const tokens = Array.from(this.tokenizer.encode(text)).slice(-this.model.config.context);
    if (tokens.length === 0)
      throw new RangeError('TextTraining: a text must have tokens, got none.');
    return tokens;
  }

  /** Runs the model as it answers: no gradients, no dropout. */
  #asked<T>(run: () => T): T {
    this.model.train(false);
    try {
      return noGrad(run);
    } finally {
      this.model.train(true);
    }
  }
}

/** At temperature 0 the likeliest token takes all; this is as near as a softmax in float32 need come. */
const coldest = 1e-3;

const row = (tokens: readonly number[]): Tensor =>
  tensor(Int32Array.from(tokens), { shape: [1, tokens.length] });

/** Batches of the text held back; where it is short, one of shorter rows. */
function judgedWindows(held: Int32Array, batch: number, context: number): [Tensor, Tensor][] {
  const rows = Math.min(batch, Math.floor((held.length - 1) / context));
  const windows =
    rows > 0
      ? textBatches(held, { batch: rows, context })
      : textBatches(held, { batch: 1, context: held.length - 1 });
  for (const pair of windows.slice(0, mostJudged)) for (const part of pair) part.keep();
  for (const pair of windows.slice(mostJudged)) for (const part of pair) part.dispose();
  return windows.slice(0, mostJudged);
}

function landmarksOf(train: Int32Array, held: Int32Array, vocab: number): TextLandmarks {
  const counts = new Float64Array(vocab);
  for (const token of train) counts[token] = (counts[token] as number) + 1;
  let sum = 0;
  for (const token of held) {
    sum -= Math.log(((counts[token] as number) + 1) / (train.length + vocab));
  }
  return { uniform: Math.log(vocab), unigram: sum / held.length };
}
