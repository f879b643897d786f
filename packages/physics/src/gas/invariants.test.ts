import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../ledger.js';
import type { BarrierOptions } from './barriers.js';
import { Gas } from './gas.js';
import type { GasOptions } from './options.js';

/** Everything that must hold at any event, looked at after every single one. */
function watch(gas: Gas) {
  const { species, gravity } = gas.settings;
  const account = gas.ledger.accounts[0] as Account;
  const masses = species.flatMap(({ count, mass }) => Array.from({ length: count }, () => mass));
  const total = masses.reduce((sum, m) => sum + m, 0);
  const start = gas.entropy;
  const seen = { collisions: 0, walls: 0, barriers: 0 };
  const momentum = () => {
    const sums = [0, 0];
    gas.velocities().forEach((u, n) => {
      sums[n % 2] = (sums[n % 2] as number) + (masses[n >> 1] as number) * u;
    });
    return sums as [number, number];
  };
  let [px, py] = momentum();
  let last = gas.time;
  const check = (impulse: [number, number] | null, booked: boolean) => {
    // First law, to rounding: the books and the motion of the disks tell of one energy.
    gas.ledger.audit(account, gas.energy);
    expect(Math.abs(gas.ledger.imbalance)).toBeLessThanOrEqual(1e-12 * (1 + account.turnover));
    if (booked) {
      expect(Math.abs(account.entropy - (gas.entropy - start))).toBeLessThan(1e-8);
    }
    for (const { temperature, entropy, heat } of gas.ledger.accounts) {
      if (temperature !== null) {
        expect(Math.abs(entropy - heat / temperature)).toBeLessThan(
          1e-10 * (1 + Math.abs(entropy)),
        );
      }
    }
    const now = momentum();
    if (impulse !== null) {
      expect(now[0] - px - impulse[0]).toBeCloseTo(0, 9);
      expect(now[1] - py - impulse[1] + total * gravity * (gas.time - last)).toBeCloseTo(0, 9);
    }
    [px, py] = now;
    last = gas.time;
    expect(gas.smallestGap).toBeGreaterThan(-1e-12);
  };
  gas.observer = {
    collision: () => {
      seen.collisions += 1;
      check([0, 0], false);
    },
    wall: (_disk, { side, impulse, heat }) => {
      seen.walls += 1;
      const sign = side === 'left' || side === 'bottom' ? impulse : -impulse;
      const upright = side === 'left' || side === 'right';
      const thermal = typeof gas.settings.walls[side] === 'object';
      // A thermal side also changes the velocity along it.
      check(thermal ? null : upright ? [sign, 0] : [0, sign], heat !== 0);
    },
    barrier: (_disk, _k, gained) => {
      seen.barriers += 1;
      check(null, gained !== 0);
    },
  };
  return seen;
}

