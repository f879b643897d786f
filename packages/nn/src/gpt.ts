import { embedding, type Tensor } from '@gibbs/tensor';
import { MultiHeadAttention } from './attention.js';
import { Block } from './block.js';
import { Cache, checkTokens } from './cache.js';
import { Dropout } from './dropout.js';
import { Embedding } from './embedding.js';
import { FeedForward } from './feedForward.js';
import { type ModelInit, normal } from './init.js';
import { Linear } from './linear.js';
import { checkSizes, Module } from './module.js';
import { LayerNorm } from './norm.js';
import { sinusoidal } from './positions.js';

export interface GPTConfig {
  readonly vocab: number;
  /** The longest sequence. */
  readonly context: number;
  readonly channels: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of the feed-forward. Default 4 · channels. */
  readonly hidden?: number;
  /** How a token's place is told. GPT-2 learns a vector for each. Default 'learned'. */
  readonly positions?: 'learned' | 'sinusoidal' | 'rotary' | 'alibi' | 'none';
  /** Whether linear layers and norms have biases. Default true. */
  readonly bias?: boolean;
  /** GPT-2's is the tanh form of GELU. Default 'geluTanh'. */
  readonly activation?: 'gelu' | 'geluTanh' | 'relu';
  /** Whether the rows of the embedding are also the weights of the last layer. Default true. */
  readonly tiedHead?: boolean;
  /** Default 0. */
  readonly dropout?: number;
  readonly epsilon?: number;
}

/**
 * GPT-2's architecture (Radford et al. 2019): tokens [batch, time] → logits [batch, time, vocab]. Throws where a size
 * is no whole number from 1, a sequence is longer than the context, or a token lies outside the vocabulary.
 *
 * Weights start normal with deviation 0.02; the two layers of a block that write to the residual stream start
 * smaller by √(2 · layers), so that the stream's size does not depend on the depth.
 */
export class GPT extends Module {
  readonly config: GPTConfig;
  readonly tokens: Embedding;
  readonly positions: Embedding | null;
  readonly blocks: Block[];
  readonly norm: LayerNorm;
  readonly head: Linear | null;
  readonly dropout: Dropout;
  #places: Tensor | undefined;

  constructor({
    generator,
    init = normal(0.02),
    outputInit: given,
    ...config
  }: GPTConfig & ModelInit) {
    super();
    const { vocab, context, channels, layers, heads } = config;
    const { hidden = 4 * channels, positions = 'learned', bias = true } = config;
    const { activation = 'geluTanh', tiedHead = true, dropout = 0, epsilon = 1e-5 } = config;
    checkSizes('GPT', { vocab, context, channels, layers, heads, hidden });
    this.config = config;
    const outputInit = given ?? normal(0.02 / Math.sqrt(2 * layers));
    this.tokens = new Embedding(vocab, channels, { generator, init });
    this.positions =
      positions === 'learned' ? new Embedding(context, channels, { generator, init }) : null;
    this.dropout = new Dropout(dropout, { generator });
    this.blocks = Array.from(
      { length: layers },
      () =>
        new Block({
          attentionNorm: new LayerNorm(channels, { bias, epsilon }),
          attention: new MultiHeadAttention({
            channels,
            heads,
            causal: true,
            positions: positions === 'rotary' || positions === 'alibi' ? positions : 'none',
            context,
            bias,
            generator,
            init,
            outputInit,
          }),
          feedForwardNorm: new LayerNorm(channels, { bias, epsilon }),
          feedForward: new FeedForward(channels, hidden, {
            activation,
            bias,
            generator,
            init,
            outputInit,
          }),
          dropout: this.dropout,
        }),
    );
    this.norm = new LayerNorm(channels, { bias, epsilon });
    this.head = tiedHead ? null : new Linear(channels, vocab, { generator, bias: false, init });
    if (positions === 'sinusoidal') this.#places = sinusoidal(context, channels).keep();
  }

  forward(tokens: Tensor, cache?: Cache): Tensor {
    return this.logits(this.features(tokens, cache));
  }

  /** What the model makes of each token and those before it, [batch, time, channels]. */
  features(tokens: Tensor, cache?: Cache): Tensor {
    checkTokens('GPT', tokens, this.config.context, cache);
    let x = this.dropout.forward(this.#embed(tokens, cache));
    for (const [i, block] of this.blocks.entries()) x = block.forward(x, cache?.layers[i]);
    return this.norm.forward(x);
  }

  /** Where each head of each block looks, first block first: [batch, heads, time, time], rows summing to 1. */
  looks(tokens: Tensor): Tensor[] {
    checkTokens('GPT', tokens, this.config.context, undefined);
    let x = this.dropout.forward(this.#embed(tokens, undefined));
    return this.blocks.map((block) => {
      const weights = block.attention.weights(block.attentionNorm.forward(x));
      x = block.forward(x);
      return weights;
    });
  }

  /** How likely each token is to come next, before softmax. */
  logits(features: Tensor): Tensor {
    return this.head ? this.head.forward(features) : this.tokens.likeness(features);
  }

  /** An empty memory for generating. */
  cache(batch = 1): Cache {
    const { channels, context, heads, layers } = this.config;
    return new Cache({ batch, context, headSize: channels / heads, keyValueHeads: heads, layers });
  }

  #embed(tokens: Tensor, cache: Cache | undefined): Tensor {
    const x = this.tokens.forward(tokens);
    const table = this.positions?.weight ?? this.#places?.to(x.dtype);
    if (!table) return x;
    const time = tokens.shape[1] as number;
    return x.add(cache ? embedding(table, cache.places(time)) : table.slice([0, time]));
  }
}
