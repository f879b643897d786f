import { expect, it } from 'vitest';
import { capture, crossEntropy, embedding, type Tensor, tensor, zeros } from '../index.js';

it('indices of a captured step are checked each time it is replayed', () => {
  const table = zeros([3, 2]);
  const look = capture((rows: Tensor) => embedding(table, rows).sum());
  const judge = capture((labels: Tensor) => crossEntropy(zeros([2, 3]), labels, { ignore: -100 }));
  const [good, bad] = [tensor(Int32Array.of(0, 2)), tensor(Int32Array.of(0, 3))];
  for (let i = 0; i < 2; i++) {
    expect(look(good).item()).toBe(0);
    expect(() => look(bad)).toThrow('embedding: indices must lie in [0, 2], got 3.');
    expect(judge(good).item()).toBeCloseTo(Math.log(3), 6);
    expect(() => judge(bad)).toThrow('crossEntropy: indices must lie in [0, 2], got 3.');
    expect(judge(tensor(Int32Array.of(1, -100))).item()).toBeCloseTo(Math.log(3), 6);
  }
});
