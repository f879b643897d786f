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
  cumsum: ([x], { axis }) => t.cumsum(x as T, axis),
  sort: ([x], options) => t.sort(x as T, options).values,
  topk: ([x], { k }) => t.topk(x as T, k).values,
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
