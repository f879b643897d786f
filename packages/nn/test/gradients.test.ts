import { checkGradients, generator, randn, type Tensor, tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import {
  AveragePool2d,
  Block,
  Conv2d,
  ConvNet,
  crossEntropy,
  DecoderLayer,
  Dropout,
  Embedding,
  EncoderLayer,
  FeedForward,
  GPT,
  huber,
  LayerNorm,
  Linear,
  Llama,
  MaxPool2d,
  MLP,
  Module,
  MultiHeadAttention,
  NextTokenMLP,
  RMSNorm,
  SwiGLU,
  Transformer,
} from '../src/index.js';

const random = generator(11);
const options = { generator: random };
const tokens = tensor(Int32Array.of(1, 0, 2, 2, 1, 3), { shape: [2, 3] });

/** Puts tensors in the places of a module's parameters. */
function place(module: Module, names: readonly string[], tensors: readonly Tensor[]): void {
  for (const [i, name] of names.entries()) {
    const path = name.split('.');
    const field = path.pop() as string;
    // biome-ignore lint/suspicious/noExplicitAny: a path leads through fields of any type
    const owner = path.reduce((part: any, key) => part[key], module);
    owner[field] = tensors[i];
  }
}

/**
 * Central differences in double precision, for every weight and every input, of a sum in which each output counts
 * differently.
 */
function check(
  module: Module,
  inputs: readonly Tensor[],
  forward: (...inputs: Tensor[]) => Tensor,
): void {
  const parameters = module.namedParameters();
  const [names, weights] = [[...parameters.keys()], [...parameters.values()]];
  const count = names.length;
  const report = checkGradients(
    (...all) => {
      place(module, names, all.slice(0, count));
      const y = forward(...all.slice(count));
      const scale = Float64Array.from({ length: y.size }, (_, i) => Math.cos(3 * i + 1));
      return y.mul(tensor(scale, { shape: y.shape })).sum();
    },
    [...weights, ...inputs],
    // a norm over small numbers bends so sharply that the difference itself is no better than this
    { tolerance: 1e-5 },
  );
  expect(report.ok, report.message).toBe(true);
  place(module, names, weights);
}

const sizes: [batch: number, time: number][] = [
  [1, 1],
  [2, 3],
];

describe.each(sizes)(
  'gradients agree with finite differences, batch %i, time %i',
  (batch, time) => {
    const x = (channels: number) => randn([batch, time, channels], random);
    const layer = (module: Module & { forward(x: Tensor): Tensor }, channels: number) =>
      check(module, [x(channels)], (y) => module.forward(y));
    const model = (module: Module & { forward(x: Tensor): Tensor }) => {
      const some = tokens.slice([0, batch], [0, time]).contiguous();
      check(module, [some], (t) => module.forward(t));
    };

    it('Linear', () => layer(new Linear(3, 2, options), 3));
    it('Linear without bias', () => layer(new Linear(3, 2, { bias: false, ...options }), 3));
    it('Embedding', () => model(new Embedding(4, 3, options)));
    it('LayerNorm', () => layer(new LayerNorm(5), 5));
    it('RMSNorm', () => layer(new RMSNorm(5), 5));
    it('FeedForward', () => layer(new FeedForward(3, 5, options), 3));
    it('SwiGLU', () => layer(new SwiGLU(3, 5, options), 3));
    it('attention', () => layer(new MultiHeadAttention({ channels: 4, heads: 2, ...options }), 4));
    it('causal attention', () =>
      layer(new MultiHeadAttention({ channels: 4, heads: 2, causal: true, ...options }), 4));
    it('grouped-query attention with rotary positions', () =>
      layer(
        new MultiHeadAttention({
          channels: 8,
          heads: 4,
          keyValueHeads: 2,
          causal: true,
          positions: 'rotary',
          context: 4,
          ...options,
        }),
        8,
      ));
    it.each([true, false])('attention with ALiBi, causal %s', (causal) =>
      layer(
        new MultiHeadAttention({
          channels: 6,
          heads: 6,
          keyValueHeads: 3,
          causal,
          positions: 'alibi',
          ...options,
        }),
        6,
      ),
    );
    it('cross attention', () => {
      const module = new MultiHeadAttention({ channels: 4, heads: 2, ...options });
      const source = randn([batch, time + 1, 4], random);
      check(module, [x(4), source], (y, s) => module.forward(y, { source: s as Tensor }));
    });
    it('Block', () => {
      const module = new Block({
        attentionNorm: new LayerNorm(4),
        attention: new MultiHeadAttention({ channels: 4, heads: 2, causal: true, ...options }),
        feedForwardNorm: new RMSNorm(4),
        feedForward: new FeedForward(4, 5, { activation: 'geluTanh', ...options }),
        dropout: new Dropout(0, options),
      });
      layer(module, 4);
    });
    it('EncoderLayer and DecoderLayer', () => {
      const sizes = {
        channels: 4,
        heads: 2,
        hidden: 3,
        context: 4,
        dropout: new Dropout(0, options),
        ...options,
      };
      layer(new EncoderLayer(sizes), 4);
      const decoder = new DecoderLayer(sizes);
      check(decoder, [x(4), x(4)], (y, memory) => decoder.forward(y, memory as Tensor));
    });
    it('MLP', () => layer(new MLP([3, 4, 2], { activation: 'silu', ...options }), 3));
    it('GPT', () => {
      const shape = { vocab: 4, context: 3, channels: 4, layers: 1, heads: 2 };
      for (const positions of ['learned', 'sinusoidal', 'rotary', 'alibi', 'none'] as const) {
        model(new GPT({ ...shape, positions, tiedHead: positions !== 'none', ...options }));
      }
    });
    it('Llama', () =>
      model(
        new Llama({
          vocab: 4,
          context: 3,
          channels: 4,
          layers: 1,
          heads: 2,
          keyValueHeads: 1,
          hidden: 3,
          ...options,
        }),
      ));
    it('Transformer', () => {
      const module = new Transformer({
        sourceVocab: 4,
        targetVocab: 4,
        context: 3,
        channels: 4,
        layers: 1,
        heads: 2,
        hidden: 3,
        ...options,
      });
      const some = tokens.slice([0, batch], [0, time]).contiguous();
      check(module, [some, some], (s, t) => module.forward(s, t as Tensor));
    });
  },
);

describe('gradients agree with finite differences', () => {
  it('NextTokenMLP', () => {
    const module = new NextTokenMLP({ vocab: 4, context: 3, channels: 2, hidden: 3, ...options });
    check(module, [tokens], (t) => module.forward(t));
  });
  it('Conv2d, pooling and ConvNet', () => {
    const image = randn([2, 2, 5, 4], random);
    const conv = new Conv2d(2, 3, { stride: 2, padding: 1, ...options });
    check(conv, [image], (x) => conv.forward(x));
    for (const pool of [new MaxPool2d(2), new AveragePool2d(2)]) {
      check(pool, [image], (x) => pool.forward(x));
    }
    const net = new ConvNet({ size: 4, filters: [2, 2], hidden: 3, classes: 2, ...options });
    check(net, [randn([2, 1, 4, 4], random)], (x) => net.forward(x));
  });
  it('smoothed cross-entropy and Huber', () => {
    class Empty extends Module {}
    const labels = tensor(Int32Array.of(1, -100, 0));
    check(new Empty(), [randn([3, 4], random)], (logits) =>
      crossEntropy(logits, labels, { smoothing: 0.2 }).mul(1),
    );
    check(new Empty(), [randn([3, 4], random), randn([3, 4], random)], (a, b) =>
      huber(a, b as Tensor, { delta: 0.8 }),
    );
  });
});
