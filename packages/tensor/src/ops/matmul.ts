/** The matrix product, batched: the op behind every linear layer. */
import { refuse, ShapeError, shapeText } from '../errors.js';
import { BYTES, composed, fresh, pointer, record, release, viewOf } from '../handle.js';
import { gemm, type Matrix } from '../kernels/gemm.js';
import { matvec } from '../kernels/matvec.js';
import { broadcastShapes, broadcastStrides, type Shape, sizeOf, stridesOf } from '../shape.js';
import type { MatmulShape, Multipliable } from '../shapeTypes.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { checkDtypes, contiguous, launch } from './apply.js';
import { add } from './elementwise.js';
import { squeeze, unsqueeze } from './movement.js';
import { sumTo } from './reduce.js';

/**
 * a·b over the last two axes, `[…, m, k]·[…, k, n] → […, m, n]`; leading axes broadcast. A vector on
 * the left is a row, on the right a column, and its axis is dropped from the result, as in NumPy.
 *
 * Gradients: da = dy·bᵀ, db = aᵀ·dy. Throws where inner sizes differ or batches do not broadcast. Transposed operands
 * cost nothing: packing takes any stride.
 */
export function matmul<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Tensor<B> & Multipliable<A, B>,
): Tensor<MatmulShape<A, B>> {
  return product(a, b) as Tensor<MatmulShape<A, B>>;
}

function product(a: Tensor, b: Tensor): Tensor {
  checkDtypes('matmul', [a, b]);
  if (a.ndim === 0 || b.ndim === 0)
    throw new ShapeError(
      'matmul',
      'operands need at least one axis',
      [a.shape, b.shape],
      '',
      ' · ',
    );
  if (a.shape.at(-1) !== b.shape.at(b.ndim === 1 ? 0 : -2))
    throw new ShapeError(
      'matmul',
      'inner sizes must agree',
      [a.shape, b.shape],
      transposeHelps(a, b),
      ' · ',
    );
  if (a.ndim === 1 || b.ndim === 1)
    return composed('matmul', [a, b], () =>
      a.ndim === 1
        ? squeeze(product(unsqueeze(a, 0), b), b.ndim === 1 ? 0 : -2)
        : squeeze(product(a, unsqueeze(b, 1)), -1),
    );
  return record('matmul', multiply(a, b), [a, b], (dy, [needA, needB]) => [
    needA ? sumTo(multiply(dy, swap(b)), a.shape) : null,
    needB ? weightGradient(a, dy, b.shape) : null,
  ]);
}

/** aᵀ·dy. A weight without batch axes takes one product over all rows instead of one per batch and a sum. */
function weightGradient(a: Tensor, dy: Tensor, shape: Shape): Tensor {
  if (shape.length > 2 || a.ndim === 2) return sumTo(multiply(swap(a), dy), shape);
  const rows = (x: Tensor): Tensor => {
    const dense = contiguous(x);
    const n = x.shape.at(-1) as number;
    return viewOf(dense, [x.size / Math.max(1, n), n], [n, 1]);
  };
  const count = (x: Tensor): number => sizeOf(x.shape.slice(0, -1));
  // broadcast batches and empty ones take the general way
  return a.size === 0 || dy.size === 0 || count(a) !== count(dy)
    ? sumTo(multiply(swap(a), dy), shape)
    : multiply(swap(rows(a)), rows(dy));
}

function transposeHelps(a: Tensor, b: Tensor): string {
  if (a.ndim !== 2 || b.ndim !== 2) return '';
  const side = a.shape[1] === b.shape[1] ? 'right' : a.shape[0] === b.shape[0] ? 'left' : '';
  return side && `Transpose the ${side} one`;
}

const swap = (x: Tensor): Tensor =>
  viewOf(
    x,
    [...x.shape.slice(0, -2), x.shape.at(-1) as number, x.shape.at(-2) as number],
    [...x.strides.slice(0, -2), x.strides.at(-1) as number, x.strides.at(-2) as number],
  );

