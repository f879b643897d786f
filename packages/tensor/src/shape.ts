/** Arithmetic of shapes: sizes, strides, axes, broadcasting. */
import { refuse, ShapeError, shapeText } from './errors.js';

export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

export function checkShape(op: string, shape: Shape): void {
  if (!shape.every((n) => Number.isInteger(n) && n >= 0))
    refuse(op, 'sizes must be whole and not negative', shapeText(shape));
  if (sizeOf(shape) > 2 ** 30)
    refuse(op, 'a tensor holds at most 2³⁰ values, since all share 4 GiB', shapeText(shape));
}

/** An axis counted from the end when negative. */
export function axisOf(op: string, axis: number, ndim: number): number {
  const from0 = axis < 0 ? axis + ndim : axis;
  if (!Number.isInteger(axis) || from0 < 0 || from0 >= ndim)
    refuse(op, `axis must lie in [${-ndim}, ${ndim - 1}]`, `${axis}`);
  return from0;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** The common shape of operands, aligned at the last axis; sizes of 1 stretch. */
export function broadcastShapes(op: string, shapes: readonly Shape[]): number[] {
  const ndim = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    shape.forEach((n, i) => {
      const axis = ndim - shape.length + i;
      const have = out[axis] as number;
      if (have === 1) out[axis] = n;
      else if (n !== 1 && n !== have)
        throw new ShapeError(
          op,
          'shapes must broadcast (each pair of sizes equal, or one of them 1)',
          shapes,
        );
    });
  }
  return out;
}

/** Strides with which an operand of `shape` walks over the larger shape `to`: 0 where it stretches. */
export function broadcastStrides(shape: Shape, strides: readonly number[], to: Shape): number[] {
  const extra = to.length - shape.length;
  return to.map((_, axis) =>
    axis < extra || shape[axis - extra] === 1 ? 0 : (strides[axis - extra] as number),
  );
}

/** Joins axes that every operand walks as one; drops axes of size 1. The first operand is dense. */
export function collapse(
  shape: Shape,
  operands: readonly (readonly number[])[],
): { sizes: number[]; strides: number[][] } {
  const sizes: number[] = [];
  const strides: number[][] = operands.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis] as number;
    if (size === 1) continue;
    const last = sizes.length - 1;
    const joins =
      last >= 0 &&
      operands.every((s, i) => (strides[i] as number[])[last] === (s[axis] as number) * size);
    if (joins) {
      sizes[last] = (sizes[last] as number) * size;
      operands.forEach((s, i) => {
        (strides[i] as number[])[last] = s[axis] as number;
      });
    } else {
      sizes.push(size);
      operands.forEach((s, i) => {
        (strides[i] as number[]).push(s[axis] as number);
      });
    }
  }
  if (sizes.length === 0) {
    sizes.push(1);
    strides.forEach((s, i) => {
      s.push(i === 0 ? 1 : 0);
    });
  }
  return { sizes, strides };
}

/**
 * Strides that show strided memory in another shape of the same size, or undefined where that needs a copy. Runs of
 * axes that lie evenly are joined, then cut anew.
 */
export function reshapeStrides(
  shape: Shape,
  strides: readonly number[],
  to: Shape,
): number[] | undefined {
  if (sizeOf(shape) === 0) return stridesOf(to);
  const {
    sizes,
    strides: [joined],
  } = collapse(shape, [strides]) as { sizes: number[]; strides: [number[]] };
  const out = new Array<number>(to.length);
  let run = sizes.length - 1;
  let left = sizes[run] as number;
  let step = joined[run] as number;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const n = to[axis] as number;
    if (left === 1 && n !== 1 && run > 0) {
      run--;
      left = sizes[run] as number;
      step = joined[run] as number;
    }
    out[axis] = step;
    if (left % n !== 0) return undefined;
    left /= n;
    step *= n;
  }
  return out;
}
