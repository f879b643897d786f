import { finite, positive, whole } from '../check.js';
import { exp, log } from '../elementary.js';

/** A free-energy difference from the work of repeated runs, in the units of kT. */
export interface FreeEnergy {
  /** ΔF = −kT ln⟨e^(−W/kT)⟩. */
  readonly deltaF: number;
  /** Its standard error, by first-order propagation. */
  readonly deltaFError: number;
  /** ⟨e^(−W/kT)⟩, and its standard error. */
  readonly exponential: number;
  readonly exponentialError: number;
  /** ⟨W⟩ and its standard error: at least ΔF. */
  readonly mean: number;
  readonly meanError: number;
  readonly variance: number;
}

/**
 * Jarzynski's equality (1997): ⟨e^(−W/kT)⟩ = e^(−ΔF/kT), however fast the work is done.
 *
 * The average is ruled by rare runs of small work: with n runs ΔF is too high by about
 * (e^(σ²) − 1)/2n, so keep the dissipated work below two or three kT.
 */
export function jarzynski(works: ArrayLike<number>, kT = 1): FreeEnergy {
  positive('jarzynski', 'kT', kT);
  const n = atLeastTwo('jarzynski', works);
  // Relative to the smallest work no exponential can overflow.
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i++)
    least = Math.min(least, finite('jarzynski', 'work', works[i] as number));
  let [sum, square, sumExp, squareExp] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = works[i] as number;
    const e = exp((least - w) / kT);
    sum += w;
    square += w * w;
    sumExp += e;
    squareExp += e * e;
  }
  const mean = sum / n;
  const variance = (square / n - mean * mean) * (n / (n - 1));
  const meanExp = sumExp / n;
  const relative = Math.sqrt(Math.max(0, squareExp / n / (meanExp * meanExp) - 1) / (n - 1));
  const exponential = meanExp * exp(-least / kT);
  return {
    deltaF: least - kT * log(meanExp),
    deltaFError: kT * relative,
    exponential,
    exponentialError: exponential * relative,
    mean,
    meanError: Math.sqrt(variance / n),
    variance,
  };
}

/**
 * Bennett's acceptance ratio (1976): ΔF from the work of runs forth and back, the least uncertain.
 *
 * Solves Σ f(W_F − ΔF + M) = Σ f(W_R + ΔF − M), f(x) = 1/(1 + e^(x/kT)), M = kT ln(n_F/n_R), by bisection.
 */
export function bennett(forward: ArrayLike<number>, reverse: ArrayLike<number>, kT = 1): number {
  positive('bennett', 'kT', kT);
  const n = atLeastTwo('bennett', forward);
  const m = atLeastTwo('bennett', reverse);
  const shift = kT * log(n / m);
  const excess = (deltaF: number) => {
    let sum = 0;
    for (let i = 0; i < n; i++)
      sum += 1 / (1 + exp((shift + (forward[i] as number) - deltaF) / kT));
    for (let i = 0; i < m; i++)
      sum -= 1 / (1 + exp((deltaF - shift + (reverse[i] as number)) / kT));
    return sum; // rises with deltaF
  };
  let low = -1;
  let high = 1;
  while (excess(low) > 0) low *= 2;
  while (excess(high) < 0) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-13 * Math.max(1, Math.abs(low)); i++) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** ln P_F(W)/P_R(−W) against W: a line of slope 1/kT that crosses 0 at ΔF. */
export interface CrooksLine {
  readonly slope: number;
  readonly slopeError: number;
  /** Where the line crosses 0: ΔF, and the standard error of that. */
  readonly crossing: number;
  readonly crossingError: number;
  /** Bins to draw it by, where both directions were seen: work, and ln of the ratio of densities. */
  readonly work: Float64Array;
  readonly logRatio: Float64Array;
}

