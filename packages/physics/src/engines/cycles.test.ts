import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LawError } from '../ledger.js';
import { type Cycle, loop } from './cycle.js';
import { brayton, carnot, diesel, ericsson, otto, stirling } from './cycles.js';
import { along, gasEnergy, gasState, idealGas } from './idealGas.js';
import {
  adiabatic,
  isobaric,
  isochoric,
  isothermal,
  logarithmicMean,
  polytropic,
} from './process.js';

const air = idealGas({ degreesOfFreedom: 5 });

describe('reference values (closed form)', () => {
  test('Carnot 600 K to 300 K turns half the heat into work', () => {
    const engine = carnot({ hotKelvin: 600, coldKelvin: 300 });
    expect(engine.efficiency).toBeCloseTo(0.5, 12);
    expect(engine.work / engine.gas.joulesPerKelvin).toBeCloseTo(207.944, 3);
    expect(engine.entropyGenerated).toBeCloseTo(0, 12);
  });

  test('Otto at compression 8 for γ = 1.4, 5/3 and 2, and at 10', () => {
    const efficiency = (f: number, compression: number) =>
      otto({
        ...{ hotKelvin: 6000, coldKelvin: 290, compression },
        gas: idealGas({ degreesOfFreedom: f }),
      }).efficiency;
    expect(efficiency(5, 8)).toBeCloseTo(0.564725, 6);
    expect(efficiency(3, 8)).toBeCloseTo(0.75, 6);
    expect(efficiency(2, 8)).toBeCloseTo(0.875, 6);
    expect(efficiency(5, 10)).toBeCloseTo(0.601893, 6);
  });

  test('Otto r = 8 from 290 K with 800 kJ/kg at c_v = 0.718: the temperatures of the textbook case', () => {
    const squeezed = 290 * 8 ** 0.4;
    const engine = otto({ hotKelvin: squeezed + 800 / 0.718, coldKelvin: 290, compression: 8 });
    const temperatures = engine.legs.map((leg) => leg.to.temperature);
    expect(temperatures[0]).toBeCloseTo(666.245, 3);
    expect(temperatures[1]).toBeCloseTo(1780.451, 3);
    expect(temperatures[2]).toBeCloseTo(774.986, 3);
    expect(engine.efficiency).toBeCloseTo(0.564725, 6);
  });

  test('Diesel r = 18, cutoff 2, and ideal Brayton at pressure ratio 8 and 10', () => {
    expect(diesel({ coldKelvin: 300, compression: 18, cutoff: 2 }).efficiency).toBeCloseTo(
      0.631578,
      6,
    );
    const turbine = (pressureRatio: number) =>
      brayton({ hotKelvin: 1400, coldKelvin: 300, pressureRatio }).efficiency;
    expect(turbine(8)).toBeCloseTo(0.447955, 6);
    expect(turbine(10)).toBeCloseTo(0.482053, 6);
  });

  test('Brayton r_p = 8 between 300 K and 1400 K with 80 % components (GATE ME 2013, question 55)', () => {
    const ideal = brayton({ hotKelvin: 1400, coldKelvin: 300, pressureRatio: 8 });
    expect(ideal.legs[0]?.to.temperature).toBeCloseTo(543.434, 3);
    expect(ideal.legs[2]?.to.temperature).toBeCloseTo(772.863, 3);
    const work = ideal.legs.map((leg) => leg.from.temperature - leg.to.temperature);
    const backWork = -(work[0] as number) / (work[2] as number);
    expect(backWork).toBeCloseTo(0.388167, 6);
    const real = brayton({
      ...{ hotKelvin: 1400, coldKelvin: 300, pressureRatio: 8 },
      ...{ compressorEfficiency: 0.8, turbineEfficiency: 0.8 },
    });
    expect(real.efficiency).toBeCloseTo(0.248103, 6);
  });

  test('Stirling 900 K to 300 K, r = 4, with a perfect regenerator and with none', () => {
    const engine = (regenerator: number) =>
      stirling({ hotKelvin: 900, coldKelvin: 300, expansion: 4, regenerator });
    expect(engine(1).efficiency).toBeCloseTo(0.666667, 6);
    expect(engine(0).efficiency).toBeCloseTo(0.302721, 6);
    expect(engine(1).entropyGenerated).toBeCloseTo(0, 10);
    expect(engine(0).entropyGenerated).toBeGreaterThan(1);
  });

  test('Ericsson with a perfect regenerator reaches the limit', () => {
    const engine = ericsson({ hotKelvin: 900, coldKelvin: 300, pressureRatio: 3 });
    expect(engine.efficiency).toBeCloseTo(2 / 3, 12);
  });
});

