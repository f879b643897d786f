import { finite, positive, whole, within } from '../check.js';
import { log } from '../elementary.js';
import { type Account, Ledger, type LedgerState } from '../ledger.js';
import { Random } from '../random.js';
import { logFactorial } from '../special.js';

/** A molecule that stands at the door, and what letting it through would do. */
export interface Visitor {
  /** Its number: the place of its position and velocity in the arrays of the gas. */
  readonly molecule: number;
  readonly fromLeft: boolean;
  /** Kinetic energy; kT on average. */
  readonly energy: number;
  /** Change of the entropy of the gas if it goes through, in units of k. */
  readonly entropyIfOpen: number;
}

/** Two chambers as plain data. */
export interface ChambersState {
  readonly format: 'gibbs-chambers-1';
  readonly time: number;
  readonly measurements: number;
  readonly erasures: number;
  readonly visitor: number;
  readonly tape: readonly number[];
  readonly gas: readonly number[];
  readonly ledger: LedgerState;
}

const FORMAT = 'gibbs-chambers-1';

const stretch = 0.25;

/**
 * Maxwell's demon at work: two chambers of gas, a door between them, and a memory of so many bits.
 *
 * Molecules fly straight, do not meet, and bounce off smooth walls; the chambers are squares of side 1,
 * the door is the middle of the wall between them. `flyUntil` stops at each molecule that comes to the
 * door, `answer` lets it through or not and writes down which: one bit, ln 2. The entropy of the gas is
 * that of its macrostate, how many molecules and how much energy are on each side:
 * S = Σ n ln E − 2 ln n! (the phase volume Aⁿ Eⁿ/(n!)² in two dimensions, constants left out). A full
 * memory makes the demon blind, and the door stays shut; wiping it costs kT ln 2 of work per bit.
 * Reduced units: k = 1, masses 1; entropies in units of k.
 *
 * Whatever rule answers, the chance that entropy in sum falls by x is about e⁻ˣ at most: n answers are
 * one of 2ⁿ sequences, and each of those alone keeps volumes of phase space as they are (Liouville).
 *
 * @example
 * ```ts
 * import { Chambers } from '@gibbs/physics/information';
 *
 * const box = new Chambers({ seed: 7 });
 * for (let visitor = box.flyUntil(20); visitor !== null; visitor = box.flyUntil(20)) {
 *   box.answer(visitor.fromLeft);
 * }
 * console.log(box.left < 50, box.blind); // → true true
 * console.log(box.gas.entropy < 0, box.ledger.universe > 0); // → true true
 * ```
 */
export class Chambers {
  readonly particles: number;
  /** Bits written since the last wipe come first; 1 for a molecule let through. */
  readonly tape: Uint8Array<ArrayBuffer>;
  /** The door is this high, in the middle of a wall of height 1. */
  readonly door: number;
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly vx: Float64Array<ArrayBuffer>;
  readonly vy: Float64Array<ArrayBuffer>;
  /** The chamber of each molecule: 0 left, where x is 0 to 1, or 1 right, where it is 1 to 2. */
  readonly side: Uint8Array<ArrayBuffer>;
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  readonly gas: Account;
  readonly memory: Account;
  readonly bath: Account;
  readonly battery: Account;
  /** With no demon there, the door stands open: molecules pass, nobody looks. */
  attended = true;
  time = 0;
  /** Bits of memory in use. */
  used = 0;
  measurements = 0;
  erasures = 0;
  private readonly temperature: number;
  private visitor = -1;

