import { describe, expect, it } from 'vitest';
import * as t from '../index.js';
import type { Tensor } from '../tensor.js';

const random = t.generator(7);

/** Turns a result into a scalar in which every element counts differently. */
const weigh = (y: Tensor): Tensor =>
  t.mul(y, t.cos(t.mul(t.arange(y.size).to(y.dtype), 1.7)).reshape(y.shape)).sum();

type Case = readonly [name: string, fn: (...xs: Tensor[]) => Tensor, ...shapes: number[][]];

const indices = t.tensor(Int32Array.of(1, 0, 2, 2));

const unary: Case[] = (
  [
    'neg',
    'abs',
    'square',
    'exp',
    'sin',
    'cos',
    'tanh',
    'sigmoid',
    'relu',
    'silu',
    'gelu',
    'sign',
  ] as const
).flatMap((name) =>
  [[3, 5], [1], [0, 2]].map((shape): Case => [name, (x) => t[name](x as Tensor), shape]),
);

const broadcasts = [
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [3, 1],
    [1, 5],
  ],
  [[], [4]],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [[0, 4], [4]],
  [[1], [1, 1]],
];

const binary: Case[] = (['add', 'sub', 'mul', 'div', 'maximum', 'minimum'] as const).flatMap(
  (name) =>
    broadcasts.map(
      (shapes): Case => [
        name,
        (x, y) => t[name](x as Tensor, name === 'div' ? t.exp(y as Tensor) : (y as Tensor)),
        ...shapes,
      ],
    ),
);

const reductions: Case[] = (
  ['sum', 'mean', 'variance', 'max', 'min', 'logSumExp'] as const
).flatMap((name) =>
  [undefined, 0, 1, -1, [0, 2], [0, 1]].flatMap((axis) =>
    [
      [3, 5, 18],
      [2, 1, 4],
    ].map(
      (shape): Case => [
        `${name} over ${axis}`,
        (x) => t[name](x as Tensor, { axis, ...(name === 'variance' ? { correction: 0 } : {}) }),
        shape,
      ],
    ),
  ),
);

