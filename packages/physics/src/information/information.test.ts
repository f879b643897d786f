import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../random.js';
import { BrownianParticle, stationaryCovariance } from './brownian.js';
import { brownianCarnot } from './brownianCarnot.js';
import { Demon } from './demon.js';
import { dragTrap, quenchTrap } from './draggedTrap.js';
import { eraseBit, landauerJoules } from './landauer.js';
import { szilard } from './szilard.js';
import { bennett, crooksLine, gaussianFreeEnergy, jarzynski } from './workStatistics.js';

describe('Landauer', () => {
  test('k T ln 2 at 300 K and 293.15 K', () => {
    expect(Math.abs(landauerJoules(300) - 2.870979e-21)).toBeLessThan(1e-27);
    expect(Math.abs(landauerJoules(293.15) - 2.805425e-21)).toBeLessThan(1e-27);
    expect(() => landauerJoules(-1)).toThrow(
      'landauerJoules: temperatureKelvin must be a finite number above 0, got -1.',
    );
  });

  test('erasing costs at least the bound, and comes near it only when slow', () => {
    const works = [3, 30, 300].map((duration) => eraseBit({ duration, runs: 500, steps: 300 }));
    for (const { work, bound, sampledWork, sampledError, ledger } of works) {
      expect(work).toBeGreaterThan(bound);
      expect(Math.abs(sampledWork - work)).toBeLessThan(4 * sampledError);
      expect(Math.abs(ledger.imbalance)).toBeLessThan(1e-9);
      expect(ledger.universe).toBeGreaterThan(0);
    }
    const excess = works.map(({ work, bound }) => work - bound) as [number, number, number];
    expect(excess[1] / excess[2]).toBeGreaterThan(5);
    expect(excess[2]).toBeLessThan(0.03);
    expect(works[2]?.shareBelowBound).toBeGreaterThan(0.1);
  });

  test('any erasure obeys the bound, whatever its parameters', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.integer({ min: 2, max: 200 }),
        (duration, height, temperature, steps) => {
          const { work, bound } = eraseBit({ duration, height, temperature, steps, runs: 2 });
          expect(work).toBeGreaterThanOrEqual(bound - 1e-12 * temperature);
        },
      ),
    );
  });
});

describe('Szilard', () => {
  test('reaches ln 2 − H(ε) and no more, and the memory pays for it', () => {
    const expected = { 0: Math.LN2, 0.05: 0.494632, 0.1: 0.368064, 0.25: 0.130812, 0.5: 0 };
    for (const [key, bound] of Object.entries(expected)) {
      const report = szilard({ error: Number(key), seed: 3 });
      expect(report.bound).toBeCloseTo(bound, 6);
      expect(Math.abs(report.work - bound)).toBeLessThan(4 * report.workError + 1e-6);
      expect(report.entropyPerCycle).toBeGreaterThan(-1e-9);
      expect(report.erasure).toBeCloseTo(Math.LN2, 12);
    }
    expect(() => szilard({ error: 0.6 })).toThrow(
      'szilard: error must be between 0 and 0.5, got 0.6.',
    );
  });
});

describe('demon', () => {
  test('lowers the entropy of the gas, yet never that of the universe', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 400 }),
        fc.nat(500),
        fc.nat(1000),
        (particles, memoryBits, seed) => {
          const demon = new Demon({ particles, memoryBits, seed });
          const before = demon.gasEntropy;
          demon.step(3 * memoryBits);
          expect(demon.gas.entropy).toBeCloseTo(demon.gasEntropy - before, 9);
          expect(demon.measurements).toBe(memoryBits);
          expect(demon.ledger.universe).toBeGreaterThan(-5);
          const total = demon.ledger.universe;
          demon.erase();
          expect(demon.ledger.universe).toBeCloseTo(total, 9);
          expect(demon.memory.energy).toBeCloseTo(0, 12);
        },
      ),
    );
  });

  test('goes blind with a full memory, sees again when wiped', () => {
    const demon = new Demon({ particles: 1000, memoryBits: 50, seed: 2 });
    demon.step(80);
    const { left } = demon;
    expect(demon.blind).toBe(true);
    demon.step(100);
    expect(demon.left).toBe(left);
    expect(demon.erase()).toBeCloseTo(50 * Math.LN2, 12);
    demon.step(50);
    expect(demon.left).toBeLessThan(left);
    expect(demon.workAvailable).toBeLessThan(100 * Math.LN2);
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    const demon = new Demon({ seed: 5 });
    demon.step(20);
    const copy = new Demon({ seed: 9 });
    copy.restore(JSON.parse(JSON.stringify(demon.snapshot())));
    demon.step(30);
    copy.step(30);
    expect(copy.snapshot()).toEqual(demon.snapshot());
    expect(() => copy.restore({ ...demon.snapshot(), format: 'old' as never })).toThrow(
      'format must be "gibbs-demon-1"',
    );
    expect(() => copy.restore({ ...demon.snapshot(), left: 101 })).toThrow(
      'left must be a whole number from 0 to 100, got 101',
    );
  });
});

