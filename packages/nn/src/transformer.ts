import type { Generator, Tensor } from '@gibbs/tensor';
import { MultiHeadAttention } from './attention.js';
import { Dropout } from './dropout.js';
import { Embedding } from './embedding.js';
import { FeedForward } from './feedForward.js';
import { glorot, normal } from './init.js';
import { Linear } from './linear.js';
import { checkSizes, Module } from './module.js';
import { LayerNorm } from './norm.js';
import { sinusoidal } from './positions.js';

export interface TransformerConfig {
  readonly sourceVocab: number;
  readonly targetVocab: number;
  /** The longest source or target. */
  readonly context: number;
  readonly channels: number;
  readonly layers: number;
  readonly heads: number;
  /** Width of the feed-forward. Default 4 · channels. */
  readonly hidden?: number;
  /** Default 0. */
  readonly dropout?: number;
}

/**
 * The Transformer of 2017 (Vaswani et al., "Attention is all you need"): an encoder reads the source, a decoder
 * writes the target and looks the source up at every layer. Norms come after the residual sums, positions are
 * sinusoids. Source [batch, sourceTime] and target [batch, targetTime] → logits [batch, targetTime, targetVocab].
 */
export class Transformer extends Module {
  readonly config: TransformerConfig;
  readonly sourceTokens: Embedding;
  readonly targetTokens: Embedding;
  readonly encoder: EncoderLayer[];
  readonly decoder: DecoderLayer[];
  readonly head: Linear;
  readonly dropout: Dropout;
  readonly #positions: Tensor;

  constructor({ generator, ...config }: TransformerConfig & { readonly generator: Generator }) {
    super();
    const { sourceVocab, targetVocab, context, channels, layers, heads } = config;
    const { hidden = 4 * channels, dropout = 0 } = config;
    checkSizes('Transformer', {
      sourceVocab,
      targetVocab,
      context,
      channels,
      layers,
      heads,
      hidden,
    });
    this.config = config;
    // Embeddings are multiplied by √channels on the way in, so they start at 1/√channels.
    const init = normal(1 / Math.sqrt(channels));
    this.sourceTokens = new Embedding(sourceVocab, channels, { generator, init });
    this.targetTokens = new Embedding(targetVocab, channels, { generator, init });
    this.dropout = new Dropout(dropout, { generator });
    const sizes = { channels, heads, hidden, context, generator, dropout: this.dropout };
    this.encoder = Array.from({ length: layers }, () => new EncoderLayer(sizes));
    this.decoder = Array.from({ length: layers }, () => new DecoderLayer(sizes));
    this.head = new Linear(channels, targetVocab, { generator });
    this.#positions = sinusoidal(context, channels).keep();
  }

  forward(source: Tensor, target: Tensor): Tensor {
    return this.decode(target, this.encode(source));
  }

  /** Source [batch, time] → what the decoder looks up, [batch, time, channels]. */
  encode(source: Tensor): Tensor {
    const x = this.#embed(source, this.sourceTokens);
    return this.encoder.reduce((y, layer) => layer.forward(y), x);
  }

  /** Target so far [batch, time] and the encoded source → logits of each next token. */
  decode(target: Tensor, memory: Tensor): Tensor {
    const x = this.#embed(target, this.targetTokens);
    return this.head.forward(this.decoder.reduce((y, layer) => layer.forward(y, memory), x));
  }

  #embed(tokens: Tensor, table: Embedding): Tensor {
    const { context, channels } = this.config;
    const time = tokens.shape[1] as number;
    if (time > context) {
      throw new RangeError(`Transformer: a sequence may hold ${context} tokens, got ${time}.`);
    }
    const x = table.forward(tokens).mul(Math.sqrt(channels));
    return this.dropout.forward(x.add(this.#positions.slice([0, time]).to(x.dtype)));
  }
}

interface LayerSizes {
  readonly channels: number;
  readonly heads: number;
  readonly hidden: number;
  readonly context: number;
  readonly generator: Generator;
  readonly dropout: Dropout;
}

/** `x = norm(x + attention(x)); x = norm(x + feedForward(x))`. */
export class EncoderLayer extends Module {
  readonly attention: MultiHeadAttention;
  readonly attentionNorm: LayerNorm;
  readonly feedForward: FeedForward;
  readonly feedForwardNorm: LayerNorm;
  readonly dropout: Dropout;

  constructor({ channels, heads, hidden, context, generator, dropout }: LayerSizes) {
    super();
    this.attention = new MultiHeadAttention({ channels, heads, context, generator, init: glorot });
    this.attentionNorm = new LayerNorm(channels);
    this.feedForward = new FeedForward(channels, hidden, {
      activation: 'relu',
      generator,
      init: glorot,
    });
    this.feedForwardNorm = new LayerNorm(channels);
    this.dropout = dropout;
  }

  forward(x: Tensor): Tensor {
    const y = this.attentionNorm.forward(x.add(this.dropout.forward(this.attention.forward(x))));
    return this.feedForwardNorm.forward(y.add(this.dropout.forward(this.feedForward.forward(y))));
  }
}

/** As the encoder's layer, causal, with a look at the source between its two parts. */
export class DecoderLayer extends Module {
  readonly attention: MultiHeadAttention;
  readonly attentionNorm: LayerNorm;
  readonly cross: MultiHeadAttention;
  readonly crossNorm: LayerNorm;
  readonly feedForward: FeedForward;
  readonly feedForwardNorm: LayerNorm;
  readonly dropout: Dropout;

  constructor({ channels, heads, hidden, context, generator, dropout }: LayerSizes) {
    super();
    const options = { channels, heads, context, generator, init: glorot };
    this.attention = new MultiHeadAttention({ ...options, causal: true });
    this.attentionNorm = new LayerNorm(channels);
    this.cross = new MultiHeadAttention(options);
    this.crossNorm = new LayerNorm(channels);
    this.feedForward = new FeedForward(channels, hidden, {
      activation: 'relu',
      generator,
      init: glorot,
    });
    this.feedForwardNorm = new LayerNorm(channels);
    this.dropout = dropout;
  }

  forward(x: Tensor, memory: Tensor): Tensor {
    const { dropout } = this;
    const y = this.attentionNorm.forward(x.add(dropout.forward(this.attention.forward(x))));
    const looked = this.cross.forward(y, { source: memory });
    const z = this.crossNorm.forward(y.add(dropout.forward(looked)));
    return this.feedForwardNorm.forward(z.add(dropout.forward(this.feedForward.forward(z))));
  }
}
