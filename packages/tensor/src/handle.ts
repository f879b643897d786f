/**
 * What every tensor is underneath: a typed, strided look into memory, with the way it was made.
 *
 * `Tensor` (tensor.ts) adds the methods. Ops know only this file, so that a program which uses three
 * functions does not carry all of them.
 */
import { sentence, shapeText } from './errors.js';
import { type Shape, sizeOf, stridesOf } from './shape.js';
import { Storage } from './storage.js';
import type { Tensor } from './tensor.js';
import { engine, type Span } from './wasm/engine.js';

export type DType = 'float32' | 'int32' | 'float64';
export type NumberArray = Float32Array | Float64Array | Int32Array;

export const BYTES: Readonly<Record<DType, number>> = { float32: 4, int32: 4, float64: 8 };

/** Gives the gradient of each input that needs one, from the gradient of the output. */
export type Vjp = (dy: Tensor, needs: readonly boolean[]) => readonly (Tensor | null)[];

export interface Origin {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly vjp: Vjp;
  /** Set by ops that look at a part of their input: where in the input's gradient theirs belongs. */
  readonly part?: (whole: Tensor) => Tensor;
  /** Residuals kept for the gradient alone; they go when it has been taken. */
  readonly saved: readonly Tensor[];
}

export abstract class Handle<S extends Shape = Shape> {
  readonly shape: S;
  readonly dtype: DType;
  /** @internal Elements from one index to the next, per axis. */
  readonly strides: readonly number[];
  /** @internal */
  readonly storage: Storage;
  /** @internal Elements from the start of the storage. */
  readonly offset: number;
  /** @internal How it was made; absent on leaves. */
  origin: Origin | undefined = undefined;
  /** @internal Survives the scope it was made in, and `backward`. */
  kept = false;
  /** @internal Who freed it. */
  freedBy: string | undefined = undefined;
  /** Whether `backward` shall leave a gradient here. */
  requiresGrad = false;
  /** The gradient that `backward` has added up here. */
  grad: Tensor | null = null;

  constructor(
    shape: S,
    dtype: DType,
    storage: Storage,
    strides: readonly number[] = stridesOf(shape),
    offset = 0,
  ) {
    this.shape = shape;
    this.dtype = dtype;
    this.storage = storage;
    this.strides = strides;
    this.offset = offset;
    track(this as unknown as Tensor);
  }

  /** Number of values. */
  get size(): number {
    return sizeOf(this.shape);
  }
  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }
  /** Whether its memory has been given back. */
  get disposed(): boolean {
    return this.freedBy !== undefined;
  }

  /** Gives the memory back now. Using the tensor afterwards is an error. */
  dispose(): void {
    release(this as unknown as Tensor, 'dispose()');
  }

  /** Lets the tensor outlive the scope it is made in, and `backward`. */
  keep(): this {
    this.kept = true;
    return this;
  }
}

/** Address of the first value. */
export function pointer(x: Tensor): number {
  if (x.freedBy !== undefined)
    throw new Error(
      sentence(
        'tensor',
        `this ${shapeText(x.shape)} tensor was freed by ${x.freedBy}`,
        '',
        'Read it before, or call keep() on it',
      ),
    );
  return x.storage.ptr + x.offset * BYTES[x.dtype];
}

export function release(x: Tensor, by: string): void {
  if (x.freedBy !== undefined) return;
  x.freedBy = by;
  registry?.unregister(x);
  x.storage.release();
}

/** A new tensor with memory of its own, its values not yet written; `like` lends its class. */
export function fresh(like: Tensor, shape: Shape, dtype: DType = like.dtype): Tensor {
  return construct(like, shape, dtype, new Storage(sizeOf(shape) * BYTES[dtype]));
}

/** Another look into the memory of `x`. */
export function viewOf(
  x: Tensor,
  shape: Shape,
  strides: readonly number[],
  offset: number = x.offset,
): Tensor {
  pointer(x);
  return construct(x, shape, x.dtype, x.storage.retain(), strides, offset);
}