  constructor({
    particles = 100,
    memoryBits = 64,
    door = 0.3,
    temperature = 1,
    seed = 1,
  }: {
    particles?: number;
    memoryBits?: number;
    door?: number;
    temperature?: number;
    seed?: number;
  } = {}) {
    this.particles = whole('Chambers', 'particles', particles, 2);
    this.tape = new Uint8Array(whole('Chambers', 'memoryBits', memoryBits, 0, 2 ** 24));
    this.door = within('Chambers', 'door', door, 0, 1);
    this.temperature = positive('Chambers', 'temperature', temperature);
    const random = new Random(seed);
    const deviation = Math.sqrt(temperature);
    const each = (value: (molecule: number) => number) =>
      Float64Array.from({ length: particles }, (_, molecule) => value(molecule));
    this.side = Uint8Array.from({ length: particles }, (_, molecule) => molecule % 2);
    this.x = each((molecule) => (this.side[molecule] as number) + random.uniform());
    this.y = each(() => random.uniform());
    this.vx = each(() => deviation * random.normal());
    this.vy = each(() => deviation * random.normal());
    this.bath = this.ledger.reservoir('bath', temperature);
    this.gas = this.ledger.system('gas');
    this.memory = this.ledger.system('memory');
    this.battery = this.ledger.worker('battery');
  }

  /** True where the memory is full: the door stays shut. */
  get blind(): boolean {
    return this.used >= this.tape.length;
  }

  /** Molecules in the left chamber now. */
  get left(): number {
    return this.side.reduce((count, side) => count + 1 - side, 0);
  }

  /** Temperature of each chamber: the mean energy of its molecules, 0 where it is empty. */
  get temperatures(): [left: number, right: number] {
    const left = this.left;
    const [hot, cold] = [this.energyOf(0), this.energyOf(1)];
    return [hot / (left || 1), cold / (this.particles - left || 1)];
  }

  /**
   * Flies on to a time, or to the moment before it when a molecule stands at the door and waits for an
   * `answer`. A molecule that was left without one still waits.
   */
  flyUntil(time: number): Visitor | null {
    finite('Chambers.flyUntil', 'time', time);
    while (this.visitor < 0 && this.time < time) {
      // A stretch at a time: who will be at the door in the far future need not be known now.
      const end = this.attended && this.blind ? time : Math.min(time, this.time + stretch);
      const [molecule, at] = this.nextAtDoor(end);
      this.fly(at - this.time);
      this.time = at;
      if (molecule < 0) continue;
      // Rounding may have put it a hair behind the wall, mirrored.
      const towards = this.side[molecule] === 0 ? 1 : -1;
      this.x[molecule] = 1;
      this.vx[molecule] = towards * Math.abs(this.vx[molecule] as number);
      if (this.attended) this.visitor = molecule;
      else this.pass(molecule);
    }
    return this.look();
  }

  /** Lets the molecule at the door through, or not, and remembers which. */
  answer(open: boolean): void {
    const molecule = this.visitor;
    if (molecule < 0) {
      throw new RangeError(
        'Chambers.answer: a molecule must stand at the door. Call flyUntil first.',
      );
    }
    this.visitor = -1;
    this.tape[this.used] = open ? 1 : 0;
    this.used += 1;
    this.measurements += 1;
    this.ledger.entropy(this.memory, Math.LN2);
    if (open) this.pass(molecule);
    else this.vx[molecule] = -(this.vx[molecule] as number);
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
    this.tape.fill(0);
    return work;
  }

  snapshot(): ChambersState {
    const { time, measurements, erasures, visitor, x, y, vx, vy, side } = this;
    return {
      ...{ format: FORMAT, time, measurements, erasures, visitor },
      tape: [...this.tape.subarray(0, this.used)],
      gas: [...x, ...y, ...vx, ...vy, ...side],
      ledger: this.ledger.snapshot(),
    };
  }

