import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STEFAN_BOLTZMANN } from '../constants.js';
import { machineShare, planet } from './planet.js';
import { blackBody, PHOTON_ENERGY, PHOTON_ENTROPY, radiantTemperature } from './radiation.js';

describe('radiation', () => {
  test('constants of black-body photons', () => {
    expect(PHOTON_ENERGY).toBeCloseTo(2.701178, 5);
    expect(PHOTON_ENTROPY).toBeCloseTo(3.601571, 5);
    expect(STEFAN_BOLTZMANN).toBeCloseTo(5.670374419e-8, 17);
    const { power, entropy, photons } = blackBody(300);
    expect(entropy).toBeCloseTo(((4 / 3) * power) / 300, 12);
    expect(power / photons / (300 * 1.380649e-23)).toBeCloseTo(2.701178, 5);
    expect(radiantTemperature(power)).toBeCloseTo(300, 9);
  });
});

describe('planet', () => {
  test('Earth: 254.578 K and 238.175 W/m² at albedo 0.30, 255.12 K at 0.294', () => {
    const bare = planet({ greenhouse: 0 });
    expect(bare.effectiveKelvin).toBeCloseTo(254.578, 2);
    expect(bare.surfaceKelvin).toBe(bare.effectiveKelvin);
    expect(bare.absorbed).toBeCloseTo(238.175, 3);
    expect(planet({ albedo: 0.294 }).effectiveKelvin).toBeCloseTo(255.12, 2);
    expect(planet({ greenhouse: 1 }).surfaceKelvin / bare.effectiveKelvin).toBeCloseTo(
      2 ** 0.25,
      12,
    );
  });

  test('photons: about 20 cold ones for each hot one', () => {
    expect(5772 / 255).toBeCloseTo(22.64, 2);
    const earth = planet();
    expect(earth.photonsOutPerPhotonIn).toBeCloseTo(5772 / earth.effectiveKelvin, 9);
    expect(earth.photonsOut / earth.photonsIn).toBeCloseTo(earth.photonsOutPerPhotonIn, 9);
  });

  test('entropy exported: 0.893 as heat, 1.190 as radiation, 6.07·10¹⁴ W/K in all', () => {
    const earth = planet();
    expect(earth.entropyExport / 0.893).toBeCloseTo(1, 2);
    expect(earth.radiationEntropyExport / 1.19).toBeCloseTo(1, 2);
    expect(earth.totalEntropyExport / 6.07e14).toBeCloseTo(1, 2);
  });

  test('balances whatever the planet, and its entropy only grows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1e17, noNaN: true }),
        (solarConstant, albedo, greenhouse, extraWatts) => {
          const { ledger, surfaceKelvin, airKelvin, effectiveKelvin, entropyExport } = planet({
            ...{ solarConstant, albedo, greenhouse, extraWatts },
          });
          expect(Math.abs(ledger.imbalance)).toBeLessThan(1e-9 * solarConstant + 1e-9);
          expect(ledger.universe).toBeGreaterThan(0);
          expect(surfaceKelvin).toBeGreaterThanOrEqual(effectiveKelvin);
          expect(airKelvin).toBeLessThan(surfaceKelvin);
          expect(entropyExport).toBeGreaterThan(0);
          // Ground and air are steady: what comes in goes out.
          const heat = Object.fromEntries(ledger.report().map((b) => [b.name, b.heat]));
          expect(Math.abs(heat.ground as number)).toBeLessThan(1e-9 * solarConstant + 1e-9);
          expect(Math.abs(heat.air as number)).toBeLessThan(1e-9 * solarConstant + 1e-9);
          // And the ground radiates what it must: σT⁴ less what the air sends back.
          const sent = STEFAN_BOLTZMANN * surfaceKelvin ** 4;
          const back = greenhouse * STEFAN_BOLTZMANN * airKelvin ** 4;
          const input =
            (solarConstant * (1 - albedo)) / 4 + extraWatts / (4 * Math.PI * 6.371e6 ** 2);
          expect(Math.abs(sent - back - input)).toBeLessThan(1e-9 * sent);
        },
      ),
    );
  });

  test('one air conditioner of 1 kW: a share of 8·10⁻¹⁵, as two planets also say', () => {
    const share = machineShare(1000);
    expect(share.shareOfSunlight).toBeCloseTo(8.23e-15, 17);
    expect(share.countForOneKelvin).toBeGreaterThan(1e12);
    const many = planet({ extraWatts: 1e12 }).surfaceKelvin - planet().surfaceKelvin;
    expect(many / (1e9 * share.warmingKelvin)).toBeCloseTo(1, 4);
  });

  test('bad input is named', () => {
    expect(() => planet({ albedo: 1.2 })).toThrow(
      'planet: albedo must be between 0 and 1, got 1.2.',
    );
    expect(() => planet({ albedo: 1 })).toThrow('A perfect mirror has no temperature.');
    expect(() => planet({ solarConstant: 1e9 })).toThrow(
      'the planet must stay colder than its star (5772 K)',
    );
    expect(() => machineShare(0)).toThrow(
      'machineShare: watts must be a finite number above 0, got 0.',
    );
  });
});
