import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AVOGADRO, BOLTZMANN, GAS_CONSTANT } from '../constants.js';
import { Random } from '../random.js';
import { digamma, logFactorial, logGamma, trigamma } from '../special.js';
import {
  boltzmannEntropy,
  cellCounts,
  cellMixingEntropy,
  maximumBoltzmannEntropy,
  maxwellH,
  velocityH,
} from './cells.js';
import { compressionEntropy } from './compression.js';
import { grassberger, millerMadow, nemenmanShafeeBialek, plugIn } from './estimators.js';
import { mutualInformation, neighbourEntropy } from './neighbours.js';
import { gibbsEntropy, relativeEntropy, shannonEntropy } from './shannon.js';
import { equalise, expansionEntropy, mixingEntropy, sackurTetrode } from './thermodynamic.js';

describe('thermodynamic entropies', () => {
  test('Sackur–Tetrode gives the standard entropies of the noble gases and mercury', () => {
    const table = {
      4.002602: 126.153,
      20.1797: 146.329,
      39.948: 154.846,
      83.798: 164.085,
      131.293: 169.685,
      200.592: 174.971,
    };
    for (const [mass, expected] of Object.entries(table)) {
      expect(Math.abs(sackurTetrode({ massDaltons: Number(mass) }) - expected)).toBeLessThan(0.002);
      const atmosphere = sackurTetrode({ massDaltons: Number(mass), pressurePascal: 101_325 });
      expect(atmosphere - sackurTetrode({ massDaltons: Number(mass) })).toBeCloseTo(-0.1094, 4);
    }
  });

  test('the Sackur–Tetrode constant (1 u at 1 K) is that of CODATA 2022', () => {
    const constant = (pressurePascal: number) =>
      sackurTetrode({ massDaltons: 1, temperatureKelvin: 1, pressurePascal }) / GAS_CONSTANT;
    expect(Math.abs(constant(1e5) + 1.15170753496)).toBeLessThan(1e-9);
    expect(Math.abs(constant(101_325) + 1.16487052149)).toBeLessThan(1e-9);
  });

  test('free expansion and mixing give N k ln 2', () => {
    expect(expansionEntropy(2)).toBeCloseTo(5.763146, 6);
    expect(mixingEntropy([0.5, 0.5])).toBeCloseTo(5.763146, 6);
    const hundred = expansionEntropy(2, 100 / AVOGADRO) / BOLTZMANN;
    expect(hundred).toBeCloseTo(69.3147, 4);
    expect(Math.exp(-hundred)).toBeCloseTo(7.9e-31, 32);
  });

  test('two bodies of 600 K and 300 K: in contact, and through an ideal engine', () => {
    const bodies = [600, 300].map((temperature) => ({ heatCapacity: 1, temperature }));
    const touching = equalise(bodies);
    expect([touching.temperature, touching.work]).toEqual([450, 0]);
    expect(touching.entropy).toBeCloseTo(0.117783, 6);
    const engine = equalise(bodies, 'reversible');
    expect(engine.temperature).toBeCloseTo(424.264, 3);
    expect(engine.work).toBeCloseTo(51.4719, 4);
  });
});

