import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LawError } from '../ledger.js';
import { brayton, carnot, ericsson, otto, stirling } from './cycles.js';
import { curzonAhlborn, maximumPower, operatingPoint, powerCurve } from './finiteTime.js';
import { idealGas } from './idealGas.js';
import { admitMachine, coolingMachine, heatEngine } from './machine.js';
import { refrigerator } from './reverse.js';
import { Room } from './room.js';

function lawOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LawError) return error.law;
    throw error;
  }
  return 'no law broken';
}

describe('refrigerators and heat pumps', () => {
  test('ideal coefficients: 8.3333 for 275/308 K, 14.6575 for 293.15/273.15 K', () => {
    expect(refrigerator(carnot({ hotKelvin: 308, coldKelvin: 275 })).coolingCop).toBeCloseTo(
      8.3333,
      4,
    );
    const pump = refrigerator(carnot({ hotKelvin: 293.15, coldKelvin: 273.15 }));
    expect(pump.heatingCop).toBeCloseTo(14.6575, 4);
    expect(pump.heatingCop).toBeCloseTo(pump.coolingCop + 1, 9);
  });

  test('give off more heat than they take in, and never pass the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.double({ min: 10, max: 1000, noNaN: true }),
        fc.double({ min: 1.01, max: 3, noNaN: true }),
        fc.double({ min: 1.1, max: 10, noNaN: true }),
        (which, coldKelvin, lift, ratio) => {
          const base = { hotKelvin: coldKelvin * lift, coldKelvin };
          const cycle =
            which === 0
              ? carnot({ ...base, expansion: ratio })
              : which === 1
                ? stirling({ ...base, expansion: ratio })
                : ericsson({ ...base, pressureRatio: ratio });
          const fridge = refrigerator(cycle);
          expect(fridge.heatOut).toBeGreaterThan(fridge.heatIn);
          expect(Math.abs(fridge.heatOut - fridge.heatIn + fridge.work)).toBeLessThan(
            1e-9 * fridge.heatOut,
          );
          expect(fridge.coolingCop).toBeLessThanOrEqual(fridge.coolingLimit * (1 + 1e-9));
          expect(fridge.entropyGenerated).toBeGreaterThan(-1e-9);
        },
      ),
    );
  });

  test('an Otto cycle serves a narrower gap backwards, or none', () => {
    const gas = idealGas({ degreesOfFreedom: 5 });
    const mild = otto({ hotKelvin: 700, coldKelvin: 290, compression: 8, gas });
    const fridge = refrigerator(mild);
    expect(fridge.hotKelvin).toBeCloseTo(666.245, 2);
    expect(fridge.coldKelvin).toBeLessThan(fridge.hotKelvin);
    expect(fridge.coolingCop).toBeLessThan(fridge.coolingLimit);
    const fiery = otto({ hotKelvin: 1780, coldKelvin: 290, compression: 8, gas });
    expect(() => refrigerator(fiery)).toThrow(
      'refrigerator: otto run backwards must take heat in below the temperature where it gives heat off, got 774.8 K and 666.2 K.',
    );
    const lossy = brayton({
      hotKelvin: 1400,
      coldKelvin: 300,
      pressureRatio: 8,
      turbineEfficiency: 0.8,
    });
    expect(() => refrigerator(lossy)).toThrow('must be reversible within the gas, got brayton');
  });
});

