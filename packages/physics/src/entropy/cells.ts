import { positive, whole } from '../check.js';
import { log } from '../elementary.js';
import { logFactorial } from '../special.js';

/** How many particles lie in each cell of a grid. */
export interface Grid {
  /** Width and height of the box. */
  width: number;
  height: number;
  /** Cells along x and along y: the coarse-graining. */
  columns: number;
  rows: number;
}

/**
 * Counts particles per cell, row by row.
 *
 * `keep` limits the count to some of them (one species of a mixture). A particle on the far edge
 * belongs to the last cell; one outside the box throws.
 */
export function cellCounts(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { width, height, columns, rows }: Grid,
  keep?: (particle: number) => boolean,
): Int32Array {
  positive('cellCounts', 'width', width);
  positive('cellCounts', 'height', height);
  whole('cellCounts', 'columns', columns);
  whole('cellCounts', 'rows', rows);
  const counts = new Int32Array(columns * rows);
  for (let i = 0; i < x.length; i++) {
    if (keep !== undefined && !keep(i)) continue;
    const [px, py] = [x[i] as number, y[i] as number];
    if (!(px >= 0 && px <= width && py >= 0 && py <= height)) {
      throw new RangeError(
        `cellCounts: every particle must lie in the ${width} × ${height} box, got (${px}, ${py}).`,
      );
    }
    const column = Math.min(columns - 1, Math.floor((px / width) * columns));
    const row = Math.min(rows - 1, Math.floor((py / height) * rows));
    counts[row * columns + column] = (counts[row * columns + column] as number) + 1;
  }
  return counts;
}

/**
 * Boltzmann entropy of cell cellCounts in units of k: S = ln W, W = N!/∏ n_c!.
 *
 * W counts the ways to deal N labelled particles into cells with these cellCounts. It is a property
 * of the chosen cells, not of the particles alone: finer cells, other entropy. It has no sampling
 * bias, but at equilibrium it fluctuates by about half a unit of k for each cell.
 */
export function boltzmannEntropy(occupancy: ArrayLike<number>): number {
  let particles = 0;
  let sum = 0;
  for (let c = 0; c < occupancy.length; c++) {
    const n = whole('boltzmannEntropy', 'occupancy', occupancy[c] as number, 0);
    particles += n;
    sum += logFactorial(n);
  }
  return logFactorial(particles) - sum;
}

/** The largest `boltzmannEntropy` that N particles can have over `cells` cells: spread as evenly as whole numbers allow. */
export function maximumBoltzmannEntropy(particles: number, cells: number): number {
  whole('maximumBoltzmannEntropy', 'particles', particles, 0);
  whole('maximumBoltzmannEntropy', 'cells', cells);
  const low = Math.floor(particles / cells);
  const more = particles - low * cells;
  return (
    logFactorial(particles) - (cells - more) * logFactorial(low) - more * logFactorial(low + 1)
  );
}

/**
 * Entropy of mixing of two species over the same cells, in units of k: Σ_c ln binomial(n_c, a_c).
 *
 * 0 while every cell holds one species only, and about N ln 2 for equal amounts well mixed; finer
 * cells show less of it. `a` and `b` count each species per cell.
 */
export function cellMixingEntropy(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `cellMixingEntropy: both species must be counted over the same cells, got ${a.length} and ${b.length}.`,
    );
  }
  let sum = 0;
  for (let c = 0; c < a.length; c++) {
    const [n, m] = [a[c] as number, b[c] as number];
    sum += logFactorial(n + m) - logFactorial(n) - logFactorial(m);
  }
  return sum;
}

/**
 * Boltzmann's H = ∫ f ln f d²v of plane velocities, from a histogram with square bins.
 *
 * H falls while collisions drive any start towards Maxwell's distribution, where it is
 * −(1 + ln(2πkT/m)). The histogram makes it too high by about (bins seen − 1)/2N (Miller and Madow's
 * correction is subtracted) and too low by about binWidth²/24·⟨(∇ ln f)²⟩.
 */
export function velocityH(vx: ArrayLike<number>, vy: ArrayLike<number>, binWidth: number): number {
  positive('velocityH', 'binWidth', binWidth);
  const n = vx.length;
  if (n === 0 || n !== vy.length) {
    throw new RangeError(
      `velocityH: vx and vy must be of one length above 0, got ${n} and ${vy.length}.`,
    );
  }
  const bins = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const column = Math.floor((vx[i] as number) / binWidth);
    const row = Math.floor((vy[i] as number) / binWidth);
    if (!(Math.abs(column) < 1e6 && Math.abs(row) < 1e6)) {
      throw new RangeError(
        `velocityH: velocities must lie within a million bins of 0, got (${vx[i]}, ${vy[i]}) with binWidth ${binWidth}.`,
      );
    }
    const key = column * 4e6 + row;
    bins.set(key, (bins.get(key) ?? 0) + 1);
  }
  // Counts in sorted order, so that the sum does not depend on which particle came first.
  const counts = [...bins.values()].sort((a, b) => a - b);
  let h = 0;
  for (const count of counts) h += (count / n) * log(count / (n * binWidth * binWidth));
  return h - (counts.length - 1) / (2 * n);
}

/** H of Maxwell's distribution in the plane: −(1 + ln 2π kT/m), the least that velocities of this energy allow. */
export function maxwellH(temperatureOverMass: number): number {
  positive('maxwellH', 'temperatureOverMass', temperatureOverMass);
  return -(1 + log(2 * Math.PI * temperatureOverMass));
}