describe('estimators', () => {
  test('match published values', () => {
    const r = [4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]; // the example of R's package "entropy"
    expect(plugIn(r)).toBeCloseTo(1.968382, 6);
    expect(millerMadow(r)).toBeCloseTo(2.152593, 6);
    const ndd = [12, 4, 12, 4, 5, 3, 1, 5, 1, 2, 2, 2, 2, 11, 3, 4, 12, 12, 1, 2]; // its documentation
    expect(Math.abs(nemenmanShafeeBialek(ndd, 100) - 2.840012048914245)).toBeLessThan(1e-3);
  });

  test('are ordered as their biases say on small samples of a known distribution', () => {
    const random = new Random(1);
    const outcomes = 20;
    const mean = { plugIn: 0, millerMadow: 0, grassberger: 0 };
    const repeats = 2000;
    for (let r = 0; r < repeats; r++) {
      const counts = new Int32Array(outcomes);
      for (let i = 0; i < 40; i++) {
        const k = random.below(outcomes);
        counts[k] = (counts[k] as number) + 1;
      }
      mean.plugIn += plugIn(counts) / repeats;
      mean.millerMadow += millerMadow(counts) / repeats;
      mean.grassberger += grassberger(counts) / repeats;
    }
    const truth = Math.log(outcomes);
    expect(truth - mean.plugIn).toBeCloseTo((outcomes - 1) / 80, 1);
    expect(Math.abs(truth - mean.millerMadow)).toBeLessThan(0.3 * (truth - mean.plugIn));
    expect(Math.abs(truth - mean.grassberger)).toBeLessThan(0.1 * (truth - mean.plugIn));
  });

  test('refuse what is not a count', () => {
    expect(() => plugIn([1, 0.5])).toThrow(
      'plugIn: count 1 must be a whole number of at least 0, got 0.5.',
    );
    expect(() => millerMadow([0, 0])).toThrow('millerMadow: the weights must not all be 0');
    expect(() => nemenmanShafeeBialek([1, 2, 3], 2)).toThrow(
      'outcomes must be a whole number of at least 3, got 2',
    );
  });
});

describe('Shannon and Gibbs', () => {
  test('know a coin, a die and a certainty', () => {
    expect(shannonEntropy([0.5, 0.5])).toBe(Math.LN2);
    expect(shannonEntropy([1, 1, 1, 1, 1, 1])).toBeCloseTo(Math.log(6), 15);
    expect(shannonEntropy([0, 7, 0])).toBe(0);
    expect(gibbsEntropy([1, 1])).toBe(BOLTZMANN * Math.LN2);
  });

  test('lie between 0 and ln K, and D(p‖q) is never negative', () => {
    const weights = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(weights, fc.integer(), (p, seed) => {
        const h = shannonEntropy(p);
        expect(h).toBeGreaterThanOrEqual(0);
        expect(h).toBeLessThanOrEqual(Math.log(p.length) + 1e-12);
        const random = new Random(seed);
        const q = p.map(() => random.uniform() + 1e-6);
        expect(relativeEntropy(p, q)).toBeGreaterThanOrEqual(-1e-12);
        expect(relativeEntropy(p, p)).toBe(0);
      }),
    );
  });

  test('refuse negative and empty weights', () => {
    expect(() => shannonEntropy([1, -1])).toThrow(
      'shannonEntropy: every weight must be a finite number of at least 0, got -1.',
    );
    expect(() => shannonEntropy([])).toThrow('the weights must not all be 0');
    expect(() => relativeEntropy([1], [1, 2])).toThrow(
      'p and q must be of one length, got 1 and 2',
    );
  });
});

