import { BOLTZMANN } from '../constants.js';
import { log } from '../elementary.js';

/**
 * Shannon entropy H = −Σ pᵢ ln pᵢ in nats, of probabilities or of any weights (they are normalised).
 *
 * Exact for a known distribution; of counts it is the plug-in estimate (see `plugIn`). Divide by
 * `Math.LN2` for bits.
 *
 * @example
 * ```ts
 * import { shannonEntropy } from '@gibbs/physics/entropy';
 *
 * console.log(shannonEntropy([1, 1, 1, 1]) / Math.LN2); // → 2
 * ```
 */
export function shannonEntropy(weights: ArrayLike<number>): number {
  const total = sumOf('shannonEntropy', weights);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const p = (weights[i] as number) / total;
    if (p > 0) sum -= p * log(p);
  }
  return sum;
}

/** Gibbs entropy S = −k Σ pᵢ ln pᵢ of an ensemble over microstates, in J/K (k = 1 for reduced units). */
export function gibbsEntropy(probabilities: ArrayLike<number>, k: number = BOLTZMANN): number {
  return k * shannonEntropy(probabilities);
}

/** Relative entropy D(p‖q) = Σ pᵢ ln(pᵢ/qᵢ) in nats: 0 where p = q, infinite where q misses some of p. */
export function relativeEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) {
    throw new RangeError(
      `relativeEntropy: p and q must be of one length, got ${p.length} and ${q.length}.`,
    );
  }
  const totalP = sumOf('relativeEntropy', p);
  const totalQ = sumOf('relativeEntropy', q);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const x = (p[i] as number) / totalP;
    const y = (q[i] as number) / totalQ;
    if (x > 0) sum += y > 0 ? x * log(x / y) : Number.POSITIVE_INFINITY;
  }
  return sum;
}

/** Sum of weights that must be finite and at least 0, with at least one above 0. */
export function sumOf(op: string, weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i] as number;
    if (!(Number.isFinite(w) && w >= 0)) {
      throw new RangeError(`${op}: every weight must be a finite number of at least 0, got ${w}.`);
    }
    total += w;
  }
  if (total === 0) throw new RangeError(`${op}: the weights must not all be 0, got a sum of 0.`);
  return total;
}
