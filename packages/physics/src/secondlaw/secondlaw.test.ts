import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chanceOfFall,
  chanceOnLeft,
  Ehrenfest,
  ehrenfestReturnTime,
  splitEntropy,
} from './ehrenfest.js';
import { fluctuationTheorem } from './fluctuation.js';
import { KacRing, kacMeanExcess } from './kacRing.js';
import { catMap, catMapPeriod, recurrenceTime } from './recurrence.js';

describe('Ehrenfest urns', () => {
  test('all of 100 balls return to the left after 2^100 steps on average', () => {
    expect(ehrenfestReturnTime(100, 100) / 2 ** 100).toBeCloseTo(1, 10);
    expect(ehrenfestReturnTime(100, 50)).toBeCloseTo(12.5645, 4);
    expect(chanceOnLeft(100, 100) * 2 ** 100).toBeCloseTo(1, 10);
    expect(chanceOnLeft(11, 6)).toBeCloseTo(0.5, 12);
  });

  test('measured return times agree with 2^N/C(N, left) within 4 standard errors', () => {
    const urns = new Ehrenfest({ balls: 12, left: 8, seed: 5 });
    const times: number[] = [];
    for (let i = 0; i < 4000; i++) times.push(urns.runUntil(8, 1e6) as number);
    const mean = times.reduce((a, b) => a + b, 0) / times.length;
    const variance = times.reduce((a, b) => a + (b - mean) ** 2, 0) / times.length;
    const error = Math.sqrt(variance / times.length);
    expect(Math.abs(mean - ehrenfestReturnTime(12, 8))).toBeLessThan(4 * error);
  });

  test('the ledger holds ln C(N, left) at every step', () => {
    const urns = new Ehrenfest({ balls: 1000, seed: 2 });
    for (let i = 0; i < 50; i++) {
      urns.step(40);
      expect(urns.ledger.universe).toBeCloseTo(urns.entropy, 9);
    }
    expect(urns.entropy).toBeGreaterThan(0.98 * splitEntropy(1000, 500));
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    const urns = new Ehrenfest({ balls: 50, seed: 3 });
    urns.step(20);
    const copy = Ehrenfest.restore(JSON.parse(JSON.stringify(urns.snapshot())));
    urns.step(100);
    copy.step(100);
    expect(copy.snapshot()).toEqual(urns.snapshot());
    expect(() => Ehrenfest.restore({ ...urns.snapshot(), format: 'x' as never })).toThrow(
      'Ehrenfest.restore: format must be "gibbs-ehrenfest-1", got "x".',
    );
  });

  test('a fall of entropy gets exponentially rarer with N', () => {
    const logs = [64, 128, 256, 512].map((particles) =>
      Math.log(chanceOfFall({ particles, left: 0.75 * particles, moves: particles / 4 })),
    ) as [number, number, number, number];
    const slopes = [(logs[1] - logs[0]) / 64, (logs[2] - logs[1]) / 128, (logs[3] - logs[2]) / 256];
    for (const slope of slopes) expect(slope).toBeLessThan(-0.03);
    expect(slopes[2]).toBeCloseTo(slopes[1] as number, 2);
    // One move from n of N on the left makes it more uneven with chance (N − n)/N.
    expect(chanceOfFall({ particles: 10, left: 7, moves: 1 })).toBeCloseTo(0.3, 14);
  });

  test('and agrees with urns that are run', () => {
    let falls = 0;
    const runs = 4000;
    for (let seed = 0; seed < runs; seed++) {
      const urns = new Ehrenfest({ balls: 12, left: 9, seed });
      const before = urns.entropy;
      urns.step(3);
      if (urns.entropy < before - 1e-9) falls += 1;
    }
    const chance = chanceOfFall({ particles: 12, left: 9, moves: 3 });
    const error = Math.sqrt((chance * (1 - chance)) / runs);
    expect(Math.abs(falls / runs - chance)).toBeLessThan(4 * error);
  });

  test('bad input is named', () => {
    expect(() => new Ehrenfest({ balls: 0 })).toThrow(
      'Ehrenfest: balls must be a whole number from 1',
    );
    expect(() => new Ehrenfest({ balls: 5, left: 6 })).toThrow(
      'left must be a whole number from 0 to 5, got 6',
    );
    expect(() => new Ehrenfest({ balls: 5 }).step(0.5)).toThrow(
      'Ehrenfest.step: count must be a whole number',
    );
  });
});

