import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeSafetensors,
  encodeSafetensors,
  generator,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadPretrained, savePretrained } from '../src/files/index.js';
import { fromHuggingFace, GPT, Llama, toHuggingFace } from '../src/index.js';
import { rotaryTable } from '../src/positions.js';

const sizes = { vocab: 11, context: 6, channels: 8, layers: 2, heads: 2 };
const options = { ...sizes, generator: generator(1) };
const models: [string, GPT | Llama][] = [
  ['GPT-2', new GPT(options)],
  [
    'GPT-2 with a head and a width of its own',
    new GPT({ ...options, tiedHead: false, hidden: 12, activation: 'gelu' }),
  ],
  ['Llama', new Llama({ ...options, keyValueHeads: 1, hidden: 12, theta: 500, epsilon: 1e-6 })],
  ['Llama with a tied head', new Llama({ ...options, hidden: 12, tiedHead: true })],
  [
    'Llama with slower angles',
    new Llama({ ...options, hidden: 12, rotaryScaling: { kind: 'linear', factor: 4 } }),
  ],
  [
    'Llama with the angles of 3.1',
    new Llama({
      ...options,
      channels: 16,
      hidden: 12,
      theta: 100,
      rotaryScaling: { kind: 'llama3', factor: 8, lowTurns: 1, highTurns: 4, originalContext: 64 },
    }),
  ],
];
const tokens = tensor(Int32Array.of(3, 1, 4, 1), { shape: [1, 4] });
const logits = (model: GPT | Llama) => (model.forward(tokens) as Tensor).toTypedArray();

const width = (model: GPT | Llama) => model.config.channels;

const top = mkdtempSync(join(tmpdir(), 'gibbs-hf-'));
let folder = top;
beforeEach(() => {
  folder = mkdtempSync(join(top, 'model-'));
});
afterAll(() => rmSync(top, { recursive: true }));

describe.each(models)('%s in the layout of Hugging Face', (_, model) => {
  it('comes back with the same logits, from one file or from several', async () => {
    await savePretrained(folder, model, {
      tokenizer: '{"model":{}}',
      generation: { temperature: 0.7 },
      config: { eos_token_id: 2 },
    });
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
    ]);
    const back = await loadPretrained(folder);
    expect(logits(back.model)).toEqual(logits(model));
    expect(back.model.config).toEqual({ ...back.model.config, ...sizes, channels: width(model) });
    expect([back.tokenizer, back.generation, back.config.eos_token_id]).toEqual([
      '{"model":{}}',
      { temperature: 0.7 },
      2,
    ]);

    const shards = mkdtempSync(join(top, 'shards-'));
    await savePretrained(shards, model, { shardBytes: 700 });
    const index = JSON.parse(readFileSync(join(shards, 'model.safetensors.index.json'), 'utf8'));
    expect(new Set(Object.values(index.weight_map)).size).toBeGreaterThan(3);
    expect(index.metadata.total_size).toBe(4 * model.parameters().reduce((n, p) => n + p.size, 0));
    expect(logits((await loadPretrained(shards)).model)).toEqual(logits(model));
  });
});