describe('BAOAB', () => {
  test('has the stationary covariances of theory, solved exactly', () => {
    for (const h of [0.1, 0.5, 1, 1.5]) {
      const baoab = stationaryCovariance('BAOAB', h);
      expect(Math.abs(baoab.xx - 1)).toBeLessThan(1e-11);
      expect(Math.abs(baoab.vv - (1 - (h * h) / 4))).toBeLessThan(1e-11);
      expect(Math.abs(stationaryCovariance('OBABO', h).xx * (1 - (h * h) / 4) - 1)).toBeLessThan(
        1e-11,
      );
      expect(Math.abs(stationaryCovariance('EulerMaruyama', h).xx * (1 - h / 2) - 1)).toBeLessThan(
        1e-12,
      );
    }
    expect(() => stationaryCovariance('BAOAB', 2)).toThrow('timeStep must be below 2, got 2');
  });

  test('the particle that is run has them too', () => {
    const particle = new BrownianParticle({ timeStep: 1, seed: 4 });
    let [xx, vv] = [0, 0];
    const n = 60_000;
    for (let i = 0; i < n; i++) {
      particle.step(4);
      xx += particle.x ** 2 / n;
      vv += particle.v ** 2 / n;
    }
    const error = Math.sqrt(2 / n) * 1.5; // samples 4 steps apart are nearly independent
    expect(Math.abs(xx - 1)).toBeLessThan(4 * error);
    expect(Math.abs(vv - 0.75)).toBeLessThan(4 * error);
  });

  test('keeps ΔU = Q − W after every step and every move of the trap, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0.1, max: 9, noNaN: true }),
            fc.double({ min: -3, max: 3, noNaN: true }),
            fc.nat(20),
          ),
          { maxLength: 20 },
        ),
        fc.nat(1000),
        (moves, seed) => {
          const particle = new BrownianParticle({ timeStep: 0.2, seed });
          for (const [stiffness, center, steps] of moves) {
            particle.setTrap(stiffness, center);
            particle.step(steps);
            expect(particle.ledger.audit(particle.particle, particle.energy)).toBeCloseTo(0, 9);
            expect(particle.ledger.imbalance).toBeCloseTo(0, 9);
          }
        },
      ),
    );
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    const particle = new BrownianParticle({ seed: 8 });
    particle.step(9);
    const state = JSON.parse(JSON.stringify(particle.snapshot()));
    particle.step(9);
    const copy = new BrownianParticle({ seed: 1 });
    copy.restore(state);
    copy.step(9);
    expect(copy.snapshot()).toEqual(particle.snapshot());
    expect(() => copy.restore({ ...state, format: '?' })).toThrow(
      'format must be "gibbs-brownian-2", got "?"',
    );
    expect(() => copy.restore({ ...state, x: Number.NaN })).toThrow(
      'x must be a finite number, got NaN',
    );
  });

  test('refuses a step that would blow up', () => {
    expect(() => new BrownianParticle({ stiffness: 4, timeStep: 1 })).toThrow(
      'timeStep must be below 2/√stiffness = 1, got 1',
    );
    const particle = new BrownianParticle({ timeStep: 0.5 });
    expect(() => particle.setTrap(20)).toThrow('The leapfrog would blow up.');
  });
});

