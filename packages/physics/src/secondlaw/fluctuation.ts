import { positive, whole } from '../check.js';
import { exp, log } from '../elementary.js';
import { Ledger } from '../ledger.js';
import { Random } from '../random.js';
import { logFactorial } from '../special.js';

/** What `fluctuationTheorem` measured. Entropies in units of k. */
export interface FluctuationReport {
  /** Entropy production σ of each bin, for σ > 0. */
  readonly sigma: Float64Array;
  /** Runs that produced σ, and runs that destroyed it. */
  readonly rises: Float64Array;
  readonly falls: Float64Array;
  /** Slope of ln(rises/falls) against σ by weighted least squares; the theorem says 1. */
  readonly slope: number;
  readonly slopeError: number;
  /** Mean of e^(−σ); the integral theorem says 1. */
  readonly meanExponential: number;
  readonly meanExponentialError: number;
  /** Share of runs in which the entropy of the universe fell, and the exact chance of it. */
  readonly shareOfFalls: number;
  readonly chanceOfFall: number;
  readonly meanSigma: number;
  /** Energy carried from hot to cold in all runs together, and its entropy. */
  readonly ledger: Ledger;
}

/**
 * The fluctuation theorem in a heat conductor: P(σ)/P(−σ) = e^σ, measured.
 *
 * A thin wire carries quanta of energy ε between two reservoirs. Detailed balance fixes the odds of
 * one quantum going downhill to uphill at e^s with s = ε(1/T_c − 1/T_h)/k (Jarzynski and Wójcik
 * 2004). Each run makes `steps` moves; its entropy production is σ = s (down − up). Reduced units,
 * k = 1: `quantum` and the temperatures share one unit. `steps` must be odd, so that σ ≠ 0.
 */
export function fluctuationTheorem({
  hot,
  cold,
  quantum,
  steps = 25,
  runs = 100_000,
  seed = 1,
}: {
  hot: number;
  cold: number;
  quantum: number;
  steps?: number;
  runs?: number;
  seed?: number;
}): FluctuationReport {
  positive('fluctuationTheorem', 'hot', hot);
  positive('fluctuationTheorem', 'cold', cold);
  positive('fluctuationTheorem', 'quantum', quantum);
  whole('fluctuationTheorem', 'steps', steps);
  whole('fluctuationTheorem', 'runs', runs);
  if (cold >= hot) {
    throw new RangeError(`fluctuationTheorem: cold must be below hot, got ${cold} and ${hot}.`);
  }
  if (steps % 2 === 0) {
    throw new RangeError(`fluctuationTheorem: steps must be odd, got ${steps}.`);
  }
  const s = quantum * (1 / cold - 1 / hot);
  const down = 1 / (1 + exp(-s));
  const random = new Random(seed);
  const ledger = new Ledger({ secondLaw: 'statistical' });
  const source = ledger.reservoir('hot', hot);
  const sink = ledger.reservoir('cold', cold);

  const bins = (steps + 1) / 2; // net quanta 1, 3, …, steps
  const rises = new Float64Array(bins);
  const falls = new Float64Array(bins);
  let sum = 0;
  let sumExp = 0;
  let sumExpSquare = 0;
  for (let r = 0; r < runs; r++) {
    let net = 0;
    for (let i = 0; i < steps; i++) net += random.uniform() < down ? 1 : -1;
    ledger.heat(source, sink, net * quantum);
    ledger.settle();
    const bin = (Math.abs(net) - 1) / 2;
    if (net > 0) rises[bin] = (rises[bin] as number) + 1;
    else falls[bin] = (falls[bin] as number) + 1;
    const weight = exp(-s * net);
    sum += s * net;
    sumExp += weight;
    sumExpSquare += weight * weight;
  }
  const mean = sumExp / runs;
  const fallen = falls.reduce((a, b) => a + b, 0);
  return {
    sigma: Float64Array.from({ length: bins }, (_, b) => s * (2 * b + 1)),
    rises,
    falls,
    ...slopeThroughOrigin(s, rises, falls),
    meanExponential: mean,
    meanExponentialError: Math.sqrt((sumExpSquare / runs - mean * mean) / runs),
    shareOfFalls: fallen / runs,
    chanceOfFall: binomialBelowHalf(steps, down),
    meanSigma: sum / runs,
    ledger,
  };
}

/** Least squares of ln(rises/falls) = slope · σ, each bin weighted by 1/(1/rises + 1/falls). */
function slopeThroughOrigin(s: number, rises: Float64Array, falls: Float64Array) {
  let above = 0;
  let below = 0;
  for (let b = 0; b < rises.length; b++) {
    const [up, down] = [rises[b] as number, falls[b] as number];
    // Fewer than 10 falls would bias the logarithm by more than its error is known.
    if (down < 10) continue;
    const sigma = s * (2 * b + 1);
    const weight = 1 / (1 / up + 1 / down);
    above += weight * sigma * log(up / down);
    below += weight * sigma * sigma;
  }
  return { slope: above / below, slopeError: 1 / Math.sqrt(below) };
}

/** Chance of fewer than half successes in an odd number of trials. */
function binomialBelowHalf(trials: number, p: number): number {
  let chance = 0;
  for (let k = 0; k < trials / 2; k++) {
    const ways = logFactorial(trials) - logFactorial(k) - logFactorial(trials - k);
    chance += exp(ways + k * log(p) + (trials - k) * log(1 - p));
  }
  return chance;
}
