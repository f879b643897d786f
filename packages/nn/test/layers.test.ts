import { device, generator, matmul, randn, type Tensor, tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import {
  Adam,
  AveragePool2d,
  alibiSlopes,
  Cache,
  fit,
  GPT,
  glorot,
  gradientNorm,
  Linear,
  MLP,
  MultiHeadAttention,
  Muon,
  meanSquaredError,
  minibatches,
  NextTokenMLP,
  normal,
  SGD,
  sinusoidal,
  summary,
  Transformer,
  textBatches,
  tokenWindows,
  uniform,
  WeightAverage,
} from '../src/index.js';

const random = generator(21);
const options = { generator: generator(1) };
const gap = (x: Tensor, y: Tensor) => x.sub(y).abs().max().item();

describe('the weights of attention', () => {
  it.each(['none', 'rotary', 'alibi'] as const)(
    'with positions %s: rows sum to 1, nothing ahead is seen, and they are what forward uses',
    (positions) => {
      const layer = new MultiHeadAttention({
        channels: 8,
        heads: 4,
        keyValueHeads: 2,
        causal: true,
        positions,
        context: 5,
        ...options,
      });
      const x = randn([2, 5, 8], random);
      const shares = layer.weights(x);
      expect(shares.shape).toEqual([2, 4, 5, 5]);
      expect(gap(shares.sum({ axis: -1 }), tensor(1))).toBeLessThan(1e-6);
      expect(gap(shares, shares.tril())).toBe(0);
      const values = layer.value.forward(x).reshape(2, 5, 2, 2).permute(0, 2, 1, 3);
      const shared = values.unsqueeze(2).expand(2, 2, 2, 5, 2).reshape(2, 4, 5, 2);
      const y = matmul(shares, shared).permute(0, 2, 1, 3).reshape(2, 5, 8);
      expect(gap(layer.output.forward(y), layer.forward(x))).toBeLessThan(1e-5);
    },
  );

  it('of cross attention are [batch, heads, time, sourceTime]', () => {
    const layer = new MultiHeadAttention({ channels: 4, heads: 2, ...options });
    expect(layer.weights(randn([1, 2, 4], random), randn([1, 3, 4], random)).shape).toEqual([
      1, 2, 2, 3,
    ]);
  });
});

describe('positions', () => {
  it('sinusoids begin with sin 0 and cos 0 and turn slower along the channels', () => {
    const table = sinusoidal(3, 4).toArray() as number[][];
    expect(table[0]).toEqual([0, 1, 0, 1]);
    expect(table[2]?.[0]).toBeCloseTo(Math.sin(2), 6);
    expect(table[2]?.[3]).toBeCloseTo(Math.cos(0.02), 6);
  });

  it("ALiBi's slopes are the paper's, also for heads that are no power of two", () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((h) => 2 ** -h));
    expect(alibiSlopes(3)).toEqual([2 ** -4, 2 ** -8, 2 ** -2]);
  });
});

describe('starting weights', () => {
  it('have the spread they say', () => {
    const w = normal(0.5)([100, 100], random);
    expect(w.square().mean().sqrt().item()).toBeCloseTo(0.5, 1);
    expect(w.requiresGrad).toBe(true);
    const u = uniform(0.3)([100, 100], random);
    expect(u.abs().max().item()).toBeLessThanOrEqual(0.3);
    expect(u.abs().max().item()).toBeGreaterThan(0.299);
    expect(glorot([20, 10], random).abs().max().item()).toBeLessThanOrEqual(Math.sqrt(6 / 30));
  });
});