describe('perpetual motion', () => {
  test('is refused with the law it breaks', () => {
    const base = { hotKelvin: 600, coldKelvin: 300 };
    expect(
      lawOf(() => admitMachine({ ...base, heatFromHot: 100, heatToCold: 10, workOut: 100 })),
    ).toBe('first law');
    expect(lawOf(() => admitMachine({ ...base, heatFromHot: 0, heatToCold: 0, workOut: 1 }))).toBe(
      'first law',
    );
    expect(
      lawOf(() => admitMachine({ ...base, heatFromHot: 100, heatToCold: 0, workOut: 100 })),
    ).toBe('second law');
    expect(
      lawOf(() => admitMachine({ ...base, heatFromHot: 100, heatToCold: 49, workOut: 51 })),
    ).toBe('second law');
    expect(
      lawOf(() => admitMachine({ ...base, heatFromHot: -100, heatToCold: -100, workOut: 0 })),
    ).toBe('second law');
    expect(
      lawOf(() => admitMachine({ ...base, heatFromHot: -101, heatToCold: -100, workOut: -1 })),
    ).toBe('second law');
    expect(
      admitMachine({ ...base, heatFromHot: 100, heatToCold: 50, workOut: 50 }).entropyGenerated,
    ).toBeCloseTo(0, 12);
    expect(admitMachine({ ...base, heatFromHot: 10, heatToCold: 10, workOut: 0 }).kind).toBe(
      'conductor',
    );
    expect(admitMachine({ ...base, heatFromHot: -300, heatToCold: -100, workOut: -200 }).kind).toBe(
      'refrigerator',
    );
    expect(admitMachine({ ...base, heatFromHot: 0, heatToCold: 5, workOut: -5 }).kind).toBe(
      'heater',
    );
  });

  test('asked for by efficiency or performance, with texts that name value and limit', () => {
    const base = { hotKelvin: 600, coldKelvin: 300 };
    expect(() => heatEngine({ ...base, efficiency: 1.2 })).toThrow(
      'heatEngine: first law: efficiency must be at most 1, got 1.2. More work would come out than heat goes in.',
    );
    expect(() => heatEngine({ ...base, efficiency: 0.6 })).toThrow(
      'heatEngine: second law: efficiency must be at most 1 − T_c/T_h = 0.5, got 0.6. Widen the gap of temperatures.',
    );
    expect(() => coolingMachine({ ...base, cop: 1.5 })).toThrow(
      'coolingMachine: second law: cop must be at most T_c/(T_h − T_c) = 1, got 1.5. Narrow the gap of temperatures.',
    );
    expect(() => admitMachine({ ...base, heatFromHot: 100, heatToCold: 10, workOut: 100 })).toThrow(
      'admitMachine: first law: over a cycle work must equal heat in less heat out, got 100 J of work from 100 J in and 10 J out. 10 J come from nowhere.',
    );
    expect(heatEngine({ ...base, efficiency: 0.5 }).workOut).toBe(0.5);
    expect(coolingMachine({ ...base, cop: 1 }).heatToHot).toBe(2);
    expect(() => heatEngine({ hotKelvin: 300, coldKelvin: 300, efficiency: 0.1 })).toThrow(
      'coldKelvin must be below hotKelvin, got 300 and 300',
    );
  });

  test('every claim is either booked or refused, and by the right law', () => {
    const joules = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        joules,
        joules,
        fc.double({ min: 1.1, max: 9, noNaN: true }),
        (heatFromHot, heatToCold, lift) => {
          const workOut = heatFromHot - heatToCold;
          const entropy = heatToCold / 100 - heatFromHot / (100 * lift);
          fc.pre(Math.abs(entropy) > 1e-6);
          const law = lawOf(() =>
            admitMachine({
              hotKelvin: 100 * lift,
              coldKelvin: 100,
              heatFromHot,
              heatToCold,
              workOut,
            }),
          );
          expect(law).toBe(entropy < 0 ? 'second law' : 'no law broken');
        },
      ),
    );
  });
});

describe('finite-time engines', () => {
  test('Curzon and Ahlborn: 0.292893 for 600/300 K, and three real plants', () => {
    expect(curzonAhlborn(600, 300)).toBeCloseTo(0.292893, 6);
    const plants = [
      [838, 298, 0.6444, 0.4037],
      [573, 298, 0.4799, 0.2788],
      [523, 353, 0.325, 0.1784],
    ] as const;
    for (const [hot, cold, limit, expected] of plants) {
      expect(1 - cold / hot).toBeCloseTo(limit, 4);
      expect(curzonAhlborn(hot, cold)).toBeCloseTo(expected, 4);
    }
  });

  test('is where the power curve of the engine has its top, whatever the walls', () => {
    const conductance = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        conductance,
        conductance,
        fc.double({ min: 1.05, max: 10, noNaN: true }),
        (hotConductance, coldConductance, lift) => {
          const engine = {
            hotKelvin: 300 * lift,
            coldKelvin: 300,
            hotConductance,
            coldConductance,
          };
          const top = maximumPower(engine);
          const ideal = curzonAhlborn(300 * lift, 300);
          expect(top.efficiency).toBeCloseTo(ideal, 5);
          const limit = 1 - 1 / lift;
          expect(ideal).toBeGreaterThan(limit / 2);
          expect(ideal).toBeLessThan(limit / (2 - limit));
          expect(top.entropyRate).toBeGreaterThan(0);
          expect(1 - top.gasColdKelvin / top.gasHotKelvin).toBeCloseTo(top.efficiency, 6);
        },
      ),
      { numRuns: 30 },
    );
    expect(0.25).toBeLessThan(curzonAhlborn(600, 300));
    expect(curzonAhlborn(600, 300)).toBeLessThan(1 / 3);
  });

  test('leak and friction lower the efficiency, turn the arch into a loop, and break no law', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.01, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (leak, friction, share) => {
          const base = { hotKelvin: 600, coldKelvin: 300 };
          const ideal = operatingPoint(base, share * 0.5);
          const real = operatingPoint({ ...base, leak, friction }, share * 0.5);
          expect(real.efficiency).toBeLessThanOrEqual(ideal.efficiency + 1e-12);
          expect(real.power).toBeLessThanOrEqual(ideal.power + 1e-12);
          expect(real.entropyRate).toBeGreaterThanOrEqual(ideal.entropyRate - 1e-9);
          expect(real.efficiency).toBeLessThanOrEqual(0.5);
        },
      ),
    );
    const arch = powerCurve({ hotKelvin: 600, coldKelvin: 300 });
    expect(arch.efficiency[99]).toBeGreaterThan(0.49);
    const loop = powerCurve({ hotKelvin: 600, coldKelvin: 300, leak: 0.05 });
    expect(loop.efficiency.at(-1)).toBe(0);
    expect(Math.max(...loop.efficiency)).toBeLessThan(0.4);
    expect(() => operatingPoint({ hotKelvin: 600, coldKelvin: 300 }, 0.6)).toThrow(
      'innerEfficiency must be between 0 and 1 − T_c/T_h = 0.5, got 0.6',
    );
    expect(() => operatingPoint({ hotKelvin: 600, coldKelvin: 300, leak: -1 }, 0.1)).toThrow(
      'leak must be a finite number of at least 0, got -1',
    );
  });
});

