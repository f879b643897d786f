/** The tensor: `Handle` with every op as a method. A method is the function of its name, with this tensor first. */
import { type BackwardOptions, backward } from './autograd/backward.js';
import { alias, type DType, Handle } from './handle.js';
import { contiguous, copy, type Operand } from './ops/apply.js';
import { type AttentionOptions, attention } from './ops/attention.js';
import { type Conv2dOptions, conv2d, maxPool2d, type PoolOptions } from './ops/conv2d.js';
import { binaryCrossEntropy, crossEntropy } from './ops/crossEntropy.js';
import { dropout } from './ops/dropout.js';
import * as elementwise from './ops/elementwise.js';
import * as index from './ops/gather.js';
import { linear, matmul } from './ops/matmul.js';
import { mean, variance } from './ops/moments.js';
import * as movement from './ops/movement.js';
import { layerNorm, type NormalizeOptions, rmsNorm } from './ops/normalize.js';
import * as order from './ops/order.js';
import * as reduce from './ops/reduce.js';
import { logSoftmax, softmax } from './ops/softmax.js';
import { item, type Nested, print, toArray, typedArray } from './print.js';
import type { Generator } from './random.js';
import type { Shape } from './shape.js';
import type {
  Broadcastable,
  BroadcastResult,
  MatmulShape,
  Multipliable,
  Reshapable,
  Transposed,
} from './shapeTypes.js';

/**
 * Numbers of one dtype in a shape, with methods for every op: `a.matmul(b)` is `matmul(a, b)`, where the formula, the
 * shapes and what throws are written. `var` is `variance`.
 */
