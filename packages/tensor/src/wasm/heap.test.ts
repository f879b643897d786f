import { expect, it } from 'vitest';
import { Heap } from './heap.js';

const MIB = 2 ** 20;

it('joins free neighbours and cuts them anew before the memory grows', () => {
  const heap = new Heap(false);
  const small = Array.from({ length: 640 }, () => heap.take(MIB / 16));
  const reserved = heap.memory.buffer.byteLength;
  for (const { ptr, size } of small) heap.give(heap.main, ptr, size);
  const large = Array.from({ length: 9 }, () => heap.take(4 * MIB));
  expect(heap.memory.buffer.byteLength).toBe(reserved);
  const ends = [...large].sort((a, b) => a.ptr - b.ptr);
  for (let i = 1; i < ends.length; i++) {
    const before = ends[i - 1] as { ptr: number; size: number };
    expect(before.ptr + before.size).toBeLessThanOrEqual((ends[i] as { ptr: number }).ptr);
  }
});

it('keeps memory within bounds while the shapes of a long loop change', () => {
  const heap = new Heap(false);
  let state = 1;
  const random = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const held: { ptr: number; size: number }[] = [];
  let most = 0;
  for (let step = 0; step < 10_000; step++) {
    held.push(heap.take(1 + random(MIB)));
    if (held.length > 16) {
      const [gone] = held.splice(random(held.length), 1) as [{ ptr: number; size: number }];
      heap.give(heap.main, gone.ptr, gone.size);
    }
    most = Math.max(most, heap.used);
    const size = 64 * Math.ceil(random(MIB) / 64) + 64;
    const passing = heap.take(size);
    heap.give(heap.main, passing.ptr, passing.size);
  }
  expect(heap.memory.buffer.byteLength).toBeLessThan(4 * most);
});
