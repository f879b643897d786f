import { expect, test } from 'vitest';
import { virialZ } from '../matter/hardDisks.js';
import { Gas } from './gas.js';
import { meter, occupancies, speedHistogram } from './measure.js';
import { HEADER } from './store.js';

const expectClose = (got: ArrayLike<number>, wanted: readonly number[]) => {
  for (const [k, value] of wanted.entries()) expect(got[k]).toBeCloseTo(value, 14);
};
const meanOf = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
};
const square = (count: number, packing: number) => Math.sqrt((count * Math.PI) / (4 * packing));

test('two disks that meet head on exchange their velocities', () => {
  const gas = new Gas({
    width: 10,
    height: 4,
    species: { count: 2 },
    positions: [2, 2, 6, 2],
    velocities: [1, 0, -1, 0],
  });
  gas.runUntil(2); // the gap of 3 closes at speed 2 at time 1.5
  expectClose(gas.velocities(), [-1, 0, 1, 0]);
  expectClose(gas.positions(), [3, 2, 5, 2]);
  expect(gas.collisions).toBe(1);
  gas.runUntil(7); // and both come back from the walls
  expectClose(gas.velocities(), [1, 0, -1, 0]);
});

test('pressure from the walls is the pressure from collisions, to a tenth of a per cent', () => {
  const [width, height] = [30, 20];
  const gas = new Gas({ width, height, species: { count: 150 }, seed: 3 });
  const energy = gas.energy;
  gas.run(20);
  const impulse = (side: number) => gas.box.header[HEADER.impulse + side] as number;
  const ratios = Array.from({ length: 24 }, () => {
    const read = meter(gas);
    const [right, left, top, bottom] = [0, 1, 2, 3].map(impulse) as [
      number,
      number,
      number,
      number,
    ];
    gas.run(100);
    const { compressibility, wallPressure, time } = read();
    const x = (impulse(0) - right + impulse(1) - left) / 2;
    const y = (impulse(2) - top + impulse(3) - bottom) / 2;
    expect(wallPressure * time * (width + height)).toBeCloseTo(x + y, 6);
    // Clausius' virial of the walls: they push on centres, which keep a radius away from them.
    const byWalls = (x * (width - 1) + y * (height - 1)) / (2 * time);
    return byWalls / (compressibility * gas.count * gas.temperature());
  });
  const { mean, error } = meanOf(ratios);
  expect(error).toBeLessThan(0.001);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
  expect(Math.abs(gas.energy / energy - 1)).toBeLessThan(1e-13);
  expect(gas.smallestGap).toBeGreaterThan(-1e-12);
});

test('both pressures stand in error bars about the virial series', () => {
  const side = square(900, 0.2);
  const gas = new Gas({ width: side, height: side, species: { count: 900 }, walls: 'periodic' });
  gas.run(10);
  const readings = Array.from({ length: 10 }, () => {
    const read = meter(gas);
    gas.step(20_000);
    return read().compressibility;
  });
  const { mean, error } = meanOf(readings);
  expect(error / mean).toBeLessThan(0.002);
  expect(Math.abs(mean - virialZ(0.2))).toBeLessThan(4 * error);
});

test('compressibility of the periodic gas follows the virial series', () => {
  const side = square(400, 0.2);
  const gas = new Gas({ width: side, height: side, species: { count: 400 }, walls: 'periodic' });
  gas.run(20);
  const read = meter(gas);
  gas.step(100_000);
  const { compressibility, collisionRate } = read();
  expect(Math.abs(compressibility / 1.57036 - 1)).toBeLessThan(0.01);
  // Z − 1 = (√π / 4) Γ for kT = m = d = 1.
  expect(
    Math.abs((compressibility - 1) / ((Math.sqrt(Math.PI) / 4) * collisionRate) - 1),
  ).toBeLessThan(0.01);
});

test('a gas let out of one half fills the box, and its cells grow alike', () => {
  const gas = new Gas({
    width: 40,
    height: 20,
    species: { count: 200, region: { right: 20 } },
    seed: 5,
  });
  const before = occupancies(gas, 2, 1);
  expect([...before]).toEqual([200, 0]);
  gas.run(60);
  const after = occupancies(gas, 2, 1);
  expect((after[0] as number) + (after[1] as number)).toBe(200);
  expect(Math.abs((after[0] as number) - 100)).toBeLessThan(30);
});

test('speeds settle to Maxwell–Boltzmann', () => {
  const side = square(2000, 0.3);
  const gas = new Gas({
    width: side,
    height: side,
    species: { count: 2000 },
    walls: 'periodic',
    velocities: Array.from({ length: 4000 }, (_, k) => (k % 4 < 2 ? 1 : -1)),
  });
  gas.step(20_000);
  const { counts, expected } = speedHistogram(gas, { bins: 20 });
  const chi2 = counts.reduce((sum, n, k) => {
    const e = expected[k] as number;
    return e < 5 ? sum : sum + (n - e) ** 2 / e;
  }, 0);
  expect(chi2).toBeLessThan(45);
});

test('a thermal wall brings the gas to its temperature and the books balance at every event', () => {
  const gas = new Gas({
    width: 20,
    height: 20,
    species: { count: 60, temperature: 0.5 },
    walls: { left: { temperature: 2 }, bottom: { temperature: 2 } },
  });
  let sum = 0;
  let hits = 0;
  const account = gas.ledger.accounts[0];
  gas.observer = {
    wall: () => {
      hits += 1;
      if (hits % 50 === 0) gas.ledger.audit(account as never, gas.energy);
    },
  };
  gas.run(100);
  for (let k = 0; k < 400; k++) {
    gas.run(2);
    sum += gas.temperature();
  }
  expect(hits).toBeGreaterThan(1000);
  expect(Math.abs(sum / 400 / 2 - 1)).toBeLessThan(0.05);
});

test('a run in many small pieces, or through a snapshot, is the run in one piece, bit for bit', () => {
  const make = () => {
    const options = { width: 30, height: 30, species: { count: 300 } };
    return new Gas({ ...options, walls: { left: { temperature: 1.5 } }, seed: 9 });
  };
  const whole = make();
  whole.runUntil(10);
  const pieces = make();
  for (let k = 1; k <= 50; k++) pieces.runUntil(k / 10);
  const restored = Gas.restore(pieces.snapshot());
  for (let k = 51; k <= 100; k++) restored.runUntil(k / 10);
  expect(restored.positions()).toEqual(whole.positions());
  expect(restored.velocities()).toEqual(whole.velocities());
  expect(restored.ledger.report()).toEqual(whole.ledger.report());
});