/**
 * Crooks' theorem (1999), measured without bins: was this work done forwards or in reverse?
 *
 * If P_F(W)/P_R(−W) = e^((W − ΔF)/kT), the odds that a work W came from a forward run are logistic in W;
 * slope and crossing are fitted by maximum likelihood (Shirts et al. 2003), with errors from the curvature.
 */
export function crooksLine(
  forward: ArrayLike<number>,
  reverse: ArrayLike<number>,
  bins = 40,
): CrooksLine {
  const n = atLeastTwo('crooksLine', forward);
  const m = atLeastTwo('crooksLine', reverse);
  whole('crooksLine', 'bins', bins, 2);
  let [intercept, slope] = [0, 0];
  let [saa, sab, sbb] = [0, 0, 0];
  for (let round = 0; round < 50; round++) {
    let [ga, gb] = [0, 0];
    [saa, sab, sbb] = [0, 0, 0];
    const add = (w: number, isForward: 0 | 1) => {
      const p = 1 / (1 + exp(-(intercept + slope * w)));
      const weight = p * (1 - p);
      ga += isForward - p;
      gb += (isForward - p) * w;
      saa += weight;
      sab += weight * w;
      sbb += weight * w * w;
    };
    for (let i = 0; i < n; i++) add(forward[i] as number, 1);
    for (let i = 0; i < m; i++) add(-(reverse[i] as number), 0);
    const determinant = saa * sbb - sab * sab;
    if (!(determinant > 1e-9 * saa * sbb && saa > 1e-3)) {
      throw new RangeError(
        'crooksLine: works of both directions must overlap, got none that do. Dissipate less or run more.',
      );
    }
    const da = (sbb * ga - sab * gb) / determinant;
    const db = (saa * gb - sab * ga) / determinant;
    intercept += da;
    slope += db;
    if (Math.abs(da) + Math.abs(db) < 1e-12) break;
  }
  const determinant = saa * sbb - sab * sab;
  const offset = intercept - log(n / m);
  const crossing = -offset / slope;
  // Variance of −a/b from the covariance of a and b, the inverse of the curvature.
  const spread = (sbb + 2 * crossing * -sab + crossing * crossing * saa) / determinant;
  return {
    slope,
    slopeError: Math.sqrt(saa / determinant),
    crossing,
    crossingError: Math.sqrt(Math.max(0, spread)) / Math.abs(slope),
    ...histogram(forward, reverse, bins),
  };
}

/** Gaussian work: ΔF = ⟨W⟩ − σ²/2kT exactly; the reverse runs then have mean σ²/kT − ⟨W⟩. */
export function gaussianFreeEnergy(mean: number, variance: number, kT = 1): number {
  finite('gaussianFreeEnergy', 'mean', mean);
  positive('gaussianFreeEnergy', 'kT', kT);
  return mean - variance / (2 * kT);
}

function histogram(forward: ArrayLike<number>, reverse: ArrayLike<number>, bins: number) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < forward.length; i++) {
    low = Math.min(low, forward[i] as number);
    high = Math.max(high, forward[i] as number);
  }
  const width = (high - low) / bins;
  const count = (works: ArrayLike<number>, sign: number) => {
    const counts = new Float64Array(bins);
    for (let i = 0; i < works.length; i++) {
      const b = Math.floor((sign * (works[i] as number) - low) / width);
      if (b >= 0 && b < bins) counts[b] = (counts[b] as number) + 1;
    }
    return counts;
  };
  const [f, r] = [count(forward, 1), count(reverse, -1)];
  const seen = [...f.keys()].filter((b) => (f[b] as number) > 0 && (r[b] as number) > 0);
  const scale = reverse.length / forward.length;
  return {
    work: Float64Array.from(seen, (b) => low + (b + 0.5) * width),
    logRatio: Float64Array.from(seen, (b) => log(((f[b] as number) / (r[b] as number)) * scale)),
  };
}

function atLeastTwo(op: string, works: ArrayLike<number>): number {
  if (works.length < 2)
    throw new RangeError(`${op}: at least 2 works must be given, got ${works.length}.`);
  return works.length;
}
