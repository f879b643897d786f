import { positive, whole } from '../check.js';
import { exp, log } from '../elementary.js';
import type { Ledger } from '../ledger.js';
import { BrownianParticle } from './brownian.js';

/** What the engine did, cycle by cycle; energies in the units of the temperatures (k = 1). */
export interface BrownianCarnot {
  /** Work got out and heat taken from the hot bath in each cycle. */
  readonly work: Float64Array;
  readonly heatIn: Float64Array;
  /** Total work over total heat, and its standard error. */
  readonly efficiency: number;
  readonly efficiencyError: number;
  /** 1 − T_c/T_h. */
  readonly limit: number;
  /** Share of single cycles above the limit: allowed, only the mean may not. */
  readonly shareAboveLimit: number;
  /** Mean work of the slow limit: ½(T_h − T_c) ln(ratio). */
  readonly slowWork: number;
  /** Energy the finite time step added per cycle (the integrator's account), to judge the step by. */
  readonly integratorWork: number;
  readonly entropyPerCycle: number;
  readonly ledger: Ledger;
}

/**
 * A Carnot engine of one Brownian particle in a trap that breathes (after Martínez et al. 2016).
 *
 * Four strokes of the stiffness κ: softer by `ratio` in the hot bath, softer by (T_c/T_h)² in isolation,
 * stiffer by `ratio` in the cold bath, stiffer by (T_h/T_c)² in isolation. Without a bath the action
 * energy/√κ is kept, so a slow stroke takes a thermal particle exactly from T_h to T_c. `stroke` is
 * the time each stroke takes, in units where the mass and the softest κ are 1; the slower, the nearer
 * to 1 − T_c/T_h. Heat includes the kinetic part.
 */
export function brownianCarnot({
  hot = 2,
  cold = 1,
  ratio = 4,
  stroke = 50,
  cycles = 200,
  friction = 1,
  timeStep = 0.04,
  seed = 1,
}: {
  hot?: number;
  cold?: number;
  ratio?: number;
  stroke?: number;
  cycles?: number;
  friction?: number;
  timeStep?: number;
  seed?: number;
} = {}): BrownianCarnot {
  positive('brownianCarnot', 'hot', hot);
  positive('brownianCarnot', 'cold', cold);
  positive('brownianCarnot', 'stroke', stroke);
  positive('brownianCarnot', 'friction', friction);
  whole('brownianCarnot', 'cycles', cycles, 2);
  if (cold >= hot) {
    throw new RangeError(`brownianCarnot: cold must be below hot, got ${cold} and ${hot}.`);
  }
  if (!(Number.isFinite(ratio) && ratio > 1)) {
    throw new RangeError(`brownianCarnot: ratio must be a finite number above 1, got ${ratio}.`);
  }
  const squeeze = (hot / cold) * (hot / cold);
  const softest = 1;
  const stiffest = softest * ratio * squeeze;
  const engine = new BrownianParticle({
    ...{ temperature: hot, friction, timeStep, seed },
    stiffness: stiffest,
  });
  const { ledger, trap } = engine;
  const hotBath = ledger.accounts.find(
    ({ kind }) => kind === 'reservoir',
  ) as (typeof ledger.accounts)[0];
  const coldBath = ledger.reservoir('cold bath', cold);
  const steps = Math.max(1, Math.round(stroke / timeStep));
  const sweep = (from: number, to: number) => {
    const rate = log(to / from) / steps;
    for (let s = 1; s <= steps; s++) {
      engine.setTrap(s === steps ? to : from * exp(rate * s));
      engine.step();
    }
  };
  const work = new Float64Array(cycles);
  const heatIn = new Float64Array(cycles);
  for (let c = 0; c < cycles; c++) {
    const [w, q] = [trap.energy, hotBath.heat];
    engine.touch(hotBath, friction);
    sweep(stiffest, stiffest / ratio);
    engine.touch(null);
    sweep(stiffest / ratio, softest);
    engine.touch(coldBath, friction);
    sweep(softest, softest * ratio);
    engine.touch(null);
    sweep(softest * ratio, stiffest);
    work[c] = trap.energy - w;
    heatIn[c] = q - hotBath.heat;
  }
  const limit = 1 - cold / hot;
  return {
    work,
    heatIn,
    ...ratioOfMeans(work, heatIn),
    limit,
    shareAboveLimit:
      work.reduce(
        (n, w, c) => n + (w > limit * (heatIn[c] as number) && (heatIn[c] as number) > 0 ? 1 : 0),
        0,
      ) / cycles,
    slowWork: 0.5 * (hot - cold) * log(ratio),
    integratorWork: -engine.integrator.energy / cycles,
    entropyPerCycle: ledger.universe / cycles,
    ledger,
  };
}

/** ΣW/ΣQ with the error of a ratio of means. */
function ratioOfMeans(work: Float64Array, heat: Float64Array) {
  const n = work.length;
  const meanW = work.reduce((a, b) => a + b, 0) / n;
  const meanQ = heat.reduce((a, b) => a + b, 0) / n;
  const efficiency = meanW / meanQ;
  let square = 0;
  for (let i = 0; i < n; i++) {
    const d = (work[i] as number) - efficiency * (heat[i] as number);
    square += d * d;
  }
  return { efficiency, efficiencyError: Math.sqrt(square / (n * (n - 1))) / Math.abs(meanQ) };
}
