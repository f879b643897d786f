import { afterEach, describe, expect, it } from 'vitest';
import * as t from '../src/index.js';
import { engine } from '../src/wasm/engine.js';
import { draw, operations, weigh } from './operations.js';

type T = t.Tensor;

const GIB = 2 ** 30;
const { heap } = engine();
const taken: { ptr: number; size: number }[] = [];
/** Takes memory without touching it, so that nothing of it becomes real. */
const occupy = (bytes: number): void => {
  taken.push(heap.take(bytes));
};
afterEach(() => {
  for (const { ptr, size } of taken.splice(0)) heap.give(heap.main, ptr, size);
});

describe('4 GiB of memory', () => {
  it('kernels reach beyond 2 GiB, where addresses look negative', () => {
    occupy(GIB);
    occupy(GIB);
    const random = t.generator(3);
    for (const row of operations)
      t.scope(() => {
        const xs = draw(row, [1, 2, 5, 17], random);
        expect(engine().heap.used).toBeGreaterThan(2 * GIB);
        const list = (y: T | readonly T[]): readonly T[] => (Array.isArray(y) ? y : [y as T]);
        const state = random.state();
        const [y, exact] = [xs, xs.map((x) => (x.dtype === 'int32' ? x : t.to(x, 'float64')))].map(
          (inputs) => {
            random.restore(state);
            return list(row.run(inputs, random));
          },
        ) as [T[], T[]];
        y.forEach((part, i) => {
          const values = exact[i]?.toTypedArray() as Float64Array;
          part.toTypedArray().forEach((v, at) => {
            const w = values[at] as number;
            if (Object.is(v, w)) return;
            expect(Math.abs(v - w), row.name).toBeLessThan(2e-4 * Math.max(1, Math.abs(w)));
          });
        });
        if (!row.smooth) return;
        const floats = xs.filter((x) => x.dtype !== 'int32');
        for (const x of floats) x.requiresGrad = true;
        weigh(row.run(xs, random)).backward();
        for (const x of floats) expect(x.grad?.toTypedArray().some(Number.isNaN)).toBe(false);
      });
    const step = t.capture((x) => t.softmax(t.matmul(x, x)));
    const x = t.randn([9, 9], random) as T;
    expect(step(x).toArray()).toEqual(t.softmax(t.matmul(x, x)).toArray());
    expect(step(x).toArray()).toEqual(t.softmax(t.matmul(x, x)).toArray());
  });

  it('one tensor beyond it is an error, and nothing is lost', () => {
    const before = t.device().memory.used;
    expect(() => t.zeros([2 ** 30])).toThrow(
      /^memory: tensors share 4 GiB, got a request of 4294967296 bytes with \d+ in use and \d+ reserved\. Dispose what is no longer needed\.$/,
    );
    expect(t.device().memory.used).toBe(before);
    expect(t.ones([3]).sum().item()).toBe(3);
  });

  it('many tensors beyond it are an error at the last, and the others live on', () => {
    const x = t.tensor([1, 2, 3]);
    const before = t.device().memory.used;
    const fill = (): void => {
      for (;;) occupy(GIB / 8);
    };
    expect(fill).toThrow(
      /^memory: tensors share 4 GiB, got a request of 134217728 bytes with \d+ in use/,
    );
    expect(taken.length).toBeGreaterThan(7);
    expect(() => t.ones([2 ** 25])).toThrow('memory: tensors share 4 GiB');
    expect(() => t.capture(() => t.ones([2 ** 25]))()).toThrow('memory: tensors share 4 GiB');
    expect(x.mul(2).toArray()).toEqual([2, 4, 6]);
    for (const { ptr, size } of taken.splice(0)) heap.give(heap.main, ptr, size);
    expect(t.device().memory.used - before).toBeLessThan(1000);
    expect(t.rand([2 ** 20], t.generator(1)).shape).toEqual([2 ** 20]);
    expect(
      t
        .capture((y: T) => y.mul(2))(x)
        .toArray(),
    ).toEqual([2, 4, 6]);
  });
});
