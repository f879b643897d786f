import { whole, within } from '../check.js';
import { shannonEntropy } from '../entropy/shannon.js';
import { type Account, Ledger } from '../ledger.js';
import { Random } from '../random.js';

/** A ring as plain data; the typed arrays are copies. */
export interface KacRingState {
  readonly format: 'gibbs-kac-ring-1';
  readonly steps: number;
  readonly balls: Uint8Array;
  readonly marks: Uint8Array;
}

const FORMAT = 'gibbs-kac-ring-1';

/**
 * Kac's ring (1956): N balls, black or white, move round; a marked edge changes their colour.
 *
 * The dynamics is deterministic, exactly reversible and of period 2N (N if the marks are even in
 * number). Yet for t < N the excess of white over black falls on average as (1 − 2μ)^t, μ the
 * share of marked edges: equilibrium, and the recurrence that shows what the average leaves out.
 */
export class KacRing {
  /** 1 where the ball at a site is black. */
  readonly balls: Uint8Array;
  /** 1 where the edge after a site is marked. */
  readonly marks: Uint8Array;
  steps = 0;
  /** Books the entropy of the colours after every call of `step`, in units of k. */
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  private readonly colours: Account = this.ledger.system('colours');

  /** All balls white; `marked` edges drawn at random without repetition, or the marks themselves. */
  constructor({
    sites,
    marked,
    marks,
    seed = 1,
  }: {
    sites: number;
    marked?: number;
    marks?: ArrayLike<number>;
    seed?: number;
  }) {
    whole('KacRing', 'sites', sites, 2);
    this.balls = new Uint8Array(sites);
    this.marks = new Uint8Array(sites);
    if (marks !== undefined) {
      if (marks.length !== sites) {
        throw new RangeError(`KacRing: marks must hold ${sites} values, got ${marks.length}.`);
      }
      for (let i = 0; i < sites; i++) this.marks[i] = (marks[i] as number) > 0 ? 1 : 0;
      return;
    }
    const wanted = whole('KacRing', 'marked', marked ?? Math.round(sites / 10), 0, sites);
    const random = new Random(seed);
    for (let placed = 0; placed < wanted; ) {
      const edge = random.below(sites);
      if (this.marks[edge] === 1) continue;
      this.marks[edge] = 1;
      placed += 1;
    }
  }

  /** Goes on by `count` steps, or back where it is negative. */
  step(count = 1): void {
    whole('KacRing.step', 'count', Math.abs(count), 0);
    const { balls, marks } = this;
    const n = balls.length;
    for (let s = 0; s < count; s++) {
      const last = (balls[n - 1] as number) ^ (marks[n - 1] as number);
      for (let i = n - 1; i > 0; i--)
        balls[i] = (balls[i - 1] as number) ^ (marks[i - 1] as number);
      balls[0] = last;
    }
    for (let s = 0; s > count; s--) {
      const first = (balls[0] as number) ^ (marks[n - 1] as number);
      for (let i = 0; i < n - 1; i++) balls[i] = (balls[i + 1] as number) ^ (marks[i] as number);
      balls[n - 1] = first;
    }
    this.steps += count;
    this.ledger.entropy(this.colours, this.entropy - this.colours.entropy);
  }

  /** (white − black)/N, 1 at the start. */
  get excess(): number {
    let black = 0;
    for (const ball of this.balls) black += ball;
    return 1 - (2 * black) / this.balls.length;
  }

  /** Entropy of the colours, N H(black/N), in units of k: it knows how many are black, not where. */
  get entropy(): number {
    const black = (1 - this.excess) / 2;
    return this.balls.length * shannonEntropy([black, 1 - black]);
  }

  /** Steps after which every ring with these marks is back at its start: N if the marks are even, else 2N. */
  get period(): number {
    let marked = 0;
    for (const mark of this.marks) marked += mark;
    return marked % 2 === 0 ? this.marks.length : 2 * this.marks.length;
  }

  snapshot(): KacRingState {
    return {
      format: FORMAT,
      steps: this.steps,
      balls: this.balls.slice(),
      marks: this.marks.slice(),
    };
  }

  /** A ring that goes on exactly where `snapshot` was taken. */
  static restore(state: KacRingState): KacRing {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `KacRing.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const sites = state.marks?.length ?? 0;
    if (state.balls?.length !== sites) {
      throw new RangeError(
        `KacRing.restore: balls must hold ${sites} values, got ${state.balls?.length}. The snapshot is cut short.`,
      );
    }
    const ring = new KacRing({ sites, marks: state.marks });
    ring.balls.set(state.balls);
    ring.steps = state.steps;
    return ring;
  }
}

/** The mean of `excess` over rings whose edges are marked with probability μ: (1 − 2μ)^t, for t < N. */
export function kacMeanExcess(markedShare: number, steps: number): number {
  within('kacMeanExcess', 'markedShare', markedShare, 0, 1);
  whole('kacMeanExcess', 'steps', steps, 0);
  let mean = 1;
  for (let t = 0; t < steps; t++) mean *= 1 - 2 * markedShare;
  return mean;
}