describe('data', () => {
  const text = Int32Array.from({ length: 30 }, (_, i) => i);

  it('windows of a text depend on their number alone, and targets are one token on', () => {
    const at = tokenWindows(text, { batch: 2, context: 4, seed: 1 });
    const [inputs, targets] = at(7);
    expect(at(3)[0].toArray()).not.toEqual(inputs.toArray());
    expect(at(7)[0].toArray()).toEqual(inputs.toArray());
    expect(targets.toArray()).toEqual(
      (inputs.toArray() as number[][]).map((row) => row.map((t) => t + 1)),
    );
  });

  it('a text is cut into batches without overlap', () => {
    const batches = textBatches(text, { batch: 2, context: 4 });
    expect(batches).toHaveLength(3);
    expect(batches[1]?.[0].toArray()).toEqual([
      [8, 9, 10, 11],
      [12, 13, 14, 15],
    ]);
  });

  it('minibatches keep rows together and show each once in a pass', () => {
    const x = tensor([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    const at = minibatches([x, tensor(Int32Array.of(1, 2, 3, 4))], { batch: 2, seed: 3 });
    const seen = [0, 1].flatMap((i) => [...(at(i)[1] as Tensor).toTypedArray()]);
    expect(seen.sort()).toEqual([1, 2, 3, 4]);
    const [rows, labels] = at(5) as [Tensor, Tensor];
    expect((rows.toArray() as number[][]).map(([a]) => a)).toEqual(labels.toArray());
    expect(labels.dtype).toBe('int32');
  });

  it('refuses what is too short or does not belong together', () => {
    expect(() => tokenWindows([1, 2, 3], { batch: 0, context: 1, seed: 1 })).toThrow(
      'tokenWindows: batch must be a whole number from 1, got 0.',
    );
    expect(() => tokenWindows(text, { batch: 1, context: 30, seed: 1 })).toThrow(
      'tokenWindows: needs more than 30 tokens, got 30.',
    );
    expect(() => minibatches([tensor([1, 2]), tensor([1])], { batch: 1, seed: 1 })).toThrow(
      'minibatches: tensors must have equally many rows, got 2 and 1.',
    );
    expect(() => minibatches([tensor([1, 2])], { batch: 3, seed: 1 })).toThrow(
      'minibatches: batch must lie between 1 and 2, got 3.',
    );
  });
});

describe('WeightAverage', () => {
  it('forgets at its pace, and swaps', () => {
    const model = new Linear(1, 1, options);
    model.weight.fill(1);
    const average = new WeightAverage(model, { decay: 0.75 });
    model.weight.fill(5);
    average.update();
    average.swap();
    expect(model.weight.item()).toBe(2);
    average.swap();
    expect(model.weight.item()).toBe(5);
    expect(() => new WeightAverage(model, { decay: 1 })).toThrow(
      'WeightAverage: decay must lie in [0, 1), got 1.',
    );
  });
});

describe('memory', () => {
  it('stays flat over a run and returns to where it was', async () => {
    const model = new MLP([2, 4, 1], options);
    const optimizer = new Adam(model);
    const data = (): [Tensor, Tensor] => [randn([8, 2], random), randn([8, 1], random)];
    const used: number[] = [];
    const before = device().memory.used;
    await fit(model, data, {
      steps: 60,
      optimizer,
      clip: 1,
      loss: (x, y) => meanSquaredError(model.forward(x), y),
      onStep: () => used.push(device().memory.used),
    });
    // it may fall, when the collector finds what an earlier test left
    expect(Math.max(...used.slice(1))).toBe(used[1]);
    expect(device().memory.used).toBeLessThanOrEqual(before);
  });
});

describe('summary', () => {
  it('counts a tied head once', () => {
    const model = new GPT({ vocab: 5, context: 3, channels: 4, layers: 1, heads: 1, ...options });
    const lines = summary(model).split('\n');
    expect(lines[1]).toMatch(/^tokens +Embedding +\[5, 4\] +20$/);
    const total = model.parameters().reduce((sum, p) => sum + p.size, 0);
    expect(lines.at(-1)).toMatch(new RegExp(`^total +${total}$`));
  });
});

describe('what does not fit is refused', () => {
  const attention = { channels: 8, heads: 2, ...options };
  it.each([
    [
      () => new MultiHeadAttention({ ...attention, heads: 3 }),
      'MultiHeadAttention: heads must divide channels and keyValueHeads heads, got 8, 3, 3.',
    ],
    [
      () => new MultiHeadAttention({ ...attention, positions: 'rotary' }),
      'MultiHeadAttention: rotary positions need a context and an even head size, got undefined, 4.',
    ],
    [
      () =>
        new MultiHeadAttention(attention).forward(randn([1, 1, 8], random), {
          cache: new Cache({ layers: 1, context: 4, keyValueHeads: 2, headSize: 4 }).layers[0],
        }),
      'MultiHeadAttention: a cache serves causal attention, got another kind. Call it without a cache.',
    ],
    [
      () => {
        new Cache({ layers: 1, context: 4, keyValueHeads: 1, headSize: 4 }).length = 5;
      },
      'Cache: it has room for 4 tokens, got length 5.',
    ],
    [
      () =>
        new GPT({ vocab: 3, context: 2, channels: 4, layers: 1, heads: 1, ...options }).forward(
          tensor(Int32Array.of(1, 1, 1), { shape: [1, 3] }),
        ),
      'GPT: the context holds 2 tokens, got 3.',
    ],
    [
      () =>
        new GPT({ vocab: 3, context: 2, channels: 4, layers: 1, heads: 1, ...options }).forward(
          tensor(Int32Array.of(1)),
        ),
      'GPT: tokens must be [batch, time], got [1].',
    ],
    [
      () =>
        new NextTokenMLP({ vocab: 3, channels: 2, hidden: 2, ...options }).forward(
          tensor(Int32Array.of(1, 1), { shape: [1, 2] }),
        ),
      'NextTokenMLP: needs 5 tokens, got [1,2].',
    ],
    [
      () => {
        const model = new Transformer({
          sourceVocab: 3,
          targetVocab: 3,
          context: 1,
          channels: 4,
          layers: 1,
          heads: 1,
          ...options,
        });
        model.encode(tensor(Int32Array.of(1, 1), { shape: [1, 2] }));
      },
      'Transformer: a sequence may hold 1 tokens, got 2.',
    ],
    [
      () => new Muon(new Linear(2, 2, options)),
      'Muon: parameters must be matrices, got bias [2]. Leave it to AdamW?',
    ],
    [
      () => new SGD(new Map(), { learningRate: 1 }),
      'optimizer: there must be parameters to train, got none.',
    ],
    [
      () => gradientNorm([new SGD(new Linear(1, 1, options), { learningRate: 1 })]),
      'gradientNorm: there must be gradients, got none. Call backward first.',
    ],
    [() => new AveragePool2d(0), 'AveragePool2d: size must be a whole number from 1, got 0.'],
  ])('%o', (run, message) => {
    expect(run).toThrow(message);
  });
});
