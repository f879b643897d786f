import { expect, test } from 'vitest';
import { particleEngine } from './engine.js';

const carnot = { cycle: 'carnot', hot: 2, cold: 1, disks: 60 } as const;

test('a particle Carnot engine stays below 1 − T_c/T_h and comes near it when it runs slowly', () => {
  const fast = particleEngine({ ...carnot, speed: 0.2, cycles: 20 });
  const slow = particleEngine({ ...carnot, speed: 0.03, cycles: 10 });
  expect(fast.limit).toBe(0.5);
  expect(fast.efficiency).toBeLessThan(0.4);
  expect(slow.efficiency).toBeGreaterThan(fast.efficiency);
  expect(Math.abs(slow.efficiency - 0.47)).toBeLessThan(4 * slow.standardError);
  expect(fast.entropyProduced).toBeGreaterThan(0);
});

test('over its cycles an engine keeps the first law: heat in − work out is what the gas holds', () => {
  const run = particleEngine({ ...carnot, speed: 0.1, cycles: 6 });
  for (const { heatHot, heatCold, work } of run.perCycle) {
    // Each cycle ends with the gas near where it began: within the fluctuation of its energy.
    expect(Math.abs(heatHot + heatCold - work)).toBeLessThan(60);
  }
  expect(Math.abs(run.ledger.imbalance)).toBeLessThan(1e-9);
});

test('the loop in P and V, measured from blows on the piston, encloses the work of its cycle', () => {
  const run = particleEngine({ ...carnot, speed: 0.1, cycles: 2, samples: 40 });
  const { area, pressure, temperature, entropy } = run.loop;
  let enclosed = 0;
  const samples = area.length / 4;
  for (let stroke = 0; stroke < 4; stroke++) {
    const first = stroke * samples;
    const step = (area[first + 1] as number) - (area[first] as number);
    for (let k = 0; k < samples; k++) enclosed += (pressure[first + k] as number) * step;
  }
  expect(Math.abs(enclosed / (run.perCycle.at(-1)?.work as number) - 1)).toBeLessThan(1e-6);
  expect(Math.max(...temperature)).toBeGreaterThan(1.5);
  expect(Math.max(...entropy)).toBeGreaterThan(20);
});

test('backwards the same machine cools the cold side and heats the hot one: Q_h = Q_c + W', () => {
  const run = particleEngine({ ...carnot, speed: 0.05, cycles: 12, reverse: true });
  expect(run.efficiency).toBeNaN();
  expect(run.heatCold).toBeGreaterThan(0);
  expect(run.heatHot).toBeLessThan(0);
  expect(run.work).toBeLessThan(0);
  expect(run.coolingPerformance).toBeLessThan(1 / (2 - 1) + 0.1);
  expect(run.heatingPerformance).toBeGreaterThan(1.4);
});

test('Otto and Stirling run too, and a regenerator raises the efficiency of Stirling', () => {
  const otto = particleEngine({ cycle: 'otto', hot: 4, cold: 1, ratio: 2, speed: 0.05, cycles: 8 });
  expect(Math.abs(otto.efficiency - 0.46)).toBeLessThan(0.1); // 1 − 1/r = 0.5 when slow
  const stirling = {
    cycle: 'stirling',
    hot: 2,
    cold: 1,
    speed: 0.05,
    cycles: 6,
    disks: 60,
  } as const;
  const plain = particleEngine(stirling);
  const regenerated = particleEngine({ ...stirling, regenerator: 6 });
  // (T_h − T_c) ln 2 / (T_h ln 2 + T_h − T_c) = 0.290 without, towards 0.5 with.
  expect(Math.abs(plain.efficiency - 0.28)).toBeLessThan(0.05);
  expect(regenerated.efficiency).toBeGreaterThan(plain.efficiency + 0.05);
});

test('impossible machines are refused with the law they break', () => {
  expect(() => particleEngine({ ...carnot, hot: 1 })).toThrow(
    'hot must be above cold, got hot 1 and cold 1 (second law',
  );
  expect(() => particleEngine({ ...carnot, cold: -1 })).toThrow(
    'cold must be a finite number above 0, got -1',
  );
  expect(() => particleEngine({ ...carnot, ratio: 0.5 })).toThrow('ratio must be above 1, got 0.5');
  expect(() => particleEngine({ ...carnot, cycle: 'magic' as never })).toThrow(
    'cycle must be "carnot", "otto" or "stirling"',
  );
  expect(() => particleEngine({ ...carnot, disks: 1000 })).toThrow(
    'packing at the smallest area must be at most 0.3',
  );
});
