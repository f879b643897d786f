import {
  type Generator,
  linear,
  type QuantizedMatrix,
  quantizedLinear,
  type Tensor,
  zeros,
} from '@gibbs/tensor';
import { type Initializer, uniform } from './init.js';
import { checkSizes, Module } from './module.js';

export interface LinearOptions {
  /** Where the starting weights come from. */
  readonly generator: Generator;
  /** Whether a bias is added. Default true. */
  readonly bias?: boolean;
  /** Draws the weight; default is uniform within ±1/√inputs, as PyTorch draws it, and a bias
   * likewise; with another `init` the bias starts at 0. */
  readonly init?: Initializer;
}

/**
 * `y = x · Wᵀ + b` over the last axis: [..., inputs] → [..., outputs], with W as [outputs, inputs].
 */
export class Linear extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  #int8: QuantizedMatrix | null = null;

  constructor(inputs: number, outputs: number, { generator, bias = true, init }: LinearOptions) {
    super();
    checkSizes('Linear', { inputs, outputs });
    const bound = uniform(1 / Math.sqrt(inputs));
    this.weight = (init ?? bound)([outputs, inputs], generator);
    this.bias = bias
      ? init
        ? zeros([outputs], { requiresGrad: true })
        : bound([outputs], generator)
      : null;
  }

  forward(x: Tensor): Tensor {
    const bias = this.bias ?? undefined;
    if (this.#int8) return quantizedLinear(x, this.#int8, bias);
    return linear(x, this.weight.transpose(), bias);
  }

  /** Answers with these 8-bit weights until `null` is given; they do not learn. */
  useInt8(weight: QuantizedMatrix | null): void {
    this.#int8 = weight;
  }
}
