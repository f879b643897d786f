import { conv2d, type Generator, type Tensor, zeros } from '@gibbs/tensor';
import { type Initializer, uniform } from './init.js';
import { checkSizes, Module } from './module.js';

export interface Conv2dOptions {
  /** Height and width of the window. Default 3. */
  readonly size?: number;
  readonly stride?: number;
  /** Zeros on each side. Default 0. */
  readonly padding?: number;
  readonly bias?: boolean;
  readonly generator: Generator;
  /** Draws the weight; default is uniform within ±1/√inputs of a window, as PyTorch draws it. */
  readonly init?: Initializer;
}

/**
 * A window that slides over images: every place of every output plane is a weighted sum of the window before it.
 * [batch, inputs, height, width] → [batch, outputs, (height + 2·padding − size) / stride + 1, …].
 */
export class Conv2d extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly stride: number;
  readonly padding: number;

  constructor(
    inputs: number,
    outputs: number,
    { size = 3, stride = 1, padding = 0, bias = true, generator, init }: Conv2dOptions,
  ) {
    super();
    checkSizes('Conv2d', { inputs, outputs, size, stride });
    const bound = uniform(1 / Math.sqrt(inputs * size * size));
    this.weight = (init ?? bound)([outputs, inputs, size, size], generator);
    this.bias = bias
      ? init
        ? zeros([outputs], { requiresGrad: true })
        : bound([outputs], generator)
      : null;
    this.stride = stride;
    this.padding = padding;
  }

  forward(x: Tensor): Tensor {
    const { stride, padding } = this;
    return conv2d(x, this.weight, this.bias ?? undefined, { stride, padding });
  }
}
