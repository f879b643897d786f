// What the contender `gibbs` does for each row of gasRows.mjs: row id → one sample.

import { floatEcho, Gas, meter, particleEngine } from '../../packages/physics/dist/index.js';
import { boxed, FRAMES, lattice, STEP_IN_RADII } from './gasStart.mjs';

/** @type {Record<string, () => { value: number, note?: string }>} */
export const samples = {
  'disks-1000': () => speed(1000, 2e5),
  'disks-10000': () => speed(10_000, 2e5),
  'disks-100000': () => speed(100_000, 1.5e6),
  'disks-1000000': () => speed(1_000_000, 4e6),
  'disks-growth': growth,
  'frames-1000-dilute': () => ({ value: frames(1000, 0.1).rate }),
  'energy-kept-dilute': () => ({ value: frames(1000, 0.1).kept }),
  'frames-1000-dense': () => ({ value: frames(1000, 0.4).rate }),
  'energy-kept-dense': () => ({ value: frames(1000, 0.4).kept }),
  'disks-drift': () => ({ value: Math.abs(long().drift), note: `${long().seconds.toFixed(0)} s` }),
  'disks-overlap': () => ({ value: long().overlap }),
  'disks-z-72': () => historic(72, (Math.sqrt(3) / 2) * (8 / 9), 0.65, 8.33225, 2.5e7),
  'disks-z-870': () => historic(870, (30 / 29) * (Math.sqrt(3) / 2), 0.67, 9.36234, 2.5e7),
  'echo-life': echo,
  'carnot-limit': carnotLimit,
  'carnot-above': carnotAbove,
};

const gases = new Map();

/** Collisions per second over about 0.4 s of a gas that is kept from sample to sample. */
function speed(wanted, warm) {
  if (!gases.has(wanted)) {
    const { width, height, count, positions, velocities } = lattice(wanted, 0.3);
    const inside = positions.map((p, k) => p % (k % 2 === 0 ? width : height));
    const box = { width, height, walls: 'periodic', species: { count } };
    const gas = new Gas({ ...box, positions: inside, velocities });
    gas.step(warm);
    gases.set(wanted, gas);
  }
  const gas = gases.get(wanted);
  const start = performance.now();
  let done = 0;
  for (; performance.now() - start < 400; done += 50_000) gas.step(50_000);
  return { value: (done * 1000) / (performance.now() - start) };
}

/** Interleaved, the best of five each: whatever else the machine does costs the larger gas more. */
function growth() {
  let [small, large] = [0, 0];
  for (let k = 0; k < 5; k++) {
    small = Math.max(small, speed(1000, 2e5).value);
    large = Math.max(large, speed(1_000_000, 4e6).value);
  }
  const rates = [small, large].map((rate) => rate.toExponential(2)).join(' and ');
  return { value: small / large, note: `${rates} collisions/s, best of five each` };
}

/** The gas that the game engines run, for the same spans of time. */
function frames(count, packing) {
  const radius = 0.5;
  const { side, positions, velocities } = boxed(count, packing, radius, 1);
  const gas = new Gas({
    width: side,
    height: side,
    species: { count, radius },
    positions,
    velocities,
  });
  const energy = gas.energy;
  const out = new Float64Array(2 * count);
  const start = performance.now();
  for (let k = 0; k < FRAMES; k++) {
    gas.run(STEP_IN_RADII * radius);
    gas.positions(out);
  }
  return { rate: (FRAMES * 1000) / (performance.now() - start), kept: gas.energy / energy };
}

let longRun;

/** 10⁸ collisions of 1,000 disks, with the gaps and the energy looked at 100 times. */
function long() {
  if (longRun) return longRun;
  const start = performance.now();
  const side = Math.sqrt((1000 * Math.PI) / 4 / 0.3);
  const gas = new Gas({ width: side, height: side, walls: 'periodic', species: { count: 1000 } });
  const energy = gas.energy;
  let overlap = 0;
  let drift = 0;
  for (let k = 0; k < 100; k++) {
    gas.step(1e6);
    overlap = Math.max(overlap, -gas.smallestGap);
    const change = gas.energy / energy - 1;
    if (Math.abs(change) > Math.abs(drift)) drift = change;
  }
  longRun = { drift, overlap, seconds: (performance.now() - start) / 1000 };
  return longRun;
}

/** Z of `count` disks in a periodic box of the given height over width, against a published value. */
function historic(count, ratio, packing, known, collisions) {
  const width = Math.sqrt((count * Math.PI) / 4 / packing / ratio);
  const gas = new Gas({ width, height: width * ratio, walls: 'periodic', species: { count } });
  gas.step(1000 * count);
  const read = meter(gas);
  gas.step(collisions);
  const { compressibility } = read();
  return {
    value: Math.abs(compressibility / known - 1),
    note: `Z = ${compressibility.toFixed(4)}`,
  };
}

function echo() {
  const curve = floatEcho();
  const lost = curve.find(({ error }) => error > 0.01);
  const note = curve
    .map((p) => `${p.collisionsPerDisk.toFixed(1)}: ${p.error.toExponential(0)}`)
    .join(', ');
  return { value: lost?.collisionsPerDisk ?? Infinity, note };
}

const engine = { cycle: 'carnot', hot: 2, cold: 1, disks: 100 };

/** A line through the efficiencies at four speeds, weighted by their errors, read off at speed 0. */
function carnotLimit() {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  const seen = [];
  for (const speed of [0.01, 0.02, 0.03, 0.04]) {
    const { efficiency, standardError } = particleEngine({
      ...engine,
      speed,
      cycles: 40 + 20 * (speed < 0.03),
      seed: 11,
    });
    const weight = 1 / standardError ** 2;
    w += weight;
    wx += weight * speed;
    wy += weight * efficiency;
    wxx += weight * speed * speed;
    wxy += weight * speed * efficiency;
    seen.push(`${efficiency.toFixed(4)}±${standardError.toFixed(4)} at ${speed}`);
  }
  const limit = (wxx * wy - wx * wxy) / (w * wxx - wx * wx);
  return { value: Math.abs(limit / 0.5 - 1), note: `${limit.toFixed(4)} at 0; ${seen.join(', ')}` };
}

function carnotAbove() {
  let above = 0;
  let sum = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const { efficiency, standardError, limit } = particleEngine({
      ...engine,
      speed: 0.05,
      cycles: 8,
      seed,
    });
    if (efficiency > limit + 3 * standardError) above += 1;
    sum += efficiency / 100;
  }
  return { value: above, note: `mean efficiency ${sum.toFixed(4)} of at most 0.5` };
}
