import { exp, log } from '../elementary.js';
import { logFactorial } from '../special.js';
import { readBarrier } from './barriers.js';
import type { Settings } from './options.js';
import { BARRIER, BARRIER_LENGTH, BARRIERS, MOST_BARRIERS, type Store } from './store.js';

/**
 * The entropy of the gas in units of k: the largest that its energy, its disks and the barriers that
 * stand allow.
 *
 * Coarse-graining: of the disks it knows how many of each species are shut up between which barriers,
 * and the energy of each group of chambers that no disk can leave, nothing else. In two dimensions,
 * with Planck's constant set to 1 (it adds a constant per disk),
 *
 *     S = Σ n ln(2πm T A) − ln n! + n,   T = U/N,   and − N f(η) for the size of the disks,
 *
 * with n disks of one species on the area A that their centres can reach, and f the integral of
 * (Z − 1)/η for Henderson's Z. Under gravity T follows from U of the barometric gas and A is its
 * effective area. It jumps by n ln 2 when a partition in the middle opens, stays when a piston moves
 * slowly and rises when it moves fast. Bias: f is that of equal disks at an even density.
 */
export class GasEntropy {
  private readonly box: Store;
  private readonly settings: Settings;
  private groups: Group[] = [];
  private barriers: number[] = [];

  constructor(box: Store, settings: Settings) {
    this.box = box;
    this.settings = settings;
  }

  /** Energies of the groups, as a snapshot keeps them. */
  get energies(): number[] {
    return this.groups.map(({ energy }) => energy);
  }

  /** Counts disks and energy anew: barriers came or went. `visit` shows each disk: x, species, energy. */
  survey(
    visit: (see: (x: number, kind: number, energy: number) => void) => void,
    energies?: readonly number[],
  ): void {
    const { species } = this.settings;
    this.barriers = standing(this.box);
    const stops = (k: number, kind: number) => !lets(this.box, this.barriers[k] as number, kind);
    const closed = this.barriers.map((_, k) => species.every((s, n) => !s.count || stops(k, n)));
    const places = this.barriers.map((k) => readBarrier(this.box, k).x);
    const ends = [-1, ...closed.flatMap((shut, k) => (shut ? [k] : [])), places.length];
    this.groups = ends.slice(1).map((to, g) => {
      const from = ends[g] as number;
      const regions = species.flatMap((_, kind): Region[] => {
        const walls = [from];
        for (let k = from + 1; k < to; k++) if (stops(k, kind)) walls.push(k);
        return [...walls, to].slice(1).map((right, n) => ({
          ...{ kind, left: walls[n] as number, right, count: 0, logFactorial: 0 },
        }));
      });
      return { from, to, regions, energy: 0, temperature: 1 };
    });
    visit((x, kind, energy) => {
      let chamber = 0;
      while (chamber < places.length && x > (places[chamber] as number)) chamber += 1;
      const group = this.groups[this.groupOf(chamber)] as Group;
      group.energy += energy;
      for (const region of group.regions) {
        if (region.kind === kind && region.left < chamber && chamber <= region.right) {
          region.count += 1;
        }
      }
    });
    for (const [g, group] of this.groups.entries()) {
      group.energy = energies?.[g] ?? group.energy;
      for (const region of group.regions) region.logFactorial = logFactorial(region.count);
    }
  }

  /** Throws where two barriers have passed through each other. */
  checkOrder(): void {
    for (let k = 1; k < this.barriers.length; k++) {
      if (this.at(k - 1) - this.at(k) <= 1e-9 * this.settings.width) continue;
      const [a, b] = [this.barriers[k - 1], this.barriers[k]];
      throw new Error(
        `run: barrier ${a} must stay left of barrier ${b}, got ${this.at(k - 1)} and ${this.at(k)}. Give them ranges (lowest, highest) that do not overlap.`,
      );
    }
  }

  /** Books energy that the disk at `x` gained; at a barrier, `x` is a radius away from it. */
  gain(x: number, energy: number): void {
    let chamber = 0;
    while (chamber < this.barriers.length && x > this.at(chamber)) chamber += 1;
    (this.groups[this.groupOf(chamber)] as Group).energy += energy;
  }

  /** The entropy now; −∞ for a gas at rest. */
  value(): number {
    let sum = 0;
    for (const group of this.groups) sum += this.entropyOf(group);
    return sum;
  }

  private entropyOf(group: Group): number {
    const { species, height, walls, gravity } = this.settings;
    const roundY = walls.bottom === 'periodic';
    const disks = group.regions.reduce((sum, { count }) => sum + count, 0);
    if (disks === 0) return 0;
    if (gravity === 0) group.temperature = group.energy / disks;
    else this.findTemperature(group);
    const kT = group.temperature;
    if (!(kT > 0)) return Number.NEGATIVE_INFINITY;
    let sum = disks;
    for (const { kind, left, right, count, logFactorial } of group.regions) {
      if (count === 0) continue;
      const { mass, radius } = species[kind] as Settings['species'][number];
      const high = roundY ? height : height - 2 * radius;
      const room = this.width(left, right, radius) * barometric(high, mass * gravity, kT);
      sum += count * log(2 * Math.PI * mass * kT * room) - logFactorial;
      if (gravity > 0) sum += (count * potential(high, mass * gravity, kT)) / kT;
    }
    return sum - this.crowding(group);
  }

