import { describe, expect, it } from 'vitest';
import {
  capture,
  generator,
  linear,
  quantize,
  quantizedLinear,
  randn,
  type Tensor,
  tensor,
  zeros,
} from '../index.js';

const random = generator(7);
const gap = (x: Tensor, y: Tensor) => x.sub(y).abs().max().item();

describe('quantize and quantizedLinear', () => {
  it('are exact where every number is a multiple of its scale', () => {
    const w = tensor([
      [127, -5, 0],
      [-254, 2, 4],
    ]);
    const y = quantizedLinear(tensor([[2047, 1, -3]]), quantize(w), tensor([1, -1]));
    expect(y.toArray()).toEqual([[127 * 2047 - 5 + 1, -254 * 2047 + 2 - 12 - 1]]);
  });

  it.each([
    [1, 1, 1],
    [2, 13, 7],
    [1, 64, 64],
    [3, 172, 66],
    [1, 768, 130],
    [0, 4, 4],
  ])(
    '%i rows of %i inputs and %i outputs come close to the whole weights',
    (rows, inputs, outputs) => {
      const [x, w] = [randn([rows, inputs], random), randn([outputs, inputs], random)];
      const bias = randn([outputs], random);
      const [y, exact] = [quantizedLinear(x, quantize(w), bias), linear(x, w.transpose(), bias)];
      expect(y.shape).toEqual([rows, outputs]);
      if (rows === 0) return;
      // a weight is off by at most half of max|w| / 127, an input by half of max|x| / 2047
      const bound = inputs * (0.5 / 127 + 0.5 / 2047) * w.abs().max().item() * x.abs().max().item();
      expect(gap(y, exact)).toBeLessThan(bound);
      expect(gap(y, exact)).toBeLessThan(0.012 * Math.sqrt(inputs) * 3);
    },
  );

  it('give zeros for a row of zeros', () => {
    expect(quantizedLinear(zeros([1, 5]), quantize(zeros([2, 5]))).toArray()).toEqual([[0, 0]]);
  });

  it('can be captured', () => {
    const w = quantize(randn([6, 20], random));
    const step = capture((x: Tensor) => quantizedLinear(x, w));
    for (let i = 0; i < 3; i++) {
      const x = randn([1, 20], random);
      expect(step(x).toTypedArray()).toEqual(quantizedLinear(x, w).toTypedArray());
    }
  });

  it('refuse what is no matrix, and inputs of another size', () => {
    expect(() => quantize(zeros([3]))).toThrow(
      'quantize: w must be a float32 matrix, got float32 [3].',
    );
    expect(() => quantizedLinear(zeros([1, 4]), quantize(zeros([2, 3])))).toThrow(
      'quantizedLinear: inner sizes must agree, got [1, 4] and [2, 3].',
    );
  });
});