describe('Jarzynski and Crooks', () => {
  test('a sudden quench κ × 4: ΔF = ln 2, ⟨W⟩ = 1.5, variance 4.5, ⟨e^−W⟩ = ½', () => {
    const runs = quenchTrap({ ratio: 4, runs: 100_000, seed: 2 });
    const { deltaF, deltaFError, mean, meanError, variance, exponential, exponentialError } =
      jarzynski(runs.forward);
    expect([runs.deltaF, runs.expectedMean, runs.expectedVariance]).toEqual([
      expect.closeTo(Math.LN2, 12),
      1.5,
      4.5,
    ]);
    expect(Math.abs(deltaF - Math.LN2)).toBeLessThan(4 * deltaFError);
    expect(Math.abs(mean - 1.5)).toBeLessThan(4 * meanError);
    expect(Math.abs(variance - 4.5)).toBeLessThan(0.4);
    expect(Math.abs(exponential - 0.5)).toBeLessThan(4 * exponentialError);
    expect(exponentialError / exponential).toBeCloseTo(0.00226, 4);
    expect(Math.abs(bennett(runs.forward, runs.reverse) - Math.LN2)).toBeLessThan(0.02);
    const line = crooksLine(runs.forward, runs.reverse);
    expect(Math.abs(line.slope - 1)).toBeLessThan(4 * line.slopeError);
    expect(Math.abs(line.crossing - Math.LN2)).toBeLessThan(4 * line.crossingError);
    expect(Math.abs(runs.ledger.imbalance)).toBeLessThan(1e-8);
  });

  test('a trap dragged for t = 5: ⟨W⟩ = 4.0067, variance twice that, P(W < 0) = 0.0785', () => {
    const runs = dragTrap({ runs: 20_000, steps: 150, seed: 4 });
    expect(runs.expectedMean).toBeCloseTo(4.006738, 2);
    const fine = dragTrap({ runs: 2, steps: 20_000 });
    expect(fine.expectedMean).toBeCloseTo(4.006738, 6);
    expect(fine.expectedVariance).toBeCloseTo(8.013476, 5);
    const { mean, meanError, variance } = jarzynski(runs.forward);
    expect(Math.abs(mean - runs.expectedMean)).toBeLessThan(4 * meanError);
    expect(Math.abs(variance - runs.expectedVariance)).toBeLessThan(
      4 * variance * Math.sqrt(2 / 20_000),
    );
    const negative = runs.forward.filter((w) => w < 0).length / 20_000;
    expect(Math.abs(negative - 0.078475)).toBeLessThan(4 * 0.0019);
    const line = crooksLine(runs.forward, runs.reverse);
    expect(Math.abs(line.slope - 1)).toBeLessThan(4 * line.slopeError);
    expect(Math.abs(line.crossing)).toBeLessThan(4 * line.crossingError);
    expect(line.work.length).toBe(line.logRatio.length);
  });

  test('entropy of bath and particle together: ⟨e^(−S)⟩ = 1 through a squeeze, as BAOAB simulates it', () => {
    const totals = Array.from({ length: 4000 }, (_, n) => {
      const particle = new BrownianParticle({ timeStep: 0.5, friction: 0.5, seed: n + 1 });
      for (let k = 1; k <= 10; k++) {
        particle.setTrap(1 + k / 10, k / 20);
        particle.step();
      }
      // Exact at any time step: kicks and drifts keep volume, and the bath alone is not reversible.
      return particle.ledger.universe;
    });
    const weights = totals.map((s) => Math.exp(-s));
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    const error = Math.sqrt(weights.reduce((a, b) => a + (b - mean) ** 2, 0) / 4000 / 3999);
    expect(error).toBeLessThan(0.03);
    expect(totals.reduce((a, b) => a + b, 0) / 4000).toBeGreaterThan(0.05);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
  });

  test('entropy of bath and bead together: ⟨e^(−S)⟩ = 1 over single runs, and it grows on average', () => {
    for (const { ledger, forward } of [
      dragTrap({ runs: 20_000, steps: 20, duration: 1, seed: 3 }),
      quenchTrap({ ratio: 1.5, runs: 20_000, seed: 3 }),
    ]) {
      expect(forward.length).toBe(20_000);
      expect(Math.abs(ledger.imbalance)).toBeLessThan(1e-8);
      expect(ledger.universe).toBeGreaterThan(0);
    }
    // A pull as the books saw it: entropy of the bath −Q/T and of the bead, from equilibrium on.
    const seen: number[] = [];
    const pull = (seed: number) => dragTrap({ runs: 2, steps: 20, duration: 1, seed }).ledger;
    for (let seed = 1; seed <= 4000; seed++) seen.push(Math.exp(-pull(seed).universe));
    const mean = seen.reduce((a, b) => a + b, 0) / seen.length;
    const variance = seen.reduce((a, b) => a + (b - mean) ** 2, 0) / (seen.length - 1);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(variance / seen.length));
    expect(Math.sqrt(variance / seen.length)).toBeLessThan(0.1);
  });

  test('Gaussian work: ΔF = ⟨W⟩ − σ²/2, and the reverse mean follows', () => {
    const [mean, variance] = [2.5, 3];
    const deltaF = gaussianFreeEnergy(mean, variance);
    expect(deltaF).toBe(1);
    const reverseMean = -mean + variance;
    expect(gaussianFreeEnergy(reverseMean, variance)).toBeCloseTo(-deltaF, 12);
    const random = new Random(6);
    const draw = (m: number) =>
      Float64Array.from({ length: 40_000 }, () => m + Math.sqrt(variance) * random.normal());
    const [forward, reverse] = [draw(mean), draw(reverseMean)];
    expect(Math.abs(bennett(forward, reverse) - deltaF)).toBeLessThan(0.04);
    const line = crooksLine(forward, reverse);
    expect(Math.abs(line.slope - 1)).toBeLessThan(4 * line.slopeError);
    expect(Math.abs(line.crossing - deltaF)).toBeLessThan(4 * line.crossingError);
  });

  test('bad input is named', () => {
    expect(() => jarzynski([1])).toThrow('jarzynski: at least 2 works must be given, got 1.');
    expect(() => jarzynski([1, Number.NaN])).toThrow(
      'jarzynski: work must be a finite number, got NaN.',
    );
    expect(() => crooksLine([100, 101], [100, 101])).toThrow(
      'crooksLine: works of both directions must overlap',
    );
    expect(() => dragTrap({ speed: 0 })).toThrow(
      'dragTrap: speed must be a finite number above 0, got 0.',
    );
    expect(() => quenchTrap({ ratio: -4 })).toThrow(
      'quenchTrap: ratio must be a finite number above 0, got -4.',
    );
  });
});

