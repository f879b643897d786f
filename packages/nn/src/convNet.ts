import { type Generator, relu, type Tensor } from '@gibbs/tensor';
import { Conv2d } from './conv2d.js';
import { Dropout } from './dropout.js';
import { Linear } from './linear.js';
import { checkSizes, Module } from './module.js';
import { MaxPool2d } from './pool.js';

export interface ConvNetConfig {
  /** Height and width of an image. Default 28. */
  readonly size?: number;
  /** Planes of an image. Default 1. */
  readonly planes?: number;
  /** Filters of each stage; every stage halves the image. Default [16, 32]. */
  readonly filters?: readonly number[];
  /** Width of the layer before the last. Default 128. */
  readonly hidden?: number;
  /** Default 10. */
  readonly classes?: number;
  /** Default 0. */
  readonly dropout?: number;
}

/**
 * A small convolutional network in LeNet's shape (LeCun et al. 1998) with today's parts: stages of a 3×3
 * convolution, ReLU and 2×2 max-pooling, then two linear layers. Images [batch, planes, size, size] → logits
 * [batch, classes].
 */
export class ConvNet extends Module {
  readonly stages: Conv2d[];
  readonly hidden: Linear;
  readonly head: Linear;
  readonly dropout: Dropout;
  readonly config: Required<ConvNetConfig>;
  readonly #pool: MaxPool2d = new MaxPool2d(2);

  constructor({
    generator,
    size = 28,
    planes = 1,
    filters = [16, 32],
    hidden = 128,
    classes = 10,
    dropout = 0,
  }: ConvNetConfig & { readonly generator: Generator }) {
    super();
    checkSizes('ConvNet', { size, planes, hidden, classes });
    this.config = { size, planes, filters, hidden, classes, dropout };
    const ins = [planes, ...filters];
    this.stages = filters.map(
      (outs, i) => new Conv2d(ins[i] as number, outs, { size: 3, padding: 1, generator }),
    );
    const left = filters.reduce((side) => Math.floor(side / 2), size);
    this.hidden = new Linear((ins.at(-1) as number) * left * left, hidden, { generator });
    this.head = new Linear(hidden, classes, { generator });
    this.dropout = new Dropout(dropout, { generator });
  }

  forward(images: Tensor): Tensor {
    // The largest of a window is rectified instead of all four: the same numbers and gradients, a quarter of the work.
    const maps = this.stages.reduce(
      (x, stage) => relu(this.#pool.forward(stage.forward(x))),
      images,
    );
    const [batch, ...rest] = maps.shape as [number, ...number[]];
    const flat = maps.reshape([batch, rest.reduce((a, b) => a * b, 1)]);
    return this.head.forward(this.dropout.forward(relu(this.hidden.forward(flat))));
  }
}
