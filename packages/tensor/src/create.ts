/** Making tensors. */
import { refuse, refuseType, ShapeError } from './errors.js';
import { BYTES, type DType, type NumberArray, raw, values } from './handle.js';
import { applyInto, checkDtypes } from './ops/apply.js';
import { fillUniform, normalFrom } from './ops/dropout.js';
import { to } from './ops/elementwise.js';
import type { Nested } from './print.js';
import type { Generator } from './random.js';
import { checkShape, type Shape, sizeOf } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';
import { engine } from './wasm/engine.js';

export interface CreateOptions {
  /** float32 when left out, or what a typed array says. */
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}

/**
 * A tensor of the given values: a number, nested arrays, or a flat typed array, which may come with a
 * `shape`. The values are copied. Throws on rows of unequal length, on values that are no numbers, on fractions for
 * int32, and where the shape does not hold the values.
 */
export function tensor(
  data: Nested | readonly (Nested | readonly number[])[] | NumberArray,
  { shape, dtype, requiresGrad = false }: CreateOptions & { shape?: Shape } = {},
): Tensor {
  const flat: number[] | NumberArray = ArrayBuffer.isView(data) ? (data as NumberArray) : [];
  const found = ArrayBuffer.isView(data)
    ? [flat.length]
    : flatten(data as Nested, flat as number[]);
  const target = shape ?? found;
  checkShape('tensor', target);
  if (sizeOf(target) !== flat.length)
    throw new ShapeError('tensor', `the shape must hold ${flat.length} values`, [target]);
  const type = dtype ?? dtypeOf(data);
  if (type === 'int32')
    for (const x of flat)
      if ((x | 0) !== x) refuseType('tensor', 'int32 takes whole numbers of 32 bits', `${x}`);
  const y = empty(target, type);
  const place = raw(y);
  if (engine().recorder) {
    const constant = Float64Array.from(flat);
    engine().host(() => values(place).set(constant), [], [y.storage]);
  } else values(place).set(flat);
  y.requiresGrad = requiresGrad;
  return y;
}

function dtypeOf(data: unknown): DType {
  return data instanceof Int32Array
    ? 'int32'
    : data instanceof Float64Array
      ? 'float64'
      : 'float32';
}

/** Appends the numbers of nested arrays to `flat` and returns their shape; refuses ragged ones. */
function flatten(data: Nested, flat: number[]): number[] {
  const shape: number[] = [];
  for (let part: Nested | undefined = data; Array.isArray(part); part = part[0])
    shape.push(part.length);
  const visit = (part: Nested, axis: number): void => {
    if (axis === shape.length) {
      if (typeof part !== 'number')
        refuseType(
          'tensor',
          'values must be numbers in even rows',
          `${Array.isArray(part) ? 'an array' : typeof part} at depth ${axis}`,
        );
      flat.push(part);
      return;
    }
    if (!Array.isArray(part) || part.length !== shape[axis])
      refuse(
        'tensor',
        `rows at depth ${axis} must have ${shape[axis]} entries each`,
        Array.isArray(part) ? `${part.length}` : typeof part,
      );
    for (const p of part) visit(p, axis + 1);
  };
  visit(data, 0);
  return shape;
}

function empty<const S extends Shape>(shape: S, dtype: DType = 'float32'): Tensor<S> {
  return new Tensor(shape, dtype, new Storage(sizeOf(shape) * BYTES[dtype]));
}

/** A tensor of `shape` that holds `value` everywhere. Throws on sizes that are negative or not whole. */
export function full<const S extends Shape>(
  shape: S,
  value: number,
  { dtype, requiresGrad = false }: CreateOptions = {},
): Tensor<S> {
  return filled('full', shape, value, dtype, requiresGrad);
}

function filled<const S extends Shape>(
  op: string,
  shape: S,
  value: number,
  dtype: DType | undefined,
  requiresGrad: boolean,
): Tensor<S> {
  checkShape(op, shape);
  const y = empty(shape, dtype);
  checkDtypes(op, [y, value]);
  applyInto('fill', (_, v) => v, y, [value]);
  y.requiresGrad = requiresGrad;
  return y;
}

/** Zeros of `shape`; float32 unless `dtype` says otherwise. Throws on sizes that are negative or not whole. */
export function zeros<const S extends Shape>(
  shape: S,
  { dtype, requiresGrad = false }: CreateOptions = {},
): Tensor<S> {
  return filled('zeros', shape, 0, dtype, requiresGrad);
}

/** Ones of `shape`, otherwise as `zeros`. */
export function ones<const S extends Shape>(
  shape: S,
  { dtype, requiresGrad = false }: CreateOptions = {},
): Tensor<S> {
  return filled('ones', shape, 1, dtype, requiresGrad);
}

/** start, start + step, … below `end`; `arange(n)` counts from 0. int32 when all three are whole. */
export function arange(start: number, end?: number, step = 1, options: CreateOptions = {}): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  if (!Number.isFinite(from) || !Number.isFinite(to) || !Number.isFinite(step) || step === 0)
    refuse('arange', 'bounds must be finite and the step not 0', `${from}, ${to}, ${step}`);
  const n = Math.max(0, Math.ceil((to - from) / step));
  checkShape('arange', [n]);
  const whole = [from, to, step].every(Number.isInteger);
  const data = Float64Array.from({ length: n }, (_, i) => from + i * step);
  return tensor(data, { dtype: whole ? 'int32' : 'float32', ...options });
}

/** `count` numbers from `start` to `end`, both included, evenly spaced. */
export function linspace(
  start: number,
  end: number,
  count: number,
  options: CreateOptions = {},
): Tensor {
  checkShape('linspace', [count]);
  const data = Float64Array.from({ length: count }, (_, i) =>
    count === 1 ? start : start + ((end - start) * i) / (count - 1),
  );
  return tensor(data, { dtype: 'float32', ...options });
}

/** The unit matrix `[n, n]`. */
export function eye<const N extends number>(
  n: N,
  options: CreateOptions = {},
): Tensor<readonly [N, N]> {
  checkShape('eye', [n]);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) data[i * n + i] = 1;
  return tensor(data, { dtype: 'float32', ...options, shape: [n, n] }) as Tensor<readonly [N, N]>;
}

/** Numbers of `shape`, uniform in [0, 1), in steps of 2⁻²⁴. A captured step draws new ones at each replay. */
export function rand<const S extends Shape>(
  shape: S,
  generator: Generator,
  { dtype = 'float32', requiresGrad = false }: CreateOptions = {},
): Tensor<S> {
  checkShape('rand', shape);
  const y = empty(shape);
  fillUniform(y, generator);
  return finish(y, dtype, requiresGrad);
}

/** Standard normal numbers of `shape`, by Box and Muller (1958). A captured step draws new ones at each replay. */
export function randn<const S extends Shape>(
  shape: S,
  generator: Generator,
  { dtype = 'float32', requiresGrad = false }: CreateOptions = {},
): Tensor<S> {
  checkShape('randn', shape);
  const like = empty([0]);
  const y = normalFrom(like, shape, generator) as Tensor<S>;
  like.dispose();
  return finish(y, dtype, requiresGrad);
}

function finish<S extends Shape>(y: Tensor<S>, dtype: DType, requiresGrad: boolean): Tensor<S> {
  const z = to(y, dtype);
  if (z !== y) y.dispose();
  z.requiresGrad = requiresGrad;
  return z;
}