const products: Case[] = [
  [
    [3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [4, 5],
  ],
  [
    [2, 3, 4],
    [2, 4, 5],
  ],
  [
    [2, 1, 3, 4],
    [3, 4, 5],
  ],
  [[3, 4], [4]],
  [[4], [4, 3]],
  [[4], [4]],
  [[4], [2, 4, 3]],
  [
    [3, 0],
    [0, 5],
  ],
  [
    [0, 2],
    [2, 3],
  ],
  [
    [1, 1],
    [1, 1],
  ],
].map((shapes) => ['matmul', (a, b) => t.matmul(a as Tensor, b as Tensor), ...shapes]);

const others: Case[] = [
  [
    'matmul of transposes',
    (a, b) => t.matmul(a?.transpose() as Tensor, b?.transpose() as Tensor),
    [5, 7],
    [3, 5],
  ],
  ['linear', (x, w, b) => t.linear(x as Tensor, w as Tensor, b), [2, 3, 4], [4, 5], [5]],
  ['gelu by tanh', (x) => t.gelu(x as Tensor, { approximate: 'tanh' }), [3, 5]],
  ['sqrt', (x) => t.sqrt(t.exp(x as Tensor)), [7]],
  ['rsqrt', (x) => t.rsqrt(t.exp(x as Tensor)), [7]],
  ['log', (x) => t.log(t.exp(x as Tensor)), [7]],
  ['pow 3', (x) => t.pow(x as Tensor, 3), [7]],
  ['pow 2.5', (x) => t.pow(t.exp(x as Tensor), 2.5), [7]],
  ['clamp', (x) => t.clamp(x as Tensor, -0.5, 0.5), [7]],
  [
    'where',
    (a, b) => t.where(t.greater(a as Tensor, b as Tensor), a as Tensor, t.mul(b as Tensor, 2)),
    [4, 3],
    [3],
  ],
  ['reshape', (x) => (x as Tensor).transpose().reshape(-1), [3, 4]],
  ['permute', (x) => (x as Tensor).permute(2, 0, 1), [2, 3, 4]],
  ['slice', (x) => (x as Tensor).slice([1, -1], null), [4, 3]],
  ['index', (x) => (x as Tensor).index(-1, 1), [4, 3]],
  ['concat', (a, b) => t.concat([a as Tensor, b as Tensor], 1), [2, 3], [2, 4]],
  ['stack', (a, b) => t.stack([a as Tensor, b as Tensor], 1), [2, 3], [2, 3]],
  ['split', (x) => t.mul(x?.split(2)[0] as Tensor, x?.split(2)[1] as Tensor), [4, 3]],
  [
    'pad',
    (x) =>
      (x as Tensor).pad(
        [
          [1, 2],
          [0, 3],
        ],
        5,
      ),
    [4, 3],
  ],
  ['expand', (x) => (x as Tensor).expand(2, 4, 3), [4, 1]],
  ['tril', (x) => (x as Tensor).tril(), [2, 4, 3]],
  ['squeeze', (x) => (x as Tensor).unsqueeze(1).squeeze(), [4, 3]],
  ['softmax', (x) => (x as Tensor).softmax(), [4, 3]],
  ['softmax of one', (x) => (x as Tensor).softmax(), [4, 1]],
  ['logSoftmax', (x) => (x as Tensor).logSoftmax(), [4, 7]],
  ['layerNorm', (x, weight, bias) => t.layerNorm(x as Tensor, { weight, bias }), [4, 3], [3], [3]],
  ['rmsNorm', (x, weight) => t.rmsNorm(x as Tensor, { weight }), [4, 3], [3]],
  ['crossEntropy', (x) => t.crossEntropy(x as Tensor, indices, { ignore: 0 }), [4, 3]],
  ['embedding', (x) => t.embedding(x as Tensor, indices), [4, 3]],
  ['gather', (x) => t.gather(x as Tensor, indices.reshape(4, 1), 1), [4, 3]],
  [
    'scatterAdd',
    (a, b) => t.scatterAdd(a as Tensor, indices.reshape(4, 1), b as Tensor, 1),
    [4, 3],
    [4, 1],
  ],
  [
    'attention',
    (q, k, v) => t.attention(q as Tensor, k as Tensor, v as Tensor),
    [2, 4, 5, 3],
    [2, 2, 7, 3],
    [2, 2, 7, 4],
  ],
  [
    'full attention',
    (q, k, v) => t.attention(q as Tensor, k as Tensor, v as Tensor, { causal: false }),
    [5, 3],
    [7, 3],
    [7, 3],
  ],
  ['cumsum', (x) => (x as Tensor).cumsum(0), [4, 3]],
  ['topk', (x) => (x as Tensor).topk(2).values, [4, 3]],
  ['sort', (x) => (x as Tensor).sort({ axis: 0 }).values, [4, 3]],
  [
    'a value used many times',
    (x) => t.add(t.mul(x as Tensor, x as Tensor), t.add(x as Tensor, t.exp(x as Tensor))),
    [4, 3],
  ],
];

describe('gradients', () => {
  for (const [name, fn, ...shapes] of [
    ...unary,
    ...binary,
    ...reductions,
    ...products,
    ...others,
  ]) {
    const title = `${name} of ${shapes.map((s) => `[${s}]`).join(' ')}`;
    it(`${title} agree with central differences, and float32 with float64`, () => {
      const inputs = shapes.map((shape) => t.randn(shape, random) as Tensor);
      const scalar = (...xs: Tensor[]): Tensor => weigh(fn(...xs));
      const report = t.checkGradients(scalar, inputs);
      expect(report.ok, report.message).toBe(true);
      const single = t.valueAndGrad(scalar)(...inputs);
      const double = t.valueAndGrad(scalar)(...inputs.map((x) => x.to('float64') as Tensor));
      const all = (r: readonly [Tensor, readonly Tensor[]]): number[] =>
        [r[0], ...r[1]].flatMap((x) => [...x.toTypedArray()]);
      const exact = all(double);
      all(single).forEach((x, i) => {
        expect(Math.abs(x - (exact[i] as number))).toBeLessThan(1e-4 * Math.max(1, Math.abs(x)));
      });
    });
  }
});