export function alias(x: Tensor): Tensor {
  return viewOf(x, x.shape, x.strides);
}

type TensorClass = new (
  shape: Shape,
  dtype: DType,
  storage: Storage,
  strides?: readonly number[],
  offset?: number,
) => Tensor;

function construct(
  like: Tensor,
  shape: Shape,
  dtype: DType,
  storage: Storage,
  strides?: readonly number[],
  offset?: number,
): Tensor {
  return new (like.constructor as TensorClass)(shape, dtype, storage, strides, offset);
}

export function isContiguous(x: Tensor): boolean {
  let step = 1;
  for (let axis = x.shape.length - 1; axis >= 0; axis--) {
    const n = x.shape[axis] as number;
    if (n !== 1 && x.strides[axis] !== step) return false;
    step *= n;
  }
  return true;
}

/** A piece of memory by address: what a captured step may hold on to, unlike a view of an array. */
export interface Raw extends Span {
  readonly dtype: DType;
  readonly length: number;
}

/** The dense values of a contiguous tensor, by address. */
export function raw(x: Tensor): Raw {
  return { ptr: pointer(x), size: x.size * BYTES[x.dtype], dtype: x.dtype, length: x.size };
}

/** The same as an array, to be used at once: growing memory makes it stale. */
export function values({ ptr, dtype, length }: Raw): NumberArray {
  const { heap } = engine();
  if (dtype === 'float64') return heap.f64.subarray(ptr >>> 3, (ptr >>> 3) + length);
  const words = dtype === 'float32' ? heap.f32 : heap.i32;
  return words.subarray(ptr >>> 2, (ptr >>> 2) + length);
}

// Lifetimes: scopes own what is made inside them; outside any scope the collector is the last resort.

interface Session {
  readonly scopes: Tensor[][];
  gradients: boolean;
}

/** Scopes that are open, innermost last, and whether ops are being recorded. */
export const session: Session = { scopes: [], gradients: true };

export const registry: FinalizationRegistry<Storage> | undefined =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry((storage) => storage.release());

function track(x: Tensor): void {
  const scope = session.scopes.at(-1);
  if (scope) scope.push(x);
  else registry?.register(x, x.storage, x);
}

/** Frees everything made while `run` ran, except what it returns and what was kept. */
export function scoped<R>(run: () => R, by: string, returned: (result: R) => Iterable<Tensor>): R {
  const made: Tensor[] = [];
  session.scopes.push(made);
  let survivors: Set<Tensor> = new Set();
  try {
    const result = run();
    survivors = new Set(returned(result));
    return result;
  } finally {
    session.scopes.pop();
    for (const x of made) {
      if (x.freedBy !== undefined) continue;
      if (survivors.has(x) || x.kept || x.requiresGrad) track(x);
      else release(x, by);
    }
  }
}

/** Whether the gradient must reach `x`. */
export const needsGrad = (x: Tensor): boolean => x.requiresGrad || x.origin !== undefined;

/** The same for an op that only looks at a part of `x`: its gradient is added there, in place. */
export function recordPart(
  op: string,
  y: Tensor,
  x: Tensor,
  part: (whole: Tensor) => Tensor,
): Tensor {
  if (session.gradients && needsGrad(x))
    y.origin = { op, inputs: [x], vjp: () => [], part, saved: [] };
  return y;
}

/** Names `y` as the result of `op`, so that `backward` can walk on to its inputs. */
export function record(
  op: string,
  y: Tensor,
  inputs: readonly Tensor[],
  vjp: Vjp,
  saved: readonly Tensor[] = [],
): Tensor {
  if (session.gradients && inputs.some(needsGrad)) y.origin = { op, inputs, vjp, saved };
  else for (const x of saved) release(x, op);
  return y;
}

/** An op made of others: what they leave in between goes at once, unless the gradient needs it. */
export function composed(op: string, inputs: readonly Tensor[], run: () => Tensor): Tensor {
  return session.gradients && inputs.some(needsGrad) ? run() : scoped(run, op, (y) => [y]);
}
