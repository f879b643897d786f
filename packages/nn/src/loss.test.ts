import { tensor, zeros } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import {
  binaryCrossEntropy,
  crossEntropy,
  huber,
  meanAbsoluteError,
  meanSquaredError,
} from './loss.js';

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

describe('settings that have no meaning', () => {
  it.each([-0.1, 1.5, Number.NaN])('crossEntropy refuses a smoothing of %s', (smoothing) => {
    const labels = tensor([0, 2], { dtype: 'int32' });
    expect(() => crossEntropy(zeros([2, 3]), labels, { smoothing })).toThrow(
      new RangeError(`crossEntropy: smoothing must lie in [0, 1], got ${smoothing}.`),
    );
  });

  it.each([0, -1, Number.NaN])('huber refuses a delta of %s', (delta) => {
    expect(() => huber(zeros([2]), zeros([2]), { delta })).toThrow(
      new RangeError(`huber: delta must be above 0, got ${delta}.`),
    );
  });
});
