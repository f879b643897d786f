/** Reductions: many values to one, along some axes or all. */
import { refuse } from '../errors.js';
import { fresh, isContiguous, record, release, viewOf } from '../handle.js';
import { type Reduction, reduceAxis } from '../kernels/reduce.js';
import { axisOf, type Shape, sameShape, sizeOf, stridesOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { apply, contiguous, launch, needFloat } from './apply.js';

export interface ReduceOptions {
  /** The axis or axes to reduce; all of them when left out. */
  readonly axis?: number | readonly number[] | undefined;
  /** Keep the reduced axes with size 1. */
  readonly keepDims?: boolean | undefined;
}

/** Sum over `axis` (one, several, or all): each element receives `dy`. Throws on an axis that is not there. */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  const plan = planOf('sum', x, options);
  const y = reduceOver('sum', x, plan);
  return record('sum', y, [x], (dy) => [stretch(dy, plan, x.shape)]);
}

/** Largest value; equal largest values share the gradient. NaN wins. Throws where there is nothing to choose from. */
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  return extreme('max', x, options);
}

/** Smallest value; equal smallest values share the gradient. NaN wins. Throws where there is nothing to choose from. */
export function min(x: Tensor, options: ReduceOptions = {}): Tensor {
  return extreme('min', x, options);
}

function extreme(op: 'max' | 'min', x: Tensor, options: ReduceOptions): Tensor {
  const plan = planOf(op, x, options);
  if (plan.count === 0 && sizeOf(plan.shape) > 0)
    refuse(op, 'needs at least one value', `shape [${x.shape.join(', ')}]`);
  const y = reduceOver(op, x, plan);
  // dx = dy / ties where x = y
  return record(op, y, [x], (dy) => {
    const top = stretch(y, plan, x.shape);
    const hits = apply('hits', (l, v, t) => l.select(l.eq(v, t), l.const(1), l.const(0)), [x, top]);
    const ties = reduceOver('sum', hits, plan);
    const share = apply('share', (l, d, n) => l.div(d, n), [dy, ties]);
    const wide = stretch(share, plan, x.shape);
    return [apply('hitsVjp', (l, h, d) => l.mul(h, d), [hits, wide])];
  });
}

/** ln Σ eˣ, shifted by the maximum so that it never overflows: dx = softmax(x)·dy. */
export function logSumExp(x: Tensor, options: ReduceOptions = {}): Tensor {
  needFloat('logSumExp', x.dtype);
  const plan = planOf('logSumExp', x, options);
  const kept: Plan = { ...plan, shape: plan.kept };
  const found = plan.count === 0 ? undefined : reduceOver('max', x, kept);
  if (!found)
    return record(
      'logSumExp',
      apply('minusInfinity', (l) => l.const(Number.NEGATIVE_INFINITY), [fresh(x, plan.shape)]),
      [x],
      () => [fresh(x, x.shape)],
    );
  // an infinite maximum must not be subtracted from itself
  const top = apply(
    'finiteOr0',
    (l, m) => l.select(l.lt(l.abs(m), l.const(Number.POSITIVE_INFINITY)), m, l.const(0)),
    [found],
  );
  const shifted = apply('expShifted', (l, v, m) => l.exp(l.sub(v, m)), [x, top]);
  const total = reduceOver('sum', shifted, kept);
  const y = apply('logPlus', (l, s, m) => l.add(l.log(s), m), [total, top]);
  for (const t of [found, top, shifted, total]) release(t, 'logSumExp');
  const out = reshapeTo(y, plan.shape);
  release(y, 'logSumExp');
  return record('logSumExp', out, [x], (dy) => [
    apply('logSumExpVjp', (l, v, s, d) => l.mul(l.exp(l.sub(v, s)), d), [
      x,
      reshapeTo(out, plan.kept),
      reshapeTo(dy, plan.kept),
    ]),
  ]);
}

/** Sums `x` down to `shape`: the gradient of broadcasting. Returns `x` itself when nothing was stretched. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((n, i) =>
    i < extra || (shape[i - extra] === 1 && n !== 1) ? [i] : [],
  );
  const plan = planOf('sum', x, { axis: axes });
  return reduceOver('sum', x, { ...plan, shape });
}

/** A dense tensor in another shape, without copying. */
function reshapeTo(x: Tensor, shape: Shape): Tensor {
  const dense = contiguous(x);
  const y = viewOf(dense, shape, stridesOf(shape));
  if (dense !== x) release(dense, 'reshape');
  return y;
}

interface Plan {
  readonly axes: readonly number[];
  /** Shape of the result, and the same with reduced axes kept as 1. */
  readonly shape: Shape;
  readonly kept: Shape;
  /** Values that go into one. */
  readonly count: number;
}

export function planOf(op: string, x: Tensor, { axis, keepDims = false }: ReduceOptions): Plan {
  const given =
    axis === undefined ? x.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  const axes = [...new Set(given.map((a) => axisOf(op, a, x.ndim)))].sort((a, b) => a - b);
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const shape = keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i));
  return { axes, shape, kept, count: axes.reduce((n, a) => n * (x.shape[a] as number), 1) };
}

/** Moves the reduced axes together, then reduces [outer, count, inner]. */
function reduceOver(op: Reduction, x: Tensor, { axes, shape, count }: Plan): Tensor {
  const y = fresh(x, shape);
  if (y.size === 0) return y;
  const adjacent = axes.every((a, i) => i === 0 || a === (axes[i - 1] as number) + 1);
  const last = axes.at(-1) ?? -1;
  let outer = 1;
  let inner = 1;
  let source: Tensor;
  if (adjacent && axes.length > 0) {
    source = contiguous(x);
    x.shape.forEach((n, i) => {
      if (i < (axes[0] as number)) outer *= n;
      else if (i > last) inner *= n;
    });
  } else {
    const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const order = [...rest, ...axes];
    const moved = viewOf(
      x,
      order.map((i) => x.shape[i] as number),
      order.map((i) => x.strides[i] as number),
    );
    source = isContiguous(moved) ? moved : contiguous(moved);
    if (source !== moved) release(moved, op);
    outer = y.size;
  }
  const { dtype } = x;
  const rows = inner === 1;
  launch(
    `${op}${rows ? 'Rows' : 'Columns'}${dtype}`,
    (k) => reduceAxis(k, op, dtype, rows),
    [outer, count, inner],
    [source],
    [y],
    4 * outer * count * inner,
  );
  if (source !== x) release(source, op);
  return y;
}

/** `dy` of the reduced shape as a view of the full one. */
function stretch(dy: Tensor, { kept }: Plan, full: Shape): Tensor {
  const dense = reshapeTo(dy, kept);
  const y = viewOf(
    dense,
    full,
    dense.strides.map((s, i) => (kept[i] === full[i] ? s : 0)),
  );
  release(dense, 'sum');
  return y;
}
