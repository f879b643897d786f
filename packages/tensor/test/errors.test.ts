import { describe, expect, it } from 'vitest';
import * as t from '../src/index.js';

type T = t.Tensor;
const shaped = (...shape: number[]): T => t.zeros(shape) as T;
const random = t.generator(1);
const leaf = shaped(2).withGrad();
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
    "mul: an int32 tensor takes whole numbers of 32 bits, got 0.5. Convert it with to('float32').",
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
    () => t.dropout(shaped(2), 1, random),
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
    () => leaf.mul(1).backward(),
    'backward: needs a scalar, got [2]. Reduce it with sum() or mean(), or pass a gradient.',
  ],
  [
    'backward from nothing',
    () => shaped().backward(),
    'backward: nothing it depends on has requiresGrad, got []. Was it made inside noGrad?',
  ],
  // whole numbers and dtypes
  [
    'a function that bends, of whole numbers',
    () => whole(1).exp(),
    "exp: takes float32 or float64, got int32. Convert it with to('float32').",
  ],
  [
    'a quotient of whole numbers',
    () => whole(1).div(whole(2)),
    "div: takes float32 or float64, got int32. Convert it with to('float32').",
  ],
  [
    'softmax of whole numbers',
    () => whole(1, 2).softmax(),
    "softmax: takes float32 or float64, got int32. Convert it with to('float32').",
  ],
  [
    'variance of whole numbers',
    () => whole(1, 2).var(),
    "var: takes float32 or float64, got int32. Convert it with to('float32').",
  ],
  [
    'layerNorm of whole numbers',
    () => t.layerNorm(whole(1, 2)),
    "layerNorm: takes float32 or float64, got int32. Convert it with to('float32').",
  ],
  [
    'attention of two dtypes',
    () => t.attention(shaped(2, 2), shaped(2, 2), shaped(2, 2).to('float64')),
    "attention: dtypes must agree, got float32 and float64. Convert one with to('float32').",
  ],
  [
    'int32 from a fraction',
    () => t.tensor([0.5], { dtype: 'int32' }),
    'tensor: int32 takes whole numbers of 32 bits, got 0.5.',
  ],
  [
    'int32 from what 32 bits do not hold',
    () => t.tensor([3e9], { dtype: 'int32' }),
    'tensor: int32 takes whole numbers of 32 bits, got 3000000000.',
  ],
  [
    'a copy of what 32 bits do not hold',
    () => whole(1).copyFrom([-3e9]),
    'copyFrom: an int32 tensor takes whole numbers of 32 bits, got -3000000000.',
  ],
  [
    'int32 full of a fraction',
    () => t.full([2], 0.5, { dtype: 'int32' }),
    "full: an int32 tensor takes whole numbers of 32 bits, got 0.5. Convert it with to('float32').",
  ],
  [
    'int32 filled with a fraction',
    () => whole(1).fill(0.5),
    "fill: an int32 tensor takes whole numbers of 32 bits, got 0.5. Convert it with to('float32').",
  ],
  [
    'int32 padded with a fraction',
    () => whole(1).pad([[0, 1]], 0.5),
    "pad: an int32 tensor takes whole numbers of 32 bits, got 0.5. Convert it with to('float32').",
  ],
  [
    'targets that are not whole',
    () => t.crossEntropy(shaped(1, 2), shaped(1)),
    'crossEntropy: targets must be int32 class indices, got float32.',
  ],
  [
    'a source of another dtype',
    () =>
      t.scatterAdd(
        shaped(2, 2),
        t.tensor(Int32Array.of(0, 0), { shape: [2, 1] }),
        whole(1, 1).reshape(2, 1),
        1,
      ),
    'scatterAdd: dtypes must agree, got float32 and int32.',
  ],
  [
    'a copy of another dtype',
    () => shaped(2).copyFrom(whole(1, 2)),
    "copyFrom: dtypes must agree, got float32 and int32. Convert one with to('float32').",
  ],
  // sizes
  [
    'a negative size of rand',
    () => t.rand([-2], random),
    'rand: sizes must be whole and not negative, got [-2].',
  ],
  [
    'a fractional size of randn',
    () => t.randn([0.5], random),
    'randn: sizes must be whole and not negative, got [0.5].',
  ],
  [
    'a size that is not a number',
    () => t.zeros([Number.NaN]),
    'zeros: sizes must be whole and not negative, got [NaN].',
  ],
  ['a fractional eye', () => t.eye(1.5), 'eye: sizes must be whole and not negative, got [1.5].'],
  [
    'an endless range',
    () => t.arange(0, Number.POSITIVE_INFINITY),
    'arange: bounds must be finite and the step not 0, got 0, Infinity, 1.',
  ],
  [
    'a range that stands still',
    () => t.arange(0, 1, 0),
    'arange: bounds must be finite and the step not 0, got 0, 1, 0.',
  ],
  [
    'a range beyond all memory',
    () => t.arange(0, 1e12),
    'arange: a tensor holds at most 2³⁰ values, since all share 4 GiB, got [1000000000000].',
  ],
  [
    'a fractional count',
    () => t.linspace(0, 1, 1.5),
    'linspace: sizes must be whole and not negative, got [1.5].',
  ],
  [
    'an expanded size that is no size',
    () => shaped(1).expand(-1),
    'expand: sizes must be whole and not negative, got [-1].',
  ],
  [
    'a row too deep',
    () =>
      t.tensor([
        [1, 2],
        [3, [4]],
      ] as never),
    'tensor: values must be numbers in even rows, got an array at depth 2.',
  ],
  [
    'a row too shallow',
    () => t.tensor([[1, 2], 3] as never),
    'tensor: rows at depth 1 must have 2 entries each, got number.',
  ],
  // shapes
  [
    'an expand of sizes other than 1',
    () => shaped(2).expand(3),
    'expand: only sizes of 1 stretch, got [2] → [3].',
  ],
  [
    'a permutation with an axis twice',
    () => shaped(2, 3).permute(0, 0),
    'permute: each of the 2 axes must be named once, got [0, 0].',
  ],
  [
    'squeeze of a size other than 1',
    () => shaped(2).squeeze(0),
    'squeeze: axis 0 must have size 1, got [2].',
  ],
  [
    'too many ranges',
    () => shaped(2).slice(null, null),
    'slice: at most 1 ranges fit shape [2], got 2.',
  ],
  [
    'a range that ends before it starts',
    () => shaped(4).slice([3, 1]),
    'slice: a range must not end before it starts, got [3, 1).',
  ],
  [
    'a fractional bound',
    () => shaped(4).slice([0.5]),
    'slice: bounds must lie within an axis of size 4, got 0.5.',
  ],
  [
    'an index beyond the axis',
    () => shaped(4).index(4),
    'index: index must lie in [-4, 3], got 4.',
  ],
  ['concat of nothing', () => t.concat([]), 'concat: needs at least one tensor, got none.'],
  [
    'stack of shapes that differ',
    () => t.stack([shaped(2), shaped(3)]),
    'stack: shapes must be equal, got [2] and [3].',
  ],
  [
    'split into pieces of no size',
    () => shaped(4).split(0),
    'split: the size of a piece must be whole and positive, got 0.',
  ],
  [
    'split into too much',
    () => shaped(4).split([2, 3]),
    'split: sizes must add up to 4, got [2, 3].',
  ],
  [
    'split into a negative piece',
    () => shaped(4).split([5, -1]),
    'split: sizes must be whole and not negative, got [5, -1].',
  ],
  [
    'negative margins',
    () => shaped(4).pad([[-1, 0]]),
    'pad: needs 1 pairs of whole sizes, not negative, got [[-1,0]].',
  ],
  [
    'where of shapes that do not broadcast',
    () => t.where(shaped(2), shaped(3), 0),
    'where: shapes must broadcast (each pair of sizes equal, or one of them 1), got [2] and [3].',
  ],
  [
    'a triangle of a vector',
    () => shaped(3).tril(),
    'tril: needs at least two axes, got shape [3].',
  ],
  [
    'more largest values than there are',
    () => shaped(3).topk(4),
    'topk: k must lie in [0, 3], got 4.',
  ],
  [
    'argmax of nothing',
    () => shaped(0).argmax(),
    'argmax: needs at least one value, got shape [0].',
  ],
  [
    'gather of sizes that differ',
    () => t.gather(shaped(2, 3), t.zeros([3, 1], { dtype: 'int32' }), 1),
    'gather: sizes must agree except along axis 1, got [2, 3] and [3, 1].',
  ],
  [
    'scatterAdd of sizes that differ',
    () => t.scatterAdd(shaped(2, 3), t.zeros([2, 1], { dtype: 'int32' }), shaped(2, 2), 1),
    'scatterAdd: indices and source must agree with each other, and with x except along axis 1, got [2, 3] and [2, 1] and [2, 2].',
  ],
  [
    'an index to gather out of range',
    () => t.gather(shaped(2), whole(-1)),
    'gather: indices must lie in [0, 1], got -1.',
  ],
  [
    'an index to scatter out of range',
    () => t.scatterAdd(shaped(2), whole(2), shaped(1)),
    'scatterAdd: indices must lie in [0, 1], got 2.',
  ],
  [
    'an embedding in a vector',
    () => t.embedding(shaped(3), whole(0)),
    'embedding: the table must have shape [vocab, channels], got [3].',
  ],
  [
    'a linear layer of other width',
    () => t.linear(shaped(2, 3), shaped(4, 5)),
    'linear: inner sizes must agree, got [2, 3] · [4, 5].',
  ],
  [
    'a bias of other width',
    () => t.linear(shaped(2, 3), shaped(3, 5), shaped(4)),
    'linear: bias must have shape [5], got [4].',
  ],
  [
    'a weight of other width',
    () => t.rmsNorm(shaped(2, 3), { weight: shaped(2) }),
    'rmsNorm: weight and bias must match the last axis, got [2, 3] and [2].',
  ],
  [
    'targets of another shape',
    () => t.crossEntropy(shaped(2, 3), whole(0)),
    'crossEntropy: logits [..., classes] need targets [...], got [2, 3] and [1].',
  ],
  [
    'answers of another shape',
    () => t.binaryCrossEntropy(shaped(2), shaped(3)),
    'binaryCrossEntropy: logits and targets must have one shape, got [2] and [3].',
  ],
  [
    'an image without channels',
    () => t.conv2d(shaped(4, 4), shaped(1, 1, 2, 2)),
    'conv2d: x [batch, channels, height, width] needs weight [out, channels, height, width], got [4, 4] and [1, 1, 2, 2].',
  ],
  [
    'a stride of nothing',
    () => t.maxPool2d(shaped(1, 1, 4, 4), 2, { stride: 0 }),
    'maxPool2d: stride must be whole and at least 1, got 0.',
  ],
  [
    'a pool over a matrix',
    () => t.maxPool2d(shaped(4, 4), 2),
    'maxPool2d: x must have shape [batch, channels, height, width], got [4, 4].',
  ],
  [
    'keys and values that differ',
    () => t.attention(shaped(2, 2), shaped(3, 2), shaped(2, 2)),
    'attention: q and k must agree in channels, k and v in time, got [2, 2] and [3, 2] and [2, 2].',
  ],
  [
    'an equation of other axes',
    () => t.einsum('ijk->i', shaped(2, 2)),
    "einsum: 'ijk' needs 3 axes, got [2, 2].",
  ],
  [
    'a letter of two sizes',
    () => t.einsum('ij,jk->ik', shaped(2, 2), shaped(3, 2)),
    "einsum: the axes named 'j' must have one size, got [2, 2] and [3, 2].",
  ],
  // gradients and steps
  [
    'a gradient of another shape',
    () => leaf.mul(1).backward({ gradient: shaped(3) }),
    'backward: the gradient must have shape [2], got [3].',
  ],
  [
    'a function without a tensor',
    () => t.valueAndGrad((_: T) => 1 as never)(shaped(1)),
    'valueAndGrad: the function must return a tensor, got number.',
  ],
  [
    'a step within a step',
    () => t.capture(() => t.capture(() => shaped(1))())(),
    'capture: a step is being captured already. Capture the outer one alone.',
  ],
  [
    'an array written in a step',
    () => t.capture(() => shaped(1).copyFrom([1]))(),
    'copyFrom: an array would be written once and not at each replay of a captured step. Write before the step, or copy from a tensor.',
  ],
  [
    'an array of another size',
    () => shaped(2).copyFrom([1]),
    'copyFrom: needs 2 values for shape [2], got 1.',
  ],
  [
    'a source that does not broadcast',
    () => shaped(2).copyFrom(shaped(3)),
    'copyFrom: the source must broadcast to the target, got [3] → [2].',
  ],
  [
    'an array written to a view',
    () => shaped(2, 3).transpose().copyFrom([1, 2, 3, 4, 5, 6]),
    'copyFrom: an array can only be written to a dense tensor, got [3, 2].',
  ],
  [
    'a number drawn in a step',
    () => t.capture(() => shaped(1).mul(random.uniform()))(),
    'generator: uniform() would give the same number in every replay of a captured step. Draw before the step, or use rand().',
  ],
];

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

describe('a clear error meets', () => {
  for (const [what, run, sentence] of rows)
    it(what, () => {
      const before = t.device().memory.used;
      expect(messageOf(() => t.scope(run as () => void))).toBe(sentence);
      expect(t.device().memory.used).toBe(before);
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
