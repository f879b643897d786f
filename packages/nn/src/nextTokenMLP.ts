import type { Generator, Tensor } from '@gibbs/tensor';
import { Embedding } from './embedding.js';
import { MLP } from './mlp.js';
import { Module } from './module.js';

/**
 * The next-token model of Bengio et al. 2003: the embeddings of the last `context` tokens side by side through an
 * MLP. Tokens [batch, context] → logits [batch, vocab]. Each place has weights of its own, so what it learns about
 * a token at one place it does not know at another.
 */
export class NextTokenMLP extends Module {
  readonly tokens: Embedding;
  readonly mlp: MLP;
  readonly context: number;
  readonly #channels: number;

  constructor({
    vocab,
    context = 5,
    channels,
    hidden,
    generator,
  }: {
    readonly vocab: number;
    readonly context?: number;
    readonly channels: number;
    readonly hidden: number | readonly number[];
    readonly generator: Generator;
  }) {
    super();
    this.context = context;
    this.#channels = channels;
    this.tokens = new Embedding(vocab, channels, { generator });
    this.mlp = new MLP([context * channels, ...[hidden].flat(), vocab], { generator });
  }

  forward(tokens: Tensor): Tensor {
    const [batch, time] = tokens.shape as [number, number];
    if (time !== this.context) {
      throw new RangeError(`NextTokenMLP: needs ${this.context} tokens, got [${tokens.shape}].`);
    }
    return this.mlp.forward(this.tokens.forward(tokens).reshape([batch, time * this.#channels]));
  }
}
