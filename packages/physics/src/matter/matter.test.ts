import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GAS_CONSTANT } from '../constants.js';
import { Random } from '../random.js';
import {
  CLOSE_PACKING,
  carnahanStarlingZ,
  collisionRate,
  HISTORIC_PRESSURES,
  hendersonZ,
  santosZ,
  VIRIAL,
  virialZ,
} from './hardDisks.js';
import { maxwellSpeeds, planeSpeedDensity } from './maxwell.js';
import { bondOrder, hexagonalLattice, pairCorrelation } from './order.js';
import { debyeSolid, einsteinSolid } from './solid.js';

describe('equations of state', () => {
  test('virial coefficients and the ten-term series', () => {
    expect(VIRIAL[1]).toBeCloseTo(0.7820044379, 10);
    expect(VIRIAL[2]).toBeCloseTo(0.532231807, 10);
    const series = { 0.05: 1.10839, 0.1: 1.23614, 0.2: 1.57036, 0.3: 2.06316, 0.4: 2.82726 };
    const henderson = { 0.05: 1.10838, 0.1: 1.23611, 0.2: 1.57031, 0.3: 2.06378, 0.4: 2.83333 };
    const santos = { 0.05: 1.10807, 0.1: 1.23473, 0.2: 1.56353, 0.3: 2.04477, 0.4: 2.79085 };
    for (const [f, table] of [
      [virialZ, series],
      [hendersonZ, henderson],
      [santosZ, santos],
    ] as const) {
      for (const [eta, z] of Object.entries(table)) expect(f(Number(eta))).toBeCloseTo(z, 5);
    }
  });

  test('Carnahan–Starling, collision rates and historic pressures', () => {
    expect(carnahanStarlingZ((Math.PI * 0.6) / 6)).toBeCloseTo(4.2834, 4);
    expect(carnahanStarlingZ((Math.PI * 0.75) / 6)).toBeCloseTo(6.6361, 4);
    expect(collisionRate(virialZ(0.1))).toBeCloseTo(0.53291, 4);
    expect(collisionRate(virialZ(0.3))).toBeCloseTo(2.3993, 4);
    expect(collisionRate(virialZ(0.4))).toBeCloseTo(4.12368, 4);
    const [small, larger] = HISTORIC_PRESSURES.map((h) => h.pressure / ((4 * h.packing) / Math.PI));
    expect(small).toBeCloseTo(8.33225, 4);
    expect(larger).toBeCloseTo(9.36234, 4);
  });

  test('a packing beyond close packing is refused', () => {
    expect(() => virialZ(0.91)).toThrow(
      `virialZ: packing must be between 0 and ${CLOSE_PACKING}, got 0.91.`,
    );
    expect(() => hexagonalLattice(4, 4, 0.95)).toThrow('packing must be above 0 and at most π/√12');
    expect(() => hexagonalLattice(4, 3, 0.5)).toThrow('rows must be even, got 3');
  });
});

