import { zeros } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { binaryCrossEntropy, huber, meanAbsoluteError, meanSquaredError } from './loss.js';

describe('losses of one number for each of another', () => {
  it.each([
    ['meanSquaredError', meanSquaredError],
    ['meanAbsoluteError', meanAbsoluteError],
    ['huber', huber],
    ['binaryCrossEntropy', binaryCrossEntropy],
  ])('%s refuses shapes that would be repeated against each other', (op, loss) => {
    expect(() => loss(zeros([4, 1]), zeros([4]))).toThrow(
      new RangeError(
        `${op}: x and target must have one shape, got [4, 1] and [4]. Reshape or expand one of them.`,
      ),
    );
    expect(loss(zeros([4, 1]), zeros([4, 1])).shape).toEqual([]);
  });
});
