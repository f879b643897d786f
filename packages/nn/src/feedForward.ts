import { type Generator, gelu, relu, silu, type Tensor } from '@gibbs/tensor';
import type { Initializer } from './init.js';
import { Linear } from './linear.js';
import { Module } from './module.js';

export interface FeedForwardOptions {
  readonly generator: Generator;
  readonly bias?: boolean;
  readonly init?: Initializer;
  /** Draws the weight of the last layer, which adds to the residual stream. Default `init`. */
  readonly outputInit?: Initializer;
}

/** Two layers with a bend between them: `down(f(up(x)))`, f being GELU unless said otherwise. */
export class FeedForward extends Module {
  readonly up: Linear;
  readonly down: Linear;
  readonly #activation: (x: Tensor) => Tensor;

  constructor(
    channels: number,
    hidden: number,
    {
      activation = 'gelu',
      outputInit,
      ...options
    }: FeedForwardOptions & { readonly activation?: 'gelu' | 'geluTanh' | 'relu' },
  ) {
    super();
    this.up = new Linear(channels, hidden, options);
    this.down = new Linear(hidden, channels, { ...options, init: outputInit ?? options.init });
    this.#activation = {
      gelu,
      geluTanh: (x: Tensor) => gelu(x, { approximate: 'tanh' }),
      relu,
    }[activation];
  }

  forward(x: Tensor): Tensor {
    return this.down.forward(this.#activation(this.up.forward(x)));
  }
}

/** A gated feed-forward, `down(silu(gate(x)) · up(x))` (Shazeer 2020, "GLU variants improve Transformer"). */
export class SwiGLU extends Module {
  readonly gate: Linear;
  readonly up: Linear;
  readonly down: Linear;

  constructor(
    channels: number,
    hidden: number,
    { outputInit, bias = false, ...options }: FeedForwardOptions,
  ) {
    super();
    this.gate = new Linear(channels, hidden, { ...options, bias });
    this.up = new Linear(channels, hidden, { ...options, bias });
    this.down = new Linear(hidden, channels, {
      ...options,
      bias,
      init: outputInit ?? options.init,
    });
  }

  forward(x: Tensor): Tensor {
    return this.down.forward(silu(this.gate.forward(x)).mul(this.up.forward(x)));
  }
}
