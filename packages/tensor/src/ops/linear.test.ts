import { describe, expect, it } from 'vitest';
import { generator, linear, randn, type Tensor, tensor, update } from '../index.js';

const random = generator(9);

describe('linear with a transposed weight', () => {
  it.each([
    [1, 1, 1],
    [1, 64, 64],
    [3, 13, 7],
    [4, 5, 21],
    [5, 8, 3],
    [2, 172, 66],
  ])(
    'agrees for %i rows of %i inputs and %i outputs with the product in float64',
    (rows, inputs, outputs) => {
      const [x, w, b] = [
        randn([rows, inputs], random),
        randn([outputs, inputs], random),
        randn([outputs], random),
      ];
      const exact = linear(x.to('float64'), w.to('float64').transpose(), b.to('float64'));
      const y = linear(x, w.transpose(), b);
      expect(y.to('float64').sub(exact).abs().max().item()).toBeLessThan(1e-5 * Math.sqrt(inputs));
      expect(linear(x, w.transpose()).add(b).sub(y).abs().max().item()).toBeLessThan(1e-5);
    },
  );

  it('gives a gradient that lies as the weight does', () => {
    const [x, w] = [randn([6, 4], random), randn([3, 4], random).withGrad()];
    linear(x, w.transpose()).square().sum().backward();
    const y = linear(x, w.detach().transpose());
    const expected = y.transpose().matmul(x).mul(2);
    const grad = w.grad as Tensor;
    expect(grad.shape).toEqual([3, 4]);
    expect(grad.sub(expected).abs().max().item()).toBeLessThan(1e-4);
  });
});

it.each([
  [300, 40],
  [4000, 3],
])('a column of %i results agrees with float64, bias and gradients too', (rows, inputs) => {
  const inputsOf = (dtype: 'float32' | 'float64'): Tensor[] => {
    const draw = generator(4);
    return [[rows, inputs], [inputs, 1], [1]].map((shape) =>
      randn(shape, draw).to(dtype).withGrad(),
    );
  };
  const [fast, exact] = (['float32', 'float64'] as const).map((dtype) => {
    const [x, w, b] = inputsOf(dtype) as [Tensor, Tensor, Tensor];
    const y = linear(x, w, b).keep();
    y.square().sum().backward();
    return [y, x.grad, w.grad, b.grad] as Tensor[];
  }) as [Tensor[], Tensor[]];
  fast.forEach((y, i) => {
    const wanted = exact[i] as Tensor;
    const scale = wanted.abs().max().item();
    expect(y.to('float64').sub(wanted).abs().max().item()).toBeLessThan(2e-5 * scale);
  });
});

describe('update', () => {
  it('writes what a formula gives into all its targets at once, in float32 and float64', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const [w, g, m] = [
        tensor([1, 2, 3], { dtype }),
        tensor([4, 5, 6], { dtype }),
        tensor([0, 1, 0], { dtype }),
      ];
      update(
        'test',
        (l, [a, b, c, rate], [two]) => [
          l.sub(a as never, l.mul(rate as never, b as never)),
          l.madd(two as never, c as never, b as never),
        ],
        [w, m],
        [w, g, m],
        [[tensor([9, 0.5]).to(dtype), 1]],
        [2],
      );
      expect(w.toArray()).toEqual([-1, -0.5, 0]);
      expect(m.toArray()).toEqual([4, 7, 6]);
    }
  });

  it('touches nothing beyond a part of a larger tensor', () => {
    const all = tensor([1, 2, 3, 4, 5, 6, 7]);
    const part = all.slice([2, 5]);
    update(
      'halve',
      (l, [w, g]) => [l.sub(w as never, g as never)],
      [part],
      [part, tensor([1, 1, 1])],
      [],
      [],
    );
    expect(all.toArray()).toEqual([1, 2, 2, 3, 4, 6, 7]);
  });
});
