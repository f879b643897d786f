import { whole } from '../check.js';
import { exp, log } from '../elementary.js';
import { type Account, Ledger } from '../ledger.js';
import { Random, type RandomState } from '../random.js';
import { logFactorial } from '../special.js';

/** An urn as plain data. */
export interface EhrenfestState {
  readonly format: 'gibbs-ehrenfest-1';
  readonly balls: number;
  readonly left: number;
  readonly steps: number;
  readonly random: RandomState;
}

const FORMAT = 'gibbs-ehrenfest-1';

/**
 * Ehrenfest's urns (1907): at each step one of N balls, picked at random, changes sides.
 *
 * The entropy of a split is ln C(N, left), in units of k. It rises from all-left to about N ln 2 and
 * then fluctuates; nothing but numbers keeps it from going back.
 */
export class Ehrenfest {
  readonly balls: number;
  /** Balls on the left now. */
  left: number;
  steps = 0;
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  private readonly random: Random;
  private readonly urns: Account;

  constructor({ balls, left = balls, seed = 1 }: { balls: number; left?: number; seed?: number }) {
    this.balls = whole('Ehrenfest', 'balls', balls, 1, 1e9);
    this.left = whole('Ehrenfest', 'left', left, 0, balls);
    this.random = new Random(seed);
    this.urns = this.ledger.system('urns');
  }

  /** ln C(N, left) in units of k. */
  get entropy(): number {
    return splitEntropy(this.balls, this.left);
  }

  /** Moves `count` balls, one after the other; the ledger books each change of entropy. */
  step(count = 1): void {
    whole('Ehrenfest.step', 'count', count, 0);
    for (let i = 0; i < count; i++) {
      const toRight = this.random.below(this.balls) < this.left;
      // ln C(N, left ± 1) − ln C(N, left) is the logarithm of one ratio.
      const change = toRight
        ? log(this.left / (this.balls - this.left + 1))
        : log((this.balls - this.left) / (this.left + 1));
      this.left += toRight ? -1 : 1;
      this.steps += 1;
      this.ledger.entropy(this.urns, change);
    }
  }

  /** Steps until `left` balls are on the left, at most `limit` times; returns the steps taken, or null. */
  runUntil(left: number, limit: number): number | null {
    whole('Ehrenfest.runUntil', 'left', left, 0, this.balls);
    whole('Ehrenfest.runUntil', 'limit', limit, 1);
    for (let i = 1; i <= limit; i++) {
      this.step();
      if (this.left === left) return i;
    }
    return null;
  }

  snapshot(): EhrenfestState {
    const { balls, left, steps } = this;
    return { format: FORMAT, balls, left, steps, random: this.random.snapshot() };
  }

  /** Urns that go on exactly where `snapshot` was taken, with fresh books. */
  static restore(state: EhrenfestState): Ehrenfest {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `Ehrenfest.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const urns = new Ehrenfest(state);
    urns.steps = whole('Ehrenfest.restore', 'steps', state.steps, 0);
    urns.random.restore(state.random);
    return urns;
  }
}

/** ln C(N, n): the entropy of n of N particles on one side, in units of k. */
export function splitEntropy(particles: number, onOneSide: number): number {
  whole('splitEntropy', 'particles', particles, 0);
  whole('splitEntropy', 'onOneSide', onOneSide, 0, particles);
  return logFactorial(particles) - logFactorial(onOneSide) - logFactorial(particles - onOneSide);
}

/**
 * Mean number of steps until the urns return to a split: 1/π = 2^N/C(N, left) (Kac 1947), exact.
 *
 * All of 100 balls on the left return after 2¹⁰⁰ steps on average.
 */
export function ehrenfestReturnTime(balls: number, left: number): number {
  whole('ehrenfestReturnTime', 'balls', balls);
  whole('ehrenfestReturnTime', 'left', left, 0, balls);
  return exp(balls * Math.LN2 - splitEntropy(balls, left));
}

/**
 * Chance that the entropy of N particles is lower after `moves` Ehrenfest steps than before them.
 *
 * Computed from the exact transition probabilities, no sampling. Starting away from equilibrium
 * (`left` of N on the left) the chance falls exponentially with N at fixed left/N and moves/N: the
 * second law is what this limit is called.
 */
export function chanceOfFall({
  particles,
  left,
  moves,
}: {
  particles: number;
  left: number;
  moves: number;
}): number {
  whole('chanceOfFall', 'particles', particles, 1, 100_000);
  whole('chanceOfFall', 'left', left, 0, particles);
  whole('chanceOfFall', 'moves', moves, 1);
  let now = new Float64Array(particles + 3);
  let next = new Float64Array(particles + 3);
  now[left + 1] = 1; // shifted by one, so that both neighbours always exist
  for (let m = 0; m < moves; m++) {
    for (let n = 0; n <= particles; n++) {
      const fromMore = (now[n + 2] as number) * ((n + 1) / particles);
      const fromLess = n > 0 ? (now[n] as number) * ((particles - n + 1) / particles) : 0;
      next[n + 1] = fromMore + fromLess;
    }
    [now, next] = [next, now];
  }
  // The entropy is lower where the split is more uneven than at the start.
  const uneven = Math.abs(2 * left - particles);
  let chance = 0;
  for (let n = 0; n <= particles; n++) {
    if (Math.abs(2 * n - particles) > uneven) chance += now[n + 1] as number;
  }
  return chance;
}

/**
 * Chance that at equilibrium all but a share of N particles are found on the left: Σ C(N, n)/2^N.
 *
 * `atLeast` is the number on the left; with all N of 100 it is 2⁻¹⁰⁰ = 7.9·10⁻³¹.
 */
export function chanceOnLeft(particles: number, atLeast: number): number {
  whole('chanceOnLeft', 'particles', particles);
  whole('chanceOnLeft', 'atLeast', atLeast, 0, particles);
  let chance = 0;
  for (let n = particles; n >= atLeast; n--) {
    chance += exp(splitEntropy(particles, n) - particles * Math.LN2);
  }
  return chance;
}