/** Any of the six cycles with any parameters that make sense. */
const anyCycle: fc.Arbitrary<Cycle> = fc
  .record({
    which: fc.integer({ min: 0, max: 5 }),
    coldKelvin: fc.double({ min: 1, max: 1000, noNaN: true }),
    lift: fc.double({ min: 1.01, max: 20, noNaN: true }),
    ratio: fc.double({ min: 1.01, max: 30, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    other: fc.double({ min: 0.3, max: 1, noNaN: true }),
    degreesOfFreedom: fc.integer({ min: 1, max: 12 }),
    moles: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  })
  .map(({ which, coldKelvin, lift, ratio, share, other, degreesOfFreedom, moles }) => {
    const gas = idealGas({ degreesOfFreedom, moles });
    const hotKelvin = coldKelvin * lift;
    const base = { hotKelvin, coldKelvin, gas };
    // Compression must leave the gas below the hot temperature: take a share of what is allowed.
    const compression = 1 + (lift ** (degreesOfFreedom / 2) - 1) * (0.01 + 0.9 * share);
    const pressureRatio = 1 + ((1 + other * (lift - 1)) ** (degreesOfFreedom / 2 + 1) - 1) * 0.9;
    if (which === 0) return carnot({ ...base, expansion: ratio });
    if (which === 1) return otto({ ...base, compression: Math.max(1.0001, compression) });
    if (which === 2) return diesel({ coldKelvin, gas, compression: ratio * 1.1, cutoff: ratio });
    if (which === 3) return stirling({ ...base, expansion: ratio, regenerator: share });
    if (which === 4) return ericsson({ ...base, pressureRatio: ratio, regenerator: share });
    return brayton({
      ...{ ...base, pressureRatio: Math.max(1.0001, pressureRatio) },
      ...{ compressorEfficiency: Math.max(other, 0.999), turbineEfficiency: other },
    });
  });

describe('every cycle, whatever its parameters', () => {
  test('obeys both laws: Q_h = W + Q_c, η ≤ 1 − T_c/T_h, and entropy does not fall', () => {
    fc.assert(
      fc.property(anyCycle, (cycle) => {
        const { heatIn, heatOut, work, efficiency, limit, entropyGenerated, ledger } = cycle;
        expect(Math.abs(heatIn - heatOut - work)).toBeLessThanOrEqual(1e-12 * heatIn);
        if (work > 0) expect(efficiency).toBeLessThanOrEqual(limit * (1 + 1e-12) + 1e-12);
        expect(entropyGenerated * cycle.coldKelvin).toBeGreaterThanOrEqual(-1e-11 * heatIn);
        expect(Math.abs(ledger.imbalance)).toBeLessThanOrEqual(1e-12 * heatIn);
      }),
      { numRuns: 500 },
    );
  });

  test('agrees with ∮p dV and ∮T dS summed along the drawn loop', () => {
    fc.assert(
      fc.property(anyCycle, (cycle) => {
        const points = 1500;
        const { pressure, volume, temperature, entropy } = loop(cycle, points);
        let work = 0;
        let heat = 0;
        for (let i = 1; i < pressure.length; i++) {
          const [p1, p2] = [pressure[i - 1] as number, pressure[i] as number];
          const [t1, t2] = [temperature[i - 1] as number, temperature[i] as number];
          work += ((p1 + p2) / 2) * ((volume[i] as number) - (volume[i - 1] as number));
          heat += ((t1 + t2) / 2) * ((entropy[i] as number) - (entropy[i - 1] as number));
        }
        const scale = cycle.legs.reduce(
          (sum, leg) => sum + Math.abs(leg.work) + Math.abs(leg.heat),
          0,
        );
        if (cycle.name !== 'brayton') {
          expect(Math.abs(work - cycle.work)).toBeLessThan(2e-5 * scale);
          expect(Math.abs(heat - cycle.work)).toBeLessThan(2e-5 * scale);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('processes', () => {
  const start = gasState(air, 300, 1e-3);

  test('know their work by hand', () => {
    const double = isothermal(air, start, { volume: 2e-3 });
    expect(double.work).toBeCloseTo(air.joulesPerKelvin * 300 * Math.LN2, 9);
    expect(double.heat).toBe(double.work);
    const push = isobaric(air, start, { volume: 2e-3 });
    expect(push.work).toBeCloseTo(start.pressure * 1e-3, 8);
    expect(isochoric(air, start, { temperature: 600 }).work).toBe(0);
    const squeeze = adiabatic(air, start, { volume: 0.5e-3 });
    expect(squeeze.to.temperature).toBeCloseTo(300 * 2 ** 0.4, 9);
    expect(squeeze.heat).toBe(0);
  });

  test('keep p Vⁿ constant and obey the first law for any index and target', () => {
    const index = fc
      .double({ min: -3, max: 3, noNaN: true })
      .filter((n) => Math.abs(n) > 0.05 && Math.abs(n - 1) > 0.05);
    const target = fc.tuple(
      fc.constantFrom('volume', 'pressure', 'temperature'),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
    );
    fc.assert(
      fc.property(index, target, (n, [key, ratio]) => {
        const goal = { [key]: start[key as 'volume'] * ratio } as { volume: number };
        const p = polytropic(air, start, n, goal);
        const invariant = (s: typeof start) => Math.log(s.pressure) + n * Math.log(s.volume);
        expect(invariant(p.to)).toBeCloseTo(invariant(start), 9);
        expect(p.to.pressure * p.to.volume).toBeCloseTo(air.joulesPerKelvin * p.to.temperature, 6);
        const gained = gasEnergy(air, p.to) - gasEnergy(air, start);
        expect(Math.abs(gained - (p.heat - p.work))).toBeLessThan(
          1e-9 * Math.max(1, Math.abs(p.heat)),
        );
      }),
    );
  });

  test('pass through states of equilibrium on the way', () => {
    const middle = along(start, adiabatic(air, start, { volume: 4e-3 }).to, 0.5);
    expect(middle.volume).toBeCloseTo(2e-3, 12);
    expect(middle.pressure * middle.volume).toBeCloseTo(
      air.joulesPerKelvin * middle.temperature,
      9,
    );
  });

  test('the logarithmic mean joins its two branches without a step', () => {
    for (const d of [0, 1e-9, 1.9e-3, 2.1e-3, 0.5]) {
      const expected = d === 0 ? 1 : d / Math.log1p(d);
      expect(Math.abs(logarithmicMean(1, 1 + d) / expected - 1)).toBeLessThan(1e-12);
    }
  });
});

describe('bad input', () => {
  test('names the quantity, its value and the range', () => {
    expect(() => carnot({ hotKelvin: 300, coldKelvin: 600 })).toThrow(
      'carnot: coldKelvin must be below hotKelvin, got 600 and 300.',
    );
    expect(() => carnot({ hotKelvin: Number.NaN, coldKelvin: 600 })).toThrow(
      'carnot: hotKelvin must be a finite number above 0, got NaN.',
    );
    expect(() => carnot({ hotKelvin: 600, coldKelvin: -1 })).toThrow(
      'carnot: coldKelvin must be a finite number above 0, got -1.',
    );
    expect(() => otto({ hotKelvin: 600, coldKelvin: 300, compression: 0.5 })).toThrow(
      'otto: compression must be a finite number above 1, got 0.5.',
    );
    expect(() => otto({ hotKelvin: 600, coldKelvin: 300, compression: 20 })).toThrow(
      'otto: compression must leave the gas below hotKelvin (600 K), got 20, which heats it to 994.3 K.',
    );
    expect(() => diesel({ coldKelvin: 300, compression: 5, cutoff: 6 })).toThrow(
      'diesel: cutoff must be below compression, got 6 and 5.',
    );
    expect(() => idealGas({ moles: -1 })).toThrow(
      'idealGas: moles must be a finite number above 0, got -1.',
    );
    expect(() => idealGas({ moles: 1, particles: 5 })).toThrow(
      'idealGas: give moles or particles, got both.',
    );
    const state = gasState(air, 300, 1e-3);
    expect(() => isochoric(air, state, { volume: 1 } as never)).toThrow(
      'isochoric: volume stays the same, got it as the target. Give another.',
    );
  });

  test('refuses a component or a regenerator better than the second law allows', () => {
    const base = { hotKelvin: 1400, coldKelvin: 300, pressureRatio: 8 };
    expect(() => brayton({ ...base, turbineEfficiency: 1.1 })).toThrow(LawError);
    expect(() => brayton({ ...base, turbineEfficiency: 1.1 })).toThrow(
      'adiabatic: second law: efficiency must be at most 1, got 1.1.',
    );
    expect(() =>
      stirling({ hotKelvin: 900, coldKelvin: 300, expansion: 2, regenerator: 1.5 }),
    ).toThrow('stirling: second law: regenerator must be at most 1, got 1.5.');
  });
});