/** The product itself; operands have at least two axes. */
function multiply(a: Tensor, b: Tensor): Tensor {
  const lead = broadcastShapes('matmul', [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const [m, k, n] = [a.shape.at(-2) as number, a.shape.at(-1) as number, b.shape.at(-1) as number];
  const y = fresh(a, [...lead, m, n]);
  if (y.size === 0) return y;
  const count = sizeOf(lead);
  // many matrices times one: a single tall product, if the rows lie evenly
  const tall = count > 1 && sizeOf(b.shape.slice(0, -2)) === 1 && tallStride(a);
  const batches = tall
    ? [{ count: 1, a: 0, b: 0, c: 0, at: [0, 0, 0] }]
    : evenBatches(a, b, lead, m * n);
  const rows = tall ? count * m : m;
  for (const { at, ...batch } of batches) {
    const [oa, ob, oc] = at as [number, number, number];
    gemm(
      engine(),
      y.dtype,
      { m: rows, n, k },
      [
        tall ? { ...matrixOf(a, oa), row: tall } : matrixOf(a, oa),
        matrixOf(b, ob),
        matrixOf(y, oc),
      ],
      { batch, reads: [a.storage, b.storage], writes: [y.storage] },
    );
  }
  return y;
}

/** The last two axes, `at` elements from the first. */
function matrixOf(x: Tensor, at = 0): Matrix {
  const [row, column] = x.strides.slice(-2) as [number, number];
  return { ptr: pointer(x) + at * BYTES[x.dtype], row, column };
}

/** The row stride with which all rows of a batch follow each other, or 0 if they do not. */
function tallStride(a: Tensor): number {
  const stride = a.strides.at(-2) as number;
  let step = stride * (a.shape.at(-2) as number);
  for (let axis = a.ndim - 3; axis >= 0; axis--) {
    if (a.shape[axis] !== 1 && a.strides[axis] !== step) return 0;
    step *= a.shape[axis] as number;
  }
  return stride;
}

interface Batch {
  readonly count: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly at: readonly number[];
}

/** The batch as runs of evenly spaced matrices: one run for the innermost batch axes that join. */
function evenBatches(a: Tensor, b: Tensor, lead: Shape, each: number): Batch[] {
  const [sa, sb] = [leadStrides(a, lead), leadStrides(b, lead)];
  let inner = lead.length;
  let count = 1;
  let [stepA, stepB] = [0, 0];
  while (inner > 0) {
    const size = lead[inner - 1] as number;
    const [na, nb] = [sa[inner - 1] as number, sb[inner - 1] as number];
    if (count > 1 && size > 1 && (na !== stepA * count || nb !== stepB * count)) break;
    if (count === 1 && size > 1) [stepA, stepB] = [na, nb];
    count *= size;
    inner--;
  }
  const runs: Batch[] = [];
  const visit = (axis: number, oa: number, ob: number): void => {
    if (axis === inner) {
      runs.push({ count, a: stepA, b: stepB, c: each, at: [oa, ob, runs.length * count * each] });
      return;
    }
    for (let i = 0; i < (lead[axis] as number); i++)
      visit(axis + 1, oa + i * (sa[axis] as number), ob + i * (sb[axis] as number));
  };
  visit(0, 0, 0);
  return runs;
}

/** Strides of the batch axes, 0 where they stretch. */
const leadStrides = (x: Tensor, lead: Shape): number[] =>
  broadcastStrides(x.shape.slice(0, -2), x.strides.slice(0, -2), lead);

/** Up to this many rows, reading the weight where it lies beats packing it; measured, see docs/log.md. */
const FEW = 4;
/** From this many numbers on, a product with one column is worth a second op for its bias. */
const COLUMN = 2048;

/**
 * y = x·w + bias in one pass: `[…, in]·[in, out] + [out]`. Gradients: dx = dy·wᵀ, dw = xᵀ·dy, dbias = Σ dy over rows.
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  checkDtypes('linear', bias ? [x, weight, bias] : [x, weight]);
  if (weight.ndim !== 2 || x.ndim < 1 || x.shape.at(-1) !== weight.shape[0])
    throw new ShapeError('linear', 'inner sizes must agree', [x.shape, weight.shape], '', ' · ');
  const out = weight.shape[1] as number;
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== out))
    refuse('linear', `bias must have shape [${out}]`, shapeText(bias.shape));
  // a column is multiplied as a row, to which no row can be added on the way
  if (bias && out === 1 && x.size > COLUMN)
    return composed('linear', [x, weight, bias], () => add(linear(x, weight), bias) as Tensor);
  const k = weight.shape[0] as number;
  const rows = sizeOf(x.shape.slice(0, -1));
  const y = fresh(x, [...x.shape.slice(0, -1), out]);
  const lies = weight.strides[0] === 1 && weight.strides[1] === k;
  if (lies && rows <= FEW && x.dtype === 'float32') {
    const turned = swap(weight);
    launch('matvec', matvec, [rows, k, out], [x, turned, bias], [y]);
    release(turned, 'linear');
  } else if (y.size > 0) {
    const [dense, row] = [contiguous(x), bias && contiguous(bias)];
    gemm(
      engine(),
      x.dtype,
      { m: rows, n: out, k },
      [
        { ptr: pointer(dense), row: k, column: 1 },
        matrixOf(weight),
        { ptr: pointer(y), row: out, column: 1 },
      ],
      {
        bias: row ? pointer(row) : 0,
        reads: [dense, weight, ...(row ? [row] : [])].map((t) => t.storage),
        writes: [y.storage],
      },
    );
    if (row && row !== bias) release(row, 'linear');
    if (dense !== x) release(dense, 'linear');
  }
  const inputs = bias ? [x, weight, bias] : [x, weight];
  // dx = dy·wᵀ, dw = xᵀ·dy, dbias = dy summed over rows
  return record('linear', y, inputs, (dy, [needX, needW, needB]) => {
    const d = contiguous(dy);
    const dRows = viewOf(d, [rows, out], [out, 1]);
    const xRows = viewOf(contiguous(x), [rows, k], [k, 1]);
    const dx = needX ? viewOf(multiply(dRows, swap(weight)), x.shape, stridesOf(x.shape)) : null;
    // a gradient lies in memory as its weight does, so that a transposed weight costs no copy
    const flipped = weight.strides[0] === 1 && weight.strides[1] !== 1;
    const dw = needW
      ? flipped
        ? swap(multiply(swap(dRows), xRows))
        : multiply(swap(xRows), dRows)
      : null;
    return bias ? [dx, dw, needB ? sumTo(dRows, bias.shape) : null] : [dx, dw];
  });
}