describe('Kac ring', () => {
  test('returns after N steps with even marks and after 2N with odd ones, and runs back bit by bit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sites, seed, share) => {
          const ring = new KacRing({ sites, seed, marked: Math.floor(share * sites) });
          const start = ring.snapshot();
          ring.step(ring.period);
          expect(ring.balls).toEqual(start.balls);
          ring.step(17);
          ring.step(-17 - ring.period);
          expect(ring.snapshot()).toEqual(start);
        },
      ),
    );
  });

  test('the excess falls as (1 − 2μ)^t on average over rings', () => {
    const [sites, steps, rings] = [400, 6, 400];
    let sum = 0;
    let square = 0;
    for (let seed = 0; seed < rings; seed++) {
      const ring = new KacRing({ sites, marked: 40, seed });
      ring.step(steps);
      sum += ring.excess;
      square += ring.excess ** 2;
    }
    const mean = sum / rings;
    const error = Math.sqrt((square / rings - mean * mean) / rings);
    // A fixed number of marks differs from independent ones by O(t²/N).
    expect(Math.abs(mean - kacMeanExcess(0.1, steps))).toBeLessThan(
      4 * error + (2 * (steps * steps)) / sites / 10,
    );
  });

  test('its entropy rises from 0 and comes all the way back', () => {
    const ring = new KacRing({ sites: 1000, marked: 100, seed: 1 });
    expect(ring.entropy).toBe(0);
    ring.step(40);
    expect(ring.entropy).toBeGreaterThan(0.95 * 1000 * Math.LN2);
    expect(ring.ledger.universe).toBeCloseTo(ring.entropy, 9);
    expect(() => KacRing.restore({ ...ring.snapshot(), balls: new Uint8Array(3) })).toThrow(
      'KacRing.restore: balls must hold 1000 values, got 3. The snapshot is cut short.',
    );
    const copy = KacRing.restore(ring.snapshot());
    copy.step(960);
    expect(copy.entropy).toBe(0);
  });

  test('bad input is named', () => {
    expect(() => new KacRing({ sites: 4, marked: 5 })).toThrow(
      'KacRing: marked must be a whole number from 0 to 4, got 5.',
    );
    expect(() => new KacRing({ sites: 4, marks: [1] })).toThrow(
      'KacRing: marks must hold 4 values, got 1.',
    );
    expect(() => KacRing.restore({ format: 'old' } as never)).toThrow(
      'format must be "gibbs-kac-ring-1"',
    );
  });
});

describe('Poincaré recurrence', () => {
  test('the cat map has the known periods, and no longer ones than 3n', () => {
    expect([2, 3, 5, 101, 124, 150].map(catMapPeriod)).toEqual([3, 4, 10, 25, 15, 300]);
    for (let n = 2; n < 200; n++) expect(catMapPeriod(n)).toBeLessThanOrEqual(3 * n);
  });

  test('the picture itself returns, first after exactly that many steps', () => {
    for (const side of [3, 10, 31]) {
      const start = Uint8Array.from({ length: side * side }, (_, i) => (i * i) % 251);
      let cells = start.slice();
      const steps = recurrenceTime(
        () => {
          cells = catMap(cells, side);
        },
        () => cells.every((v, i) => v === start[i]),
        1000,
      );
      expect(catMapPeriod(side) % (steps as number)).toBe(0);
      expect(catMap(catMap(start, side), side, -1)).toEqual(start);
    }
  });

  test('says null when the limit comes first', () => {
    expect(
      recurrenceTime(
        () => {},
        () => false,
        10,
      ),
    ).toBe(null);
    expect(() => catMap(new Uint8Array(5), 2)).toThrow(
      'catMap: cells must hold 2 × 2 values, got 5.',
    );
  });
});

describe('fluctuation theorem', () => {
  test('ln P(σ)/P(−σ) has slope 1, and falls are as frequent as computed', () => {
    const report = fluctuationTheorem({ hot: 2, cold: 1, quantum: 0.4, seed: 8, runs: 40_000 });
    expect(Math.abs(report.slope - 1)).toBeLessThan(4 * report.slopeError);
    expect(report.slopeError).toBeLessThan(0.03);
    expect(Math.abs(report.meanExponential - 1)).toBeLessThan(4 * report.meanExponentialError);
    const { chanceOfFall: chance } = report;
    const error = Math.sqrt((chance * (1 - chance)) / 40_000);
    expect(Math.abs(report.shareOfFalls - chance)).toBeLessThan(4 * error);
    expect(report.ledger.universe / 40_000).toBeCloseTo(report.meanSigma, 9);
    expect(Math.abs(report.ledger.imbalance)).toBeLessThan(1e-9);
  });

  test('refuses reservoirs the wrong way round and an even number of steps', () => {
    expect(() => fluctuationTheorem({ hot: 1, cold: 2, quantum: 1 })).toThrow(
      'cold must be below hot, got 2 and 1',
    );
    expect(() => fluctuationTheorem({ hot: 2, cold: 1, quantum: 1, steps: 4 })).toThrow(
      'steps must be odd, got 4',
    );
  });
});
