import { expect, test } from 'vitest';
import { Cylinder } from './cylinder.js';
import { enter, particleStrokes, type Stroke } from './engine.js';

const options = { disks: 40, temperature: 2, width: 10, longest: 20, seed: 3 };

test('isolated and driven out, the gas pays for the work it does from what it has', () => {
  const cylinder = new Cylinder(options);
  const before = cylinder.gas.energy;
  cylinder.drive(0.05, 20);
  const reading = cylinder.runUntil(200);
  const { work, heatHot, heatCold } = cylinder.books(2, 1);
  expect(cylinder.width).toBe(20);
  expect(reading.heat).toBe(0);
  expect([heatHot, heatCold]).toEqual([0, 0]);
  expect(before - cylinder.gas.energy - work).toBeCloseTo(0, 10);
  // P dA: pressure is the mean over the span, so it times the way is the work, to rounding.
  expect(reading.pressure * 10 * 10).toBeCloseTo(work, 10);
});

test('in contact, heat is booked with the reservoir it came from', () => {
  const cylinder = new Cylinder(options);
  cylinder.touch(1);
  const { heat, entropy, temperature } = cylinder.runUntil(100);
  expect(heat).toBeLessThan(0);
  expect(entropy).toBe(heat / temperature);
  expect(cylinder.books(2, 1).heatCold).toBeCloseTo(heat, 10);
});

test('a cylinder that is taken up again goes on with the same bits', () => {
  const one = new Cylinder(options);
  one.touch(1);
  one.drive(0.1, 20);
  one.runUntil(30);
  const two = Cylinder.restore(one.snapshot());
  for (const each of [one, two]) {
    each.touch(2);
    each.runUntil(70);
  }
  expect(two.gas.positions()).toEqual(one.gas.positions());
  expect(two.books(2, 1)).toEqual(one.books(2, 1));
  expect(two.width).toBe(one.width);
});

test('the strokes of a cycle close on themselves, forwards and backwards', () => {
  for (const cycle of ['carnot', 'otto', 'stirling'] as const) {
    for (const reverse of [false, true]) {
      const strokes = particleStrokes({ cycle, hot: 2, cold: 1, reverse });
      for (const [k, stroke] of strokes.entries()) {
        expect(stroke.to).toBe((strokes[(k + 1) % strokes.length] as Stroke).from);
        expect(Math.abs(stroke.to - stroke.from - stroke.speed * stroke.duration)).toBeLessThan(
          1e-9,
        );
      }
      const cylinder = new Cylinder({ ...options, longest: 60 });
      enter(cylinder, strokes[0] as Stroke);
      cylinder.runUntil((strokes[0] as Stroke).duration);
      expect(cylinder.width).toBeCloseTo((strokes[0] as Stroke).to, 9);
    }
  }
});

test('what makes no cylinder is refused by name', () => {
  expect(() => new Cylinder({ ...options, width: 30 })).toThrow(
    'Cylinder: width must be at most longest, 20, got 30',
  );
  expect(() => new Cylinder({ ...options, disks: 0 })).toThrow('disks must be');
  expect(() => new Cylinder({ ...options, temperature: -1 })).toThrow('temperature must be');
  expect(() => Cylinder.restore(new Uint8Array(10))).toThrow();
});
