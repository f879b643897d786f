import { generator, type Tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import {
  Adam,
  AdamW,
  AveragePool2d,
  binaryCrossEntropy,
  Conv2d,
  ConvNet,
  clipScale,
  cosine,
  crossEntropy,
  DecoderLayer,
  Dropout,
  Embedding,
  EncoderLayer,
  FeedForward,
  GPT,
  gradientNorm,
  huber,
  LayerNorm,
  Linear,
  Lion,
  Llama,
  linear,
  MaxPool2d,
  MLP,
  Module,
  MultiHeadAttention,
  Muon,
  meanAbsoluteError,
  meanSquaredError,
  NextTokenMLP,
  type Optimizer,
  oneCycle,
  RMSNorm,
  SGD,
  SwiGLU,
  Transformer,
  WeightAverage,
} from '../src/index.js';
import {
  compareWithPyTorch,
  expectClose,
  fixture,
  type Packed,
  unpack,
} from './fixtures/pytorch.js';

const options = { generator: generator(1) };
type Inputs = Record<string, Tensor>;
const ofX = (layer: { forward(x: Tensor): Tensor }, { x }: Inputs) => layer.forward(x as Tensor);
const ofTokens = (model: { forward(x: Tensor): Tensor }, { tokens }: Inputs) =>
  model.forward(tokens as Tensor);

describe('layers agree with PyTorch in value and gradient', () => {
  it('Linear', () => compareWithPyTorch('linear', new Linear(8, 6, options), ofX));
  it('Embedding', () => compareWithPyTorch('embedding', new Embedding(7, 4, options), ofTokens));
  it('LayerNorm', () => compareWithPyTorch('layerNorm', new LayerNorm(8), ofX));
  it('RMSNorm', () => compareWithPyTorch('rmsNorm', new RMSNorm(8, { epsilon: 1e-6 }), ofX));
  it('Conv2d', () => compareWithPyTorch('conv2d', new Conv2d(3, 4, options), ofX));
  it('Conv2d with stride and padding', () =>
    compareWithPyTorch(
      'conv2dStridedPadded',
      new Conv2d(3, 4, { stride: 2, padding: 1, ...options }),
      ofX,
    ));
  it('MaxPool2d', () => compareWithPyTorch('maxPool2d', new MaxPool2d(2), ofX));
  it('AveragePool2d', () => compareWithPyTorch('averagePool2d', new AveragePool2d(2), ofX));
  it('causal attention', () =>
    compareWithPyTorch(
      'attentionCausal',
      new MultiHeadAttention({ channels: 8, heads: 2, causal: true, ...options }),
      ofX,
    ));
  it('cross attention', () =>
    compareWithPyTorch(
      'attentionCross',
      new MultiHeadAttention({ channels: 8, heads: 2, ...options }),
      (layer, { x, source }) => layer.forward(x as Tensor, { source: source as Tensor }),
    ));
  it('grouped-query attention with rotary positions', () =>
    compareWithPyTorch(
      'attentionGroupedRotary',
      new MultiHeadAttention({
        channels: 16,
        heads: 4,
        keyValueHeads: 2,
        causal: true,
        positions: 'rotary',
        context: 6,
        bias: false,
        ...options,
      }),
      ofX,
    ));
  it('attention with ALiBi', () =>
    compareWithPyTorch(
      'attentionAlibi',
      new MultiHeadAttention({
        channels: 8,
        heads: 4,
        causal: true,
        positions: 'alibi',
        ...options,
      }),
      ofX,
    ));
  it.each(['linear', 'llama3'])('attention with rotary angles scaled as %s', (kind) =>
    compareWithPyTorch(
      `attentionScaled:${kind}`,
      new MultiHeadAttention({ ...fixture(`attentionScaled:${kind}`).config, ...options }),
      ofX,
    ),
  );
  it('GELU feed-forward', () =>
    compareWithPyTorch('geluFeedForward', new FeedForward(8, 32, options), ofX));
  it('SwiGLU', () => compareWithPyTorch('swiGLU', new SwiGLU(8, 20, options), ofX));
  const layer = {
    channels: 8,
    heads: 2,
    hidden: 16,
    context: 6,
    dropout: new Dropout(0, options),
    ...options,
  };
  it("the encoder's layer of 2017", () =>
    compareWithPyTorch('encoderLayer', new EncoderLayer(layer), ofX));
  it("the decoder's layer of 2017", () =>
    compareWithPyTorch('decoderLayer', new DecoderLayer(layer), (part, { x, memory }) =>
      part.forward(x as Tensor, memory as Tensor),
    ));
});

describe('losses agree with PyTorch in value and gradient', () => {
  class Empty extends Module {}
  const compare = (name: string, loss: (inputs: Inputs) => Tensor) =>
    compareWithPyTorch(name, new Empty(), (_, inputs) => loss(inputs));
  const labels = (name: string) => {
    const { data, shape } = { data: fixture(name).config.labels, shape: [6] };
    return unpack({ data, shape }, true);
  };
  it.each(['crossEntropy', 'crossEntropySmoothed', 'crossEntropyIgnoring'])('%s', (name) =>
    compare(name, ({ logits }) =>
      crossEntropy(logits as Tensor, labels(name), {
        smoothing: fixture(name).config.smoothing ?? 0,
      }),
    ),
  );
  it.each([
    ['meanSquaredError', meanSquaredError],
    ['meanAbsoluteError', meanAbsoluteError],
    ['huber', (x: Tensor, target: Tensor) => huber(x, target, { delta: 0.7 })],
    ['binaryCrossEntropy', binaryCrossEntropy],
  ])('%s', (name, loss) => compare(name, ({ x, target }) => loss(x as Tensor, target as Tensor)));
});

describe('models agree with PyTorch in value and gradient', () => {
  it('MLP', () =>
    compareWithPyTorch('mlp', new MLP([3, 6, 5, 2], { activation: 'tanh', ...options }), ofX));
  it('next-token MLP', () =>
    compareWithPyTorch(
      'nextTokenMLP',
      new NextTokenMLP({ ...fixture('nextTokenMLP').config, ...options }),
      ofTokens,
    ));
  it('GPT-2', () =>
    compareWithPyTorch('gpt', new GPT({ ...fixture('gpt').config, ...options }), ofTokens));
  it.each(['sinusoidal', 'rotary', 'alibi', 'none'])('GPT with %s positions', (positions) => {
    const { config } = fixture(`gpt:${positions}`);
    compareWithPyTorch(`gpt:${positions}`, new GPT({ ...config, ...options }), ofTokens);
  });
  it('ConvNet', () =>
    compareWithPyTorch(
      'convNet',
      new ConvNet({ ...fixture('convNet').config, ...options }),
      (model, { x }) => model.forward(x as Tensor),
    ));
  it('Llama', () =>
    compareWithPyTorch('llama', new Llama({ ...fixture('llama').config, ...options }), ofTokens));
  it('the Transformer of 2017', () =>
    compareWithPyTorch(
      'transformer',
      new Transformer({ ...fixture('transformer').config, ...options }),
      (model, { source, target }) => model.forward(source as Tensor, target as Tensor),
    ));
});

describe('optimisers take the steps that PyTorch takes', () => {
  interface Descent {
    config: { learningRate: number; betas?: [number, number]; weightDecay?: number };
    weights: Packed[];
    gradients: Packed[][];
    after: Packed[][];
  }
  const everywhere = { decays: () => true };
  const makers: Record<string, (w: Map<string, Tensor>, config: never) => Optimizer> = {
    sgd: (w, config) => new SGD(w, config),
    sgdMomentum: (w, config) => new SGD(w, { ...(config as object), ...everywhere } as never),
    sgdNesterov: (w, config) => new SGD(w, config),
    adam: (w, config) => new Adam(w, config),
    adamW: (w, config) => new AdamW(w, { ...(config as object), ...everywhere }),
    lion: (w, config) => new Lion(w, { ...(config as object), ...everywhere }),
    muon: (w, config) => new Muon(w, config),
  };
  it.each(Object.keys(makers))('%s', (name) => {
    const known = fixture<Descent>(`optimiser:${name}`);
    const start = name === 'muon' ? known.weights.slice(0, 1) : known.weights;
    const weights = start.map((packed) => unpack(packed).withGrad());
    const trained = new Map(weights.map((weight, i) => [`w${i}`, weight]));
    const optimiser = (makers[name] as (typeof makers)[string])(trained, known.config as never);
    for (const [step, gradients] of known.gradients.entries()) {
      for (const [i, weight] of weights.entries()) weight.grad = unpack(gradients[i] as Packed);
      optimiser.step();
      for (const [i, weight] of weights.entries()) {
        expectClose(weight, known.after[step]?.[i] as Packed, `step ${step} w${i}`);
      }
    }
  });

  it.each([
    ['cosine', cosine],
    ['linear', linear],
    ['oneCycle', oneCycle],
  ])('at the learning rates of %s', (name, make) => {
    const known = fixture<{ config: { peak: number; steps: number }; rates: number[] }>(
      `schedule:${name}`,
    );
    const rate = make(known.config);
    for (const [step, wanted] of known.rates.entries()) {
      expect(rate(step), `step ${step}`).toBeCloseTo(wanted, 10);
    }
  });

  it('weights averaged exponentially', () => {
    interface Averaging {
      decay: number;
      start: Packed;
      weights: Packed[];
      averages: Packed[];
    }
    const known = fixture<Averaging>('weightAverage');
    const model = new Linear(3, 2, { bias: false, ...options });
    model.weight.copyFrom(known.start.data);
    const average = new WeightAverage(model, { decay: known.decay });
    for (const [i, packed] of known.weights.entries()) {
      model.weight.copyFrom(packed.data);
      average.update();
      expectClose(average.state().get('weight') as Tensor, known.averages[i] as Packed, `${i}`);
    }
  });

  it('clipping by norm', () => {
    const known = fixture<{ gradients: Packed[]; norm: number; after: Packed[] }>('clip');
    const weights = known.gradients.map((packed) => unpack(packed).fill(0).withGrad());
    for (const [i, weight] of weights.entries()) weight.grad = unpack(known.gradients[i] as Packed);
    const trained = new Map(weights.map((weight, i) => [`w${i}`, weight]));
    const sgd = new SGD(trained, { learningRate: 1 });
    const norm = gradientNorm([sgd]);
    expect(norm.item()).toBeCloseTo(known.norm, 5);
    sgd.step({ gradientScale: clipScale(norm, 1) });
    for (const [i, weight] of weights.entries()) {
      expectClose(weight.neg(), known.after[i] as Packed, `clipped gradient ${i}`);
    }
  });
});
