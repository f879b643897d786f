import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as t from '../src/index.js';
import { trainingDigest, trainingStep } from './trainingStep.js';

describe('a training step', () => {
  let eager: string;
  beforeAll(() => {
    eager = trainingDigest(t, { captured: false, steps: 5 });
  });
  afterAll(() => t.init({ threads: 1, fused: true }));

  it('gives the same bits again', () => {
    expect(trainingDigest(t, { captured: false, steps: 5 })).toBe(eager);
  });

  it('gives the same bits captured as eager', () => {
    expect(trainingDigest(t, { captured: true, steps: 5 })).toBe(eager);
  });

  it('gives the same bits on one, two and three threads', async () => {
    for (const threads of [2, 3]) {
      const found = await t.init({ threads });
      expect(found.notes).toEqual([]);
      expect(found.threads).toBe(threads);
      expect(trainingDigest(t, { captured: true, steps: 5 })).toBe(eager);
      expect(trainingDigest(t, { captured: false, steps: 5 })).toBe(eager);
    }
    expect((await t.init({ threads: 1 })).threads).toBe(1);
  });

  it('keeps memory flat over many steps, eager and captured', () => {
    const { step } = trainingStep(t);
    const run = t.capture(trainingStep(t).step);
    const eagerStep = (): number => t.scope(step).item();
    for (let i = 0; i < 3; i++) {
      run();
      t.scope(() => step().item());
    }
    const before = t.device().memory;
    for (let i = 0; i < 30; i++) {
      run();
      t.scope(() => step().item());
    }
    expect(t.device().memory).toEqual(before);
    expect(eagerStep()).toBeGreaterThan(0);
  });

  it('needs no bookkeeping: a bare loop leaves one number per step', () => {
    const { step } = trainingStep(t);
    for (let i = 0; i < 3; i++) step();
    const before = t.device().memory.used;
    for (let i = 0; i < 20; i++) step();
    expect(t.device().memory.used - before).toBeLessThanOrEqual(20 * 64);
  });
});

