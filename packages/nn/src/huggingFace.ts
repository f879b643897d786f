/**
 * Models in the layout of Hugging Face, both ways: a config as `config.json` has it, and weights by the names and in
 * the shapes that `transformers` gives them. Files are read and written by `@gibbs/nn/files`.
 */
import { generator } from '@gibbs/tensor';
import { GPT, type GPTConfig } from './gpt.js';
import {
  gpt2Names,
  llamaNames,
  type NameRow,
  toOurs,
  toTheirs,
  type Weight,
} from './huggingFaceNames.js';
import { zeroInit } from './init.js';
import { Llama, type LlamaConfig } from './llama.js';
import type { RotaryScaling } from './positions.js';
import { type ArrayData, arraysOf, loadArrays } from './weights.js';

/** The entries of a `config.json`. */
export type HuggingFaceConfig = Readonly<Record<string, unknown>>;

/** A float32 array as a safetensors file holds it. */
export interface FloatArray {
  dtype: 'float32';
  shape: number[];
  data: Float32Array;
}

/**
 * A GPT-2 or Llama from a config and weights. Throws where the config asks for what is not here, where a weight is
 * missing, of another shape or of whole numbers, or where one has no place.
 */
export function fromHuggingFace(
  config: HuggingFaceConfig,
  weights: ReadonlyMap<string, Weight>,
): GPT | Llama {
  checkDepth(config, weights.size);
  const start = { generator: generator(0), init: zeroInit, outputInit: zeroInit };
  const model =
    config.model_type === 'gpt2'
      ? new GPT({ ...gptConfig(config), ...start })
      : config.model_type === 'llama'
        ? new Llama({ ...llamaConfig(config), ...start })
        : fail('model_type must be gpt2 or llama', config.model_type);
  const parameters = model.namedParameters();
  const shapes = new Map([...parameters].map(([name, { shape }]) => [name, shape]));
  const arrays = new Map<string, ArrayData>();
  for (const [name, { shape, data }] of toOurs(namesOf(model), weights, shapes)) {
    arrays.set(name, { dtype: 'float32', shape: [...shape], data });
  }
  loadArrays('huggingFace', parameters, arrays);
  return model;
}

/** Every layer has weights; a config that asks for a billion layers is refused before they are made. */
function checkDepth(config: HuggingFaceConfig, count: number): void {
  const name = config.model_type === 'gpt2' ? 'n_layer' : 'num_hidden_layers';
  if ((config[name] as number) > count) fail(`${name} must fit the ${count} weights`, config[name]);
}

/** The config and the weights of a model as Hugging Face lays them out. */
export function toHuggingFace(model: GPT | Llama): {
  config: Record<string, unknown>;
  weights: Map<string, FloatArray>;
} {
  const config = model instanceof GPT ? gpt2Entries(model.config) : llamaEntries(model.config);
  const weights = new Map<string, FloatArray>();
  for (const [name, { shape, data }] of toTheirs(
    namesOf(model),
    arraysOf(model.namedParameters()) as Map<string, Weight>,
  )) {
    weights.set(name, { dtype: 'float32', shape: [...shape], data });
  }
  return { config, weights };
}

function namesOf(model: GPT | Llama): NameRow[] {
  const names = model instanceof GPT ? gpt2Names : llamaNames;
  return names(model.config.layers, model.head === null);
}

const ACTIVATIONS: ReadonlyMap<unknown, GPTConfig['activation']> = new Map([
  ['gelu_new', 'geluTanh'],
  ['gelu_pytorch_tanh', 'geluTanh'],
  ['gelu', 'gelu'],
  ['relu', 'relu'],
]);
/** Angles are computed for each place; the longest contexts so far are ten million. */
const MOST_PLACES = 2 ** 24;

/** Missing entries stand for what `GPT2Config` takes. */
function gptConfig(config: HuggingFaceConfig): GPTConfig {
  const { activation_function = 'gelu_new', layer_norm_epsilon = 1e-5, n_inner } = config;
  only(config, 'scale_attn_weights', [true, undefined]);
  only(config, 'scale_attn_by_inverse_layer_idx', [false, undefined]);
  only(config, 'add_cross_attention', [false, undefined]);
  return {
    vocab: size(config, 'vocab_size'),
    context: size(config, 'n_positions'),
    channels: size(config, 'n_embd'),
    layers: size(config, 'n_layer'),
    heads: size(config, 'n_head'),
    ...(n_inner != null && { hidden: size(config, 'n_inner') }),
    activation:
      ACTIVATIONS.get(activation_function) ??
      fail(
        `activation_function must be one of ${[...ACTIVATIONS.keys()].join(', ')}`,
        activation_function,
      ),
    epsilon: positive({ layer_norm_epsilon }, 'layer_norm_epsilon'),
    tiedHead: config.tie_word_embeddings !== false,
  };
}

