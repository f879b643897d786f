/** Softmax and its logarithm. */
import { fresh, type NumberArray, pointer, record, release } from '../handle.js';
import { rowKernel } from '../kernels/softmax.js';
import { axisOf, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { contiguous, host, needFloat } from './apply.js';
import { transpose } from './movement.js';

/**
 * Softmax over an axis, the last one by default: `yᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)`. Saves y, not x.
 */
export function softmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  return alongAxis('softmax', x, axis, (rows) =>
    rowOp('softmax', rows, softmaxReference, softmaxVjpReference),
  );
}

/**
 * Logarithm of softmax: `yᵢ = xᵢ − max x − ln Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = dyᵢ − exp(yᵢ)·Σⱼ dyⱼ`. Saves y.
 */
export function logSoftmax<S extends Shape>(x: Tensor<S>, axis = -1): Tensor<S> {
  return alongAxis('logSoftmax', x, axis, (rows) =>
    rowOp('logSoftmax', rows, logSoftmaxReference, logSoftmaxVjpReference),
  );
}

function alongAxis<S extends Shape>(
  op: string,
  x: Tensor<S>,
  axis: number,
  run: (rows: Tensor) => Tensor,
): Tensor<S> {
  const a = x.ndim === 0 ? 0 : axisOf(op, axis, x.ndim);
  if (a >= x.ndim - 1) return run(x) as Tensor<S>;
  return transpose(run(transpose(x, a, -1)), a, -1) as Tensor<S>;
}

function rowOp<S extends Shape>(
  name: 'softmax' | 'logSoftmax',
  x: Tensor<S>,
  reference: (x: NumberArray, y: NumberArray, columns: number) => void,
  vjpReference: (y: NumberArray, dy: NumberArray, dx: NumberArray, columns: number) => void,
): Tensor<S> {
  needFloat(name, x.dtype);
  const columns = x.shape.at(-1) ?? 1;
  const sizes = { rows: columns === 0 ? 0 : x.size / columns, columns };
  const y = fresh(x, x.shape);
  if (x.dtype === 'float32') {
    const dense = contiguous(x);
    rowKernel(engine(), name, sizes, [pointer(dense), pointer(y)], [dense.storage], [y.storage]);
    if (dense !== x) release(dense, name);
  } else host([x], [y], ([v], [out]) => reference(v as NumberArray, out as NumberArray, columns));
  return record(name, y, [x], (dy) => {
    const dx = fresh(y, y.shape);
    if (x.dtype === 'float32') {
      const d = contiguous(dy);
      const pointers = [pointer(y), pointer(d), pointer(dx)];
      rowKernel(engine(), `${name}Vjp`, sizes, pointers, [y.storage, d.storage], [dx.storage]);
    } else
      host([y, dy], [dx], ([p, d], [out]) =>
        vjpReference(p as NumberArray, d as NumberArray, out as NumberArray, columns),
      );
    return [dx];
  }) as Tensor<S>;
}

function softmaxReference(x: NumberArray, y: NumberArray, columns: number): void {
  eachRow(x, columns, (at, n) => {
    let top = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = at; i < at + n; i++) top = Math.max(top, x[i] as number);
    for (let i = at; i < at + n; i++) sum += y[i] = Math.exp((x[i] as number) - top);
    for (let i = at; i < at + n; i++) y[i] = (y[i] as number) / sum;
  });
}

function logSoftmaxReference(x: NumberArray, y: NumberArray, columns: number): void {
  eachRow(x, columns, (at, n) => {
    let top = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = at; i < at + n; i++) top = Math.max(top, x[i] as number);
    for (let i = at; i < at + n; i++) sum += Math.exp((x[i] as number) - top);
    const shift = top + Math.log(sum);
    for (let i = at; i < at + n; i++) y[i] = (x[i] as number) - shift;
  });
}

function softmaxVjpReference(
  y: NumberArray,
  dy: NumberArray,
  dx: NumberArray,
  columns: number,
): void {
  eachRow(y, columns, (at, n) => {
    let dot = 0;
    for (let i = at; i < at + n; i++) dot += (dy[i] as number) * (y[i] as number);
    for (let i = at; i < at + n; i++) dx[i] = (y[i] as number) * ((dy[i] as number) - dot);
  });
}

function logSoftmaxVjpReference(
  y: NumberArray,
  dy: NumberArray,
  dx: NumberArray,
  columns: number,
): void {
  eachRow(y, columns, (at, n) => {
    let total = 0;
    for (let i = at; i < at + n; i++) total += dy[i] as number;
    for (let i = at; i < at + n; i++) dx[i] = (dy[i] as number) - Math.exp(y[i] as number) * total;
  });
}

function eachRow(
  x: NumberArray,
  columns: number,
  visit: (start: number, length: number) => void,
): void {
  if (columns > 0) for (let at = 0; at < x.length; at += columns) visit(at, columns);
}
