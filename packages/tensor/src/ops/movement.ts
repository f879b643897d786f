/** Ops that move values without computing: most of them only look at the same memory differently. */
import { refuse, ShapeError, shapeText } from '../errors.js';
import { fresh, record, recordPart, release, viewOf } from '../handle.js';
import {
  axisOf,
  broadcastStrides,
  checkShape,
  reshapeStrides,
  type Shape,
  sameShape,
  sizeOf,
  stridesOf,
} from '../shape.js';
import type { Joinable, Reshapable } from '../shapeTypes.js';
import type { Tensor } from '../tensor.js';
import { applyInto, checkDtypes, copy } from './apply.js';
import { sumTo } from './reduce.js';

/**
 * The same values in another shape, without copying where strides allow; one size may be −1 and is then worked out.
 * Throws where the sizes hold another number of values.
 */
export function reshape<A extends Shape, const B extends Shape>(
  x: Tensor<A> & Reshapable<A, B>,
  shape: B,
): Tensor {
  return reshaped(x, shape);
}

function reshaped(x: Tensor, shape: Shape): Tensor {
  const open = shape.filter((n) => n === -1).length;
  const known = sizeOf(shape.filter((n) => n !== -1));
  const target = shape.map((n) => (n === -1 ? x.size / known : n));
  if (open > 1 || !target.every((n) => Number.isInteger(n) && n >= 0) || sizeOf(target) !== x.size)
    throw new ShapeError(
      'reshape',
      `the new shape must hold ${x.size} values`,
      [x.shape, shape],
      '',
      ' → ',
    );
  const strides = reshapeStrides(x.shape, x.strides, target);
  const dense = strides ? x : copy(x);
  const y = viewOf(dense, target, strides ?? stridesOf(target));
  if (dense !== x) release(dense, 'reshape');
  return record('reshape', y, [x], (dy) => [reshaped(dy, x.shape)]);
}

/** Exchanges two axes, by default the last two. */
export function transpose(x: Tensor, axis1 = -2, axis2 = -1): Tensor {
  const axes = x.shape.map((_, i) => i);
  const a = axisOf('transpose', axis1, x.ndim);
  const b = axisOf('transpose', axis2, x.ndim);
  axes[a] = b;
  axes[b] = a;
  return permute(x, axes);
}

/** Axes in a new order: axis i of the result is axis `axes[i]` of `x`. */
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  const order = axes.map((a) => axisOf('permute', a, x.ndim));
  if (order.length !== x.ndim || new Set(order).size !== x.ndim)
    refuse('permute', `each of the ${x.ndim} axes must be named once`, shapeText(axes));
  const y = viewOf(
    x,
    order.map((a) => x.shape[a] as number),
    order.map((a) => x.strides[a] as number),
  );
  const back = order.map((_, i) => order.indexOf(i));
  return record('permute', y, [x], (dy) => [permute(dy, back)]);
}

/** A stretch of an axis: [start, end), negative counted from the end; or a whole axis. */
export type Range = readonly [start: number, end?: number] | null;

/** The block given by one range per axis, in front axes first; axes not named stay whole. */
export function slice(x: Tensor, ...ranges: readonly Range[]): Tensor {
  if (ranges.length > x.ndim)
    refuse('slice', `at most ${x.ndim} ranges fit shape ${shapeText(x.shape)}`, `${ranges.length}`);
  let offset = x.offset;
  const begins: number[] = [];
  const shape = x.shape.map((n, axis) => {
    const range = ranges[axis] ?? null;
    const begin = bound('slice', range?.[0] ?? 0, n);
    const end = bound('slice', range?.[1] ?? n, n);
    if (end < begin) refuse('slice', 'a range must not end before it starts', `[${begin}, ${end})`);
    offset += begin * (x.strides[axis] as number);
    begins.push(begin);
    return end - begin;
  });
  const y = viewOf(x, shape, x.strides, offset);
  return recordPart('slice', y, x, (whole) => blockOf(whole, shape, begins));
}

