/** Mean and variance: sums of what they are made of. */
import { composed } from '../handle.js';
import type { Tensor } from '../tensor.js';
import { needFloat } from './apply.js';
import { mul, square, sub, to } from './elementwise.js';
import { planOf, type ReduceOptions, sum } from './reduce.js';

/** Arithmetic mean; int32 gives float32. */
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const { count } = planOf('mean', x, options);
  return composed('mean', [x], () => {
    const values = x.dtype === 'int32' ? to(x, 'float32') : x;
    return mul(sum(values, options), 1 / count) as Tensor;
  });
}

/** Variance: the mean square distance from the mean, with n − `correction` in the denominator. */
export function variance(
  x: Tensor,
  { correction = 1, ...options }: ReduceOptions & { correction?: number } = {},
): Tensor {
  needFloat('var', x.dtype);
  const { count } = planOf('var', x, options);
  return composed('var', [x], () => {
    const d = sub(x, mean(x, { ...options, keepDims: true })) as Tensor;
    return mul(sum(square(d), options), 1 / Math.max(0, count - correction)) as Tensor;
  });
}
