import { describe, expect, it } from 'vitest';
import {
  checkGradients,
  generator,
  type RotaryAngles,
  randn,
  rotary,
  type Tensor,
  tensor,
} from '../index.js';

const random = generator(3);

function angles(context: number, half: number, start: number): RotaryAngles {
  const turn = (f: (x: number) => number) =>
    tensor(
      Float32Array.from({ length: context * half }, (_, at) =>
        f(Math.floor(at / half) / 100 ** ((at % half) / half)),
      ),
      { shape: [context, half] },
    );
  return { cos: turn(Math.cos), sin: turn(Math.sin), start: tensor(Int32Array.of(start)) };
}

const close = (x: Tensor, y: Tensor) => x.sub(y).abs().max().item();

describe('rotary', () => {
  it('turns each pair by the angle of its place', () => {
    // pairs (1, 3) and (2, 4) at place 1: angles 1 and 1/10
    const y = rotary(tensor([[[[1, 2, 3, 4]]]]), angles(2, 2, 1)).toTypedArray();
    const expected = [
      Math.cos(1) - 3 * Math.sin(1),
      2 * Math.cos(0.1) - 4 * Math.sin(0.1),
      3 * Math.cos(1) + Math.sin(1),
      4 * Math.cos(0.1) + 2 * Math.sin(0.1),
    ];
    for (const [i, x] of expected.entries()) expect(y[i]).toBeCloseTo(x, 6);
  });

  it('leaves products of queries and keys to their distance', () => {
    const [q, k] = [randn([1, 1, 1, 6], random), randn([1, 1, 1, 6], random)];
    const product = (p: number, r: number) =>
      rotary(q, angles(20, 3, p))
        .mul(rotary(k, angles(20, 3, r)))
        .sum()
        .item();
    expect(product(11, 4)).toBeCloseTo(product(8, 1), 4);
  });

  it.each([1, 2, 3, 4, 5, 8, 11])('agrees with its slow twin for %i pairs', (half) => {
    for (const shape of [
      [1, 1, 1],
      [2, 3, 2],
      [0, 2, 1],
    ] as const) {
      const x = randn([...shape, 2 * half], random);
      const table = angles(9, half, 5);
      const slow = rotary(x.to('float64'), table).to('float32');
      expect(x.size === 0 ? 0 : close(rotary(x, table), slow)).toBeLessThan(1e-6);
    }
  });

  it('has the gradient that turns back', () => {
    const report = checkGradients(
      (x) =>
        rotary(x, angles(5, 3, 1))
          .square()
          .mul(tensor([1, 2, 3, 4, 5, 6]).to('float64'))
          .sum(),
      [randn([2, 3, 2, 6], random)],
    );
    expect(report.ok, report.message).toBe(true);
    const x = randn([2, 3, 2, 6], random).withGrad();
    rotary(x, angles(5, 3, 1))
      .square()
      .sum()
      .backward();
    expect(close(x.grad as Tensor, x.mul(2))).toBeLessThan(1e-5);
  });

  it('refuses odd channels, other tables and places beyond the table', () => {
    expect(() => rotary(randn([1, 1, 1, 3], random), angles(2, 1, 0))).toThrow(
      'rotary: x must be [..., time, heads, channels], channels even, got [1, 1, 1, 3].',
    );
    expect(() => rotary(randn([1, 1, 1, 4], random), angles(2, 1, 0))).toThrow(
      'rotary: tables must be [context, channels / 2], got [1, 1, 1, 4] and [2, 1].',
    );
    expect(() => rotary(randn([1, 3, 1, 2], random), angles(2, 1, 0))).toThrow(
      'rotary: places must lie in [0, 2), got 0 to 2.',
    );
    const table = { ...angles(2, 1, 0), start: tensor([0]) };
    expect(() => rotary(randn([1, 1, 1, 2], random), table)).toThrow(
      'rotary: start must be one int32, got float32 [1].',
    );
  });
});
