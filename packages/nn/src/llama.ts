import type { Tensor } from '@gibbs/tensor';
import { MultiHeadAttention } from './attention.js';
import { Block } from './block.js';
import { Cache, checkTokens } from './cache.js';
import { Dropout } from './dropout.js';
import { Embedding } from './embedding.js';
import { SwiGLU } from './feedForward.js';
import { type ModelInit, normal } from './init.js';
import { Linear } from './linear.js';
import { checkSizes, Module } from './module.js';
import { RMSNorm } from './norm.js';
import type { RotaryScaling } from './positions.js';

export interface LlamaConfig {
  readonly vocab: number;
  /** The longest sequence. */
  readonly context: number;
  readonly channels: number;
  readonly layers: number;
  readonly heads: number;
  /** Heads of keys and values, each shared by heads / keyValueHeads queries. Default `heads`. */
  readonly keyValueHeads?: number;
  /** Width of the gated feed-forward. */
  readonly hidden: number;
  /** Base of the rotary angles. Default 10,000. */
  readonly theta?: number;
  /** Makes rotary angles slower, as Llama 3.1 has it. Default: as they are. */
  readonly rotaryScaling?: RotaryScaling | undefined;
  /** Whether the rows of the embedding are also the weights of the last layer. Default false. */
  readonly tiedHead?: boolean;
  /** Default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Llama's architecture (Touvron et al. 2023): RMS norms, rotary positions, gated feed-forwards, shared key-value
 * heads, no biases. Tokens [batch, time] → logits [batch, time, vocab]. Throws as GPT does.
 */
export class Llama extends Module {
  readonly config: LlamaConfig;
  readonly tokens: Embedding;
  readonly blocks: Block[];
  readonly norm: RMSNorm;
  readonly head: Linear | null;

  constructor({
    generator,
    init = normal(0.02),
    outputInit: given,
    ...config
  }: LlamaConfig & ModelInit) {
    super();
    const { vocab, context, channels, layers, heads, keyValueHeads = heads, hidden } = config;
    const { theta = 10_000, rotaryScaling, tiedHead = false, epsilon = 1e-5 } = config;
    checkSizes('Llama', { vocab, context, channels, layers, heads, keyValueHeads, hidden });
    this.config = config;
    const outputInit = given ?? normal(0.02 / Math.sqrt(2 * layers));
    const dropout = new Dropout(0, { generator });
    this.tokens = new Embedding(vocab, channels, { generator, init });
    this.blocks = Array.from(
      { length: layers },
      () =>
        new Block({
          attentionNorm: new RMSNorm(channels, { epsilon }),
          attention: new MultiHeadAttention({
            channels,
            heads,
            keyValueHeads,
            causal: true,
            positions: 'rotary',
            theta,
            rotaryScaling,
            context,
            bias: false,
            generator,
            init,
            outputInit,
          }),
          feedForwardNorm: new RMSNorm(channels, { epsilon }),
          feedForward: new SwiGLU(channels, hidden, { generator, init, outputInit }),
          dropout,
        }),
    );
    this.norm = new RMSNorm(channels, { epsilon });
    this.head = tiedHead ? null : new Linear(channels, vocab, { generator, bias: false, init });
  }

  forward(tokens: Tensor, cache?: Cache): Tensor {
    return this.logits(this.features(tokens, cache));
  }

  /** What the model makes of each token and those before it, [batch, time, channels]. */
  features(tokens: Tensor, cache?: Cache): Tensor {
    checkTokens('Llama', tokens, this.config.context, cache);
    let x = this.tokens.forward(tokens);
    for (const [i, block] of this.blocks.entries()) x = block.forward(x, cache?.layers[i]);
    return this.norm.forward(x);
  }

  /** How likely each token is to come next, before softmax. */
  logits(features: Tensor): Tensor {
    return this.head ? this.head.forward(features) : this.tokens.likeness(features);
  }

  /** An empty memory for generating. */
  cache(batch = 1): Cache {
    const { channels, context, heads, keyValueHeads = heads, layers } = this.config;
    return new Cache({ batch, context, headSize: channels / heads, keyValueHeads, layers });
  }
}
