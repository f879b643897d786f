import { notNegative, positive, whole } from '../check.js';
import { log } from '../elementary.js';
import { LawError, type Ledger } from '../ledger.js';
import { hendersonZ } from '../matter/hardDisks.js';
import { type CycleBooks, Cylinder, HEIGHT } from './cylinder.js';

/**
 * An engine whose working substance is a gas of hard disks behind a moving piston.
 *
 * A driven piston closes the cylinder on the right; the other three sides are elastic (an adiabatic
 * stroke) or thermal (contact with a reservoir). Nothing about heat, work or efficiency is put in:
 * heat is what the thermal sides give and take disk by disk, work what the disks do on the piston.
 *
 * Reduced units: k = 1, mass 1, lengths in heights/10 of the cylinder. In two dimensions the heat
 * capacity is k per disk and γ = 2.
 */
export interface ParticleEngineOptions {
  readonly cycle: 'carnot' | 'otto' | 'stirling';
  /** Temperatures (kT) of the two reservoirs. */
  readonly hot: number;
  readonly cold: number;
  /** Largest over smallest area of the isothermal strokes, or of the whole cycle for Otto; 2 where not given. */
  readonly ratio?: number;
  /** Disks in the cylinder. */
  readonly disks?: number;
  readonly radius?: number;
  /** Speed of the piston over √(k T_cold / m). */
  readonly speed?: number;
  /** Cycles that are counted; one more runs before them. */
  readonly cycles?: number;
  /** Run backwards: a refrigerator, or a heat pump. */
  readonly reverse?: boolean;
  /** Stirling: how many stores at temperatures in between keep the heat of the isochores; 0 for none. */
  readonly regenerator?: number;
  /** Points of the measured loop per stroke. */
  readonly samples?: number;
  readonly seed?: number;
}

export interface ParticleEngineRun extends CycleBooks {
  /** work / heat from the hot reservoir; NaN when run in reverse. */
  readonly efficiency: number;
  /** Standard error of the efficiency from the scatter of the cycles (ratio estimator). */
  readonly standardError: number;
  /** 1 − T_c/T_h. */
  readonly limit: number;
  /** Heat taken from the cold reservoir / work put in, and heat given to the hot one / work put in; NaN forwards. */
  readonly coolingPerformance: number;
  readonly heatingPerformance: number;
  /** Entropy the reservoirs gained over all counted cycles. */
  readonly entropyProduced: number;
  readonly perCycle: readonly CycleBooks[];
  /** The last cycle as measured: each point is the mean of an interval. */
  readonly loop: ParticleLoop;
  /** The books of every event. */
  readonly ledger: Ledger;
}

/** P–V and T–S loops from collisions: V is an area, P the momentum given to the piston per height and time. */
export interface ParticleLoop {
  readonly area: Float64Array;
  readonly pressure: Float64Array;
  readonly temperature: Float64Array;
  /** Sum of δQ/T since the start of the loop, T the kinetic temperature of the gas. */
  readonly entropy: Float64Array;
}

/** A piece of a cycle: move the piston (or wait), in contact with a temperature (or isolated). */
export interface Stroke {
  readonly from: number;
  readonly to: number;
  readonly contact: number | null;
  /** Speed of the piston, outwards where positive; 0 where it waits. */
  readonly speed: number;
  readonly duration: number;
}

/** How long the piston stands on an isochore: a thermal disk crosses the cylinder some eight times. */
const WAIT = 80;