export class Tensor<S extends Shape = Shape> extends Handle<S> {
  // element by element
  add<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.add(this, other);
  }
  sub<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.sub(this, other);
  }
  mul<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.mul(this, other);
  }
  div<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.div(this, other);
  }
  maximum<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.maximum(this, other);
  }
  minimum<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.minimum(this, other);
  }
  pow(exponent: Operand): Tensor {
    return elementwise.pow(this, exponent);
  }
  clamp(min: number, max: number): Tensor<S> {
    return elementwise.clamp(this, min, max);
  }
  neg(): Tensor<S> {
    return elementwise.neg(this);
  }
  abs(): Tensor<S> {
    return elementwise.abs(this);
  }
  sign(): Tensor<S> {
    return elementwise.sign(this);
  }
  square(): Tensor<S> {
    return elementwise.square(this);
  }
  sqrt(): Tensor<S> {
    return elementwise.sqrt(this);
  }
  rsqrt(): Tensor<S> {
    return elementwise.rsqrt(this);
  }
  exp(): Tensor<S> {
    return elementwise.exp(this);
  }
  log(): Tensor<S> {
    return elementwise.log(this);
  }
  sin(): Tensor<S> {
    return elementwise.sin(this);
  }
  cos(): Tensor<S> {
    return elementwise.cos(this);
  }
  tanh(): Tensor<S> {
    return elementwise.tanh(this);
  }
  sigmoid(): Tensor<S> {
    return elementwise.sigmoid(this);
  }
  relu(): Tensor<S> {
    return elementwise.relu(this);
  }
  silu(): Tensor<S> {
    return elementwise.silu(this);
  }
  gelu(options?: { approximate?: 'none' | 'tanh' }): Tensor<S> {
    return elementwise.gelu(this, options);
  }
  equal<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.equal(this, other);
  }
  notEqual<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.notEqual(this, other);
  }
  less<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.less(this, other);
  }
  lessEqual<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.lessEqual(this, other);
  }
  greater<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.greater(this, other);
  }
  greaterEqual<A extends Shape, B extends Operand>(
    this: Tensor<A>,
    other: B & Broadcastable<Tensor<A>, B>,
  ): BroadcastResult<Tensor<A>, B> {
    return elementwise.greaterEqual(this, other);
  }
  /** The same values in another dtype. */
  to(dtype: DType): Tensor<S> {
    return elementwise.to(this, dtype);
  }

  // many to one
  sum(options?: reduce.ReduceOptions): Tensor {
    return reduce.sum(this, options);
  }
  mean(options?: reduce.ReduceOptions): Tensor {
    return mean(this, options);
  }
  var(options?: reduce.ReduceOptions & { correction?: number }): Tensor {
    return variance(this, options);
  }
  max(options?: reduce.ReduceOptions): Tensor {
    return reduce.max(this, options);
  }
  min(options?: reduce.ReduceOptions): Tensor {
    return reduce.min(this, options);
  }
  logSumExp(options?: reduce.ReduceOptions): Tensor {
    return reduce.logSumExp(this, options);
  }
  argmax(options?: { axis?: number; keepDims?: boolean }): Tensor {
    return order.argmax(this, options);
  }
  argmin(options?: { axis?: number; keepDims?: boolean }): Tensor {
    return order.argmin(this, options);
  }
  cumsum(axis?: number): Tensor {
    return order.cumsum(this, axis);
  }
  sort(options?: { axis?: number; descending?: boolean }): order.Sorted {
    return order.sort(this, options);
  }
  topk(k: number, options?: { axis?: number; largest?: boolean }): order.Sorted {
    return order.topk(this, k, options);
  }
  softmax(axis?: number): Tensor<S> {
    return softmax(this, axis);
  }
  logSoftmax(axis?: number): Tensor<S> {
    return logSoftmax(this, axis);
  }

  // the same values elsewhere
  reshape<A extends Shape, const B extends Shape>(
    this: Tensor<A> & Reshapable<A, B>,
    ...shape: B
  ): Tensor;
  reshape(shape: readonly number[]): Tensor;
  reshape(...shape: readonly number[] | [readonly number[]]): Tensor {
    return movement.reshape(this, (Array.isArray(shape[0]) ? shape[0] : shape) as Shape);
  }
  transpose<A extends Shape>(this: Tensor<A>): Tensor<Transposed<A>>;
  transpose(axis1: number, axis2?: number): Tensor;
  transpose(axis1?: number, axis2?: number): Tensor {
    return movement.transpose(this, axis1, axis2);
  }
  permute(...axes: readonly number[]): Tensor {
    return movement.permute(this, axes);
  }
  slice(...ranges: readonly movement.Range[]): Tensor {
    return movement.slice(this, ...ranges);
  }
  index(at: number, axis?: number): Tensor {
    return movement.index(this, at, axis);
  }
  expand(...shape: readonly number[]): Tensor {
    return movement.expand(this, shape);
  }
  unsqueeze(axis: number): Tensor {
    return movement.unsqueeze(this, axis);
  }
  squeeze(axis?: number): Tensor {
    return movement.squeeze(this, axis);
  }
  split(size: number | readonly number[], axis?: number): Tensor[] {
    return movement.split(this, size, axis);
  }
  pad(margins: readonly (readonly [number, number])[], value?: number): Tensor {
    return movement.pad(this, margins, value);
  }
  tril(k?: number): Tensor {
    return order.tril(this, k);
  }
  triu(k?: number): Tensor {
    return order.triu(this, k);
  }
  /** `x` where this tensor is not 0, else `y`. */
  where(x: Operand, y: Operand): Tensor {
    return elementwise.where(this, x, y);
  }
  gather(indices: Tensor, axis?: number): Tensor {
    return index.gather(this, indices, axis);
  }
  scatterAdd(indices: Tensor, source: Tensor, axis?: number): Tensor {
    return index.scatterAdd(this, indices, source, axis);
  }
  /** A dense tensor of the same values: itself if it is dense already. */
  contiguous(): Tensor<S> {
    return contiguous(this) as Tensor<S>;
  }

  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Tensor<B> & Multipliable<A, B>,
  ): Tensor<MatmulShape<A, B>> {
    return matmul(this, other);
  }

  // layers
  /** This table's row for each index. */
  embedding(indices: Tensor): Tensor {
    return index.embedding(this, indices);
  }
  layerNorm(options?: NormalizeOptions): Tensor<S> {
    return layerNorm(this, options);
  }
  rmsNorm(options?: NormalizeOptions): Tensor<S> {
    return rmsNorm(this, options);
  }
  dropout(p: number, generator: Generator): Tensor<S> {
    return dropout(this, p, generator);
  }
  linear(weight: Tensor, bias?: Tensor): Tensor {
    return linear(this, weight, bias);
  }
  binaryCrossEntropy(targets: Tensor): Tensor {
    return binaryCrossEntropy(this, targets);
  }
  crossEntropy(targets: Tensor, options?: { ignore?: number }): Tensor {
    return crossEntropy(this, targets, options);
  }
  conv2d(weight: Tensor, bias?: Tensor, options?: Conv2dOptions): Tensor {
    return conv2d(this, weight, bias, options);
  }
  maxPool2d(size: number | readonly [number, number], options?: PoolOptions): Tensor {
    return maxPool2d(this, size, options);
  }
  /** Attention of these queries over keys and values. */
  attention(k: Tensor, v: Tensor, options?: AttentionOptions): Tensor {
    return attention(this, k, v, options);
  }

  // gradients
  /** Adds the gradient of this scalar to `grad` of every leaf with `requiresGrad`. */
  backward(options?: BackwardOptions): void {
    backward(this, options);
  }
  /** The same memory without its history. */
  detach(): Tensor<S> {
    return alias(this) as Tensor<S>;
  }
  /** A copy in memory of its own, without history. */
  clone(): Tensor<S> {
    return copy(this) as Tensor<S>;
  }
  /** Marks a leaf for gradients; returns the tensor. */
  withGrad(): this {
    this.requiresGrad = true;
    return this;
  }
  /** Frees the gradient and forgets it. */
  zeroGrad(): void {
    this.grad?.dispose();
    this.grad = null;
  }

  // writing in place; no gradient passes, and a captured step does it again at each replay
  /** Overwrites the values with those of a tensor that broadcasts, or of an array of the same size. */
  copyFrom(source: Tensor | ArrayLike<number>): this {
    if (source instanceof Tensor) movement.assign(this, source);
    else typedArray.write(this, source);
    return this;
  }
  /** Overwrites every value. */
  fill(value: number): this {
    movement.assign(this, value);
    return this;
  }

  // reading
  /** The only value of a tensor of size 1. */
  item(): number {
    return item(this);
  }
  /** The values as nested arrays; a number for a scalar. */
  toArray(): Nested {
    return toArray(this);
  }
  /** A copy of the values in row-major order. */
  toTypedArray(): Float32Array | Int32Array | Float64Array {
    return typedArray.read(this);
  }
  /** Readable text, long axes shortened. */
  print(options?: { precision?: number; edge?: number }): string {
    return print(this, options);
  }
  override toString(): string {
    return print(this);
  }
}
