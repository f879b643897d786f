import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as t from '../src/index.js';

type T = t.Tensor;

const random = t.generator(21);
const x = t.randn([3, 4], random) as T;
const y = t.randn([3, 4], random) as T;
const positive = t.exp(x);
const square = t.randn([4, 4], random) as T;
const image = t.randn([1, 2, 4, 4], random) as T;
const indices = t.tensor(Int32Array.of(1, 0, 2), { shape: [3, 1] });
const targets = t.tensor(Int32Array.of(1, 0, 2));
const weight = t.randn([3, 2, 2, 2], random) as T;
const [q, k, v] = [0, 1, 2].map(() => t.randn([2, 3, 4], random) as T) as [T, T, T];

/** Name, receiver and arguments of every op that stands both as a function and as a method. */
const both: [string, T, ...unknown[]][] = [
  ['add', x, y],
  ['sub', x, y],
  ['mul', x, 2],
  ['div', x, positive],
  ['pow', positive, 3],
  ['maximum', x, y],
  ['minimum', x, y],
  ['clamp', x, -1, 1],
  ['equal', x, y],
  ['notEqual', x, y],
  ['less', x, y],
  ['lessEqual', x, y],
  ['greater', x, y],
  ['greaterEqual', x, 0],
  ...[
    'neg',
    'abs',
    'sign',
    'square',
    'exp',
    'sin',
    'cos',
    'tanh',
    'sigmoid',
    'relu',
    'silu',
    'gelu',
  ].map((name): [string, T] => [name, x]),
  ['sqrt', positive],
  ['rsqrt', positive],
  ['log', positive],
  ['to', x, 'float64'],
  ['sum', x, { axis: 0 }],
  ['mean', x, { axis: 0 }],
  ['max', x, { axis: 0 }],
  ['min', x],
  ['logSumExp', x, { axis: 1 }],
  ['argmax', x, { axis: 1 }],
  ['argmin', x],
  ['cumsum', x, 0],
  ['topk', x, 2],
  ['sort', x, { descending: true }],
  ['transpose', x],
  ['index', x, 1],
  ['slice', x, [1, 3]],
  ['gather', x, indices, 1],
  ['scatterAdd', x, indices, y.slice(null, [0, 1]), 1],
  ['split', x, 2, 1],
  [
    'pad',
    x,
    [
      [1, 0],
      [0, 2],
    ],
    3,
  ],
  ['squeeze', x.unsqueeze(0), 0],
  ['unsqueeze', x, 1],
  ['tril', square],
  ['triu', square, 1],
  ['where', t.less(x, 0), x, y],
  ['matmul', x, square],
  ['softmax', x],
  ['logSoftmax', x, 0],
  ['layerNorm', x, { weight: square.index(0) }],
  ['rmsNorm', x],
  ['crossEntropy', x, targets, { ignore: 0 }],
  ['embedding', x, targets],
  ['linear', x, square, square.index(0)],
  ['binaryCrossEntropy', x, t.sigmoid(y)],
  ['conv2d', image, weight, undefined, { padding: 1 }],
  ['maxPool2d', image, 2],
  ['attention', q, k, v, { causal: false }],
];

const tensorsOf = (result: unknown): unknown[] => {
  if (result instanceof t.Tensor) return [result.dtype, result.shape, result.toArray()];
  return Object.values(result as Record<string, T>).map((part) => tensorsOf(part));
};
const functions = t as unknown as Record<string, (...args: unknown[]) => unknown>;

describe('an op is a function and a method alike', () => {
  for (const [name, receiver, ...rest] of both)
    it(name, () => {
      const methods = receiver as unknown as typeof functions;
      const one = functions[name]?.(receiver, ...rest);
      expect(tensorsOf(one)).toEqual(tensorsOf(methods[name]?.(...rest)));
    });

  for (const dtype of ['float32', 'float64'] as const)
    it(`and leaves nothing behind but its result, in ${dtype}`, () => {
      const left: string[] = [];
      for (const [name, receiver, ...rest] of both) {
        const as = (a: unknown): unknown =>
          a instanceof t.Tensor && a.dtype === 'float32' ? a.to(dtype) : a;
        const inputs = [receiver, ...rest].map((a) =>
          a?.constructor === Object
            ? Object.fromEntries(Object.entries(a).map(([key, value]) => [key, as(value)]))
            : as(a),
        );
        const before = t.device().memory.used;
        const result = functions[name]?.(...inputs) as T | Record<string, T>;
        for (const part of result instanceof t.Tensor ? [result] : Object.values(result))
          part.dispose();
        if (t.device().memory.used > before) left.push(name);
      }
      expect(left).toEqual([]);
    });

  it('where a shape or axes come as a list, or a name is reserved', () => {
    expect(x.reshape(2, 6).toArray()).toEqual(t.reshape(x, [2, 6]).toArray());
    expect(x.reshape([2, 6]).toArray()).toEqual(t.reshape(x, [2, 6]).toArray());
    expect(x.permute(1, 0).toArray()).toEqual(t.permute(x, [1, 0]).toArray());
    expect(t.ones([1, 2]).expand(3, 2).toArray()).toEqual(
      t.expand(t.ones([1, 2]), [3, 2]).toArray(),
    );
    expect(x.var().item()).toBe(t.variance(x).item());
    const [g, h] = [t.generator(1), t.generator(1)];
    expect(x.dropout(0.5, g).toArray()).toEqual(t.dropout(x, 0.5, h).toArray());
  });
});

