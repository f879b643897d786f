import { type Generator, gelu, relu, sigmoid, silu, type Tensor, tanh } from '@gibbs/tensor';
import type { Initializer } from './init.js';
import { Linear } from './linear.js';
import { Module } from './module.js';

type Activation = 'tanh' | 'relu' | 'gelu' | 'silu' | 'sigmoid';

const ACTIVATIONS: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  tanh,
  relu,
  gelu: (x) => gelu(x),
  silu,
  sigmoid,
};

/**
 * A multi-layer perceptron: `sizes.length − 1` linear layers with an activation between them and none after the
 * last. [..., sizes[0]] → [..., sizes.at(-1)].
 */
export class MLP extends Module {
  readonly layers: Linear[];
  readonly sizes: readonly number[];
  readonly activation: Activation;

  constructor(
    sizes: readonly number[],
    {
      activation = 'relu',
      ...options
    }: {
      readonly generator: Generator;
      readonly activation?: Activation;
      readonly init?: Initializer;
    },
  ) {
    super();
    if (sizes.length < 2) {
      throw new RangeError(`MLP: sizes must name inputs and outputs, got [${sizes}].`);
    }
    this.sizes = [...sizes];
    this.activation = activation;
    this.layers = sizes
      .slice(1)
      .map((outputs, i) => new Linear(sizes[i] as number, outputs, options));
  }

  forward(x: Tensor): Tensor {
    const bend = ACTIVATIONS[this.activation];
    return this.layers.reduce((y, layer, i) => layer.forward(i === 0 ? y : bend(y)), x);
  }
}
