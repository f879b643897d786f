import { ReversibleGas } from '@gibbs/physics/secondlaw';
import { forkOf, type Journey } from '../journey.js';
import { type Deed, grids, type Look, leapsPerTick, type Mark, type Setup } from './protocol.js';

/**
 * A gas with a timeline that can be walked both ways.
 *
 * No snapshots are kept: going back a tick runs the gas itself backwards and takes back what was
 * done by hand, which is exact because every step of this gas is.
 */
export class History implements Journey<Deed, Mark, Look> {
  tick = 0;
  deeds: readonly Deed[] = [];
  readonly #gas: ReversibleGas;
  readonly #start: Int32Array;

  constructor({ particles, seed }: Setup) {
    this.#gas = new ReversibleGas({ particles, seed });
    this.#start = this.#gas.snapshot().positions.slice(0, 2 * particles);
  }

  /** Takes other deeds; what was lived through with the old ones is first walked back. */
  rewrite(deeds: readonly Deed[]): void {
    const fork = forkOf(this.deeds, deeds);
    while (this.tick > fork) this.back();
    this.deeds = deeds;
  }

  toward(tick: number): void {
    if (tick > this.tick) this.forward();
    else if (tick < this.tick) this.back();
  }

  forward(): void {
    for (const deed of this.#deedsAt(this.tick)) this.#do(deed, 1);
    this.#gas.step(leapsPerTick(this.#gas.options.particles));
    this.tick += 1;
  }

  back(): void {
    this.#gas.reverse();
    this.#gas.step(leapsPerTick(this.#gas.options.particles));
    this.#gas.reverse();
    this.tick -= 1;
    for (const deed of this.#deedsAt(this.tick).toReversed()) this.#do(deed, -1);
  }

  mark(): Mark {
    return { tick: this.tick, mixing: grids.map((columns) => this.#gas.mixing(columns)) };
  }

  /** Everything a picture of the present needs. */
  look(): Look {
    const bits = this.bits();
    const { particles } = this.#gas.options;
    const { kinetic, potential } = this.#gas.energy();
    return {
      x: shares(bits.subarray(0, particles)),
      y: shares(bits.subarray(particles, 2 * particles)),
      home: this.#home(bits),
      energy: (kinetic + potential) / particles,
      momentum: this.#gas.momentum(),
    };
  }

  /** The state to the last bit: positions now and a leap ago. */
  bits(): Int32Array<ArrayBuffer> {
    return this.#gas.snapshot().positions as Int32Array<ArrayBuffer>;
  }

  #deedsAt(tick: number): Deed[] {
    return this.deeds.filter(({ at }) => at === tick);
  }

  #do({ kind }: Deed, sign: 1 | -1): void {
    if (kind === 'reverse') this.#gas.reverse();
    else this.#gas.nudge(0, sign);
  }

  /** A gas that runs backwards has its present and its last leap exchanged, so both are looked at. */
  #home(bits: Int32Array): number {
    const start = this.#start;
    const n = start.length / 2;
    let most = 0;
    for (const from of [0, 2 * n]) {
      let home = 0;
      for (let i = 0; i < n; i++) {
        if (bits[from + i] === start[i] && bits[from + n + i] === start[n + i]) home += 1;
      }
      most = Math.max(most, home);
    }
    return most;
  }
}

/** Positions as shares of the box, which is 2³² units wide. */
function shares(units: Int32Array): Float32Array<ArrayBuffer> {
  const all = new Float32Array(units.length);
  for (let i = 0; i < all.length; i++) all[i] = ((units[i] as number) >>> 0) / 2 ** 32;
  return all;
}
