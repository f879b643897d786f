import { describe, expect, it } from 'vitest';
import * as t from '../src/index.js';
import fixtures from './fixtures/torch.json' with { type: 'json' };

interface Value {
  shape: number[];
  dtype: t.DType;
  data: number[];
}
// biome-ignore lint/suspicious/noExplicitAny: options of many ops, read from a file
type Options = any;
interface Case {
  op: string;
  options: Options;
  inputs: Value[];
  output: Value;
  dy?: Value;
  gradients?: Value[];
}
type T = t.Tensor;

const ops: Record<string, (xs: T[], options: Options) => T> = {
  reciprocal: ([x]) => t.div(1, x as T),
  gelu: ([x], options) => t.gelu(x as T, options),
  eq: ([a, b]) => t.equal(a as T, b as T),
  lt: ([a, b]) => t.less(a as T, b as T),
  ge: ([a, b]) => t.greaterEqual(a as T, b as T),
  var: ([x], options) => (x as T).var({ ...options, correction: 0 }),
  ne: ([a, b]) => t.notEqual(a as T, b as T),
  le: ([a, b]) => t.lessEqual(a as T, b as T),
  gt: ([a, b]) => t.greater(a as T, b as T),
  varUnbiased: ([x], options) => t.variance(x as T, options),
  clamp: ([x], { min, max }) => t.clamp(x as T, min, max),
  powNumber: ([x], { exponent }) => t.pow(x as T, exponent),
  reshape: ([x], { shape }) => t.reshape(t.transpose(x as T), shape),
  slice: ([x], { ranges }) => t.slice(x as T, ...ranges),
  index: ([x], { at, axis }) => t.index(x as T, at, axis),
  split: ([x], { size }) => {
    const [a, b] = t.split(x as T, size);
    return t.mul(b as T, a as T);
  },
  pad: ([x], { margins, value }) => t.pad(x as T, margins, value),
  expand: ([x], { shape }) => t.expand(x as T, shape),
  squeeze: ([x], { axis }) => t.squeeze(x as T, axis),
  unsqueeze: ([x], { axis }) => t.unsqueeze(x as T, axis),
  triu: ([x], { diagonal }) => t.triu(x as T, diagonal),
  sortIndices: ([x], options) => t.sort(x as T, options).indices,
  linear: ([x, w, b]) => t.linear(x as T, w as T, b),
  crossEntropyIgnoring: ([x, i], options) => t.crossEntropy(x as T, i as T, options),
  cumsum: ([x], { axis }) => t.cumsum(x as T, axis),
  sort: ([x], options) => t.sort(x as T, options).values,
  topk: ([x], { k, ...options }) => t.topk(x as T, k, options).values,
  transpose: ([x], { axes }) => t.transpose(x as T, axes[0], axes[1]),
  permute: ([x], { axes }) => t.permute(x as T, axes),
  gather: ([x, i], { axis }) => t.gather(x as T, i as T, axis),
  scatterAdd: ([x, i, s], { axis }) => t.scatterAdd(x as T, i as T, s as T, axis),
  concat: (xs, { axis }) => t.concat(xs, axis),
  stack: (xs, { axis }) => t.stack(xs, axis),
  tril: ([x], { diagonal }) => t.tril(x as T, diagonal),
  where: ([c, x, y]) => t.where(c as T, x as T, y as T),
  einsum: (xs, { equation }) => t.einsum(equation, ...xs),
  softmax: ([x], { axis }) => t.softmax(x as T, axis),
  logSoftmax: ([x], { axis }) => t.logSoftmax(x as T, axis),
  layerNorm: ([x, weight, bias], options) => t.layerNorm(x as T, { weight, bias, ...options }),
  rmsNorm: ([x, weight], options) => t.rmsNorm(x as T, { weight, ...options }),
  conv2d: ([x, w, b], options) => t.conv2d(x as T, w as T, b, options),
  maxPool2d: ([x], { size, ...options }) => t.maxPool2d(x as T, size, options),
  attention: ([q, k, v], options) => t.attention(q as T, k as T, v as T, options),
};
const plain = [
  'exp',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'relu',
  'silu',
  'abs',
  'neg',
  'square',
  'log',
  'sqrt',
  'add',
  'sub',
  'mul',
  'maximum',
  'minimum',
  'div',
  'pow',
  'matmul',
  'embedding',
  'crossEntropy',
  'binaryCrossEntropy',
  'rsqrt',
  'sign',
] as const;
for (const name of plain) ops[name] = (xs) => (t[name] as (...xs: T[]) => T)(...xs);
for (const name of ['sum', 'mean', 'max', 'min', 'logSumExp', 'argmax', 'argmin'] as const)
  ops[name] = ([x], options) => t[name](x as T, options);

const load = ({ data, dtype, shape }: Value, as: t.DType = dtype): T =>
  t.tensor(data, { dtype, shape }).to(as) as T;

function compare(got: T, want: Value, tolerance: number): void {
  expect(got.shape).toEqual(want.shape);
  got.toTypedArray().forEach((x, i) => {
    const exact = want.data[i] as number;
    expect(Math.abs(x - exact)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(exact)));
  });
}

describe('agrees with PyTorch', () => {
  for (const [number, c] of (fixtures.cases as unknown as Case[]).entries()) {
    const run = ops[c.op] as (xs: T[], options: Options) => T;
    for (const [dtype, tolerance] of [
      ['float64', 1e-7],
      ['float32', 3e-5],
    ] as const)
      it(`in ${c.op} ${JSON.stringify(c.options)}, case ${number}, ${dtype}`, () => {
        const inputs = c.inputs.map((x) => load(x, x.dtype === 'float64' ? dtype : x.dtype));
        const leaves = inputs.filter((x) => x.dtype === dtype);
        for (const x of leaves) x.requiresGrad = c.gradients !== undefined;
        const y = run(inputs, c.options);
        compare(y, c.output, tolerance);
        if (!c.gradients) return;
        y.backward({ gradient: load(c.dy as Value, dtype) });
        c.gradients.forEach((want, i) => {
          compare(leaves[i]?.grad as T, want, tolerance);
        });
      });
  }
});

interface Run {
  op: 'adamW' | 'sgd';
  options: Options;
  start: Value;
  gradients: Value[];
  after: Value[];
}

describe('optimizers agree with PyTorch', () => {
  for (const { op, options, start, gradients, after } of fixtures.optimizers as unknown as Run[])
    it(`${op} ${JSON.stringify(options)}, eager and captured`, () => {
      for (const captured of [false, true]) {
        const x = load(start, 'float32');
        const dx = t.zeros(x.shape);
        const [first, second, clock] = [t.zeros(x.shape), t.zeros(x.shape), t.adamClock(x)];
        const { lr, betas, eps: epsilon, momentum, nesterov, weight_decay: weightDecay } = options;
        const learningRate = t.tensor([lr]);
        const [beta1, beta2] = betas ?? [];
        const update = (): void => {
          if (op === 'sgd') {
            t.sgd(x, dx, first, { learningRate, momentum, nesterov, weightDecay });
            return;
          }
          t.adamTick(clock, { beta1, beta2 });
          const settings = { learningRate, beta1, beta2, epsilon, weightDecay };
          t.adamW(x, dx, { first, second, clock }, settings);
        };
        const step = captured ? t.capture(update) : update;
        gradients.forEach((g, i) => {
          dx.copyFrom(g.data);
          step();
          compare(x, after[i] as Value, 1e-5);
        });
      }
    });
});
