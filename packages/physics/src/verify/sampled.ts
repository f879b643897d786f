import { mutualInformation } from '../entropy/neighbours.js';
import { brownianCarnot } from '../information/brownianCarnot.js';
import { dragTrap, quenchTrap } from '../information/draggedTrap.js';
import { eraseBit } from '../information/landauer.js';
import { szilard } from '../information/szilard.js';
import { bennett, crooksLine, jarzynski } from '../information/workStatistics.js';
import { Coffee } from '../interest/coffee.js';
import { meter, mostInteresting } from '../interest/meter.js';
import { Random } from '../random.js';
import { chanceOfFall, Ehrenfest, ehrenfestReturnTime } from '../secondlaw/ehrenfest.js';
import { fluctuationTheorem } from '../secondlaw/fluctuation.js';
import { KacRing, kacMeanExcess } from '../secondlaw/kacRing.js';
import { ReversibleGas } from '../secondlaw/reversibleGas.js';
import type { Check, Finding } from './check.js';

/** Rows that are sampled: each with its standard error, or an exact statement about bits. */
export const sampledChecks: readonly Check[] = [
  {
    id: 'temperature-fluctuation',
    quantity: '1000 disks at fixed temperature: spread of the kinetic T, %',
    source: '√(2/dN)',
    run: temperatureFluctuation,
  },
  ...[0.05, 0.25].map(
    (error): Check => ({
      id: `szilard-${error}`,
      quantity: `Szilard's engine at error ${error}: work, kT`,
      source: 'ln 2 − H(ε)',
      run: (seed) => {
        const { work, bound, workError } = szilard({ error, seed });
        return { value: work, expected: bound, standardError: workError };
      },
    }),
  ),
  {
    id: 'landauer-slow',
    quantity: 'erasing a bit in 300 relaxation times: work, kT (at least the bound)',
    source: 'Landauer 1961',
    run: (seed) => {
      const { sampledWork, sampledError, bound } = eraseBit({ duration: 300, seed });
      return {
        value: sampledWork,
        expected: bound,
        standardError: sampledError,
        relation: 'at least',
      };
    },
  },
  {
    id: 'quench-delta-f',
    quantity: 'sudden quench κ × 4: ΔF by Jarzynski, kT',
    source: '½ ln 4',
    run: (seed) => {
      const { deltaF, deltaFError } = jarzynski(quenchTrap({ seed }).forward);
      return { value: deltaF, expected: Math.LN2, standardError: deltaFError };
    },
  },
  {
    id: 'quench-exponential',
    quantity: 'sudden quench κ × 4: ⟨e^(−W)⟩',
    source: 'Jarzynski 1997',
    run: (seed) => {
      const { exponential, exponentialError } = jarzynski(quenchTrap({ seed }).forward);
      return { value: exponential, expected: 0.5, standardError: exponentialError };
    },
  },
  {
    id: 'quench-mean',
    quantity: 'sudden quench κ × 4: ⟨W⟩, kT',
    source: 'closed form',
    run: (seed) => {
      const { mean, meanError } = jarzynski(quenchTrap({ seed }).forward);
      return { value: mean, expected: 1.5, standardError: meanError };
    },
  },
  {
    id: 'quench-variance',
    quantity: 'sudden quench κ × 4: variance of W',
    source: 'closed form',
    run: (seed) => {
      const { forward } = quenchTrap({ seed });
      const { variance } = jarzynski(forward);
      // W = 1.5 χ²: the variance of its sample variance is (μ₄ − σ⁴)/n with μ₄ = 15 σ⁴.
      return {
        value: variance,
        expected: 4.5,
        standardError: 4.5 * Math.sqrt(14 / forward.length),
      };
    },
  },
  {
    id: 'quench-crooks',
    quantity: 'sudden quench κ × 4: slope of ln P_F/P_R',
    source: 'Crooks 1999',
    run: (seed) => {
      const { forward, reverse } = quenchTrap({ seed, runs: 40_000 });
      const { slope, slopeError } = crooksLine(forward, reverse);
      return { value: slope, expected: 1, standardError: slopeError };
    },
  },
  {
    id: 'drag-crooks-crossing',
    quantity: 'dragged trap: work at which P_F = P_R, kT',
    source: 'ΔF = 0',
    run: (seed) => {
      const { forward, reverse } = dragTrap({ seed, runs: 10_000 });
      const { crossing, crossingError } = crooksLine(forward, reverse);
      return { value: crossing, expected: 0, standardError: crossingError };
    },
  },
  {
    id: 'drag-bennett',
    quantity: 'dragged trap: ΔF by Bennett, kT',
    source: 'ΔF = 0',
    run: (seed) => {
      const { forward, reverse } = dragTrap({ seed, runs: 10_000 });
      const { crossingError } = crooksLine(forward, reverse);
      return { value: bennett(forward, reverse), expected: 0, standardError: crossingError };
    },
  },
  {
    id: 'drag-negative',
    quantity: 'dragged trap: P(W < 0)',
    source: 'Gaussian work',
    run: (seed) => {
      const runs = 10_000;
      const { forward } = dragTrap({ seed, runs, steps: 200 });
      const value = forward.filter((w) => w < 0).length / runs;
      return { value, expected: 0.078475, standardError: Math.sqrt((0.078475 * 0.921525) / runs) };
    },
  },
  {
    id: 'brownian-carnot',
    quantity: 'Brownian Carnot engine, slow: mean efficiency (at most the limit)',
    source: 'Martínez et al. 2016',
    run: (seed) => {
      const { efficiency, efficiencyError, limit } = brownianCarnot({
        seed,
        stroke: 40,
        cycles: 500,
      });
      return {
        value: efficiency,
        expected: limit,
        standardError: efficiencyError,
        relation: 'at most',
      };
    },
  },
  {
    id: 'brownian-carnot-lucky',
    quantity: 'the same: share of single cycles above the limit (some are)',
    source: 'Martínez et al. 2016',
    run: (seed) => ({
      value: brownianCarnot({ seed, stroke: 40, cycles: 200 }).shareAboveLimit,
      ...{ expected: 0.05, tolerance: 0, relation: 'at least' },
    }),
  },
  {
    id: 'ehrenfest-return',
    quantity: 'Ehrenfest, 12 balls: mean return time to 8 on the left',
    source: 'Kac 1947',
    run: ehrenfestReturn,
  },
  {
    id: 'chance-of-fall',
    quantity: '16 particles, 12 on the left, 4 moves: chance of a fall in entropy',
    source: 'exact transition probabilities',
    run: fallChance,
  },
  {
    id: 'kac-ring',
    quantity: 'Kac rings, μ = 0.1: mean excess after 5 steps',
    source: '(1 − 2μ)^t',
    run: kacExcess,
  },
  {
    id: 'kac-ring-period',
    quantity: 'Kac ring of 1000 sites: sites that differ after 2N steps',
    source: 'Kac 1956',
    run: (seed) => {
      const ring = new KacRing({ sites: 1000, marked: 101, seed });
      ring.step(2000);
      return { value: ring.balls.reduce((a, b) => a + b, 0), expected: 0, tolerance: 0 };
    },
  },
  {
    id: 'fluctuation-slope',
    quantity: 'heat conductor: slope of ln P(σ)/P(−σ)',
    source: 'Jarzynski and Wójcik 2004',
    run: (seed) => {
      const { slope, slopeError } = fluctuationTheorem({ hot: 2, cold: 1, quantum: 0.4, seed });
      return { value: slope, expected: 1, standardError: slopeError };
    },
  },
  {
    id: 'fluctuation-integral',
    quantity: 'heat conductor: ⟨e^(−σ)⟩',
    source: 'Seifert 2005',
    run: (seed) => {
      const report = fluctuationTheorem({ hot: 2, cold: 1, quantum: 0.4, seed });
      const { meanExponential, meanExponentialError } = report;
      return { value: meanExponential, expected: 1, standardError: meanExponentialError };
    },
  },
  {
    id: 'reversal-bytes',
    quantity: 'reversible gas, 10⁵ steps forth and back: numbers that differ',
    source: 'exactly reversible by construction',
    run: (seed) => ({ value: reversal(seed, 32, 1e5, false), expected: 0, tolerance: 0 }),
  },
  {
    id: 'reversal-nudged',
    quantity: 'the same, one position off by 2⁻³²: mixing left after the return',
    source: 'chaos',
    run: (seed) => ({
      value: reversal(seed, 256, 4000, true),
      ...{ expected: 0.4, tolerance: 0, relation: 'at least' },
    }),
  },
  ...(
    [
      [0.5, 0.143841],
      [0.9, 0.830366],
    ] as const
  ).map(
    ([rho, expected]): Check => ({
      id: `mutual-information-${rho}`,
      quantity: `nearest-neighbour information of normal pairs, ρ = ${rho}, nats`,
      source: '−½ ln(1 − ρ²)',
      run: (seed) => pairInformation(seed, rho, expected),
    }),
  ),
  {
    id: 'coffee-stirred',
    quantity: 'stirred cup: peak of complexity over its ends (tenfold or more)',
    source: 'integer sine shear plus exclusion',
    run: (seed) => ({ value: hump(seed), expected: 10, tolerance: 0, relation: 'at least' }),
  },
  {
    id: 'coffee-diffusion',
    quantity:
      'plain diffusion, twelve cups: structure over that of the row-shuffled control (no shape of its own)',
    source: 'erratum to Aaronson, Carroll and Ouellette',
    run: diffusionShape,
  },
];