function gpt2Entries(config: GPTConfig): Record<string, unknown> {
  const { vocab, context, channels, layers, heads, hidden = 4 * channels } = config;
  const { positions = 'learned', bias = true, activation = 'geluTanh', epsilon = 1e-5 } = config;
  if (positions !== 'learned' || !bias) {
    throw new RangeError(
      `huggingFace: GPT-2 has learned positions and biases, got ${positions} positions and bias ${bias}.`,
    );
  }
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    activation_function: activation === 'geluTanh' ? 'gelu_new' : activation,
    attn_pdrop: config.dropout ?? 0,
    embd_pdrop: config.dropout ?? 0,
    resid_pdrop: config.dropout ?? 0,
    initializer_range: 0.02,
    layer_norm_epsilon: epsilon,
    n_ctx: context,
    n_embd: channels,
    n_head: heads,
    n_inner: hidden === 4 * channels ? null : hidden,
    n_layer: layers,
    n_positions: context,
    tie_word_embeddings: config.tiedHead ?? true,
    torch_dtype: 'float32',
    vocab_size: vocab,
  };
}

function llamaConfig(config: HuggingFaceConfig): LlamaConfig {
  only(config, 'hidden_act', ['silu', undefined]);
  only(config, 'attention_bias', [false, undefined]);
  only(config, 'mlp_bias', [false, undefined]);
  const heads = size(config, 'num_attention_heads');
  const channels = size(config, 'hidden_size');
  only(config, 'head_dim', [channels / heads, null, undefined]);
  // transformers 5 keeps the angles in an object of their own, base and scaling together
  const rope = (config.rope_parameters ?? config.rope_scaling ?? {}) as HuggingFaceConfig;
  if (typeof rope !== 'object') fail('rope_parameters and rope_scaling must be objects', rope);
  const context = size(config, 'max_position_embeddings');
  if (context > MOST_PLACES)
    fail(`max_position_embeddings must be at most ${MOST_PLACES}`, context);
  const rotaryScaling = scalingOf(rope);
  return {
    vocab: size(config, 'vocab_size'),
    context,
    channels,
    layers: size(config, 'num_hidden_layers'),
    heads,
    keyValueHeads: config.num_key_value_heads == null ? heads : size(config, 'num_key_value_heads'),
    hidden: size(config, 'intermediate_size'),
    theta: positive({ ...config, ...rope }, 'rope_theta', 10_000),
    ...(rotaryScaling && { rotaryScaling }),
    epsilon: positive(config, 'rms_norm_eps', 1e-6),
    tiedHead: config.tie_word_embeddings === true,
  };
}

/** Scaling that is left out, or `dynamic`, which begins beyond the context, leaves the angles as they are. */
function scalingOf(rope: HuggingFaceConfig): RotaryScaling | undefined {
  const kind = rope.rope_type ?? rope.type ?? ('factor' in rope ? undefined : 'default');
  switch (kind) {
    case 'default':
    case 'dynamic':
      return undefined;
    case 'linear':
      return { kind: 'linear', factor: positive(rope, 'factor') };
    case 'llama3':
      return {
        kind: 'llama3',
        factor: positive(rope, 'factor'),
        lowTurns: positive(rope, 'low_freq_factor'),
        highTurns: positive(rope, 'high_freq_factor'),
        originalContext: size(rope, 'original_max_position_embeddings'),
      };
    default:
      return fail('rope_type must be default, linear, dynamic or llama3', kind);
  }
}

function scalingEntries(scaling: RotaryScaling | undefined): Record<string, unknown> | null {
  if (!scaling) return null;
  const { kind, factor } = scaling;
  if (kind === 'linear') return { rope_type: kind, factor };
  return {
    rope_type: kind,
    factor,
    low_freq_factor: scaling.lowTurns,
    high_freq_factor: scaling.highTurns,
    original_max_position_embeddings: scaling.originalContext,
  };
}

function llamaEntries(config: LlamaConfig): Record<string, unknown> {
  const { vocab, context, channels, layers, heads, keyValueHeads = heads, hidden } = config;
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    attention_bias: false,
    head_dim: channels / heads,
    hidden_act: 'silu',
    hidden_size: channels,
    initializer_range: 0.02,
    intermediate_size: hidden,
    max_position_embeddings: context,
    mlp_bias: false,
    num_attention_heads: heads,
    num_hidden_layers: layers,
    num_key_value_heads: keyValueHeads,
    rms_norm_eps: config.epsilon ?? 1e-5,
    rope_scaling: scalingEntries(config.rotaryScaling),
    rope_theta: config.theta ?? 10_000,
    tie_word_embeddings: config.tiedHead ?? false,
    torch_dtype: 'float32',
    vocab_size: vocab,
  };
}

function size(config: HuggingFaceConfig, name: string): number {
  const value = config[name];
  if (!(Number.isInteger(value) && (value as number) >= 1))
    fail(`${name} must be a whole number from 1`, value);
  return value as number;
}

function positive(config: HuggingFaceConfig, name: string, otherwise?: number): number {
  const value = config[name] ?? otherwise;
  if (!(Number.isFinite(value) && (value as number) > 0))
    fail(`${name} must be a number above 0`, value);
  return value as number;
}

/** Refuses settings that would make another model than ours. */
function only(config: HuggingFaceConfig, name: string, known: readonly unknown[]): void {
  if (!known.includes(config[name]))
    fail(`${name} must be ${JSON.stringify(known[0])}`, config[name]);
}

function fail(rule: string, got: unknown): never {
  throw new RangeError(`huggingFace: config: ${rule}, got ${JSON.stringify(got)}.`);
}
