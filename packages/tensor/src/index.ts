/**
 * @gibbs/tensor: tensors with gradients on the CPU, by WebAssembly generated at run time.
 *
 * @example
 * import { tensor } from '@gibbs/tensor';
 *
 * const w = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * const y = tensor([[1, 1]]).matmul(w).sum();
 * y.backward();
 * console.log(y.item(), JSON.stringify(w.grad?.toArray())); // → 10 [[1,1],[1,1]]
 *
 * @packageDocumentation
 */

export type { BackwardOptions } from './autograd/backward.js';
export { type Captured, capture } from './autograd/capture.js';
export { checkGradients, type GradientReport } from './autograd/check.js';
export { grad, noGrad, scope, type Tree, valueAndGrad } from './autograd/grad.js';
export {
  arange,
  type CreateOptions,
  eye,
  full,
  linspace,
  ones,
  rand,
  randn,
  tensor,
  zeros,
} from './create.js';
export { ShapeError } from './errors.js';
export type { DType } from './handle.js';
export { type Device, device, type InitOptions, init } from './init.js';
export { readNpy, readSafetensors, writeNpy, writeSafetensors } from './interchange.js';
export {
  decodeEntry,
  decodeSafetensors,
  decodeSafetensorsHeader,
  encodeSafetensors,
  type SafetensorsEntry,
} from './io/safetensors.js';
export type { Lanes } from './kernels/lanes.js';
export { type AttentionOptions, attention } from './ops/attention.js';
export { cachedAttention, type KeyValueCache } from './ops/cachedAttention.js';
export { type Conv2dOptions, conv2d, maxPool2d, type PoolOptions } from './ops/conv2d.js';
export { binaryCrossEntropy, crossEntropy } from './ops/crossEntropy.js';
export { dropout } from './ops/dropout.js';
export { einsum } from './ops/einsum.js';
export {
  abs,
  add,
  clamp,
  cos,
  div,
  equal,
  exp,
  gelu,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  pow,
  relu,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  sqrt,
  square,
  sub,
  tanh,
  to,
  where,
} from './ops/elementwise.js';
export { embedding, gather, scatterAdd } from './ops/gather.js';
export { linear, matmul } from './ops/matmul.js';
export { mean, variance } from './ops/moments.js';
export {
  concat,
  expand,
  index,
  pad,
  permute,
  type Range,
  reshape,
  slice,
  split,
  squeeze,
  stack,
  transpose,
  unsqueeze,
} from './ops/movement.js';
export { layerNorm, type NormalizeOptions, rmsNorm } from './ops/normalize.js';
export {
  type AdamClock,
  type AdamOptions,
  adamClock,
  adamTick,
  adamW,
  type SgdOptions,
  sgd,
  type UpdateFormula,
  update,
} from './ops/optimize.js';
export { argmax, argmin, cumsum, type Sorted, sort, topk, tril, triu } from './ops/order.js';
export { type QuantizedMatrix, quantize, quantizedLinear } from './ops/quantized.js';
export { logSumExp, max, min, type ReduceOptions, sum } from './ops/reduce.js';
export { type RotaryAngles, rotary } from './ops/rotary.js';
export { logSoftmax, softmax } from './ops/softmax.js';
export type { Nested } from './print.js';
export { Generator, type GeneratorState, generator } from './random.js';
export type { Shape } from './shape.js';
export type { ShapeMismatch } from './shapeTypes.js';
export { Tensor } from './tensor.js';
