import { describe, expect, it } from 'vitest';
import * as t from '../src/index.js';

type T = t.Tensor;
const shaped = (...shape: number[]): T => t.zeros(shape) as T;
const whole = (...data: number[]): T => t.tensor(Int32Array.from(data));

/** What is done wrong, and the sentence that says so. */
const rows: [string, () => unknown, string][] = [
  [
    'a product of shapes that do not fit',
    () => t.matmul(shaped(2, 3), shaped(4, 5)),
    'matmul: inner sizes must agree, got [2, 3] · [4, 5].',
  ],
  [
    'a product that a transpose would mend',
    () => t.matmul(shaped(2, 3), shaped(4, 3)),
    'matmul: inner sizes must agree, got [2, 3] · [4, 3]. Transpose the right one.',
  ],
  [
    'a product with a scalar',
    () => t.matmul(shaped(), shaped(2)),
    'matmul: operands need at least one axis, got [] · [2].',
  ],
  [
    'a sum of shapes that do not broadcast',
    () => shaped(2).add(shaped(3)),
    'add: shapes must broadcast (each pair of sizes equal, or one of them 1), got [2] and [3].',
  ],
  [
    'dtypes that differ',
    () => shaped(2).mul(whole(1, 2)),
    "mul: dtypes must agree, got float32 and int32. Convert one with to('float32').",
  ],
  [
    'a fraction for int32',
    () => whole(1).mul(0.5),
    "mul: an int32 tensor takes whole numbers, got 0.5. Convert it with to('float32').",
  ],
  [
    'an index out of range',
    () => t.embedding(shaped(3, 2), whole(0, 3)),
    'embedding: indices must lie in [0, 2], got 3.',
  ],
  [
    'a class out of range',
    () => t.crossEntropy(shaped(1, 2), whole(-1)),
    'crossEntropy: indices must lie in [0, 1], got -1.',
  ],
  [
    'indices that are not whole',
    () => t.gather(shaped(2, 2), shaped(2, 2)),
    'gather: indices must be int32, got float32.',
  ],
  [
    'a negative size',
    () => t.zeros([-1]),
    'zeros: sizes must be whole and not negative, got [-1].',
  ],
  [
    'a fractional size',
    () => t.ones([1.5]),
    'ones: sizes must be whole and not negative, got [1.5].',
  ],
  [
    'a size beyond all memory',
    () => t.full([2 ** 20, 2 ** 20], 0),
    'full: a tensor holds at most 2³⁰ values, since all share 4 GiB, got [1048576, 1048576].',
  ],
  [
    'a ragged array',
    () => t.tensor([[1, 2], [3]]),
    'tensor: rows at depth 1 must have 2 entries each, got 1.',
  ],
  [
    'values that are not numbers',
    () => t.tensor(['a'] as never),
    'tensor: values must be numbers in even rows, got string at depth 1.',
  ],
  [
    'a shape that does not hold the data',
    () => t.tensor([1, 2, 3], { shape: [2] }),
    'tensor: the shape must hold 3 values, got [2].',
  ],
  [
    'a reshape to another size',
    () => shaped(2, 3).reshape(4),
    'reshape: the new shape must hold 6 values, got [2, 3] → [4].',
  ],
  [
    'an axis that is not there',
    () => shaped(2).sum({ axis: 1 }),
    'sum: axis must lie in [-1, 0], got 1.',
  ],
  [
    'a slice beyond the axis',
    () => shaped(2).slice([0, 3]),
    'slice: bounds must lie within an axis of size 2, got 3.',
  ],
  [
    'concat of shapes that differ',
    () => t.concat([shaped(2, 2), shaped(3, 3)]),
    'concat: shapes must agree except along axis 0, got [2, 2] and [3, 3].',
  ],
  ['item of many', () => shaped(2).item(), 'item: needs exactly one value, got shape [2].'],
  [
    'the maximum of nothing',
    () => shaped(0).max(),
    'max: needs at least one value, got shape [0].',
  ],
  [
    'dropout of everything',
    () => t.dropout(shaped(2), 1, t.generator(1)),
    'dropout: p must lie in [0, 1), got 1.',
  ],
  [
    'a seed that is no number',
    () => t.generator(-1),
    'generator: the seed must be a whole number from 0 to 2⁵³ − 1, got -1.',
  ],
  [
    'a window larger than the image',
    () => t.conv2d(shaped(1, 1, 2, 2), shaped(1, 1, 3, 3)),
    'conv2d: the window [3, 3] must fit the padded image, got [1, 1, 2, 2].',
  ],
  [
    'queries longer than their keys',
    () => t.attention(shaped(3, 2), shaped(2, 2), shaped(2, 2)),
    'attention: a causal query must not be longer than its keys, got [3, 2] and [2, 2] and [2, 2].',
  ],
  [
    'an equation without its operand',
    () => t.einsum('ij,jk->ik', shaped(2, 2)),
    "einsum: 'ij,jk->ik' needs 2 operands, got 1.",
  ],
  [
    'backward from many values',
    () => shaped(2).withGrad().mul(1).backward(),
    'backward: needs a scalar, got [2]. Reduce it with sum() or mean(), or pass a gradient.',
  ],
  [
    'backward from nothing',
    () => shaped().backward(),
    'backward: nothing it depends on has requiresGrad, got []. Was it made inside noGrad?',
  ],
];

describe('a clear error meets', () => {
  for (const [what, run, sentence] of rows)
    it(what, () => {
      expect(run).toThrow(sentence);
    });

  it('a freed tensor, naming who freed it', () => {
    const x = t.zeros([2, 3]);
    x.dispose();
    expect(() => x.add(1)).toThrow(
      'tensor: this [2, 3] tensor was freed by dispose(). Read it before, or call keep() on it.',
    );
    expect(x.print()).toBe('tensor [2, 3] (freed)');
  });

  it('a second backward, and a tensor that backward freed', () => {
    const x = t.ones([2]).withGrad();
    const y = x.mul(x);
    const loss = y.sum();
    loss.backward();
    expect(() => loss.backward()).toThrow(
      'backward: the values of this graph were freed by an earlier backward. Pass { retainGraph: true } to the first one.',
    );
    expect(() => y.toArray()).toThrow('was freed by backward');
    const again = x.mul(x).sum();
    again.backward({ retainGraph: true });
    again.backward();
    expect(x.grad?.toArray()).toEqual([6, 6]);
  });

  it('shapes as an error of its own class', () => {
    try {
      shaped(2).add(shaped(3));
    } catch (error) {
      expect(error).toBeInstanceOf(t.ShapeError);
      expect((error as t.ShapeError).shapes).toEqual([[2], [3]]);
    }
    expect.assertions(2);
  });
});