describe('cells', () => {
  test('Boltzmann entropy counts arrangements', () => {
    expect(boltzmannEntropy([2, 1])).toBeCloseTo(Math.log(3), 14);
    expect(boltzmannEntropy([5, 0, 0])).toBe(0);
    expect(maximumBoltzmannEntropy(7, 3)).toBeCloseTo(boltzmannEntropy([3, 2, 2]), 12);
    const perParticle = maximumBoltzmannEntropy(1e6, 2) / 1e6;
    expect(perParticle).toBeCloseTo(Math.LN2, 4);
  });

  test('the even spread has the most of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 30 }), (counts) => {
        const total = counts.reduce((a, b) => a + b, 0);
        const most = maximumBoltzmannEntropy(total, counts.length);
        expect(boltzmannEntropy(counts)).toBeLessThanOrEqual(most * (1 + 1e-12) + 1e-9);
      }),
    );
  });

  test('mixing gives ln of the binomials: 0 unmixed, near N ln 2 mixed', () => {
    expect(cellMixingEntropy([10, 0], [0, 10])).toBe(0);
    expect(cellMixingEntropy([1], [1])).toBeCloseTo(Math.LN2, 15);
    expect(cellMixingEntropy([5e5], [5e5]) / 1e6).toBeCloseTo(Math.LN2, 4);
  });

  test('particles are counted in their cells, the far edge in the last', () => {
    const grid = { width: 4, height: 2, columns: 2, rows: 2 };
    expect([...cellCounts([0, 1.9, 2, 4], [0, 0.5, 1, 2], grid)]).toEqual([2, 0, 0, 2]);
    expect([...cellCounts([0, 3], [0, 0], grid, (i) => i === 1)]).toEqual([0, 1, 0, 0]);
    expect(() => cellCounts([5], [0], grid)).toThrow(
      'cellCounts: every particle must lie in the 4 × 2 box, got (5, 0).',
    );
  });

  test('H of a Maxwell gas is −(1 + ln 2πkT/m), and above it when all speeds are equal', () => {
    const random = new Random(9);
    const n = 200_000;
    const [vx, vy] = [new Float64Array(n), new Float64Array(n)];
    for (let i = 0; i < n; i++) {
      vx[i] = random.normal();
      vy[i] = random.normal();
    }
    // The bins lower H by binWidth²/24 · ⟨v²⟩ = 0.0052 here.
    expect(velocityH(vx, vy, 0.25)).toBeCloseTo(maxwellH(1) - 0.0052, 2);
    for (let i = 0; i < n; i++) {
      const angle = 2 * Math.PI * random.uniform();
      vx[i] = Math.SQRT2 * Math.cos(angle);
      vy[i] = Math.SQRT2 * Math.sin(angle);
    }
    expect(velocityH(vx, vy, 0.25)).toBeGreaterThan(maxwellH(1) + 0.5);
  });
});

describe('special functions', () => {
  test('match known values', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 13);
    expect(digamma(0.5)).toBeCloseTo(-0.5772156649015329 - 2 * Math.LN2, 13);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
    expect(logFactorial(5)).toBeCloseTo(Math.log(120), 14);
    expect(logFactorial(255)).toBeCloseTo(logGamma(256), 10);
    expect(logFactorial(300)).toBeCloseTo(
      logFactorial(255) +
        Array.from({ length: 45 }, (_, i) => Math.log(256 + i)).reduce((a, b) => a + b),
      9,
    );
  });
});

describe('estimators without counts', () => {
  test('nearest neighbours know the entropy of normal and uniform samples in one and two dimensions', () => {
    const random = new Random(12);
    const normal = Float64Array.from({ length: 1500 }, () => random.normal());
    expect(neighbourEntropy(normal, 1)).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E), 1);
    const square = Float64Array.from({ length: 3000 }, () => 3 * random.uniform());
    expect(Math.abs(neighbourEntropy(square, 2) - Math.log(9))).toBeLessThan(0.1);
    expect(Math.abs(mutualInformation(normal, square.subarray(0, 1500)))).toBeLessThan(0.06);
    expect(() => neighbourEntropy([1, 1, 1, 1, 1], 1)).toThrow(
      'samples must differ, got 4 equal ones',
    );
    expect(() => neighbourEntropy([1, 2, 3], 2)).toThrow(
      'points must hold 2 coordinates each, got 3 numbers',
    );
    expect(() => mutualInformation([1, 2], [1])).toThrow(
      'x and y must be of one length, got 2 and 1',
    );
    expect(() => mutualInformation([1, Number.NaN], [1, 2], 1)).toThrow(
      'every coordinate must be a finite number, got NaN',
    );
  });

  test('compression sees order that counting misses', () => {
    const random = new Random(1);
    const coin = Uint8Array.from({ length: 20_000 }, () => random.below(2));
    const turns = Uint8Array.from({ length: 20_000 }, (_, i) => i & 1);
    expect(compressionEntropy(coin)).toBeCloseTo(Math.LN2, 1);
    expect(compressionEntropy(turns)).toBeLessThan(0.01);
    expect(plugIn([10_000, 10_000])).toBe(Math.LN2);
    expect(() => compressionEntropy(new Uint8Array(0))).toThrow('bytes must not be empty');
  });
});
