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
});