/** Runs a cycle by particles and measures what it does. */
export function particleEngine(options: ParticleEngineOptions): ParticleEngineRun {
  const plan = check(options);
  const { hot, cold, disks, radius, cycles, samples, seed } = plan;
  const strokes = timed(plan);
  const cylinder = new Cylinder({
    disks,
    radius,
    temperature: hot,
    width: (strokes[0] as Stroke).from,
    longest: Math.max(...strokes.map(({ to }) => to)),
    seed,
  });
  const perCycle: CycleBooks[] = [];
  const points = strokes.length * samples;
  const loop = {
    area: new Float64Array(points),
    pressure: new Float64Array(points),
    temperature: new Float64Array(points),
    entropy: new Float64Array(points),
  };
  for (let cycle = 0; cycle <= cycles; cycle++) {
    const before = cylinder.books(hot, cold);
    let sum = 0;
    for (const [s, stroke] of strokes.entries()) {
      const begin = cylinder.time;
      enter(cylinder, stroke);
      for (let k = 0; k < samples; k++) {
        const reading = cylinder.runUntil(begin + (stroke.duration * (k + 1)) / samples);
        const n = s * samples + k;
        sum += reading.entropy;
        loop.area[n] = reading.area;
        loop.pressure[n] = reading.pressure;
        loop.temperature[n] = reading.temperature;
        loop.entropy[n] = sum;
      }
    }
    // The first cycle only brings the gas to its rhythm.
    if (cycle > 0) perCycle.push(difference(cylinder.books(hot, cold), before));
    const { ledger, gas } = cylinder;
    ledger.audit(ledger.accounts[0] as never, gas.energy);
  }
  return summary(plan, perCycle, loop, cylinder.ledger);
}

/** The strokes of a cycle in the order in which they run. */
export function particleStrokes(options: ParticleEngineOptions): Stroke[] {
  return timed(check(options));
}

/** Begins a stroke: its contact, and its speed. */
export function enter(cylinder: Cylinder, { contact, speed, to }: Stroke): void {
  cylinder.touch(contact);
  if (speed !== 0) cylinder.drive(speed, to);
}

type Plan = Required<ParticleEngineOptions>;

function check(options: ParticleEngineOptions): Plan {
  const op = 'particleEngine';
  const { cycle } = options;
  if (!['carnot', 'otto', 'stirling'].includes(cycle)) {
    throw new RangeError(`${op}: cycle must be "carnot", "otto" or "stirling", got "${cycle}".`);
  }
  const cold = positive(op, 'cold', options.cold);
  const hot = positive(op, 'hot', options.hot);
  if (!(hot > cold)) {
    throw new LawError(
      'second law',
      `${op}: hot must be above cold, got hot ${hot} and cold ${cold} (second law: no cycle works from one temperature).`,
    );
  }
  const ratio = positive(op, 'ratio', options.ratio ?? 2);
  if (!(ratio > 1)) throw new RangeError(`${op}: ratio must be above 1, got ${ratio}.`);
  const disks = whole(op, 'disks', options.disks ?? 100);
  const radius = positive(op, 'radius', options.radius ?? 0.15);
  const packing = (disks * Math.PI * radius * radius) / (HEIGHT * HEIGHT);
  if (packing > 0.3) {
    throw new RangeError(
      `${op}: packing at the smallest area must be at most 0.3, got ${packing.toFixed(3)}. Fewer or smaller disks?`,
    );
  }
  return {
    cycle,
    hot,
    cold,
    ratio,
    disks,
    radius,
    speed: positive(op, 'speed', options.speed ?? 0.02),
    cycles: whole(op, 'cycles', options.cycles ?? 5),
    reverse: options.reverse ?? false,
    regenerator: notNegative(op, 'regenerator', options.regenerator ?? 0),
    samples: whole(op, 'samples', options.samples ?? 20),
    seed: options.seed ?? 1,
  };
}

type Path = Pick<Stroke, 'from' | 'to' | 'contact'>;

function timed(plan: Plan): Stroke[] {
  const { cold, reverse } = plan;
  const paths = reverse ? backwards(pathsOf(plan)) : pathsOf(plan);
  const pace = plan.speed * Math.sqrt(cold);
  return paths.map((path) => {
    const length = path.to - path.from;
    const duration = length === 0 ? WAIT / Math.sqrt(cold) : Math.abs(length) / pace;
    return { ...path, speed: Math.sign(length) * pace, duration };
  });
}

