import { positive, whole } from '../check.js';
import { log } from '../elementary.js';
import { type Account, Ledger, type LedgerState } from '../ledger.js';
import { Random, type RandomState } from '../random.js';
import { splitEntropy } from '../secondlaw/ehrenfest.js';

/** A demon as plain data. */
export interface DemonState {
  readonly format: 'gibbs-demon-1';
  readonly left: number;
  readonly used: number;
  readonly measurements: number;
  readonly erasures: number;
  readonly random: RandomState;
  readonly ledger: LedgerState;
}

const FORMAT = 'gibbs-demon-1';

/**
 * Maxwell's demon with a memory of so many bits, minding a door between two boxes of gas.
 *
 * Molecules come to the door at random; the demon looks (one bit into memory) and lets those from the
 * left through, not those from the right. Gas entropy ln C(N, left) falls; the memory fills with
 * random bits, each worth ln 2. Full, it must be wiped, which costs T ln 2 of work per bit and warms
 * the bath as much, or the demon goes blind. The sum of all three never falls on average. Reduced
 * units, k = 1; entropies in units of k.
 *
 * @example
 * ```ts
 * import { Demon } from '@gibbs/physics/information';
 *
 * const demon = new Demon({ particles: 100, memoryBits: 64, seed: 7 });
 * demon.step(64);
 * console.log(demon.left < 30, demon.blind); // → true true
 * console.log(demon.ledger.universe > 0); // → true
 * ```
 */
export class Demon {
  readonly particles: number;
  readonly memoryBits: number;
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  readonly gas: Account;
  readonly memory: Account;
  /** Molecules in the left box now. */
  left: number;
  /** Bits of memory in use. */
  used = 0;
  measurements = 0;
  erasures = 0;
  private readonly temperature: number;
  private readonly bath: Account;
  private readonly battery: Account;
  private readonly random: Random;

  constructor({
    particles = 100,
    memoryBits = 64,
    temperature = 1,
    seed = 1,
  }: {
    particles?: number;
    memoryBits?: number;
    temperature?: number;
    seed?: number;
  } = {}) {
    this.particles = whole('Demon', 'particles', particles, 2);
    this.memoryBits = whole('Demon', 'memoryBits', memoryBits, 0);
    this.temperature = positive('Demon', 'temperature', temperature);
    this.left = Math.floor(particles / 2);
    this.random = new Random(seed);
    this.bath = this.ledger.reservoir('bath', temperature);
    this.gas = this.ledger.system('gas');
    this.memory = this.ledger.system('memory');
    this.battery = this.ledger.worker('battery');
  }

  /** True where the memory is full: the door stays shut. */
  get blind(): boolean {
    return this.used >= this.memoryBits;
  }

  /** ln C(N, left) in units of k. */
  get gasEntropy(): number {
    return splitEntropy(this.particles, this.left);
  }

  /** Work an engine could get from the difference of the boxes: T(S_even − S). */
  get workAvailable(): number {
    const even = splitEntropy(this.particles, Math.floor(this.particles / 2));
    return this.temperature * (even - this.gasEntropy);
  }

  /** Lets `count` molecules come to the door. */
  step(count = 1): void {
    whole('Demon.step', 'count', count, 0);
    for (let i = 0; i < count; i++) {
      const fromLeft = this.random.below(this.particles) < this.left;
      if (this.blind) continue;
      this.used += 1;
      this.measurements += 1;
      this.ledger.entropy(this.memory, Math.LN2);
      if (!fromLeft) continue;
      const right = this.particles - this.left;
      this.ledger.entropy(this.gas, log(this.left / (right + 1)));
      this.left -= 1;
    }
  }

  /** Wipes the memory: T ln 2 of work per bit, given off as heat. Returns the work. */
  erase(): number {
    const entropy = this.used * Math.LN2;
    const work = this.temperature * entropy;
    this.ledger.work(this.battery, this.memory, work);
    this.ledger.heat(this.memory, this.bath, work);
    this.ledger.entropy(this.memory, -entropy);
    this.erasures += 1;
    this.used = 0;
    return work;
  }

  snapshot(): DemonState {
    const { left, used, measurements, erasures } = this;
    return {
      ...{ format: FORMAT, left, used, measurements, erasures },
      random: this.random.snapshot(),
      ledger: this.ledger.snapshot(),
    };
  }

  /** Goes back to a snapshot of a demon with the same options, books included. */
  restore(state: DemonState): void {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `Demon.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    this.left = whole('Demon.restore', 'left', state.left, 0, this.particles);
    this.used = whole('Demon.restore', 'used', state.used, 0, this.memoryBits);
    this.measurements = whole('Demon.restore', 'measurements', state.measurements, 0);
    this.erasures = whole('Demon.restore', 'erasures', state.erasures, 0);
    this.random.restore(state.random);
    this.ledger.restore(state.ledger);
  }
}