function bound(op: string, i: number, n: number): number {
  const from0 = i < 0 ? i + n : i;
  if (!Number.isInteger(i) || from0 < 0 || from0 > n)
    refuse(op, `bounds must lie within an axis of size ${n}`, `${i}`);
  return from0;
}

/** The part at one index of an axis, without that axis. */
export function index(x: Tensor, at: number, axis = 0): Tensor {
  const a = axisOf('index', axis, x.ndim);
  const n = x.shape[a] as number;
  const from0 = at < 0 ? at + n : at;
  if (!Number.isInteger(at) || from0 < 0 || from0 >= n)
    refuse('index', `index must lie in [${-n}, ${n - 1}]`, `${at}`);
  const keep = (_: unknown, i: number): boolean => i !== a;
  const y = viewOf(
    x,
    x.shape.filter(keep),
    x.strides.filter(keep),
    x.offset + from0 * (x.strides[a] as number),
  );
  return recordPart('index', y, x, (whole) =>
    viewOf(
      whole,
      y.shape,
      whole.strides.filter(keep),
      whole.offset + from0 * (whole.strides[a] as number),
    ),
  );
}

function write(y: Tensor, begins: readonly number[], block: Tensor): void {
  const target = blockOf(y, block.shape, begins);
  applyInto('copy', (_, v) => v, target, [block]);
  release(target, 'copy');
}

function blockOf(x: Tensor, shape: Shape, begins: readonly number[]): Tensor {
  return viewOf(
    x,
    shape,
    x.strides,
    begins.reduce((o, b, i) => o + b * (x.strides[i] as number), x.offset),
  );
}

/**
 * Stretches axes of size 1 (and new leading axes) to `shape`, without copying: dx is dy summed over them. Throws on
 * other sizes.
 */
export function expand(x: Tensor, shape: Shape): Tensor {
  checkShape('expand', shape);
  const extra = shape.length - x.ndim;
  if (extra < 0 || !x.shape.every((n, i) => n === 1 || n === shape[i + extra]))
    throw new ShapeError('expand', 'only sizes of 1 stretch', [x.shape, shape], '', ' → ');
  const y = viewOf(x, shape, broadcastStrides(x.shape, x.strides, shape));
  return record('expand', y, [x], (dy) => [sumTo(dy, x.shape)]);
}

/** Joins tensors end to end along an axis. Throws where other axes, or dtypes, differ. */
export function concat<const T extends readonly Tensor[], const Axis extends number = 0>(
  tensors: T & Joinable<T, Axis>,
  axis?: Axis,
): Tensor {
  return join(tensors, axis);
}

function join(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (!first) refuse('concat', 'needs at least one tensor', 'none');
  checkDtypes('concat', tensors);
  const a = axisOf('concat', axis, first.ndim);
  for (const x of tensors)
    if (x.ndim !== first.ndim || !x.shape.every((n, i) => i === a || n === first.shape[i]))
      throw new ShapeError(
        'concat',
        `shapes must agree except along axis ${a}`,
        tensors.map((t) => t.shape),
      );
  const total = tensors.reduce((n, x) => n + (x.shape[a] as number), 0);
  const y = fresh(
    first,
    first.shape.map((n, i) => (i === a ? total : n)),
  );
  const starts: number[] = [];
  let start = 0;
  for (const x of tensors) {
    starts.push(start);
    write(
      y,
      first.shape.map((_, i) => (i === a ? start : 0)),
      x,
    );
    start += x.shape[a] as number;
  }
  return record('concat', y, tensors, (dy, needs) =>
    tensors.map((x, i) => {
      if (!needs[i]) return null;
      const from = starts[i] as number;
      return slice(dy, ...x.shape.map((n, ax): Range => (ax === a ? [from, from + n] : null)));
    }),
  );
}