describe('a room on a sunny day', () => {
  test('is held cool at the cost of work, all of which ends outside with the heat', () => {
    const cooled = new Room();
    const bare = new Room({ coolerWatts: 0 });
    cooled.step(12 * 3600);
    bare.step(12 * 3600);
    expect(cooled.roomKelvin).toBeCloseTo(297, 6);
    expect(bare.roomKelvin).toBeGreaterThan(315);
    expect(cooled.streetKelvin).toBeGreaterThan(bare.streetKelvin);
    expect(cooled.heatToStreet - cooled.heatFromRoom).toBeCloseTo(cooled.workUsed, 3);
    expect(cooled.coolerPower).toBeLessThan(1500);
  });

  test('keeps its books to rounding, and the entropy of the universe never falls', () => {
    fc.assert(
      fc.property(
        fc.record({
          targetKelvin: fc.double({ min: 280, max: 310, noNaN: true }),
          streetKelvin: fc.double({ min: 260, max: 320, noNaN: true }),
          sunWatts: fc.double({ min: 0, max: 5000, noNaN: true }),
          wallConductance: fc.double({ min: 0, max: 500, noNaN: true }),
          coolerWatts: fc.double({ min: 0, max: 5000, noNaN: true }),
          coolerQuality: fc.double({ min: 0.05, max: 1, noNaN: true }),
        }),
        (options) => {
          const room = new Room(options);
          let last = 0;
          for (let i = 0; i < 20; i++) {
            room.step(600, 20);
            expect(room.ledger.universe).toBeGreaterThanOrEqual(last);
            last = room.ledger.universe;
          }
          const stored = 5e5 * room.roomKelvin + 5e7 * room.streetKelvin;
          expect(Math.abs(room.ledger.imbalance)).toBeLessThan(1e-12 * stored);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    const room = new Room();
    room.step(3600);
    const copy = new Room();
    copy.restore(JSON.parse(JSON.stringify(room.snapshot())));
    room.step(1800);
    copy.step(1800);
    expect(copy.snapshot()).toEqual(room.snapshot());
    expect(() => copy.restore({ ...room.snapshot(), format: 'x' as never })).toThrow(
      'format must be "gibbs-room-1", got "x"',
    );
  });

  test('bad input is named', () => {
    expect(() => new Room({ coolerQuality: 1.2 })).toThrow(
      'Room: coolerQuality must be at most 1 (second law',
    );
    expect(() => new Room({ targetKelvin: -3 })).toThrow(
      'Room: targetKelvin must be a finite number above 0, got -3.',
    );
    expect(() => new Room().step(100, 0)).toThrow(
      'Room.step: timeStep must be a finite number above 0, got 0.',
    );
    expect(() => new Room().step(1e5, 9999)).toThrow(
      'timeStep must be at most half the time constant of the walls (2500 s), got 9999',
    );
  });
});
