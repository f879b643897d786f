import {
  type Captured,
  capture,
  noGrad,
  type QuantizedMatrix,
  quantize,
  scope,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import type { Cache } from './cache.js';
import type { Embedding } from './embedding.js';
import { Linear } from './linear.js';
import type { Module } from './module.js';

/** A model that reads tokens and says which comes next: {@link GPT}, {@link Llama}. */
export type LanguageModel = Module & {
  readonly config: { readonly vocab: number; readonly context: number };
  readonly tokens: Embedding;
  readonly head: Linear | null;
  features(tokens: Tensor, cache?: Cache): Tensor;
  logits(features: Tensor): Tensor;
  cache(batch?: number): Cache;
};

/**
 * A model that is being asked, token by token: it remembers keys and values, and one captured step answers for every
 * place. With `int8`, linear layers use 8-bit copies of their weights, a quarter of the memory traffic; the model
 * itself stays as it is.
 */
export class Decoder {
  readonly model: LanguageModel;
  readonly #cache: Cache;
  readonly #token: Tensor;
  readonly #step: Captured<[], Tensor>;
  readonly #int8: Map<Linear | Embedding, QuantizedMatrix> = new Map();
  #captured = false;

  constructor(model: LanguageModel, { int8 = false }: { readonly int8?: boolean } = {}) {
    this.model = model;
    this.#cache = model.cache();
    this.#token = tensor(Int32Array.of(0), { shape: [1, 1] }).keep();
    if (int8) {
      for (const part of model.namedModules().values()) {
        const reads = part instanceof Linear || (part === model.tokens && !model.head);
        if (reads) this.#int8.set(part as Linear | Embedding, quantize((part as Linear).weight));
      }
    }
    this.#step = capture(() => model.logits(model.features(this.#token, this.#cache)));
  }

  /** Tokens read so far. */
  get length(): number {
    return this.#cache.length;
  }

  /** Tokens that still fit into the context. */
  get room(): number {
    return this.model.config.context - this.length;
  }

  /** Forgets all tokens but the first `length`. */
  rewind(length = 0): void {
    if (length > this.length) {
      throw new RangeError(`Decoder: it has read ${this.length} tokens, got length ${length}.`);
    }
    this.#cache.length = length;
  }

  /** Reads tokens and gives the logits of the one to follow, [vocab]. */
  read(tokens: ArrayLike<number>): Float32Array {
    const { vocab, context } = this.model.config;
    if (tokens.length === 0)
      throw new RangeError('Decoder: there must be a token to read, got none.');
    if (tokens.length > this.room) {
      throw new RangeError(
        `Decoder: the context holds ${context} tokens, got ${tokens.length} behind ${this.length}.`,
      );
    }
    for (const token of Array.from(tokens)) {
      if (!(Number.isInteger(token) && token >= 0 && token < vocab)) {
        throw new RangeError(`Decoder: tokens must lie in [0, ${vocab - 1}], got ${token}.`);
      }
    }
    const logits =
      tokens.length === 1 ? this.#readOne(tokens[0] as number) : this.#readMany(tokens);
    this.#cache.length += tokens.length;
    return logits;
  }

  /** Gives back the memory of the cache and of the 8-bit weights. */
  dispose(): void {
    this.#step.dispose();
    this.#cache.dispose();
    this.#token.dispose();
    for (const { scales } of this.#int8.values()) scales.dispose();
    this.#int8.clear();
  }

  #readOne(token: number): Float32Array {
    this.#token.copyFrom([token]);
    // The first call captures the step as the model answers now; after that the model itself is not asked.
    const logits = this.#captured ? this.#step() : this.#asked(() => this.#step());
    this.#captured = true;
    return logits.toTypedArray() as Float32Array;
  }

  #readMany(tokens: ArrayLike<number>): Float32Array {
    const { model } = this;
    let logits = new Float32Array(0);
    this.#asked(() =>
      scope(() => {
        const row = tensor(Int32Array.from(tokens), { shape: [1, tokens.length] });
        const last = model.features(row, this.#cache).slice(null, [-1]);
        logits = model.logits(last).toTypedArray() as Float32Array<ArrayBuffer>;
        return undefined;
      }),
    );
    return logits;
  }

  /** Runs the model as it answers: no gradients, no dropout, and the 8-bit weights if there are any. */
  #asked<R>(run: () => R): R {
    const was = this.model.training;
    if (was) this.model.train(false);
    for (const [part, matrix] of this.#int8) part.useInt8(matrix);
    try {
      return noGrad(run);
    } finally {
      for (const part of this.#int8.keys()) part.useInt8(null);
      if (was) this.model.train(true);
    }
  }
}
