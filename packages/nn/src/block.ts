import type { Tensor } from '@gibbs/tensor';
import type { MultiHeadAttention } from './attention.js';
import type { LayerCache } from './cache.js';
import type { Dropout } from './dropout.js';
import { Module } from './module.js';

/** A part that maps [..., channels] to [..., channels]. */
export type Map = Module & { forward(x: Tensor): Tensor };

/**
 * One layer of a decoder-only Transformer, normalised before each part (Xiong et al. 2020):
 * `x += attention(norm(x)); x += feedForward(norm(x))`.
 */
export class Block extends Module {
  readonly attentionNorm: Map;
  readonly attention: MultiHeadAttention;
  readonly feedForwardNorm: Map;
  readonly feedForward: Map;
  readonly dropout: Dropout;

  constructor(parts: {
    readonly attentionNorm: Map;
    readonly attention: MultiHeadAttention;
    readonly feedForwardNorm: Map;
    readonly feedForward: Map;
    readonly dropout: Dropout;
  }) {
    super();
    this.attentionNorm = parts.attentionNorm;
    this.attention = parts.attention;
    this.feedForwardNorm = parts.feedForwardNorm;
    this.feedForward = parts.feedForward;
    this.dropout = parts.dropout;
  }

  forward(x: Tensor, cache?: LayerCache): Tensor {
    const attended = this.attention.forward(this.attentionNorm.forward(x), { cache });
    const y = x.add(this.dropout.forward(attended));
    return y.add(this.dropout.forward(this.feedForward.forward(this.feedForwardNorm.forward(y))));
  }
}