function temperatureFluctuation(seed: number): Finding {
  const random = new Random(seed);
  const samples = 1000;
  let [sum, square] = [0, 0];
  for (let s = 0; s < samples; s++) {
    let energy = 0;
    for (let i = 0; i < 2000; i++) {
      const v = random.normal();
      energy += v * v;
    }
    const t = energy / 2000;
    sum += t;
    square += t * t;
  }
  const mean = sum / samples;
  const value = 100 * Math.sqrt(square / samples - mean * mean);
  return { value, expected: 3.1623, standardError: 3.1623 / Math.sqrt(2 * samples) };
}

function ehrenfestReturn(seed: number): Finding {
  const urns = new Ehrenfest({ balls: 12, left: 8, seed });
  const times = Array.from({ length: 10_000 }, () => urns.runUntil(8, 1e7) as number);
  return { ...meanOf(times), expected: ehrenfestReturnTime(12, 8) };
}

function fallChance(seed: number): Finding {
  const runs = 20_000;
  const root = new Random(seed);
  let falls = 0;
  for (let r = 0; r < runs; r++) {
    const urns = new Ehrenfest({ balls: 16, left: 12, seed: root.uint32() });
    urns.step(4);
    if (Math.abs(2 * urns.left - 16) > 8) falls += 1;
  }
  const expected = chanceOfFall({ particles: 16, left: 12, moves: 4 });
  return {
    value: falls / runs,
    expected,
    standardError: Math.sqrt((expected * (1 - expected)) / runs),
  };
}

