/** The look-up on tensors, its gradients found by `@gibbs/tensor`: what {@link lookup} does in closed form. */
import { matmul, type Tensor, tensor } from '@gibbs/tensor';
import { type Closeness, smallestDistance } from './lookup.js';

export interface LookupTensorsOptions {
  /** [rows, width] */
  keys: Tensor;
  /** [rows, any width] */
  values: Tensor;
  closeness?: Closeness;
  /** Soft mode only; low is sharp, high is even. Must be > 0. */
  temperature?: number;
  /** `soft` mixes all rows; `hard` returns the closest row alone (the first, in a tie). */
  mode?: 'soft' | 'hard';
}

/**
 * Looks queries [batch, width] up in a table of keys and values: result = weights · values [batch, any width], with
 * weights = softmax(closeness / T) or, hard, 1 for the closest row. Anything in it may require its gradient: a query,
 * keys and values are trained by any optimiser, and a hard look-up gives query and keys none.
 *
 * @throws RangeError when the sizes do not agree or the temperature is not above 0.
 *
 * @example
 * ```ts
 * import { tensor } from '@gibbs/tensor';
 * import { lookupTensors } from '@gibbs/nn/tasks';
 *
 * const query = tensor([[0.9, 0.1]], { dtype: 'float64', requiresGrad: true });
 * const keys = tensor([[0, 0], [1, 0], [0, 1]], { dtype: 'float64' });
 * const values = tensor([[10], [20], [30]], { dtype: 'float64' });
 * const { result } = lookupTensors(query, { keys, values, closeness: 'gaussian', temperature: 0.1 });
 * console.log(result.item().toFixed(2)); // → 19.82
 * result.sum().backward();
 * console.log(query.grad?.toTypedArray().map((g) => Number(g.toFixed(2)))); // → Float64Array(2) [ 1.73, 0.03 ]
 * ```
 */
export function lookupTensors(
  query: Tensor,
  {
    keys,
    values,
    closeness = 'inverse-distance',
    temperature = 1,
    mode = 'soft',
  }: LookupTensorsOptions,
): { result: Tensor; weights: Tensor } {
  const [rows, width] = keys.shape;
  const fits = query.ndim === 2 && keys.ndim === 2 && values.ndim === 2;
  if (!fits || query.shape[1] !== width || values.shape[0] !== rows) {
    throw new RangeError(
      `lookupTensors: query [batch, width], keys [rows, width] and values [rows, any] must agree, got [${query.shape.join(', ')}], [${keys.shape.join(', ')}] and [${values.shape.join(', ')}].`,
    );
  }
  if (!(temperature > 0)) {
    throw new RangeError(`lookupTensors: temperature must be above 0, got ${temperature}.`);
  }
  const close = closenessOf(query, keys, closeness);
  const weights = mode === 'hard' ? oneHotOfMax(close) : close.div(temperature).softmax();
  return { result: matmul(weights, values), weights };
}

/** [batch, rows] */
function closenessOf(query: Tensor, keys: Tensor, kernel: Closeness): Tensor {
  if (kernel === 'dot') return matmul(query, keys.transpose());
  const squares = query.unsqueeze(1).sub(keys).square().sum({ axis: 2 });
  if (kernel === 'gaussian') return squares.mul(-0.5);
  // √ has no slope at 0: there the distance is taken from a square too small to be seen beside the constant.
  return squares.add(1e-36).sqrt().add(smallestDistance).pow(-1);
}

/** 1 at the largest of each row; a choice, so nothing flows back through it. */
function oneHotOfMax(close: Tensor): Tensor {
  const best = close.argmax({ axis: 1 }).toTypedArray();
  const [batch, rows] = close.shape as [number, number];
  const weights = Float64Array.from({ length: batch * rows }, (_, at) =>
    Number(at % rows === best[Math.floor(at / rows)]),
  );
  return tensor(weights, { shape: [batch, rows] }).to(close.dtype as 'float64');
}
