/** Softmax and its logarithm over the last axis. */

import type { NumberArray } from '../handle.js';
import { fresh, record } from '../handle.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { contiguous, host } from './apply.js';

/**
 * Softmax over the last axis: `yᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)`. Saves y, not x.
 */
export function softmax<S extends Shape>(x: Tensor<S>): Tensor<S> {
  const y = fresh(x, x.shape);
  host([x], [y], ([v], [out]) => softmaxReference(v as NumberArray, out as NumberArray, lastOf(x)));
  return record('softmax', y, [x], (dy) => {
    const dx = fresh(y, y.shape);
    host([y, contiguous(dy)], [dx], ([p, d], [out]) => {
      eachRow(out as NumberArray, lastOf(x), (at, n) => {
        let dot = 0;
        for (let i = at; i < at + n; i++) dot += (d?.[i] as number) * (p?.[i] as number);
        for (let i = at; i < at + n; i++)
          (out as NumberArray)[i] = (p?.[i] as number) * ((d?.[i] as number) - dot);
      });
    });
    return [dx];
  }) as Tensor<S>;
}

/**
 * Logarithm of softmax: `yᵢ = xᵢ − max x − ln Σⱼ exp(xⱼ − max x)`.
 *
 * Gradient: `dxᵢ = dyᵢ − exp(yᵢ)·Σⱼ dyⱼ`. Saves y.
 */
export function logSoftmax<S extends Shape>(x: Tensor<S>): Tensor<S> {
  const y = fresh(x, x.shape);
  host([x], [y], ([v], [out]) =>
    logSoftmaxReference(v as NumberArray, out as NumberArray, lastOf(x)),
  );
  return record('logSoftmax', y, [x], (dy) => {
    const dx = fresh(y, y.shape);
    host([y, contiguous(dy)], [dx], ([p, d], [out]) => {
      eachRow(out as NumberArray, lastOf(x), (at, n) => {
        let total = 0;
        for (let i = at; i < at + n; i++) total += d?.[i] as number;
        for (let i = at; i < at + n; i++)
          (out as NumberArray)[i] = (d?.[i] as number) - Math.exp(p?.[i] as number) * total;
      });
    });
    return [dx];
  }) as Tensor<S>;
}

const lastOf = (x: Tensor): number => x.shape.at(-1) ?? 1;

export function softmaxReference(x: NumberArray, y: NumberArray, columns: number): void {
  eachRow(x, columns, (at, n) => {
    let top = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = at; i < at + n; i++) top = Math.max(top, x[i] as number);
    for (let i = at; i < at + n; i++) sum += y[i] = Math.exp((x[i] as number) - top);
    for (let i = at; i < at + n; i++) y[i] = (y[i] as number) / sum;
  });
}

export function logSoftmaxReference(x: NumberArray, y: NumberArray, columns: number): void {
  eachRow(x, columns, (at, n) => {
    let top = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = at; i < at + n; i++) top = Math.max(top, x[i] as number);
    for (let i = at; i < at + n; i++) sum += Math.exp((x[i] as number) - top);
    const shift = top + Math.log(sum);
    for (let i = at; i < at + n; i++) y[i] = (x[i] as number) - shift;
  });
}

function eachRow(
  x: NumberArray,
  columns: number,
  visit: (start: number, length: number) => void,
): void {
  if (columns > 0) for (let at = 0; at < x.length; at += columns) visit(at, columns);
}
