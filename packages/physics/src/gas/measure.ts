import { positive, whole } from '../check.js';
import type { Gas } from './gas.js';
import { HEADER } from './store.js';

/** What a gas did between `meter` and now. Reduced units. */
export interface Reading {
  /** Time that passed. */
  readonly time: number;
  readonly collisions: number;
  /** Collisions that one disk takes part in, per time: 2 × collisions / (disks × time). */
  readonly collisionRate: number;
  /** Force per length from the momentum that pairs exchanged: (E_kin + Σ impulse × distance / 2t) / area. */
  readonly pressure: number;
  /** Z = P A / N kT from the collisions. */
  readonly compressibility: number;
  /** Force per length on the sides, by the momentum handed to them; NaN where all are periodic. */
  readonly wallPressure: number;
  /** Mean path between two collisions of a disk: mean speed now / collision rate. */
  readonly meanFreePath: number;
}

/**
 * Starts to measure; the function it returns reads off what happened since.
 *
 * The temperature that enters is the present one, which in a closed box is constant.
 */
export function meter(gas: Gas): () => Reading {
  const { header } = gas.box;
  const start = header.slice();
  const since = (slot: number) => (header[slot] as number) - (start[slot] as number);
  return () => {
    const { width, height, walls } = gas.settings;
    const time = since(HEADER.origin) + since(HEADER.now);
    const collisions = since(HEADER.collisions);
    const collisionRate = (2 * collisions) / (gas.count * time);
    const kT = gas.temperature();
    const compressibility = 1 + since(HEADER.virial) / (2 * gas.count * kT * time);
    let impulse = 0;
    for (let side = 0; side < 4; side++) impulse += since(HEADER.impulse + side);
    const length =
      (walls.left === 'periodic' ? 0 : height) + (walls.bottom === 'periodic' ? 0 : width);
    const v = gas.velocities();
    let speed = 0;
    for (let n = 0; n < gas.count; n++) {
      speed += Math.sqrt((v[2 * n] as number) ** 2 + (v[2 * n + 1] as number) ** 2) / gas.count;
    }
    return {
      time,
      collisions,
      collisionRate,
      pressure: (compressibility * gas.count * kT) / (width * height),
      compressibility,
      wallPressure: length === 0 ? Number.NaN : impulse / (2 * length * time),
      meanFreePath: speed / collisionRate,
    };
  };
}

/** Disks counted in a grid of cells, row by row from the bottom: the coarse-graining of an entropy. */
export function occupancies(gas: Gas, columns: number, rows: number): Uint32Array {
  whole('occupancies', 'columns', columns);
  whole('occupancies', 'rows', rows);
  const { width, height } = gas.settings;
  const counts = new Uint32Array(columns * rows);
  const p = gas.positions();
  for (let n = 0; n < gas.count; n++) {
    const column = Math.min(
      columns - 1,
      Math.max(0, Math.floor(((p[2 * n] as number) / width) * columns)),
    );
    const row = Math.min(
      rows - 1,
      Math.max(0, Math.floor(((p[2 * n + 1] as number) / height) * rows)),
    );
    counts[row * columns + column] = (counts[row * columns + column] as number) + 1;
  }
  return counts;
}

/** Speeds sorted into bins, beside what Maxwell and Boltzmann expect of each bin. */
export interface SpeedHistogram {
  /** Upper ends of the bins; the first begins at 0, and faster disks are counted in the last. */
  readonly edges: Float64Array;
  readonly counts: Uint32Array;
  /** N (e^{−m a²/2kT} − e^{−m b²/2kT}) for a bin from a to b: the speed distribution in two dimensions. */
  readonly expected: Float64Array;
}

/** Histogram of the speeds of one species (all disks must be of it) against Maxwell–Boltzmann. */
export function speedHistogram(
  gas: Gas,
  { bins = 40, fastest, species = 0 }: { bins?: number; fastest?: number; species?: number } = {},
): SpeedHistogram {
  whole('speedHistogram', 'bins', bins);
  const kT = gas.temperature(species);
  const { mass, count } = gas.settings.species[species] as { mass: number; count: number };
  const top = positive('speedHistogram', 'fastest', fastest ?? 4 * Math.sqrt(kT / mass));
  const edges = Float64Array.from({ length: bins }, (_, k) => ((k + 1) * top) / bins);
  const counts = new Uint32Array(bins);
  gas.forEach((_x, _y, vx, vy, _mass, kind) => {
    if (kind !== species) return;
    const bin = Math.min(bins - 1, Math.floor((Math.sqrt(vx * vx + vy * vy) / top) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  });
  const slower = (v: number) => 1 - Math.exp((-mass * v * v) / (2 * kT));
  const expected = edges.map((edge, k) => {
    const below = k === 0 ? 0 : slower(edges[k - 1] as number);
    return count * ((k === bins - 1 ? 1 : slower(edge)) - below);
  });
  return { edges, counts, expected };
}