test('for all sizes, masses, walls, barriers and gravity: every invariant after every event', () => {
  const kind = fc.record({
    count: fc.integer({ min: 1, max: 12 }),
    radius: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    mass: fc.double({ min: 0.2, max: 8, noNaN: true }),
    temperature: fc.double({ min: 0.2, max: 3, noNaN: true }),
  });
  const hot = fc.double({ min: 0.3, max: 3, noNaN: true }).map((temperature) => ({ temperature }));
  const side = fc.oneof(fc.constant('elastic' as const), hot);
  const piston: fc.Arbitrary<Partial<BarrierOptions>> = fc.oneof(
    fc.record({ speed: fc.double({ min: -0.2, max: 0.2, noNaN: true }) }),
    fc.record({
      mass: fc.double({ min: 2, max: 30, noNaN: true }),
      force: fc.double({ min: -4, max: 0, noNaN: true }),
    }),
    fc.constant({ passes: [0] }),
  );
  const setting = fc.record({
    kinds: fc.array(kind, { minLength: 1, maxLength: 3 }),
    walls: fc.record({ left: side, right: side, bottom: side, top: side }),
    periodic: fc.constantFrom('none', 'none', 'y', 'both'),
    gravity: fc.constantFrom(0, 0, 0.3),
    pistons: fc.array(piston, { maxLength: 2 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });
  const seen = { collisions: 0, walls: 0, barriers: 0 };
  fc.assert(
    fc.property(setting, ({ kinds, walls, periodic, gravity, pistons, seed }) => {
      const round = { bottom: 'periodic', top: 'periodic' } as const;
      const options: GasOptions = {
        ...{ width: 16, height: 11, seed },
        gravity: periodic === 'none' ? gravity : 0,
        walls: periodic === 'both' ? 'periodic' : periodic === 'y' ? { ...walls, ...round } : walls,
        species: kinds.map((s) => ({ ...s, region: { right: 11 } })),
      };
      const gas = new Gas(options);
      const watched = watch(gas);
      if (periodic !== 'both') {
        for (const [n, more] of pistons.entries()) {
          const x = 11.5 + 2 * n;
          gas.addBarrier({ x, lowest: x - 1, highest: x + 0.9, ...more });
        }
      }
      gas.run(16);
      for (const name of ['collisions', 'walls', 'barriers'] as const) seen[name] += watched[name];
    }),
    { numRuns: 60, seed: 11 },
  );
  expect(seen.collisions).toBeGreaterThan(1000);
  expect(seen.walls).toBeGreaterThan(500);
  expect(seen.barriers).toBeGreaterThan(100);
});

test('a partition that opens adds n ln 2, and two gases that mix add it each', () => {
  const half = (count: number, region: object) => ({ count, radius: 0.01, region });
  const gas = new Gas({
    ...{ width: 40, height: 20, seed: 3 },
    species: [half(60, { right: 20 }), half(60, { left: 20 })],
  });
  const wall = gas.addBarrier({ x: 20 });
  const before = gas.entropy;
  gas.run(5);
  gas.removeBarrier(wall);
  // The centres' widths are those of the chambers less a diameter, 39.98 and 19.98.
  expect(Math.abs((gas.entropy - before) / (120 * Math.LN2) - 1)).toBeLessThan(0.01);
  const booked = (gas.ledger.accounts[0] as Account).entropy;
  // Since the start the books hold what closing the partition took and opening it gave back.
  expect(booked).toBeCloseTo(0, 9);
});

test('a slow piston leaves the entropy of the gas, a fast one raises it, and heat comes back as heat', () => {
  const make = (speed: number) => {
    const gas = new Gas({ width: 60, height: 20, species: { count: 150, radius: 0.2 }, seed: 2 });
    const piston = gas.addBarrier({ x: 60 });
    const before = gas.entropy;
    gas.driveBarrier(piston, { speed: -speed, to: 30 });
    gas.run(30 / speed + 1);
    return (gas.entropy - before) / 150;
  };
  expect(Math.abs(make(0.02))).toBeLessThan(0.03);
  expect(make(2)).toBeGreaterThan(0.2);
});

test('heat that a gas takes in slowly raises its entropy by Q/T: gas and wall together gain little', () => {
  const gas = new Gas({
    ...{ width: 30, height: 30, gravity: 0.05, seed: 4 },
    species: { count: 200, radius: 0.2 },
    walls: { bottom: { temperature: 1 } },
  });
  gas.run(200);
  const { universe } = gas.ledger;
  for (let kT = 1.02; kT < 2; kT *= 1.02) {
    gas.setWall('bottom', { temperature: kT });
    gas.run(60);
  }
  const [account, ...walls] = gas.ledger.accounts as [Account, ...Account[]];
  const lost = walls.reduce((sum, { entropy }) => sum + entropy, 0);
  expect(account.entropy).toBeGreaterThan(120);
  expect(lost).toBeLessThan(-100);
  // Reversible to a few per cent; the second law lets it be above 0 only, up to a fluctuation.
  expect(gas.ledger.universe - universe).toBeLessThan(0.12 * account.entropy);
  expect(gas.ledger.universe - universe).toBeGreaterThan(-8);
});
