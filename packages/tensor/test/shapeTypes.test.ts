import { expect, expectTypeOf, it } from 'vitest';
import {
  add,
  concat,
  generator,
  matmul,
  randn,
  reshape,
  type Tensor,
  tensor,
  zeros,
} from '../src/index.js';

// The compiler is the test: a line that should not compile says so, and fails the type check if it does.

it('knows the shapes of products and refuses those that do not fit', () => {
  const a = zeros([2, 3]);
  const b = zeros([3, 4]);
  expectTypeOf(matmul(a, b)).toEqualTypeOf<Tensor<readonly [2, 4]>>();
  expectTypeOf(a.matmul(b)).toEqualTypeOf<Tensor<readonly [2, 4]>>();
  expectTypeOf(zeros([5, 2, 3]).matmul(b)).toEqualTypeOf<Tensor<readonly [5, 2, 4]>>();
  expectTypeOf(b.transpose()).toEqualTypeOf<Tensor<readonly [4, 3]>>();
  // @ts-expect-error inner sizes 4 and 2
  expect(() => matmul(b, a)).toThrow('inner sizes must agree');
  // @ts-expect-error the same as a method
  expect(() => b.matmul(a)).toThrow('inner sizes must agree');
});

it('knows the shapes of sums and refuses those that do not broadcast', () => {
  const a = zeros([2, 3]);
  expectTypeOf(a.add(zeros([3]))).toEqualTypeOf<Tensor<readonly [2, 3]>>();
  expectTypeOf(add(zeros([2, 1]), zeros([1, 4]))).toEqualTypeOf<Tensor<readonly [2, 4]>>();
  expectTypeOf(a.mul(2)).toEqualTypeOf<Tensor<readonly [2, 3]>>();
  // @ts-expect-error 3 and 4 do not meet
  expect(() => a.add(zeros([4]))).toThrow('shapes must broadcast');
  // @ts-expect-error nor do they here
  expect(() => add(a, zeros([2, 4]))).toThrow('shapes must broadcast');
});

it('refuses to join shapes that differ elsewhere', () => {
  const [a, b, c] = [zeros([2, 3]), zeros([4, 3]), zeros([2, 5])];
  expect(concat([a, b]).shape).toEqual([6, 3]);
  expect(concat([a, c, a], 1).shape).toEqual([2, 11]);
  expect(concat([a, c], -1).shape).toEqual([2, 8]);
  // @ts-expect-error 3 and 5 differ
  expect(() => concat([a, c])).toThrow('shapes must agree except along axis 0');
  // @ts-expect-error 2 and 4 differ, in the third
  expect(() => concat([a, c, b], 1)).toThrow('shapes must agree except along axis 1');
  // @ts-expect-error ranks differ
  expect(() => concat([a, zeros([2])])).toThrow('shapes must agree except along axis 0');
});

it('refuses a new shape that visibly holds another number of values', () => {
  const a = zeros([2, 3]);
  expect(a.reshape(3, 2).shape).toEqual([3, 2]);
  expect(a.reshape(6).shape).toEqual([6]);
  expect(a.reshape(1, 3, 1, 2).shape).toEqual([1, 3, 1, 2]);
  expect(a.reshape(-1).shape).toEqual([6]);
  expect(a.reshape(2, -1).shape).toEqual([2, 3]);
  expect(a.reshape([3, 2]).shape).toEqual([3, 2]);
  expect(reshape(zeros([8, 64, 3]), [64, 24]).shape).toEqual([64, 24]);
  expect(zeros([1, 1]).reshape().shape).toEqual([]);
  // @ts-expect-error 3 and 4 differ
  expect(() => a.reshape(4, 2)).toThrow('the new shape must hold 6 values');
  // @ts-expect-error 2 · 3 · 2
  expect(() => a.reshape(2, 3, 2)).toThrow('the new shape must hold 6 values');
  // @ts-expect-error 3 is missing
  expect(() => reshape(a, [2])).toThrow('the new shape must hold 6 values');
  // @ts-expect-error one value is not two
  expect(() => zeros([]).reshape(2)).toThrow('the new shape must hold 1 values');
});

it('stays out of the way where shapes are not known', () => {
  const n: number = 3;
  const dynamic: Tensor = tensor([[1, 2, 3]]);
  expectTypeOf(matmul(dynamic, zeros([3, 2]))).toExtend<Tensor>();
  expectTypeOf(matmul(zeros([2, n]), zeros([3, 4]))).toEqualTypeOf<Tensor<readonly [2, 4]>>();
  expectTypeOf(dynamic.add(zeros([1, n]))).toExtend<Tensor>();
  const list: Tensor[] = [dynamic, zeros([2, 3])];
  expect(concat(list).shape).toEqual([3, 3]);
  expect(concat([dynamic, zeros([n, 3])], n - 3).shape).toEqual([4, 3]);
  let grown: Tensor = zeros([2, 3]);
  grown = grown.reshape(3, 2).add(1);
  expect(grown.shape).toEqual([3, 2]);
  const known: Tensor = randn([2, 3], generator(1));
  expect(known.shape).toEqual([2, 3]);
});
