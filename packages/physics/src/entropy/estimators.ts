import { whole } from '../check.js';
import { exp, log } from '../elementary.js';
import { digamma, logGamma, trigamma } from '../special.js';
import { shannonEntropy, sumOf } from './shannon.js';

/**
 * Entropy from counts of a sample, in nats. Each estimator names its bias: with N samples over K
 * outcomes the true entropy is missed on average by about the amount given.
 */

/** Plug-in (maximum likelihood): −Σ (nᵢ/N) ln(nᵢ/N). Bias about −(K−1)/2N: always too low. */
export function plugIn(counts: ArrayLike<number>): number {
  checkCounts('plugIn', counts);
  return shannonEntropy(counts);
}

/** Miller and Madow 1955: plug-in + (m−1)/2N, m the outcomes seen. Bias of order 1/N² once all are seen. */
export function millerMadow(counts: ArrayLike<number>): number {
  const total = checkCounts('millerMadow', counts);
  let seen = 0;
  for (let i = 0; i < counts.length; i++) if ((counts[i] as number) > 0) seen += 1;
  return shannonEntropy(counts) + (seen - 1) / (2 * total);
}

/**
 * Grassberger 2003 (physics/0307138): ln N − (1/N) Σ nᵢ G(nᵢ).
 *
 * G(n) = ψ(n) + ½(−1)ⁿ[ψ((n+1)/2) − ψ(n/2)]. The bias falls off exponentially in N p for each
 * outcome of probability p, so only outcomes hardly ever seen are missed.
 */
export function grassberger(counts: ArrayLike<number>): number {
  const total = checkCounts('grassberger', counts);
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i] as number;
    if (n > 0) {
      const sign = n % 2 === 0 ? 0.5 : -0.5;
      sum += n * (digamma(n) + sign * (digamma((n + 1) / 2) - digamma(n / 2)));
    }
  }
  return log(total) - sum / total;
}

/**
 * Nemenman, Shafee and Bialek 2002: the Bayesian mean under a prior flat in entropy.
 *
 * `outcomes` is K, the number of possible outcomes, which must be known. The mean over Dirichlet
 * priors of concentration β is integrated over ln β by the trapezoid rule, which converges
 * exponentially here. Bias: small already at N of order √K where the ranks fall off gently.
 */
export function nemenmanShafeeBialek(counts: ArrayLike<number>, outcomes: number): number {
  const total = checkCounts('nemenmanShafeeBialek', counts);
  whole('nemenmanShafeeBialek', 'outcomes', outcomes, Math.max(2, counts.length));
  const K = outcomes;
  const steps = 400;
  const weight = new Float64Array(steps + 1);
  const mean = new Float64Array(steps + 1);
  let largest = Number.NEGATIVE_INFINITY;
  for (let s = 0; s <= steps; s++) {
    const beta = exp(-18 + (36 * s) / steps);
    let likelihood = logGamma(K * beta) - logGamma(total + K * beta);
    let entropy = digamma(total + K * beta + 1);
    let unseen = K;
    for (let i = 0; i < counts.length; i++) {
      const n = counts[i] as number;
      if (n === 0) continue;
      unseen -= 1;
      likelihood += logGamma(n + beta) - logGamma(beta);
      entropy -= ((n + beta) / (total + K * beta)) * digamma(n + beta + 1);
    }
    entropy -= unseen * (beta / (total + K * beta)) * digamma(beta + 1);
    const slope = K * trigamma(K * beta + 1) - trigamma(beta + 1); // dξ/dβ, the prior flat in entropy
    weight[s] = likelihood + log(slope * beta); // dβ = β d ln β
    mean[s] = entropy;
    largest = Math.max(largest, weight[s] as number);
  }
  let above = 0;
  let below = 0;
  for (let s = 0; s <= steps; s++) {
    const w = exp((weight[s] as number) - largest);
    above += w * (mean[s] as number);
    below += w;
  }
  return above / below;
}

function checkCounts(op: string, counts: ArrayLike<number>): number {
  for (let i = 0; i < counts.length; i++) whole(op, `count ${i}`, counts[i] as number, 0);
  return sumOf(op, counts);
}
