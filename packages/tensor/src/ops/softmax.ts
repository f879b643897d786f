/** Softmax and its logarithm. */
import { composed, fresh, record } from '../handle.js';
import { softmaxRows, softmaxRowsVjp } from '../kernels/softmax.js';
import { axisOf, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { launch, needFloat } from './apply.js';
import { div, exp, sub } from './elementwise.js';
import { reshape, transpose } from './movement.js';
import { logSumExp, max, sum } from './reduce.js';

/**
 * Softmax over an axis, the last one by default: `yᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)`. Saves y, not x.
 */
export function softmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  return alongAxis('softmax', x, axis, (rows) => rowOp('softmax', rows, softmaxReference));
}

/**
 * Logarithm of softmax: `yᵢ = xᵢ − max x − ln Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = dyᵢ − exp(yᵢ)·Σⱼ dyⱼ`. Saves y.
 */
export function logSoftmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  return alongAxis('logSoftmax', x, axis, (rows) => rowOp('logSoftmax', rows, logSoftmaxReference));
}

function alongAxis<S extends Shape>(
  op: string,
  x: Tensor<S>,
  axis: number,
  run: (rows: Tensor) => Tensor,
): Tensor<S> {
  const a = x.ndim === 0 ? -1 : axisOf(op, axis, x.ndim);
  if (a >= 0 && a === x.ndim - 1) return run(x) as Tensor<S>;
  return composed(op, [x], () =>
    a < 0
      ? reshape(run(reshape(x as Tensor, [1])), [])
      : transpose(run(transpose(x, a, -1)), a, -1),
  ) as Tensor<S>;
}

function rowOp(
  name: 'softmax' | 'logSoftmax',
  x: Tensor,
  reference: (x: Tensor) => Tensor,
): Tensor {
  needFloat(name, x.dtype);
  if (x.dtype === 'float64' && x.size > 0) return composed(name, [x], () => reference(x));
  const columns = x.shape.at(-1) as number;
  const sizes = [columns === 0 ? 0 : x.size / columns, columns];
  const y = fresh(x, x.shape);
  const logarithm = name === 'logSoftmax';
  launch(name, (k) => softmaxRows(k, logarithm), sizes, [x], [y]);
  return record(name, y, [x], (dy) => {
    const dx = fresh(y, y.shape);
    launch(`${name}Vjp`, (k) => softmaxRowsVjp(k, logarithm), sizes, [y, dy], [dx]);
    return [dx];
  });
}

// The slow twins, whose gradients follow from their parts; also the way of float64.

function softmaxReference(x: Tensor): Tensor {
  const e = exp(sub(x, max(x, LAST)) as Tensor);
  return div(e, sum(e, LAST)) as Tensor;
}

const logSoftmaxReference = (x: Tensor): Tensor => sub(x, logSumExp(x, LAST)) as Tensor;

const LAST = { axis: -1, keepDims: true };
