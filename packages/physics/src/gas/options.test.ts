import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Gas } from './gas.js';
import type { GasOptions } from './options.js';

const good: GasOptions = { width: 10, height: 10, species: { count: 10 } };
const refused = (change: Partial<GasOptions>, message: string | RegExp) =>
  expect(() => new Gas({ ...good, ...change })).toThrow(message);

test('each quantity out of range is refused by name, with its value and the range', () => {
  refused({ width: Number.NaN }, 'Gas: width must be a finite number above 0, got NaN.');
  refused({ height: -1 }, 'Gas: height must be a finite number above 0, got -1.');
  refused({ species: [] }, 'Gas: species must be 1 to 64 kinds, got 0.');
  refused(
    { species: { count: 0 } },
    'Gas: count must be a whole number from 1 to 16777216, got 0.',
  );
  refused(
    { species: { count: 1.5 } },
    'Gas: count must be a whole number from 1 to 16777216, got 1.5.',
  );
  refused(
    { species: { count: 3, mass: -2 } },
    'Gas: mass must be a finite number above 0, got -2.',
  );
  refused(
    { species: { count: 3, radius: 0 } },
    'Gas: radius must be a finite number above 0, got 0.',
  );
  refused(
    { species: { count: 3, temperature: -1 } },
    'Gas: temperature must be a finite number of at least 0, got -1.',
  );
  refused(
    { walls: { left: { temperature: 0 } } },
    'Gas: temperature of wall "left" must be a finite number above 0, got 0.',
  );
  refused({ walls: { left: 'periodic' } }, 'walls "left" and "right" must be periodic together');
  refused({ walls: { left: 'soft' as never } }, 'wall "left" must be "elastic", "periodic"');
  refused({ gravity: -1 }, 'Gas: gravity must be a finite number of at least 0, got -1.');
  refused({ gravity: 1, walls: 'periodic' }, 'Gas: gravity needs a floor');
  refused(
    { species: { count: 3, region: { left: 5, right: 12 } } },
    'Gas: region must lie in the box 0 to 10 by 0 to 10, got 5 to 12 by 0 to 10.',
  );
});

test('disks that overlap, leave the box or are packed beyond close packing are refused', () => {
  refused(
    { species: { count: 2 }, positions: [3, 3, 3.9, 3] },
    /Gas: disks must not overlap, got disks 0 and 1 with 0\.\d+ of overlap\.|got disks 1 and 0/,
  );
  refused(
    { species: { count: 1 }, positions: [0.2, 3] },
    'Gas: disk 0 of radius 0.5 must lie in the box',
  );
  refused({ species: { count: 1 }, positions: [Number.NaN, 3] }, 'Gas: positions must be finite');
  refused(
    { species: { count: 2 }, positions: [3, 3] },
    'Gas: positions must hold x and y of 2 disks',
  );
  refused(
    { species: { count: 1 }, velocities: [1, Number.NaN] },
    'Gas: velocities must be a finite number, got NaN.',
  );
  refused({ species: { count: 120 } }, /Gas: packing .* must be at most 0\.9069, got 0\.9425/);
  refused({ species: { count: 110 } }, /Gas: 110 disks of radius 0\.5 must fit on a lattice/);
  refused({ width: 2.5, walls: 'periodic', species: { count: 2 } }, 'a periodic width must hold 3');
});

test('spans, moments and counts that are not positive are refused', () => {
  const gas = new Gas(good);
  expect(() => gas.run(0)).toThrow('run: duration must be a finite number above 0, got 0.');
  expect(() => gas.run(Number.NaN)).toThrow(
    'run: duration must be a finite number above 0, got NaN.',
  );
  expect(() => gas.runUntil(-1)).toThrow('runUntil: time must be finite and at least 0, got -1.');
  expect(() => gas.step(0)).toThrow(
    'step: collisions must be a whole number of at least 1, got 0.',
  );
  expect(() => gas.setWall('left', 'periodic')).toThrow('setWall: a periodic side stays periodic');
  expect(() => gas.setWall('front' as never, 'elastic')).toThrow('setWall: side must be one of');
  const alone = new Gas({ ...good, species: { count: 1 }, velocities: [0, 0] });
  expect(() => alone.step()).toThrow('step: no pair will ever meet again');
});

test('a snapshot of another version, cut short, changed, or of something else is refused', () => {
  const bytes = new Gas(good).snapshot();
  const changed = (at: number, value: number) => {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  };
  expect(() => Gas.restore(changed(8, 9))).toThrow(
    "restore: the snapshot's version must be 2, got 9.",
  );
  expect(() => Gas.restore(changed(0, 65))).toThrow(
    'a snapshot of a gas must begin with "gibbsgas"',
  );
  expect(() => Gas.restore(changed(bytes.length - 40, 255))).toThrow(
    'restore: the checksum must be',
  );
  expect(() => Gas.restore(bytes.slice(0, -8))).toThrow(
    /must be \d+ bytes, got \d+\. It is cut short/,
  );
  expect(() => Gas.restore(bytes.slice(0, 10))).toThrow(
    /must be 32 bytes, got 10\. It is cut short/,
  );
  expect(() => Gas.restore('gas' as never)).toThrow('a snapshot must be a Uint8Array, got string.');
});

test('for any sizes, masses, walls and seeds: energy, count and gaps hold, and the past is the same', () => {
  const species = fc.record({
    count: fc.integer({ min: 1, max: 40 }),
    radius: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
    mass: fc.double({ min: 0.1, max: 10, noNaN: true }),
  });
  const setting = fc.record({
    species: fc.array(species, { minLength: 1, maxLength: 3 }),
    periodic: fc.boolean(),
    gravity: fc.constantFrom(0, 0, 0.3),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });
  fc.assert(
    fc.property(setting, ({ species, periodic, gravity, seed }) => {
      const options: GasOptions = {
        width: 18,
        height: 14,
        species,
        seed,
        walls: periodic ? { left: 'periodic', right: 'periodic' } : 'elastic',
        gravity,
      };
      const gas = new Gas(options);
      const energy = gas.energy;
      gas.run(3);
      const copy = Gas.restore(gas.snapshot());
      gas.run(3);
      copy.run(3);
      expect(Math.abs(gas.energy / energy - 1)).toBeLessThan(1e-12);
      expect(gas.smallestGap).toBeGreaterThan(-1e-12);
      expect(copy.positions()).toEqual(gas.positions());
      const p = gas.positions();
      for (let n = 0; n < gas.count; n++) {
        expect(p[2 * n + 1]).toBeGreaterThan(0);
        expect(p[2 * n + 1]).toBeLessThan(14);
      }
    }),
    { numRuns: 30, seed: 42 },
  );
});