/** The strokes forwards; the smallest width is 10, the height. */
function pathsOf(plan: Plan): Path[] {
  const { cycle, hot, cold, ratio } = plan;
  const small = HEIGHT;
  const large = HEIGHT * ratio;
  if (cycle === 'carnot') {
    const cooled = adiabat(plan, large);
    const warming = adiabat(plan, small);
    return [
      { from: small, to: large, contact: hot },
      { from: large, to: cooled, contact: null },
      { from: cooled, to: warming, contact: cold },
      { from: warming, to: small, contact: null },
    ];
  }
  if (cycle === 'otto') {
    return [
      { from: small, to: small, contact: hot },
      { from: small, to: large, contact: null },
      { from: large, to: large, contact: cold },
      { from: large, to: small, contact: null },
    ];
  }
  const stores = Array.from(
    { length: plan.regenerator },
    (_, k) => hot + ((cold - hot) * (k + 1)) / (plan.regenerator + 1),
  );
  const wait = (x: number) => (contact: number) => ({ from: x, to: x, contact });
  return [
    { from: small, to: large, contact: hot },
    ...stores.map(wait(large)),
    { from: large, to: large, contact: cold },
    { from: large, to: small, contact: cold },
    ...stores.reverse().map(wait(small)),
    { from: small, to: small, contact: hot },
  ];
}

/**
 * Where a gas at T_h on an adiabat from `x` reaches T_c: N dT = −P dA with P A = N T Z gives
 * ln(T_h/T_c) = ∫ Z d ln A. Hard disks of finite size, so Z (Henderson) is a little above 1, and
 * centres keep a radius away from the sides.
 */
function adiabat({ hot, cold, disks, radius }: Plan, x: number): number {
  const steps = 2000;
  const goal = log(hot / cold);
  let inner = x - 2 * radius;
  const grow = (hot / cold) ** (1 / steps);
  for (let sum = 0; sum < goal; inner *= grow) {
    const packing = (disks * Math.PI * radius * radius) / (HEIGHT * (inner + 2 * radius));
    sum += hendersonZ(packing) * log(grow);
  }
  return inner + 2 * radius;
}

function backwards(paths: readonly Path[]): Path[] {
  return [...paths].reverse().map(({ from, to, contact }) => ({ from: to, to: from, contact }));
}

function difference(a: CycleBooks, b: CycleBooks): CycleBooks {
  return {
    heatHot: a.heatHot - b.heatHot,
    heatCold: a.heatCold - b.heatCold,
    heatStores: a.heatStores - b.heatStores,
    work: a.work - b.work,
  };
}

function summary(
  { hot, cold, reverse }: Plan,
  perCycle: readonly CycleBooks[],
  loop: ParticleLoop,
  ledger: Ledger,
): ParticleEngineRun {
  const sum = (pick: (books: CycleBooks) => number) =>
    perCycle.reduce((total, books) => total + pick(books), 0);
  const heatHot = sum((books) => books.heatHot);
  const heatCold = sum((books) => books.heatCold);
  const work = sum((books) => books.work);
  const efficiency = work / heatHot;
  const n = perCycle.length;
  const scatter = sum((books) => (books.work - efficiency * books.heatHot) ** 2);
  return {
    heatHot,
    heatCold,
    heatStores: sum((books) => books.heatStores),
    work,
    efficiency: reverse ? Number.NaN : efficiency,
    standardError:
      n > 1 ? Math.sqrt((scatter * n) / (n - 1)) / Math.abs(heatHot) : Number.POSITIVE_INFINITY,
    limit: 1 - cold / hot,
    coolingPerformance: reverse ? heatCold / -work : Number.NaN,
    heatingPerformance: reverse ? heatHot / work : Number.NaN,
    entropyProduced: -heatHot / hot - heatCold / cold,
    perCycle,
    loop,
    ledger,
  };
}
