/** Ops that need an order: arg max and min, cumulative sum, sort and the k largest. */
import { refuse, shapeText } from '../errors.js';
import { BYTES, fresh, type NumberArray, record } from '../handle.js';
import { bestPlace, runningSums, triangle as triangleRows } from '../kernels/order.js';
import { axisOf, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { host, launch } from './apply.js';
import { pick } from './gather.js';
import { planOf, type ReduceOptions } from './reduce.js';

/**
 * Index (int32) of the largest value along an axis, or in the whole flat tensor; the first of equals, and NaN before
 * all.
 */
export function argmax(x: Tensor, options: { axis?: number; keepDims?: boolean } = {}): Tensor {
  return argBest('argmax', x, options, 'gt');
}

/**
 * Index (int32) of the smallest value along an axis, or in the whole flat tensor; the first of equals, and NaN before
 * all.
 */
export function argmin(x: Tensor, options: { axis?: number; keepDims?: boolean } = {}): Tensor {
  return argBest('argmin', x, options, 'lt');
}

function argBest(
  op: string,
  x: Tensor,
  options: { axis?: number; keepDims?: boolean },
  better: 'gt' | 'lt',
): Tensor {
  const { axes, count, shape } = planOf(op, x, options as ReduceOptions);
  if (count === 0) refuse(op, 'needs at least one value', `shape ${shapeText(x.shape)}`);
  const y = fresh(x, shape, 'int32');
  const inner = options.axis === undefined ? 1 : sizeOf(x.shape.slice((axes[0] as number) + 1));
  const { dtype } = x;
  launch(op + dtype, (k) => bestPlace(k, better, dtype), [y.size, count, inner], [x], [y], x.size);
  return y;
}

/** Running sum along an axis: dxᵢ = Σ_{j ≥ i} dyⱼ. */
export function cumsum(x: Tensor, axis = -1): Tensor {
  const a = axisOf('cumsum', axis, x.ndim);
  const y = running(x, a, false);
  return record('cumsum', y, [x], (dy) => [running(dy, a, true)]);
}

function running(x: Tensor, axis: number, backward: boolean): Tensor {
  const y = fresh(x, x.shape);
  const { dtype } = x;
  const n = x.shape[axis] as number;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const step = inner * BYTES[dtype];
  const way = backward ? [(n - 1) * step, -step] : [0, step];
  const numbers = [n && x.size / n, n, inner, ...way];
  launch(`cumsum${dtype}`, (k) => runningSums(k, dtype), numbers, [x], [y]);
  return y;
}

export interface Sorted {
  readonly values: Tensor;
  /** int32: where each value came from along the axis. */
  readonly indices: Tensor;
}

/** Values in order along an axis, equal ones as they came; NaN counts as largest. */
export function sort(
  x: Tensor,
  { axis = -1, descending = false }: { axis?: number; descending?: boolean } = {},
): Sorted {
  return ordered('sort', x, axis, descending, undefined);
}

/** The k largest values along an axis, largest first (or smallest first with `largest: false`). */
export function topk(
  x: Tensor,
  k: number,
  { axis = -1, largest = true }: { axis?: number; largest?: boolean } = {},
): Sorted {
  const n = x.shape[axisOf('topk', axis, x.ndim)] as number;
  if (!Number.isInteger(k) || k < 0 || k > n) refuse('topk', `k must lie in [0, ${n}]`, `${k}`);
  return ordered('topk', x, axis, largest, k);
}

function ordered(
  op: string,
  x: Tensor,
  axis: number,
  descending: boolean,
  k: number | undefined,
): Sorted {
  const a = axisOf(op, axis, x.ndim);
  const n = x.shape[a] as number;
  const m = k ?? n;
  const inner = sizeOf(x.shape.slice(a + 1));
  const indices = fresh(
    x,
    x.shape.map((s, i) => (i === a ? m : s)),
    'int32',
  );
  const lines = n === 0 ? 0 : x.size / n;
  host([x], [indices], ([v], [out]) => {
    const line = new Int32Array(n);
    for (let at = 0; at < lines; at++) {
      const outer = Math.floor(at / inner);
      const base = outer * n * inner + (at % inner);
      const value = (i: number): number => v?.[base + i * inner] as number;
      for (let i = 0; i < n; i++) line[i] = i;
      line.sort(
        (p, q) => (descending ? compare(value(q), value(p)) : compare(value(p), value(q))) || p - q,
      );
      for (let i = 0; i < m; i++)
        (out as NumberArray)[outer * m * inner + i * inner + (at % inner)] = line[i] as number;
    }
  });
  const values = pick(x, indices, a);
  return { values, indices };
}

function compare(p: number, q: number): number {
  if (Number.isNaN(p)) return Number.isNaN(q) ? 0 : 1;
  if (Number.isNaN(q)) return -1;
  return p - q;
}

/** The lower triangle of the last two axes: 0 above diagonal `k`. Throws on a vector. */
export function tril(x: Tensor, k = 0): Tensor {
  return triangle('tril', x, k + 1, true);
}

/** The upper triangle of the last two axes: 0 below diagonal `k`. Throws on a vector. */
export function triu(x: Tensor, k = 0): Tensor {
  return triangle('triu', x, k, false);
}

function triangle(op: string, x: Tensor, k: number, lower: boolean): Tensor {
  if (x.ndim < 2) refuse(op, 'needs at least two axes', `shape ${shapeText(x.shape)}`);
  const y = fresh(x, x.shape);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const numbers = [columns && x.size / columns, rows, columns, BYTES[x.dtype], k];
  launch(op, (kernel) => triangleRows(kernel, lower), numbers, [x], [y]);
  return record(op, y, [x], (dy) => [triangle(op, dy, k, lower)]);
}