describe('Brownian Carnot engine', () => {
  test('mean efficiency stays below Carnot and nears it when slow; single cycles may pass it', () => {
    const engines = [4, 20, 80].map((stroke) =>
      brownianCarnot({ stroke, cycles: Math.round(8000 / stroke), seed: 3, timeStep: 0.05 }),
    );
    for (const { efficiency, efficiencyError, limit, ledger, entropyPerCycle } of engines) {
      expect(limit).toBe(0.5);
      expect(efficiency).toBeLessThan(limit + 3 * efficiencyError);
      expect(entropyPerCycle).toBeGreaterThan(-0.1);
      expect(Math.abs(ledger.imbalance)).toBeLessThan(1e-8);
    }
    const [fast, , slow] = engines as [(typeof engines)[0], unknown, (typeof engines)[0]];
    expect(slow.efficiency).toBeGreaterThan(fast.efficiency);
    expect(Math.abs(slow.efficiency - 0.5)).toBeLessThan(4 * slow.efficiencyError + 0.04);
    expect(slow.shareAboveLimit).toBeGreaterThan(0.05);
    expect(Math.abs(slow.integratorWork)).toBeLessThan(0.01 * slow.slowWork);
  });

  test('bad input is named', () => {
    expect(() => brownianCarnot({ hot: 1, cold: 2 })).toThrow(
      'brownianCarnot: cold must be below hot, got 2 and 1.',
    );
    expect(() => brownianCarnot({ ratio: 1 })).toThrow(
      'brownianCarnot: ratio must be a finite number above 1, got 1.',
    );
    expect(() => brownianCarnot({ ratio: 1e6 })).toThrow('timeStep must be below 2/√stiffness');
  });
});