  /** Goes back to a snapshot of chambers with the same options, books included. */
  restore(state: ChambersState): void {
    const op = 'Chambers.restore';
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `${op}: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const { particles } = this;
    if (state.gas.length !== 5 * particles || !state.gas.every(Number.isFinite)) {
      throw new RangeError(
        `${op}: gas must be ${5 * particles} finite numbers for ${particles} particles, got ${state.gas.length}.`,
      );
    }
    this.used = whole(op, 'bits of tape', state.tape.length, 0, this.tape.length);
    this.tape.fill(0);
    this.tape.set(state.tape);
    this.time = finite(op, 'time', state.time);
    this.measurements = whole(op, 'measurements', state.measurements, 0);
    this.erasures = whole(op, 'erasures', state.erasures, 0);
    this.visitor = whole(op, 'visitor', state.visitor, -1, particles - 1);
    [this.x, this.y, this.vx, this.vy, this.side].forEach((array, i) => {
      array.set(state.gas.slice(i * particles, (i + 1) * particles));
    });
    this.ledger.restore(state.ledger);
  }

  private look(): Visitor | null {
    const molecule = this.visitor;
    if (molecule < 0) return null;
    return {
      molecule,
      fromLeft: this.side[molecule] === 0,
      energy: this.energy(molecule),
      entropyIfOpen: this.entropyAfter(molecule) - this.macroEntropy(this.left, this.energyOf(0)),
    };
  }

  /** The first molecule to be at the door before `end`, and when; −1 and `end` where none is. */
  private nextAtDoor(end: number): [molecule: number, at: number] {
    let [first, at] = [-1, end];
    if (this.attended && this.blind) return [first, at];
    for (let molecule = 0; molecule < this.particles; molecule++) {
      const speed = this.vx[molecule] as number;
      const way = 1 - (this.x[molecule] as number);
      // Towards the wall between the chambers directly, or after the far wall.
      const right = this.side[molecule] === 1;
      const far = right ? 2 : 0;
      const towards = right ? speed < 0 : speed > 0;
      let wait = (towards ? way : 2 * far - 1 - (this.x[molecule] as number)) / speed;
      const round = 2 / Math.abs(speed);
      for (; this.time + wait < at; wait += round) {
        const height = mirrored(
          (this.y[molecule] as number) + (this.vy[molecule] as number) * wait,
          0,
        );
        if (Math.abs(height - 0.5) <= this.door / 2) {
          [first, at] = [molecule, this.time + wait];
          break;
        }
      }
    }
    return [first, at];
  }

  /** Every molecule flies in its own chamber. */
  private fly(duration: number): void {
    for (let molecule = 0; molecule < this.particles; molecule++) {
      const low = this.side[molecule] as number;
      for (const [place, speed, from] of [
        [this.x, this.vx, low],
        [this.y, this.vy, 0],
      ] as const) {
        const straight = (place[molecule] as number) + (speed[molecule] as number) * duration;
        place[molecule] = mirrored(straight, from);
        if (Math.floor(straight - from) & 1) speed[molecule] = -(speed[molecule] as number);
      }
    }
  }

  private pass(molecule: number): void {
    const before = this.macroEntropy(this.left, this.energyOf(0));
    const after = this.entropyAfter(molecule);
    this.side[molecule] = 1 - (this.side[molecule] as number);
    this.ledger.entropy(this.gas, after - before);
  }

  /** Entropy of the gas with one molecule in the other chamber. */
  private entropyAfter(molecule: number): number {
    const sign = this.side[molecule] === 0 ? -1 : 1;
    return this.macroEntropy(this.left + sign, this.energyOf(0) + sign * this.energy(molecule));
  }

  /** S of so many molecules with so much energy on the left, the rest on the right. */
  private macroEntropy(left: number, energy: number): number {
    const right = this.particles - left;
    const rest = this.energyOf(0) + this.energyOf(1) - energy;
    const part = (n: number, e: number) => (n === 0 ? 0 : n * log(e) - 2 * logFactorial(n));
    return part(left, energy) + part(right, rest);
  }

  private energyOf(side: 0 | 1): number {
    let sum = 0;
    for (let molecule = 0; molecule < this.particles; molecule++) {
      if (this.side[molecule] === side) sum += this.energy(molecule);
    }
    return sum;
  }

  private energy(molecule: number): number {
    const [vx, vy] = [this.vx[molecule] as number, this.vy[molecule] as number];
    return (vx * vx + vy * vy) / 2;
  }
}

/** A straight flight folded back into a stretch of length 1 by mirrors at both ends. */
function mirrored(straight: number, from: number): number {
  const way = straight - from;
  const folded = way - 2 * Math.floor(way / 2);
  return from + (folded > 1 ? 2 - folded : folded);
}