describe('order', () => {
  test('a crystal has ψ₆ = 1 everywhere, at any size and packing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 14 }),
        fc.integer({ min: 2, max: 7 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (columns, half, packing) => {
          const { x, y, ...box } = hexagonalLattice(columns, 2 * half, packing);
          const order = bondOrder(x, y, box);
          expect(order.global).toBeCloseTo(1, 9);
          expect(order.meanLocal).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('a gas has none, and the two-body entropy tells them apart', () => {
    const random = new Random(4);
    const n = 400;
    const box = { width: 20, height: 20 };
    const x = Float64Array.from({ length: n }, () => 20 * random.uniform());
    const y = Float64Array.from({ length: n }, () => 20 * random.uniform());
    const gas = bondOrder(x, y, box);
    expect(gas.global).toBeLessThan(4 / Math.sqrt(n));
    expect(gas.meanLocal).toBeLessThan(0.6);
    const loose = pairCorrelation(x, y, box, { bins: 40 });
    expect(loose.pairEntropy).toBeGreaterThan(-0.3);
    for (let b = 5; b < 40; b++) expect(Math.abs((loose.g[b] as number) - 1)).toBeLessThan(0.25);
    const { x: cx, y: cy, ...crystalBox } = hexagonalLattice(20, 20, 0.75);
    expect(pairCorrelation(cx, cy, crystalBox, { bins: 40 }).pairEntropy).toBeLessThan(-5);
  });

  test('g(r) counts every pair once, like the plain double loop', () => {
    const random = new Random(8);
    const box = { width: 9, height: 7 };
    const x = Float64Array.from({ length: 120 }, () => 9 * random.uniform());
    const y = Float64Array.from({ length: 120 }, () => 7 * random.uniform());
    const { g, distance } = pairCorrelation(x, y, box, { reach: 2, bins: 10 });
    for (let b = 0; b < 10; b++) {
      let count = 0;
      for (let i = 0; i < 120; i++) {
        for (let j = 0; j < 120; j++) {
          if (i === j) continue;
          const dx = Math.abs((x[i] as number) - (x[j] as number));
          const dy = Math.abs((y[i] as number) - (y[j] as number));
          const r = Math.hypot(Math.min(dx, 9 - dx), Math.min(dy, 7 - dy));
          if (r >= b * 0.2 && r < (b + 1) * 0.2) count += 1;
        }
      }
      const ring = Math.PI * 0.04 * (2 * b + 1);
      expect(g[b]).toBeCloseTo((count * 63) / (120 * 120 * ring), 9);
      expect(distance[b]).toBeCloseTo((b + 0.5) * 0.2, 12);
    }
  });

  test('bad input is named', () => {
    expect(() => pairCorrelation([1, 2], [1], { width: 1, height: 1 })).toThrow(
      'x and y must be of one length of at least 2, got 2 and 1',
    );
    expect(() => pairCorrelation([1, 2], [1, 2], { width: 4, height: 4 }, { reach: 3 })).toThrow(
      'reach must be at most half the shorter side, 2, got 3',
    );
    expect(() => bondOrder([1, 2], [1, 2], { width: 4, height: 4 })).toThrow(
      'number of particles must be a whole number of at least 7, got 2',
    );
  });
});

describe('solids', () => {
  test('follow Dulong and Petit when hot and Debye’s T³ law when cold', () => {
    expect(debyeSolid(5000, 300).heatCapacity / GAS_CONSTANT).toBeCloseTo(3, 2);
    expect(einsteinSolid(5000, 300).heatCapacity / GAS_CONSTANT).toBeCloseTo(3, 2);
    const cold = debyeSolid(3, 300).heatCapacity / GAS_CONSTANT;
    const law = ((12 * Math.PI ** 4) / 5) * 1e-6;
    expect(cold / law).toBeCloseTo(1, 8);
    expect(debyeSolid(3, 300).entropy / GAS_CONSTANT / law).toBeCloseTo(1 / 3, 8);
    // D(1): C/3R at T = Θ is 0.951732 (tables of the Debye function).
    expect(debyeSolid(300, 300).heatCapacity / (3 * GAS_CONSTANT)).toBeCloseTo(0.951732, 5);
  });

  test('obey the third law, and C = T dS/dT = dU/dT at any temperature', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 20, noNaN: true }), (t) => {
        for (const solid of [debyeSolid, einsteinSolid]) {
          const [below, at, above] = [0.999, 1, 1.001].map((f) => solid(300 * t * f, 300));
          const scale = 1e-4 * (at?.heatCapacity as number) + 1e-9;
          const dS = ((above?.entropy as number) - (below?.entropy as number)) / 0.002;
          const dU = ((above?.energy as number) - (below?.energy as number)) / (0.6 * t);
          expect(Math.abs(dS - (at?.heatCapacity as number))).toBeLessThan(scale);
          expect(Math.abs(dU - (at?.heatCapacity as number))).toBeLessThan(scale);
        }
      }),
    );
    expect(debyeSolid(0.01, 300).entropy).toBeLessThan(1e-8);
    expect(einsteinSolid(1, 300).entropy).toBeLessThan(1e-100);
    expect(() => debyeSolid(0, 300)).toThrow(
      'debyeSolid: temperatureKelvin must be a finite number above 0, got 0.',
    );
  });
});

describe('Maxwell', () => {
  test('speeds of nitrogen at 300 K, in space and in the plane', () => {
    const speeds = (dimensions: 2 | 3) =>
      Object.values(maxwellSpeeds({ massDaltons: 28.0134, temperatureKelvin: 300, dimensions }));
    expect(speeds(3).map((v) => v.toFixed(1))).toEqual(['422.0', '476.2', '516.8']);
    expect(speeds(2).map((v) => v.toFixed(1))).toEqual(['298.4', '374.0', '422.0']);
    expect(() => maxwellSpeeds({ massDaltons: -1, temperatureKelvin: 300 })).toThrow(
      'massDaltons must be a finite number above 0, got -1',
    );
  });

  test('the density of plane speeds sums to 1 with mean square 2kT/m', () => {
    let [total, square] = [0, 0];
    for (let v = 0.005; v < 20; v += 0.01) {
      total += 0.01 * planeSpeedDensity(v, 1.5);
      square += 0.01 * v * v * planeSpeedDensity(v, 1.5);
    }
    expect(total).toBeCloseTo(1, 4);
    expect(square).toBeCloseTo(3, 3);
    expect(planeSpeedDensity(-1, 1)).toBe(0);
  });
});
