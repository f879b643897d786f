import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReversibleGas } from './reversibleGas.js';

describe('ReversibleGas', () => {
  test('un-mixes bit for bit after 10⁵ steps forth and back', () => {
    const gas = new ReversibleGas({ particles: 32, packing: 0.3, seed: 3 });
    const start = gas.snapshot();
    expect(gas.mixing()).toBe(0);
    gas.step(1e5);
    expect(gas.mixing(2)).toBeGreaterThan(0.4);
    gas.reverse();
    gas.step(1e5);
    gas.reverse();
    expect(gas.snapshot().positions).toEqual(start.positions);
    expect(gas.mixing()).toBe(0);
  });

  test('stays mixed when one position changes by its smallest unit before the return', () => {
    const gas = new ReversibleGas({ particles: 256, packing: 0.3, seed: 3 });
    const start = gas.snapshot();
    gas.step(2500);
    const mixed = gas.mixing();
    const exact = ReversibleGas.restore(gas.snapshot());
    gas.nudge(100, 1);
    for (const g of [gas, exact]) {
      g.reverse();
      g.step(2500);
      g.reverse();
    }
    expect(exact.snapshot().positions).toEqual(start.positions);
    expect(gas.snapshot().positions).not.toEqual(start.positions);
    expect(mixed).toBeGreaterThan(0.5);
    expect(gas.mixing()).toBeGreaterThan(0.9 * mixed);
    expect(exact.mixing()).toBe(0);
  });

  test('is reversible whatever the number of disks, the packing and the seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.nat(1000),
        fc.integer({ min: 0, max: 80 }),
        (pairs, packing, seed, steps) => {
          const gas = new ReversibleGas({ particles: 2 * pairs, packing, seed });
          const start = gas.snapshot();
          gas.step(steps);
          const momentum = gas.momentum();
          gas.reverse();
          gas.step(steps);
          gas.reverse();
          expect(gas.snapshot().positions).toEqual(start.positions);
          expect(gas.momentum()).toEqual(momentum);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('finds the forces of the plain double loop over all pairs', () => {
    // The momentum each disk gains in one step is its force; compare with the formula pair by pair.
    const gas = new ReversibleGas({ particles: 64, packing: 0.4, seed: 2 });
    gas.step(500);
    const { positions } = gas.snapshot();
    const n = 64;
    gas.step(1);
    const after = gas.snapshot().positions;
    const diameter = 2 ** 32 * Math.sqrt((4 * 0.4) / (Math.PI * n));
    const stiffness = 120 / 60 ** 2;
    let touching = 0;
    for (let i = 0; i < n; i++) {
      let force = 0;
      for (let j = 0; j < n; j++) {
        const dx = ((positions[i] as number) - (positions[j] as number)) | 0;
        const dy = ((positions[n + i] as number) - (positions[n + j] as number)) | 0;
        const s = 1 - (dx * dx + dy * dy) / diameter ** 2;
        if (i !== j && s > 0) {
          force += stiffness * s * s * dx;
          touching += 1;
        }
      }
      const moved =
        ((after[i] as number) - 2 * (positions[i] as number) + (positions[2 * n + i] as number)) |
        0;
      expect(Math.abs(moved - force)).toBeLessThan(10);
    }
    expect(touching).toBeGreaterThan(10);
  });

  test('conserves momentum exactly and energy within 5·10⁻³', () => {
    const gas = new ReversibleGas({ particles: 64, packing: 0.3, seed: 4 });
    const total = () => {
      const { kinetic, potential } = gas.energy();
      return kinetic + potential;
    };
    const start = total();
    for (let i = 0; i < 20; i++) {
      gas.step(1000);
      expect(gas.momentum()).toEqual([0, 0]);
      expect(Math.abs(total() / start - 1)).toBeLessThan(5e-3);
    }
  });

  test('knows its energy anew after everything that moves a disk, and goes on as if nobody had asked', () => {
    const asked = new ReversibleGas({ particles: 64, seed: 9 });
    const alone = new ReversibleGas({ particles: 64, seed: 9 });
    const deeds: ((gas: ReversibleGas) => void)[] = [
      (gas) => gas.step(40),
      (gas) => gas.nudge(3, 2 ** 27),
      (gas) => gas.reverse(),
      (gas) => gas.step(1),
    ];
    for (const deed of deeds) {
      deed(asked);
      deed(alone);
      const anew = ReversibleGas.restore(alone.snapshot());
      expect(asked.energy()).toEqual(anew.energy());
      expect(asked.energy()).toEqual(anew.energy());
      expect(asked.snapshot()).toEqual(alone.snapshot());
    }
  });

  test('refuses bad input and snapshots that do not fit', () => {
    expect(() => new ReversibleGas({ particles: 3 })).toThrow(
      'ReversibleGas: particles must be even, got 3.',
    );
    expect(() => new ReversibleGas({ packing: 0.8 })).toThrow(
      'packing must be between 0 and 0.5, got 0.8',
    );
    expect(() => new ReversibleGas({ packing: Number.NaN })).toThrow(
      'packing must be a finite number above 0, got NaN',
    );
    const gas = new ReversibleGas({ particles: 8 });
    expect(() => gas.step(-1)).toThrow(
      'ReversibleGas.step: count must be a whole number of at least 0, got -1.',
    );
    expect(() => gas.nudge(8)).toThrow('particle must be a whole number from 0 to 7, got 8');
    const state = gas.snapshot();
    expect(() => ReversibleGas.restore({ ...state, format: 'old' as never })).toThrow(
      'format must be "gibbs-reversible-gas-1", got "old"',
    );
    expect(() =>
      ReversibleGas.restore({ ...state, positions: state.positions.subarray(3) }),
    ).toThrow('positions must hold 32 values, got 29. The snapshot is cut short.');
  });
});
