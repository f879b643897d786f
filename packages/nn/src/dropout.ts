import { dropout, type Generator, type Tensor } from '@gibbs/tensor';
import { Module } from './module.js';

/**
 * While training, sets each value to 0 with probability `p` and scales the others by 1/(1 − p); otherwise gives
 * its input back (Srivastava et al. 2014).
 */
export class Dropout extends Module {
  readonly p: number;
  /** Where the chances come from; a checkpoint keeps its state. */
  readonly generator: Generator;

  constructor(p: number, { generator }: { readonly generator: Generator }) {
    super();
    if (!(p >= 0 && p < 1)) throw new RangeError(`Dropout: p must lie in [0, 1), got ${p}.`);
    this.p = p;
    this.generator = generator;
  }

  forward(x: Tensor): Tensor {
    return this.training && this.p > 0 ? dropout(x, this.p, this.generator) : x;
  }
}