function kacExcess(seed: number): Finding {
  const root = new Random(seed);
  const excess = Array.from({ length: 2000 }, () => {
    // Marks drawn one by one with probability μ, as the formula assumes.
    const marks = Uint8Array.from({ length: 200 }, () => (root.uniform() < 0.1 ? 1 : 0));
    const ring = new KacRing({ sites: 200, marks });
    ring.step(5);
    return ring.excess;
  });
  return { ...meanOf(excess), expected: kacMeanExcess(0.1, 5) };
}

function reversal(seed: number, particles: number, steps: number, nudge: boolean): number {
  const gas = new ReversibleGas({ particles, packing: 0.3, seed });
  const start = gas.snapshot().positions;
  gas.step(steps);
  if (nudge) gas.nudge(0, 1);
  gas.reverse();
  gas.step(steps);
  gas.reverse();
  if (nudge) return gas.mixing();
  const end = gas.snapshot().positions;
  return end.reduce((differ, x, i) => differ + (x === start[i] ? 0 : 1), 0);
}

function pairInformation(seed: number, rho: number, expected: number): Finding {
  const random = new Random(seed);
  const n = 1000;
  const values = Array.from({ length: 10 }, () => {
    const x = Float64Array.from({ length: n }, () => random.normal());
    const y = x.map((v) => rho * v + Math.sqrt(1 - rho * rho) * random.normal());
    return mutualInformation(x, y);
  });
  return { ...meanOf(values), expected, tolerance: 0.05 };
}

function hump(seed: number): number {
  const cup = new Coffee({ size: 256, model: 'stirred', seed });
  const readings = [meter(cup.field)];
  for (let t = 1; t <= 300; t++) {
    cup.step();
    if (t % 12 === 0) readings.push(meter(cup.field));
  }
  return mostInteresting(readings).prominence;
}

/** What diffusion shows is its profile: shuffling the cells of each row leaves as much structure. */
function diffusionShape(seed: number): Finding {
  const root = new Random(seed);
  const ratios = Array.from({ length: 12 }, () => {
    const cup = new Coffee({ size: 64, model: 'exclusion', seed: root.uint32() });
    cup.step(300);
    const { structure, structureControl } = meter(cup.field);
    return structure / structureControl;
  });
  return { ...meanOf(ratios), expected: 1 };
}

function meanOf(values: readonly number[]): { value: number; standardError: number } {
  const n = values.length;
  const value = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - value) * (b - value), 0) / (n - 1);
  return { value, standardError: Math.sqrt(variance / n) };
}
