import { whole } from '../check.js';
import { log } from '../elementary.js';
import { digamma, logGamma } from '../special.js';

/**
 * Entropy of a continuous distribution from the distances to k-th neighbours, in nats (Kozachenko and
 * Leonenko 1987): ψ(N) − ψ(k) + ln c_d + (d/N) Σ ln ε_i, c_d the volume of the unit ball.
 *
 * No bins. Bias: falls about as N^(−2/d); too high where the density changes within one neighbour
 * distance, and at sharp edges. `points` holds the coordinates of one sample after the other.
 *
 * @example
 * ```ts
 * import { Random } from '@gibbs/physics';
 * import { neighbourEntropy } from '@gibbs/physics/entropy';
 *
 * const random = new Random(7);
 * const points = Float64Array.from({ length: 2000 }, () => random.normal());
 * const exact = 0.5 * Math.log(2 * Math.PI * Math.E); // one normal deviate
 * console.log(Math.abs(neighbourEntropy(points, 1) - exact) < 0.1); // → true
 * ```
 */
export function neighbourEntropy(points: ArrayLike<number>, dimensions: number, k = 3): number {
  const n = samples('neighbourEntropy', points, dimensions, k);
  const nearest = new Float64Array(k);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      let square = 0;
      for (let d = 0; d < dimensions; d++) {
        const gap = (points[i * dimensions + d] as number) - (points[j * dimensions + d] as number);
        square += gap * gap;
      }
      keepSmallest(nearest, square);
    }
    const square = nearest[k - 1] as number;
    if (square === 0) {
      throw new RangeError(
        `neighbourEntropy: samples must differ, got ${k + 1} equal ones. A discrete variable needs a count estimator.`,
      );
    }
    sum += 0.5 * log(square);
  }
  const ball = (dimensions / 2) * log(Math.PI) - logGamma(dimensions / 2 + 1);
  return digamma(n) - digamma(k) + ball + (dimensions / n) * sum;
}

/**
 * Mutual information of two real variables in nats (Kraskov, Stögbauer and Grassberger 2004, first form).
 *
 * ψ(k) + ψ(N) − ⟨ψ(n_x + 1) + ψ(n_y + 1)⟩, n_x and n_y the samples nearer in one coordinate than the
 * k-th neighbour in the larger of both. Bias: nearly none for independent variables; too low by some
 * per cent for strong dependence.
 */
export function mutualInformation(x: ArrayLike<number>, y: ArrayLike<number>, k = 4): number {
  if (x.length !== y.length) {
    throw new RangeError(
      `mutualInformation: x and y must be of one length, got ${x.length} and ${y.length}.`,
    );
  }
  const n = samples('mutualInformation', x, 1, k);
  const nearest = new Float64Array(k);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const [xi, yi] = [x[i] as number, y[i] as number];
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      keepSmallest(
        nearest,
        Math.max(Math.abs((x[j] as number) - xi), Math.abs((y[j] as number) - yi)),
      );
    }
    const reach = nearest[k - 1] as number;
    let [nx, ny] = [0, 0];
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      if (Math.abs((x[j] as number) - xi) < reach) nx += 1;
      if (Math.abs((y[j] as number) - yi) < reach) ny += 1;
    }
    sum += digamma(nx + 1) + digamma(ny + 1);
  }
  return digamma(k) + digamma(n) - sum / n;
}

function keepSmallest(nearest: Float64Array, value: number): void {
  let at = nearest.length - 1;
  if (value >= (nearest[at] as number)) return;
  while (at > 0 && value < (nearest[at - 1] as number)) {
    nearest[at] = nearest[at - 1] as number;
    at -= 1;
  }
  nearest[at] = value;
}

function samples(op: string, points: ArrayLike<number>, dimensions: number, k: number): number {
  whole(op, 'dimensions', dimensions, 1, 20);
  if (points.length % dimensions !== 0) {
    throw new RangeError(
      `${op}: points must hold ${dimensions} coordinates each, got ${points.length} numbers.`,
    );
  }
  const n = points.length / dimensions;
  whole(op, 'k', k, 1, Math.max(1, n - 1));
  if (n < 2) throw new RangeError(`${op}: at least 2 samples must be given, got ${n}.`);
  for (let i = 0; i < points.length; i++) {
    if (!Number.isFinite(points[i])) {
      throw new RangeError(`${op}: every coordinate must be a finite number, got ${points[i]}.`);
    }
  }
  return n;
}