describe('names and shapes are those of transformers', () => {
  it('GPT-2: query, key and value side by side, matrices as [inputs, outputs]', () => {
    const model = models[0]?.[1] as GPT;
    const { weights } = toHuggingFace(model);
    expect([...weights.keys()].slice(0, 8)).toEqual([
      'transformer.wte.weight',
      'transformer.wpe.weight',
      'transformer.h.0.ln_1.weight',
      'transformer.h.0.ln_1.bias',
      'transformer.h.0.attn.c_attn.weight',
      'transformer.h.0.attn.c_attn.bias',
      'transformer.h.0.attn.c_proj.weight',
      'transformer.h.0.attn.c_proj.bias',
    ]);
    const packed = weights.get('transformer.h.0.attn.c_attn.weight');
    expect(packed?.shape).toEqual([8, 24]);
    // Column 8 + j of row i is what input i gives to key j.
    const key = model.blocks[0]?.attention.key.weight.toArray() as number[][];
    expect(packed?.data[2 * 24 + 8 + 5]).toBe(key[5]?.[2]);
  });

  it("GPT-2: the hub's names without prefix, its mask buffers and a copy of the tied head are accepted", () => {
    const model = models[0]?.[1] as GPT;
    const { config, weights } = toHuggingFace(model);
    const bare = new Map([...weights].map(([name, w]) => [name.replace('transformer.', ''), w]));
    bare.set('h.0.attn.bias', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
    bare.set('lm_head.weight', weights.get('transformer.wte.weight') as never);
    expect(logits(fromHuggingFace(config, bare))).toEqual(logits(model));
  });

  it('Llama: names of its own, the angles of transformers 4 and 5', () => {
    const model = models[2]?.[1] as Llama;
    const { config, weights } = toHuggingFace(model);
    expect(weights.get('model.layers.1.self_attn.k_proj.weight')?.shape).toEqual([4, 8]);
    const { rope_theta, ...rest } = config;
    const five = { ...rest, rope_parameters: { rope_theta, rope_type: 'default' } };
    expect(logits(fromHuggingFace(five, weights))).toEqual(logits(model));
  });
});

describe('a folder that held another model', () => {
  it.each([
    [{}, { shardBytes: 700 }],
    [{ shardBytes: 700 }, {}],
  ])('gives the one saved last, %o and then %o', async (before, after) => {
    await savePretrained(folder, models[1]?.[1] as GPT, before);
    await savePretrained(folder, models[2]?.[1] as Llama, after);
    expect(logits((await loadPretrained(folder)).model)).toEqual(logits(models[2]?.[1] as Llama));
  });
});

describe('settings of generation', () => {
  it('go with the model', async () => {
    const options = { temperature: 0.5, topK: 3, stopTokens: [2] };
    await savePretrained(folder, models[0]?.[1] as GPT, { options });
    const back = await loadPretrained(folder);
    expect(back.options).toEqual(options);
    expect(back.generation).toEqual({
      do_sample: true,
      temperature: 0.5,
      top_k: 3,
      eos_token_id: 2,
    });
  });
});

describe('rotary angles', () => {
  const model = new Llama({ ...options, hidden: 12 });
  const { config, weights } = toHuggingFace(model);
  it.each([
    { rope_scaling: { type: 'dynamic', factor: 2 } },
    { rope_scaling: { rope_type: 'default' } },
    { rope_scaling: null, rope_parameters: { rope_type: 'default', rope_theta: 10_000 } },
  ])('within the context are those without scaling for %o', (change) => {
    expect(logits(fromHuggingFace({ ...config, ...change }, weights))).toEqual(logits(model));
  });

  it('turn slower with scaling', () => {
    const scaled = { ...config, rope_scaling: { type: 'linear', factor: 2 } };
    expect(logits(fromHuggingFace(scaled, weights))).not.toEqual(logits(model));
    // places 0, 2, 4 at half the speed are places 0, 1, 2
    const [slow, plain] = [
      rotaryTable(5, 4, 100, { kind: 'linear', factor: 2 }),
      rotaryTable(3, 4, 100),
    ];
    expect((slow.sin.toArray() as number[][])[4]).toEqual((plain.sin.toArray() as number[][])[2]);
  });
});

describe('what does not fit is refused', () => {
  const { config, weights } = toHuggingFace(models[2]?.[1] as Llama);
  const edited = (edit: (w: typeof weights) => void) => {
    const copy = new Map(weights);
    edit(copy);
    return () => fromHuggingFace(config, copy);
  };
  const name = 'model.layers.0.mlp.up_proj.weight';
  const headless = new Map(weights);
  headless.delete('lm_head.weight');

  it('missing, extra and mis-shaped weights', () => {
    expect(edited((w) => w.delete(name))).toThrow(
      `huggingFace: the weights must fit the config, got none named ${name}.`,
    );
    expect(edited((w) => w.set('more', w.get(name) as never))).toThrow(
      'huggingFace: the weights must fit the config, got one without a place: more.',
    );
    expect(() => fromHuggingFace({ ...config, intermediate_size: 13 }, weights)).toThrow(
      'huggingFace: the weights must fit the config: model.layers.0.mlp.gate_proj.weight is [12,8] in the file, [13,8] by the config.',
    );
  });

  it.each([
    [{ model_type: 'bert' }, 'model_type must be gpt2 or llama, got "bert"'],
    [{ hidden_act: 'gelu' }, 'hidden_act must be "silu", got "gelu"'],
    [
      { rope_scaling: { factor: 8 } },
      'rope_type must be default, linear, dynamic or llama3, got undefined',
    ],
    [
      { rope_parameters: { rope_type: 'yarn', factor: 8 } },
      'rope_type must be default, linear, dynamic or llama3, got "yarn"',
    ],
    [{ rope_scaling: { type: 'linear', factor: 0 } }, 'factor must be a number above 0, got 0'],
    [
      { rope_scaling: { rope_type: 'llama3', factor: 8, low_freq_factor: 1 } },
      'high_freq_factor must be a number above 0, got undefined',
    ],
    [{ rms_norm_eps: 'small' }, 'rms_norm_eps must be a number above 0, got "small"'],
    [{ head_dim: 16 }, 'head_dim must be 4, got 16'],
    [{ rope_scaling: 'x' }, 'rope_parameters and rope_scaling must be objects, got "x"'],
    [
      { max_position_embeddings: 2 ** 31 },
      'max_position_embeddings must be at most 16777216, got 2147483648',
    ],
    [
      { num_hidden_layers: 1e9 },
      `num_hidden_layers must fit the ${weights.size} weights, got 1000000000`,
    ],
    [
      { model_type: 'gpt2', n_layer: 1e9 },
      `n_layer must fit the ${weights.size} weights, got 1000000000`,
    ],
    [{ vocab_size: '11' }, 'vocab_size must be a whole number from 1, got "11"'],
  ])('settings of another model: %o', (change, message) => {
    expect(() => fromHuggingFace({ ...config, ...change }, weights)).toThrow(
      `huggingFace: config: ${message}.`,
    );
  });

  it('a GPT without learned positions cannot be written as GPT-2', () => {
    expect(() => toHuggingFace(new GPT({ ...options, positions: 'rotary' }))).toThrow(
      'huggingFace: GPT-2 has learned positions and biases, got rotary positions and bias true.',
    );
  });

  it('a file that is missing, or no JSON', async () => {
    await expect(loadPretrained(folder)).rejects.toThrow(/^files: .*config\.json must be readable/);
    await savePretrained(folder, models[2]?.[1] as Llama);
    writeFileSync(join(folder, 'config.json'), '{');
    await expect(loadPretrained(folder)).rejects.toThrow(/^files: .*config\.json must be JSON/);
    writeFileSync(join(folder, 'config.json'), 'null');
    await expect(loadPretrained(folder)).rejects.toThrow(
      /^files: .*config\.json must hold an object, got null\.$/,
    );
  });

  it('weights cut short at any byte', async () => {
    const tiny = new GPT({
      vocab: 2,
      context: 1,
      channels: 1,
      layers: 1,
      heads: 1,
      hidden: 1,
      generator: generator(1),
    });
    await savePretrained(folder, tiny);
    const file = join(folder, 'model.safetensors');
    const whole = readFileSync(file);
    for (let length = whole.length - 1; length >= 0; length--) {
      truncateSync(file, length);
      await expect(loadPretrained(folder), `${length} bytes`).rejects.toThrow(
        /^files: .*model\.safetensors must be whole, got /,
      );
    }
    writeFileSync(file, whole);
    expect((await loadPretrained(folder)).model.parameters()).toHaveLength(20);
  });

  it('weights of whole numbers; floats of another width are taken', async () => {
    const model = models[2]?.[1] as Llama;
    await savePretrained(folder, model);
    const file = join(folder, 'model.safetensors');
    const { arrays } = decodeSafetensors(readFileSync(file));
    const norm = arrays.get('model.norm.weight') as { data: Float32Array };
    const write = (dtype: 'float64' | 'int32', data: Float64Array | Int32Array) => {
      arrays.set('model.norm.weight', { dtype, shape: [data.length], data });
      writeFileSync(file, encodeSafetensors(arrays));
    };
    write('float64', Float64Array.from(norm.data));
    expect(logits((await loadPretrained(folder)).model)).toEqual(logits(model));
    write('int32', Int32Array.from(norm.data));
    await expect(loadPretrained(folder)).rejects.toThrow(
      'huggingFace: model.norm.weight must be of floating point, got I32.',
    );
  });

  it('a config that disagrees with the weights', () => {
    const fits = (change: object) => () => fromHuggingFace({ ...config, ...change }, weights);
    expect(fits({ num_hidden_layers: 3 })).toThrow(
      'huggingFace: the weights must fit the config, got none named model.layers.2.input_layernorm.weight.',
    );
    expect(fits({ num_hidden_layers: 1 })).toThrow(
      'huggingFace: the weights must fit the config, got one without a place: model.layers.1.input_layernorm.weight.',
    );
    expect(fits({ vocab_size: 12 })).toThrow(
      'huggingFace: the weights must fit the config: model.embed_tokens.weight is [11,8] in the file, [12,8] by the config.',
    );
    expect(fits({ num_key_value_heads: 2 })).toThrow(
      'huggingFace: the weights must fit the config: model.layers.0.self_attn.k_proj.weight is [4,8] in the file, [8,8] by the config.',
    );
    expect(fits({ num_attention_heads: 3, num_key_value_heads: 3, head_dim: null })).toThrow(
      'MultiHeadAttention: heads must divide channels and keyValueHeads heads, got 8, 3, 3.',
    );
    expect(() => fromHuggingFace({ ...config, tie_word_embeddings: false }, headless)).toThrow(
      'huggingFace: the weights must fit the config, got none named lm_head.weight.',
    );
  });

  it.each(['../x', '/etc/passwd', '..\\x', '..', '.', '', 5, null, {}])(
    'an index that leads elsewhere: %o',
    async (file) => {
      await savePretrained(folder, models[0]?.[1] as GPT, { shardBytes: 700 });
      const path = join(folder, 'model.safetensors.index.json');
      writeFileSync(path, JSON.stringify({ weight_map: { 'transformer.wte.weight': file } }));
      await expect(loadPretrained(folder)).rejects.toThrow(
        `files: weights must lie in ${folder}, got ${JSON.stringify(file)}.`,
      );
    },
  );

  it('a folder where weights should be', async () => {
    await savePretrained(folder, models[0]?.[1] as GPT);
    rmSync(join(folder, 'model.safetensors'));
    mkdirSync(join(folder, 'model.safetensors'));
    await expect(loadPretrained(folder)).rejects.toThrow(
      /^files: .*model\.safetensors must be readable, got EISDIR/,
    );
  });

  it('an activation that every object has', () => {
    const { config: gpt, weights: known } = toHuggingFace(models[0]?.[1] as GPT);
    expect(() => fromHuggingFace({ ...gpt, activation_function: 'constructor' }, known)).toThrow(
      'huggingFace: config: activation_function must be one of gelu_new, gelu_pytorch_tanh, gelu, relu, got "constructor".',
    );
  });

  it('a folder of several files of which one is missing', async () => {
    await savePretrained(folder, models[2]?.[1] as Llama, { shardBytes: 700 });
    const index = JSON.parse(readFileSync(join(folder, 'model.safetensors.index.json'), 'utf8'));
    const shard = Object.values(index.weight_map)[3] as string;
    rmSync(join(folder, shard));
    await expect(loadPretrained(folder)).rejects.toThrow(
      new RegExp(`^files: .*${shard.replaceAll('.', '\\.')} must be readable, got ENOENT`),
    );
  });
});
