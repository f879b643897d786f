import { expect, test } from 'vitest';
import { Gas } from './gas.js';
import { occupancies } from './measure.js';
import { HEADER } from './store.js';

const half = { count: 80, region: { right: 20 } };

test('a partition keeps the gas in its half until it opens', () => {
  const gas = new Gas({ width: 40, height: 12, species: half, seed: 2 });
  const energy = gas.energy;
  const wall = gas.addBarrier({ x: 20 });
  gas.run(30);
  expect([...occupancies(gas, 2, 1)]).toEqual([80, 0]);
  expect(gas.barrier(wall).hits).toBeGreaterThan(20);
  expect(gas.barrier(wall).impulseFromLeft).toBeGreaterThan(0);
  gas.removeBarrier(wall);
  gas.run(60);
  expect(occupancies(gas, 2, 1)[1]).toBeGreaterThan(20);
  expect(Math.abs(gas.energy / energy - 1)).toBeLessThan(1e-13);
  expect(gas.smallestGap).toBeGreaterThan(-1e-12);
});

test('a membrane lets one species pass and holds the other', () => {
  const gas = new Gas({
    width: 40,
    height: 12,
    species: [
      { count: 30, radius: 0.3, mass: 0.5, region: { right: 20 } },
      { count: 30, radius: 0.6, mass: 2, region: { right: 20 } },
    ],
  });
  gas.addBarrier({ x: 20, passes: [0] });
  gas.run(100);
  const x = gas.positions().filter((_, k) => k % 2 === 0);
  expect(x.slice(0, 30).some((value) => value > 20)).toBe(true);
  expect(x.slice(30).every((value) => value <= 20 - 0.6 + 1e-9)).toBe(true);
  const mean = [0, 0];
  for (let k = 0; k < 500; k++) {
    gas.run(5);
    for (const n of [0, 1]) mean[n] = (mean[n] as number) + gas.temperature(n) / 500;
  }
  // Equipartition: heavy or light, both species come to one temperature.
  expect(Math.abs((mean[0] as number) / (mean[1] as number) - 1)).toBeLessThan(0.1);
});

test('one disk and a slow piston: v L is an adiabatic invariant, and the work is booked', () => {
  const gas = new Gas({
    width: 11,
    height: 3,
    species: { count: 1 },
    positions: [3, 1.5],
    velocities: [1, 0],
  });
  const piston = gas.addBarrier({ x: 11 });
  gas.driveBarrier(piston, { speed: -0.001, to: 6 });
  gas.runUntil(5500);
  expect(gas.barrier(piston)).toMatchObject({ x: 6, velocity: 0 });
  // The centre moves in a width less one diameter: from 10 to 5.
  expect(Math.abs(gas.energy / (0.5 * 4) - 1)).toBeLessThan(0.005);
  expect(Math.abs(gas.barrier(piston).work + gas.energy - 0.5)).toBeLessThan(1e-12);
  expect(gas.ledger.audit(gas.ledger.accounts[0] as never, gas.energy)).toBeLessThan(1e-12);
});

test('compressed slowly, a dilute gas in two dimensions keeps T × area: γ = 2', () => {
  const gas = new Gas({ width: 80, height: 20, species: { count: 60, radius: 0.05 }, seed: 4 });
  const piston = gas.addBarrier({ x: 80 });
  gas.driveBarrier(piston, { speed: -0.05, to: 40 });
  gas.runUntil(820);
  expect(Math.abs(gas.temperature() / 2 - 1)).toBeLessThan(0.08);
});

test('a free piston under force finds the pressure F / height, and energy is conserved with it', () => {
  const mass = 20;
  const force = -15;
  const gas = new Gas({
    width: 60,
    height: 10,
    species: { count: 100, radius: 0.1, region: { right: 30 } },
  });
  const piston = gas.addBarrier({ x: 30, mass, force });
  const total = () => {
    const { x, velocity } = gas.barrier(piston);
    return gas.energy + 0.5 * mass * velocity * velocity - force * x;
  };
  const start = total();
  gas.run(200);
  const ratios = Array.from({ length: 20 }, () => {
    const from = gas.box.header[HEADER.virial] as number;
    let [x, kT, own] = [0, 0, 0];
    for (let k = 0; k < 200; k++) {
      gas.run(1);
      const { x: at, velocity } = gas.barrier(piston);
      x += at / 200;
      kT += gas.temperature() / 200;
      own += (mass * velocity * velocity) / 200;
    }
    expect(Math.abs(total() / start - 1)).toBeLessThan(1e-11);
    const pairs = ((gas.box.header[HEADER.virial] as number) - from) / (2 * 200);
    // Virial of disks and piston along x: F (⟨x⟩ − 2r) = N kT + M⟨V²⟩ + the share of the pairs.
    return (-force * (x - 0.2)) / (100 * kT + own + pairs);
  });
  const mean = ratios.reduce((a, b) => a + b, 0) / 20;
  const error = Math.sqrt(ratios.reduce((a, b) => a + (b - mean) ** 2, 0) / (20 * 19));
  expect(error).toBeLessThan(0.005);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
});

test('with gravity the gas is a barometer: density falls with height, energy stays', () => {
  const gas = new Gas({
    width: 30,
    height: 60,
    gravity: 0.2,
    species: { count: 150, radius: 0.2 },
    seed: 6,
  });
  const energy = gas.energy;
  gas.run(100);
  const layers = [0, 0, 0];
  for (let k = 0; k < 50; k++) {
    gas.run(4);
    for (const [n, count] of occupancies(gas, 1, 3).entries())
      layers[n] = (layers[n] as number) + count;
  }
  const [low, middle, high] = layers as [number, number, number];
  expect(low).toBeGreaterThan(middle * 1.3);
  expect(middle).toBeGreaterThan(high * 1.3);
  expect(Math.abs(gas.energy / energy - 1)).toBeLessThan(1e-12);
  expect(gas.smallestGap).toBeGreaterThan(-1e-12);
});

test('a disk that rests on the floor ends with an error, not in an endless loop', () => {
  const gas = new Gas({
    width: 5,
    height: 5,
    gravity: 1,
    species: { count: 1 },
    positions: [2, 0.5],
    velocities: [0, 0],
  });
  expect(() => gas.run(1)).toThrow(/events without a step in time must be at most/);
});

test('barriers refuse what they cannot do', () => {
  const gas = new Gas({ width: 40, height: 12, species: half });
  expect(() => gas.addBarrier({ x: 41 })).toThrow('addBarrier: x must be between 0 and 40');
  expect(() => gas.addBarrier({ x: 30, force: 1 })).toThrow('a force needs a mass');
  expect(() => gas.addBarrier({ x: 30, mass: -1 })).toThrow('mass must be a finite number above 0');
  expect(() => gas.addBarrier({ x: 0.2 })).toThrow('a radius away from every disk');
  expect(() => gas.removeBarrier(3)).toThrow(
    'barrier must be the number of one that stands, got 3',
  );
  const piston = gas.addBarrier({ x: 30 });
  expect(() => gas.driveBarrier(piston, { speed: 1, to: 45 })).toThrow(
    'to must lie ahead and between 0 and 40, got 45',
  );
  const periodic = new Gas({ width: 40, height: 12, species: { count: 10 }, walls: 'periodic' });
  expect(() => periodic.addBarrier({ x: 30 })).toThrow('left and right must be walls');
});
