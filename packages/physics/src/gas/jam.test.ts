import { describe, expect, test } from 'vitest';
import { Gas } from './gas.js';

const noRoom = 'Barriers press the disks into no room: stop them earlier.';

/** Sixty disks in the left three quarters of a box, and what then presses on them. */
const pressed = (options: object, press: (gas: Gas) => void) => () => {
  const species = { count: 60, region: { right: 9 } };
  const gas = new Gas({ width: 12, height: 10, species, ...options });
  press(gas);
  gas.run(40);
};

describe('no run goes on for ever in a space that shrinks to nothing', () => {
  test('a piston driven onto a crystal', () => {
    const press = (gas: Gas) =>
      gas.driveBarrier(gas.addBarrier({ x: 9.5 }), { speed: -0.5, to: 1 });
    expect(pressed({}, press)).toThrow(noRoom);
    expect(pressed({ walls: { left: { temperature: 1 } } }, press)).toThrow(noRoom);
  });

  test('a free piston under a force that no gas holds', () => {
    const press = (gas: Gas) => gas.addBarrier({ x: 9.5, mass: 5, force: -1e4 });
    // Between hot sides the energy is carried off, so that the disks are wedged for good.
    expect(pressed({ walls: { left: { temperature: 1 } } }, press)).toThrow(noRoom);
  });

  test('two pistons that close in, on many disks, on one, and on none', () => {
    const closing = (gas: Gas) => {
      gas.driveBarrier(gas.addBarrier({ x: 0.5 }), { speed: 0.5, to: 11 });
      gas.driveBarrier(gas.addBarrier({ x: 11 }), { speed: -0.5, to: 1 });
    };
    const between = { left: 1, right: 10 };
    expect(pressed({ species: { count: 40, region: between } }, closing)).toThrow(noRoom);
    const one = { species: { count: 1 }, positions: [5, 5], velocities: [1, 0] };
    expect(pressed(one, closing)).toThrow(noRoom);
    const outside = { species: { count: 1 }, positions: [11.5, 5], velocities: [0, 0.1] };
    expect(pressed(outside, closing)).toThrow(
      /run: barrier 0 must stay left of barrier 1, got .* Give them ranges/,
    );
  });

  test('a piston driven into the wall with one disk before it', () => {
    const one = { species: { count: 1 }, positions: [5, 5], velocities: [1, 0] };
    const press = (gas: Gas) => gas.driveBarrier(gas.addBarrier({ x: 9 }), { speed: -1, to: 0 });
    expect(pressed(one, press)).toThrow(noRoom);
  });
});

test('a light gas of small disks beside a few heavy ones is pressed hard, but not refused', () => {
  const gas = new Gas({
    ...{ width: 14, height: 10, seed: 3 },
    species: [
      { count: 4, radius: 1, mass: 1000, region: { right: 4.5 } },
      { count: 60, radius: 0.1, mass: 0.1, region: { left: 4.5, right: 8 } },
    ],
  });
  const piston = gas.addBarrier({ x: 9 });
  gas.driveBarrier(piston, { speed: -0.2, to: 5 });
  gas.run(20.5);
  expect(gas.barrier(piston).x).toBe(5);
  expect(gas.collisions).toBeGreaterThan(2000);
});

test('a crystal a hair below close packing runs on, since nothing presses it', () => {
  const a = 1 + 1e-9;
  const gas = new Gas({
    ...{ width: 8 * a, height: 4 * a * Math.sqrt(3), walls: 'periodic' },
    species: { count: 64 },
  });
  gas.step(20_000);
  expect(gas.smallestGap).toBeGreaterThan(-1e-12);
});

test('a thermal side at absolute zero is refused, when built and later', () => {
  const cold = 'temperature of wall "left" must be a finite number above 0, got 0.';
  const box = { width: 12, height: 10, species: { count: 5 } };
  expect(() => new Gas({ ...box, walls: { left: { temperature: 0 } } })).toThrow(cold);
  expect(() => new Gas(box).setWall('left', { temperature: 0 })).toThrow(cold);
});
