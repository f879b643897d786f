/**
 * @gibbs/nn: layers, models, optimisers and training on the tensors of `@gibbs/tensor`.
 *
 * @example
 * ```ts
 * import { generator, tensor } from '@gibbs/tensor';
 * import { MLP, SGD } from '@gibbs/nn';
 *
 * const model = new MLP([2, 3, 1], { activation: 'tanh', generator: generator(1) });
 * const sgd = new SGD(model, { learningRate: 0.05 });
 * const x = tensor([[1, 2]]);
 * for (let step = 0; step < 50; step++) {
 *   sgd.zeroGrad();
 *   model.forward(x).sub(3).square().sum().backward();
 *   sgd.step();
 * }
 * console.log(model.forward(x).item().toFixed(3)); // → 3.000
 * ```
 *
 * @packageDocumentation
 */

export { type AttentionInputs, type AttentionOptions, MultiHeadAttention } from './attention.js';
export { WeightAverage } from './average.js';
export { Block } from './block.js';
export { Cache, type LayerCache } from './cache.js';
export type { CheckpointStore } from './checkpoint.js';
export { Conv2d, type Conv2dOptions } from './conv2d.js';
export { ConvNet, type ConvNetConfig } from './convNet.js';
export { type Batch, type Data, minibatches, textBatches, tokenWindows } from './data.js';
export { Decoder, type LanguageModel } from './decoder.js';
export { Dropout } from './dropout.js';
export { Embedding } from './embedding.js';
export { FeedForward, type FeedForwardOptions, SwiGLU } from './feedForward.js';
export { type FitOptions, type FitResult, fit, type History, type Progress } from './fit.js';
export {
  Chat,
  type Ending,
  type GenerateOptions,
  generate,
  generateTokens,
  type TextCoder,
  type TextOptions,
} from './generate.js';
export { GPT, type GPTConfig } from './gpt.js';
export { fromHuggingFace, type HuggingFaceConfig, toHuggingFace } from './huggingFace.js';
export { glorot, type Initializer, normal, uniform } from './init.js';
export { Linear, type LinearOptions } from './linear.js';
export { Llama, type LlamaConfig } from './llama.js';
export {
  binaryCrossEntropy,
  crossEntropy,
  huber,
  meanAbsoluteError,
  meanSquaredError,
} from './loss.js';
export { MLP } from './mlp.js';
export { Module } from './module.js';
export { NextTokenMLP } from './nextTokenMLP.js';
export { LayerNorm, RMSNorm } from './norm.js';
export { toOnnx } from './onnx/export.js';
export { Adam, type AdamOptions, AdamW } from './optim/adam.js';
export { clipScale, gradientNorm } from './optim/clip.js';
export { Lion } from './optim/lion.js';
export { Muon } from './optim/muon.js';
export { type DecayOptions, Optimizer, type Trained } from './optim/optimizer.js';
export { SGD } from './optim/sgd.js';
export { AveragePool2d, MaxPool2d } from './pool.js';
export { alibiSlopes, type RotaryScaling, sinusoidal } from './positions.js';
export { type Sampler, type SamplingOptions, sampler } from './sampler.js';
export {
  constant,
  cosine,
  linear,
  oneCycle,
  type Schedule,
  type WarmupOptions,
} from './schedule.js';
export { summary } from './summary.js';
export {
  DecoderLayer,
  EncoderLayer,
  Transformer,
  type TransformerConfig,
} from './transformer.js';