describe('capture', () => {
  it('copies its arguments and refuses another shape', () => {
    const double = t.capture((x) => t.mul(x, 2));
    expect(double(t.tensor([1, 2])).toArray()).toEqual([2, 4]);
    expect(double(t.tensor([5, 6])).toArray()).toEqual([10, 12]);
    expect(() => double(t.tensor([1, 2, 3]))).toThrow(
      'capture: argument 0 was captured as float32 [2], got float32 [3]. Capture another step for it.',
    );
  });

  it('draws new random numbers at each replay, the same as eager would', () => {
    const [g, h] = [t.generator(3), t.generator(3)];
    const draw = t.capture(() => t.rand([5], g));
    const ones = [0, 1, 2].map(() => draw().toArray());
    const others = [0, 1, 2].map(() => t.rand([5], h).toArray());
    expect(ones).toEqual(others);
    expect(g.state()).toEqual(h.state());
  });

  it('draws the same numbers at each replay from a generator made in the step', () => {
    const draw = t.capture(() => t.rand([5], t.generator(3)));
    const expected = t.rand([5], t.generator(3)).toArray();
    expect([0, 1, 2].map(() => draw().toArray())).toEqual([expected, expected, expected]);
  });

  it('refuses to read values while it captures', () => {
    const step = t.capture((x) => t.mul(x, t.sum(x).item()));
    expect(() => step(t.ones([2]))).toThrow(
      'toArray: values cannot be read while a step is being captured. Return the tensor and read it outside.',
    );
  });

  it('does float64 and rare ops too, in JavaScript between the kernels', () => {
    const step = t.capture((x) => t.add(t.cumsum(t.exp(x)), x));
    const x = t.tensor([1, 2, 3]);
    const first = step(x).toArray();
    expect(step(x).toArray()).toEqual(first);
    expect(step(t.tensor([0, 0, 0])).toArray()).toEqual([1, 2, 3]);
  });

  it('refuses another dtype, another number of arguments, and what is no tensor', () => {
    const double = t.capture((...xs: t.Tensor[]) => t.mul(xs[0] as t.Tensor, 2));
    double(t.tensor([1, 2]));
    expect(() => double(t.tensor(Int32Array.of(1, 2)))).toThrow(
      'capture: argument 0 was captured as float32 [2], got int32 [2]. Capture another step for it.',
    );
    expect(() => double()).toThrow('capture: this step takes 1 tensors, got 0.');
    expect(() => double(5 as never)).toThrow(
      'capture: argument 0 was captured as float32 [2], got number. Capture another step for it.',
    );
    double.dispose();
    expect(() => double(t.tensor([1, 2]))).toThrow('capture: this step was disposed.');
  });

  describe('checks indices at every replay, before anything is written', () => {
    const table = t.tensor([[1, 2], [3, 4], [5, 6]]); // biome-ignore format: a table
    const whole = (...data: number[]): t.Tensor => t.tensor(Int32Array.from(data));
    const rows: [string, (i: t.Tensor) => t.Tensor, string][] = [
      ['embedding', (i) => t.embedding(table, i), 'embedding: indices must lie in [0, 2], got 3.'],
      [
        'every second index of an embedding',
        (i) => t.embedding(table, i.reshape(1, 2).transpose().index(1)),
        'embedding: indices must lie in [0, 2], got 3.',
      ],
      [
        'gather',
        (i) => t.gather(table, i.reshape(1, 2), 0),
        'gather: indices must lie in [0, 2], got 3.',
      ],
      [
        'scatterAdd',
        (i) => t.scatterAdd(table, i.reshape(1, 2), t.ones([1, 2]), 0),
        'scatterAdd: indices must lie in [0, 2], got 3.',
      ],
      [
        'crossEntropy',
        (i) => t.crossEntropy(table.transpose(), i),
        'crossEntropy: indices must lie in [0, 2], got 3.',
      ],
      [
        'rotary',
        (i) =>
          t.rotary(t.ones([1, 1, 4]), { cos: table, sin: table, start: i.slice([1, 2]).clone() }),
        'rotary: places must lie in [0, 3), got 3 to 3.',
      ],
    ];
    for (const [name, run, message] of rows)
      it(name, () => {
        const written = t.zeros([1]);
        const step = t.capture((i: t.Tensor) => {
          written.copyFrom(written.add(1));
          return run(i);
        });
        const first = step(whole(0, 1)).toArray();
        expect(() => step(whole(0, 3))).toThrow(new RangeError(message));
        // a place that the step computes for itself is known only where it is used
        if (name !== 'rotary') expect(written.item()).toBe(1);
        expect(step(whole(0, 1)).toArray()).toEqual(first);
      });

    it('cachedAttention', () => {
      const cache = {
        keys: t.zeros([1, 1, 2, 16]),
        values: t.zeros([1, 1, 16, 2]),
        start: whole(0),
      };
      const step = t.capture((x: t.Tensor) => t.cachedAttention(x, x, x, cache));
      const x = t.ones([1, 1, 1, 2]);
      step(x);
      cache.start.copyFrom([16]);
      expect(() => step(x)).toThrow(
        'cachedAttention: the cache has 16 places, got 16 filled and 1 new.',
      );
    });
  });

  it('uses memory again within the step', () => {
    const x = t.ones([250_000]);
    const before = t.device().memory.reserved;
    const step = t.capture(() => {
      let y = x.mul(1);
      for (let i = 0; i < 50; i++) {
        const next = y.add(1);
        y.dispose();
        y = next;
      }
      return y;
    });
    expect(step().mean().item()).toBe(51);
    x.copyFrom(x.add(1));
    expect(step().mean().item()).toBe(52);
    expect(t.device().memory.reserved - before).toBeLessThan(30_000_000);
    step.dispose();
  });

  it('that fails leaves memory as it was', () => {
    const x = t.ones([100]);
    const wrong = t.capture((y: t.Tensor) => t.matmul(y.mul(2).reshape(10, 10), t.ones([3, 3])));
    const before = t.device().memory.used;
    expect(() => wrong(x)).toThrow('matmul: inner sizes must agree');
    expect(t.device().memory.used).toBe(before);
    expect(
      t
        .capture((y: t.Tensor) => y.mul(2))(x)
        .sum()
        .item(),
    ).toBe(200);
  });
});
