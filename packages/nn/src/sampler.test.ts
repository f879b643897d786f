import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampler } from './sampler.js';

const logits = Float32Array.of(0, Math.log(4), Math.log(2), Math.log(1));

/** How often each token comes, over evenly spaced draws. */
function shares(
  options: Parameters<typeof sampler>[0],
  seen: number[] = [],
  rounds = 8800,
): number[] {
  let round = 0;
  const next = sampler(options, () => (round++ + 0.5) / rounds);
  const counts = new Array(logits.length).fill(0);
  for (let i = 0; i < rounds; i++) counts[next(logits, seen)]++;
  return counts.map((count) => hundredth(count / rounds));
}

describe('sampler', () => {
  it('draws each token as often as exp(logit / T) says', () => {
    expect(shares({})).toEqual([1 / 8, 4 / 8, 2 / 8, 1 / 8].map(hundredth));
    // T = 1/2 squares the weights 1 4 2 1.
    expect(shares({ temperature: 0.5 })).toEqual([1 / 22, 16 / 22, 4 / 22, 1 / 22].map(hundredth));
  });

  it('takes the likeliest token at temperature 0 and asks for no chance', () => {
    const next = sampler({ temperature: 0 }, () => {
      throw new Error('asked');
    });
    expect(next(logits)).toBe(1);
    expect(next(Float32Array.of(1, 1))).toBe(0);
  });

  it('keeps k tokens, the mass p, or a share of the best', () => {
    expect(shares({ topK: 2 })).toEqual([0, 4 / 6, 2 / 6, 0].map(hundredth));
    expect(shares({ topP: 0.5 })).toEqual([0, 1, 0, 0]);
    expect(shares({ topP: 0.51 })).toEqual([0, 4 / 6, 2 / 6, 0].map(hundredth));
    expect(shares({ minP: 0.3 })).toEqual([0, 4 / 6, 2 / 6, 0].map(hundredth));
    expect(shares({ minP: 1 })).toEqual([0, 1, 0, 0]);
  });

  it('applies top-p to what top-k left, renormalised', () => {
    // Of 4 and 2, the 4 alone holds 0.67 of the mass; of all four it holds 0.5.
    expect(shares({ topK: 2, topP: 0.6 })).toEqual([0, 1, 0, 0]);
    expect(shares({ topP: 0.6 })).toEqual([0, 4 / 6, 2 / 6, 0].map(hundredth));
  });

  it('divides positive and multiplies negative logits of seen tokens, once', () => {
    const next = sampler({ temperature: 0, repetitionPenalty: 2 });
    expect(next(Float32Array.of(3, 2), [0, 0])).toBe(1);
    expect(next(Float32Array.of(-1, -1.5), [0])).toBe(1);
    expect(next(Float32Array.of(-1, -2.5), [0, 0])).toBe(0);
    expect(next(logits, [99])).toBe(1);
  });

  it('never draws a token of logit −∞ and leaves the logits as they were', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: -20, max: 20, noNaN: true }), { nil: -Infinity }), {
          minLength: 1,
        }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (values, u, topK) => {
          fc.pre(values.some((value) => value > -Infinity));
          const given = Float32Array.from(values);
          const token = sampler({ topK, topP: 0.9, minP: 0.01 }, () => u)(given);
          expect(values[token]).toBeGreaterThan(-Infinity);
          expect(given).toEqual(Float32Array.from(values));
        },
      ),
    );
  });

  it.each([
    [{ temperature: -1 }, 'sampler: temperature must be at least 0, got -1.'],
    [{ topK: 0 }, 'sampler: topK must be a whole number from 1, got 0.'],
    [{ topP: 0 }, 'sampler: topP must lie in (0, 1], got 0.'],
    [{ minP: 2 }, 'sampler: minP must lie in [0, 1], got 2.'],
    [{ repetitionPenalty: 0 }, 'sampler: repetitionPenalty must be above 0, got 0.'],
  ])('refuses %o', (options, message) => {
    expect(() => sampler(options)).toThrow(message);
  });

  it('reports logits that are not numbers and an empty vocabulary', () => {
    expect(() => sampler()(Float32Array.of(0, Number.NaN))).toThrow(
      'sampler: logits must be numbers, got NaN at token 1.',
    );
    expect(() => sampler()(new Float32Array(0))).toThrow(
      'sampler: logits must not be empty, got 0 of them.',
    );
  });
});

function hundredth(x: number): number {
  return Math.round(x * 100) / 100;
}