it('every exported op has a row in the table that the tests of kernels, gradients and captures walk', () => {
  const table = readFileSync(`${import.meta.dirname}/operations.ts`, 'utf8');
  const others =
    `Generator ShapeError Tensor adamClock adamTick adamW cachedAttention capture checkGradients
    decodeEntry decodeSafetensors decodeSafetensorsHeader device encodeSafetensors generator grad init noGrad quantize
    quantizedLinear readNpy readSafetensors scope sgd update valueAndGrad writeNpy writeSafetensors`.split(
      /\s+/,
    );
  const missing = Object.keys(t).filter(
    (name) => !others.includes(name) && !new RegExp(`\\b${name}\\b`).test(table),
  );
  expect(missing).toEqual([]);
});

describe('device', () => {
  it('says what was found, without init', () => {
    expect(t.device()).toEqual({
      simd: true,
      relaxed: expect.any(Boolean),
      fused: expect.any(Boolean),
      turbo: false,
      threads: 1,
      memory: { used: expect.any(Number), reserved: expect.any(Number), shared: true },
      notes: [],
    });
  });

  it('counts bytes in use', () => {
    const before = t.device().memory.used;
    const big = t.zeros([1000]);
    expect(t.device().memory.used - before).toBeGreaterThanOrEqual(4000);
    big.dispose();
    expect(t.device().memory.used).toBe(before);
    expect(t.device().memory.reserved % 65536).toBe(0);
  });

  it('init takes what there is and says what is not so', async () => {
    const found = await t.init({ fused: false, threads: 1 });
    expect(found).toMatchObject({ fused: false, threads: 1, notes: [] });
    await t.init({ fused: true });
    expect(t.device().fused).toBe(t.device().relaxed);
    await expect(t.init({ threads: 0 })).rejects.toThrow(
      "init: threads must be a whole number of at least 1, or 'auto', got 0.",
    );
    await expect(t.init({ threads: 1.5 })).rejects.toThrow('got 1.5.');
    let refused: Promise<unknown> | undefined;
    t.capture(() => {
      refused = t.init({ threads: 1 });
    })();
    await expect(refused).rejects.toThrow(
      'init: cannot change the engine while a step is being captured.',
    );
  });
});

describe('checkGradients', () => {
  it('names the worst element, with both numbers', () => {
    const half = (a: T): T => t.sum(t.mul(a, a.detach())) as T;
    const report = t.checkGradients(half, [t.tensor([0.1, -5, 0.2])]);
    expect(report.ok).toBe(false);
    expect(report.worst).toMatchObject({ input: 0, index: 1, analytic: -5 });
    expect(report.worst?.numeric).toBeCloseTo(-10, 6);
    expect(report.message).toMatch(
      /^worst at input 0, element 1: analytic -5, numeric -(9\.99|10)\d*\.?\d*, error 5\.0e-1$/,
    );
  });

  it('takes a gradient that is not a number for the worst', () => {
    const report = t.checkGradients((a) => t.sum(t.sqrt(a)), [t.tensor([1, 0, 4])]);
    expect(report).toMatchObject({ ok: false, worst: { index: 1 } });
  });

  it('has nothing to say of nothing', () => {
    const report = t.checkGradients((a) => t.sum(a), [t.zeros([0]) as T]);
    expect(report).toEqual({ ok: true, worst: undefined, message: 'nothing to compare' });
  });
});

it('arrays go in and come out', () => {
  expect(t.tensor(5).toArray()).toBe(5);
  expect(t.tensor([[1, 2], [3, 4]]).transpose().toArray()).toEqual([[1, 3], [2, 4]]); // biome-ignore format: small
  expect(t.tensor([[], []]).shape).toEqual([2, 0]);
  expect(t.tensor(Float64Array.of(1, 2)).dtype).toBe('float64');
  expect(t.tensor([7]).item()).toBe(7);
  expect(t.linspace(0, 1, 3).toArray()).toEqual([0, 0.5, 1]);
  expect(t.arange(2, 8, 3).toArray()).toEqual([2, 5]);
  expect(t.arange(3, 0, -1).toArray()).toEqual([3, 2, 1]);
  expect(t.eye(2).toArray()).toEqual([[1, 0], [0, 1]]); // biome-ignore format: small
});

it('to int32 cuts the fraction off, in kernels as in their twin', () => {
  const odd = [1.9, -1.9, -0, 3e9, -3e9, Number.NaN, Number.POSITIVE_INFINITY, 16777217];
  const bounds = [1, -1, 0, 2 ** 31 - 1, -(2 ** 31), 0, 2 ** 31 - 1];
  expect(t.tensor(odd).to('int32').toArray()).toEqual([...bounds, 16777216]);
  expect(t.tensor(odd, { dtype: 'float64' }).to('int32').toArray()).toEqual([...bounds, 16777217]);
  const whole = t.tensor(Int32Array.of(2 ** 31 - 1, -5));
  expect(
    whole
      .clone()
      .pad([[1, 0]], 7)
      .toArray(),
  ).toEqual([7, 2 ** 31 - 1, -5]);
  expect(whole.to('float32').toArray()).toEqual([2 ** 31, -5]);
  expect(whole.add(1).toArray()).toEqual([-(2 ** 31), -4]);
});

it('the package writes to no console and imports nothing', () => {
  const built = readFileSync(`${import.meta.dirname}/../dist/index.js`, 'utf8');
  expect(built).not.toMatch(/\bconsole\b/);
  expect(built).not.toMatch(/^import\b|\bimport\(|\brequire\(/m);
  const { dependencies } = JSON.parse(
    readFileSync(`${import.meta.dirname}/../package.json`, 'utf8'),
  ) as { dependencies?: unknown };
  expect(dependencies).toBe(undefined);
});
