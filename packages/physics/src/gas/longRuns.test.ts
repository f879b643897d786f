import { expect, test } from 'vitest';
import { pairCorrelation } from '../matter/order.js';
import { floatEcho } from './echo.js';
import { Gas } from './gas.js';
import { meter } from './measure.js';
import { melting } from './melting.js';
import { coordinates, diffusion } from './transport.js';

const periodic = (count: number, packing: number, seed = 1) => {
  const side = Math.sqrt((count * Math.PI) / (4 * packing));
  return new Gas({ width: side, height: side, species: { count }, walls: 'periodic', seed });
};

test('a million collisions: energy, momentum and gaps as at the start', () => {
  const gas = periodic(500, 0.5);
  const energy = gas.energy;
  gas.step(1_000_000);
  expect(Math.abs(gas.energy / energy - 1)).toBeLessThan(1e-13);
  expect(gas.smallestGap).toBeGreaterThan(-1e-12);
  const v = gas.velocities();
  const momentum = [0, 1].map((axis) => v.reduce((sum, u, k) => sum + (k % 2 === axis ? u : 0), 0));
  for (const p of momentum) expect(Math.abs(p)).toBeLessThan(1e-10);
});

test('energy and momentum hold at every single collision', () => {
  const gas = new Gas({
    width: 12,
    height: 12,
    walls: 'periodic',
    species: [{ count: 20 }, { count: 20, radius: 0.3, mass: 4 }],
  });
  const energy = gas.energy;
  let seen = 0;
  gas.observer = {
    collision: (first, second) => {
      seen += 1;
      expect(first).not.toBe(second);
      if (Math.abs(gas.energy / energy - 1) > 1e-13) throw new Error('energy');
      if (gas.smallestGap < -1e-12) throw new Error('overlap');
    },
  };
  gas.step(1000);
  expect(seen).toBe(1000);
});

test('the echo: exact at first, growing by e^1.15 per collision of a disk, dead after 22 to 29', () => {
  const curve = floatEcho({ disks: 400, times: [1, 2, 4, 6, 8, 9, 10, 11, 12, 13] });
  expect(curve[0]?.error).toBeLessThan(1e-13); // a missed event would show here
  const at = (k: number) => curve[k] as (typeof curve)[0];
  const growth =
    Math.log(at(4).error / at(1).error) / (at(4).collisionsPerDisk - at(1).collisionsPerDisk);
  expect(growth).toBeGreaterThan(0.9);
  expect(growth).toBeLessThan(1.5);
  const dead = curve.find(({ error }) => error > 0.1);
  expect(dead?.collisionsPerDisk).toBeGreaterThan(22);
  expect(dead?.collisionsPerDisk).toBeLessThan(30);
  for (const [k, { error }] of curve.entries())
    if (k > 0) expect(error).toBeGreaterThan(at(k - 1).error / 3);
});

test('diffusion is that of Enskog, a little more for a dilute gas', () => {
  const gas = periodic(400, 0.1);
  gas.run(20);
  const { coefficient } = diffusion(gas, { span: 40, repeats: 10 });
  // Enskog: D = √(kT/πm) / (2 n g d) with n g = 2 (Z − 1) / π d², Z = 1.23614.
  expect(Math.abs(coefficient / 1.877 - 1.03)).toBeLessThan(0.12);
});

test('mean free path: 1 / (2√2 n d g) to the precision of a short run', () => {
  const gas = periodic(400, 0.1);
  const read = meter(gas);
  gas.step(40_000);
  const ng = (2 * (1.23614 - 1)) / Math.PI;
  expect(Math.abs(read().meanFreePath * 2 * Math.SQRT2 * ng - 1)).toBeLessThan(0.04);
});

test('the pair correlation at contact is the one that the pressure asks for', () => {
  const gas = periodic(900, 0.3);
  gas.step(20_000);
  let contact = 0;
  for (let k = 0; k < 20; k++) {
    gas.step(5000);
    const { x, y, ...box } = coordinates(gas);
    const { distance, g } = pairCorrelation(x, y, box, { reach: 3, bins: 60 });
    contact += (g[distance.findIndex((r) => r > 1)] as number) / 20;
    expect(g[5]).toBe(0); // nobody is nearer than a diameter
  }
  // Z − 1 = (π/2) n d² g(d): 2.06316 at 0.3 gives 1.77; the first ring averages to a little less.
  expect(Math.abs(contact / 1.74 - 1)).toBeLessThan(0.06);
});

test('a crystal given room melts: ψ6 falls across the transition', () => {
  const [liquid, crystal] = melting({ packings: [0.64, 0.75], rows: 16, settle: 300, samples: 10 });
  expect(liquid?.order).toBeLessThan(0.35);
  expect(crystal?.order).toBeGreaterThan(0.75);
  expect(crystal?.localOrder).toBeGreaterThan(liquid?.localOrder as number);
  expect(() => melting({ rows: 7 })).toThrow('melting: rows must be even, got 7.');
});