/** Puts tensors of one shape side by side along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (!first) refuse('stack', 'needs at least one tensor', 'none');
  const a = axisOf('stack', axis, first.ndim + 1);
  for (const x of tensors)
    if (!sameShape(x.shape, first.shape))
      throw new ShapeError(
        'stack',
        'shapes must be equal',
        tensors.map((t) => t.shape),
      );
  return join(
    tensors.map((x) => unsqueeze(x, a)),
    a,
  );
}

/** Inserts an axis of size 1. */
export function unsqueeze(x: Tensor, axis: number): Tensor {
  const a = axisOf('unsqueeze', axis, x.ndim + 1);
  const y = viewOf(x, x.shape.toSpliced(a, 0, 1), x.strides.toSpliced(a, 0, 0));
  return record('unsqueeze', y, [x], (dy) => [squeeze(dy, a)]);
}

/** Drops an axis of size 1, or all of them. */
export function squeeze(x: Tensor, axis?: number): Tensor {
  const drop = axis === undefined ? undefined : axisOf('squeeze', axis, x.ndim);
  if (drop !== undefined && x.shape[drop] !== 1)
    refuse('squeeze', `axis ${drop} must have size 1`, shapeText(x.shape));
  const keep = (_: unknown, i: number): boolean =>
    drop === undefined ? x.shape[i] !== 1 : i !== drop;
  const y = viewOf(x, x.shape.filter(keep), x.strides.filter(keep));
  return record('squeeze', y, [x], (dy) => [reshape(dy, x.shape)]);
}

/** Cuts an axis into pieces of `size` (the last may be shorter), or of the given sizes. */
export function split(x: Tensor, size: number | readonly number[], axis = 0): Tensor[] {
  const a = axisOf('split', axis, x.ndim);
  const n = x.shape[a] as number;
  if (typeof size === 'number' && !(Number.isInteger(size) && size > 0))
    refuse('split', 'the size of a piece must be whole and positive', `${size}`);
  const sizes =
    typeof size === 'number'
      ? Array.from({ length: Math.ceil(n / size) }, (_, i) => Math.min(size, n - i * size))
      : size;
  checkShape('split', sizes);
  if (sizes.reduce((s, m) => s + m, 0) !== n)
    refuse('split', `sizes must add up to ${n}`, shapeText(sizes));
  let start = 0;
  return sizes.map((m) => {
    const from = start;
    start += m;
    return slice(x, ...x.shape.map((_, i): Range => (i === a ? [from, from + m] : null)));
  });
}

/** Surrounds with `value`: one [before, after] per axis, in front axes first. */
export function pad(
  x: Tensor,
  margins: readonly (readonly [before: number, after: number])[],
  value = 0,
): Tensor {
  if (margins.length !== x.ndim || !margins.flat().every((n) => Number.isInteger(n) && n >= 0))
    refuse('pad', `needs ${x.ndim} pairs of whole sizes, not negative`, JSON.stringify(margins));
  checkDtypes('pad', [x, value]);
  const begins = margins.map(([before]) => before);
  const shape = x.shape.map((n, i) => n + (margins[i]?.[0] ?? 0) + (margins[i]?.[1] ?? 0));
  const y = fresh(x, shape);
  applyInto('fill', (_, v) => v, y, [value]);
  write(y, begins, x);
  return record('pad', y, [x], (dy) => [
    slice(dy, ...x.shape.map((n, i): Range => [begins[i] as number, (begins[i] as number) + n])),
  ]);
}

/** Overwrites `target` with `source`, broadcasting. Works inside a captured step; no gradient passes. */
export function assign(target: Tensor, source: Tensor | number): void {
  checkDtypes(typeof source === 'number' ? 'fill' : 'copyFrom', [target, source]);
  if (typeof source !== 'number') expandable(source, target);
  applyInto('copy', (_, v) => v, target, [source]);
}

function expandable(source: Tensor, target: Tensor): void {
  const extra = target.ndim - source.ndim;
  if (extra < 0 || !source.shape.every((n, i) => n === 1 || n === target.shape[i + extra]))
    throw new ShapeError(
      'copyFrom',
      'the source must broadcast to the target',
      [source.shape, target.shape],
      '',
      ' → ',
    );
}