  /** N f(η) of the chambers of a group, each species spread evenly over its region. */
  private crowding({ from, to, regions }: Group): number {
    const { species, height } = this.settings;
    let sum = 0;
    for (let chamber = from + 1; chamber <= to; chamber++) {
      const width = this.width(chamber - 1, chamber, 0);
      let disks = 0;
      let covered = 0;
      for (const { kind, left, right, count } of regions) {
        if (count === 0 || !(left < chamber && chamber <= right)) continue;
        const here = (count * width) / this.width(left, right, 0);
        const { radius } = species[kind] as Settings['species'][number];
        disks += here;
        covered += here * Math.PI * radius * radius;
      }
      if (disks > 0) sum += disks * hendersonExcess(covered / (width * height));
    }
    return sum;
  }

  /** T at which the barometric gas has the energy of the group: Newton's method, U(T) rises and bends little. */
  private findTemperature(group: Group): void {
    const { species, height, gravity } = this.settings;
    let kT = group.temperature;
    for (let round = 0; round < 60; round++) {
      let energy = 0;
      let capacity = 0;
      for (const { kind, count } of group.regions) {
        if (count === 0) continue;
        const { mass, radius } = species[kind] as Settings['species'][number];
        const weight = mass * gravity;
        const high = height - 2 * radius;
        const a = (weight * high) / kT;
        const e = exp(-a);
        energy += count * (kT + weight * radius + potential(high, weight, kT));
        capacity += count * (a < 1e-4 ? 1 : 2 - (a * a * e) / ((1 - e) * (1 - e)));
      }
      const next = kT + (group.energy - energy) / capacity;
      const step = next > 0 ? next : kT / 2;
      if (Math.abs(step - kT) <= 1e-14 * kT) break;
      kT = step;
      if (kT < 1e-200) {
        kT = 0;
        break;
      }
    }
    group.temperature = kT;
  }

  private groupOf(chamber: number): number {
    let g = 0;
    while (chamber > (this.groups[g] as Group).to) g += 1;
    return g;
  }

  /** Width between two barriers (−1 and the last but one are the sides) that centres can reach. */
  private width(left: number, right: number, radius: number): number {
    const full = this.at(right) - this.at(left);
    const round = this.settings.walls.left === 'periodic';
    return round ? full : Math.max(full - 2 * radius, Number.MIN_VALUE);
  }

  private at(k: number): number {
    if (k < 0) return 0;
    if (k === this.barriers.length) return this.settings.width;
    return readBarrier(this.box, this.barriers[k] as number).x;
  }
}

/** Disks of one species between the two barriers that stop them. */
interface Region {
  readonly kind: number;
  readonly left: number;
  readonly right: number;
  count: number;
  logFactorial: number;
}

/** Chambers between two barriers that let nobody pass. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly regions: Region[];
  energy: number;
  temperature: number;
}

/** ∫ (Z − 1)/η dη for Henderson's Z = (1 + η²/8)/(1 − η)²: 9/8 η/(1 − η) − 7/8 ln(1 − η). */
function hendersonExcess(packing: number): number {
  const open = Math.max(1 - packing, 1e-9);
  return (1.125 * (1 - open)) / open - 0.875 * log(open);
}

/** ∫ e^(−wy/T) dy from 0 to `high`: the height that a gas of weight w fills evenly. */
function barometric(high: number, weight: number, kT: number): number {
  const a = (weight * high) / kT;
  return a < 1e-8 ? high : (high * (1 - exp(-a))) / a;
}

/** Mean potential energy above the floor: T − wh/(e^(wh/T) − 1). */
function potential(high: number, weight: number, kT: number): number {
  const a = (weight * high) / kT;
  if (a < 1e-4) return 0.5 * weight * high * (1 - a / 6);
  const e = exp(-a);
  return kT - (weight * high * e) / (1 - e);
}

/** Barriers that stand, from left to right. */
function standing(box: Store): number[] {
  const all = Array.from({ length: MOST_BARRIERS }, (_, k) => k);
  return all
    .filter((k) => box.header[BARRIERS + k * BARRIER_LENGTH + BARRIER.present] !== 0)
    .sort((a, b) => readBarrier(box, a).x - readBarrier(box, b).x);
}

function lets(box: Store, k: number, kind: number): boolean {
  const passes = box.header[BARRIERS + k * BARRIER_LENGTH + BARRIER.passes] as number;
  return Math.floor(passes / 2 ** kind) % 2 === 1;
}
