import { maxPool2d, type Tensor } from '@gibbs/tensor';
import { checkSizes, Module } from './module.js';

/** The largest of every `size` × `size` window, side by side: [..., height, width] → [..., ⌊height/size⌋, …]. */
export class MaxPool2d extends Module {
  readonly size: number;

  constructor(size: number) {
    super();
    checkSizes('MaxPool2d', { size });
    this.size = size;
  }

  forward(x: Tensor): Tensor {
    return maxPool2d(x, this.size);
  }
}

/** The mean of every `size` × `size` window, side by side; rows and columns left over are dropped. */
export class AveragePool2d extends Module {
  readonly size: number;

  constructor(size: number) {
    super();
    checkSizes('AveragePool2d', { size });
    this.size = size;
  }

  forward(x: Tensor): Tensor {
    const { size } = this;
    const [batch, planes, height, width] = x.shape as [number, number, number, number];
    const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
    return x
      .slice(null, null, [0, rows * size], [0, columns * size])
      .reshape(batch, planes, rows, size, columns, size)
      .mean({ axis: 5 })
      .mean({ axis: 3 });
  }
}
