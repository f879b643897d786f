import { describe, expect, it } from 'vitest';
import { constant, cosine, linear, oneCycle } from './schedule.js';

describe('schedules', () => {
  it('constant never changes', () => {
    expect([0, 5, 1e9].map(constant(0.1))).toEqual([0.1, 0.1, 0.1]);
  });

  it('cosine rises in a line, falls along half a cosine and stays at its floor', () => {
    const rate = cosine({ peak: 2, steps: 104, warmup: 4, floor: 1 });
    expect([0, 1, 2, 3, 4].map(rate)).toEqual([0.5, 1, 1.5, 2, 2]);
    expect(rate(54)).toBeCloseTo(1.5, 12);
    expect(rate(29)).toBeCloseTo(1 + (1 + Math.SQRT1_2) / 2, 12);
    expect([104, 1000].map(rate)).toEqual([1, 1]);
  });

  it('linear falls in a line', () => {
    expect([0, 5, 10, 11].map(linear({ peak: 1, steps: 10 }))).toEqual([1, 0.5, 0, 0]);
  });

  it('oneCycle gives the rates of PyTorch', () => {
    // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10), PyTorch 1.13
    const expected = [
      0.040000000000000036, 0.52, 1, 0.9504846320134737, 0.8117456539497631, 0.6112620219362893,
      0.38874197806371075, 0.18825834605023697, 0.049519367986526286, 4e-6,
    ];
    const rate = oneCycle({ peak: 1, steps: 10 });
    for (const [step, value] of expected.entries()) expect(rate(step)).toBeCloseTo(value, 12);
  });

  it('refuses impossible lengths', () => {
    expect(() => cosine({ peak: 1, steps: 0 })).toThrow('cosine: steps must be at least 1, got 0.');
    expect(() => linear({ peak: 1, steps: 5, warmup: 6 })).toThrow(
      'linear: warmup must lie between 0 and steps, got 6 of 5.',
    );
    expect(() => oneCycle({ peak: 1, steps: Number.NaN })).toThrow(
      'oneCycle: steps must be at least 1, got NaN.',
    );
  });
});
