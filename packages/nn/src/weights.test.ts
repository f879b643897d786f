import { tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { type ArrayData, arraysOf, loadArrays } from './weights.js';

const tensors = new Map([
  ['a', tensor([1, 2])],
  ['b', tensor(Int32Array.of(3))],
]);

/** The arrays of `tensors`, with one of them replaced, added or (without an array) left out. */
function arrays(name: string, array?: ArrayData): Map<string, ArrayData> {
  const all = arraysOf(tensors);
  all.get('a')?.data.fill(9);
  if (array) all.set(name, array);
  else all.delete(name);
  return all;
}

describe('loadArrays', () => {
  it.each([
    ['b', undefined, 'test: every weight must be there, got none named b.'],
    [
      'b',
      { dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) },
      'test: b must have shape [1], got [2].',
    ],
    [
      'b',
      { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
      'test: b must be int32, got float32.',
    ],
    [
      'c',
      { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
      'test: only weights of the model have a place, got c.',
    ],
  ] as [string, ArrayData | undefined, string][])(
    'refuses %s as %o and changes nothing',
    (name, array, message) => {
      expect(() => loadArrays('test', tensors, arrays(name, array))).toThrow(message);
      expect(tensors.get('a')?.toArray()).toEqual([1, 2]);
    },
  );

  it('gives back what arraysOf took', () => {
    const saved = arraysOf(tensors);
    tensors.get('a')?.fill(0);
    loadArrays('test', tensors, saved);
    expect(tensors.get('a')?.toArray()).toEqual([1, 2]);
  });
});
