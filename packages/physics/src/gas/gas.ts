import { finite, positive, whole } from '../check.js';
import { type Account, Ledger, type LedgerState } from '../ledger.js';
import { Random, type RandomState } from '../random.js';
import {
  addBarrier,
  type BarrierOptions,
  type BarrierState,
  driveBarrier,
  meetBarrier,
  planeAim,
  readBarrier,
  removeBarrier,
  reverseBarriers,
  turnBarriers,
} from './barriers.js';
import { boxSizes, furnish, smallestGap } from './box.js';
import { setRate, turnEpoch } from './epoch.js';
import { AT_WALL, EPOCH_OVER, type Kernel, kernel, MET, STUCK, TIME_UP } from './kernel.js';
import {
  checkWall,
  type GasOptions,
  type Settings,
  SIDES,
  type Side,
  settings,
  type Wall,
} from './options.js';
import { drawVelocities, freedoms, placeOnLattice, settleVelocities } from './placement.js';
import { pack, unpack } from './snapshot.js';
import {
  BARRIER,
  BARRIER_LENGTH,
  BARRIERS,
  CLOCK,
  COLUMN_SHIFT,
  FIRST_PLANE,
  HEADER,
  LABEL,
  LABEL_MASK,
  MASSES,
  MEET,
  MOST_BARRIERS,
  NOBODY,
  PARTNER,
  PLACE,
  RECORD,
  ROW_MASK,
  ROW_SHIFT,
  type Sizes,
  SPECIES_SHIFT,
  type Store,
  store,
  VX,
  VY,
  WORDS,
  X,
  Y,
} from './store.js';
import { GasEntropy } from './thermodynamics.js';
import { type Books, bounce, sideOf, type WallHit } from './walls.js';
import { canCompile, wasmKernel, wasmStore } from './wasm/kernel.js';

/** Z of a crystal within 0.1 % of close packing: beyond it, beside a barrier, there is no room left. */
const MOST_MEETINGS = 1000;

/** Told of events as they happen, with the gas at the time of the event; costs nothing while absent. */
export interface GasObserver {
  /** Two disks collided. */
  collision?: (first: number, second: number) => void;
  /** A disk met a side of the box. */
  wall?: (disk: number, hit: WallHit) => void;
  /** A disk met a barrier and gained this much energy. */
  barrier?: (disk: number, barrier: number, gained: number) => void;
}

/** What `restore` needs beside the memory. */
interface Description {
  readonly settings: Settings;
  readonly random: RandomState;
  readonly ledger: LedgerState;
  readonly sizes: Store['sizes'];
  /** Entropy as last booked (null at rest), and the energies it was found from. */
  readonly entropy: number | null;
  readonly energies: readonly number[];
}

/**
 * A gas of hard disks in a box, run from event to event: no time step, no overlap, energy exact to
 * rounding.
 *
 * Reduced units: k = 1, so a temperature is an energy; lengths, masses and energies are the user's
 * own, and a time is a length × √(mass / energy). In two dimensions a disk has two degrees of
 * freedom: mean kinetic energy kT, heat capacity k per disk, γ = 2.
 *
 * @example
 * ```ts
 * import { Gas } from '@gibbs/physics';
 *
 * const gas = new Gas({ width: 40, height: 20, species: { count: 100 }, seed: 1 });
 * const energy = gas.energy;
 * gas.run(10);
 * console.log(gas.time, gas.collisions > 100, Math.abs(gas.energy / energy - 1) < 1e-14);
 * // → 10 true true
 * ```
 */
export class Gas {
  /** Told of events where set. */
  observer: GasObserver | null = null;
  /**
   * The books: heat of thermal walls, work of barriers and the entropy of gas and walls are entered
   * as they happen, event by event.
   */
  readonly ledger: Ledger;
  /** @internal */ readonly box: Store;
  /** @internal */ readonly settings: Settings;
  private readonly kernel: Kernel;
  private readonly random: Random;
  private readonly books: Books;
  private readonly thermo: GasEntropy;
  /** The entropy that the books have the gas at. */
  private booked = Number.NEGATIVE_INFINITY;
  private lastCheck = { meetings: 0, time: 0, blows: 0 };

  constructor(options: GasOptions) {
    const made = settings(options);
    const random = new Random(made.seed);
    const length = 2 * made.count;
    const given = (name: 'positions' | 'velocities') => {
      const list = options[name];
      if (list !== undefined && list.length !== length) {
        throw new RangeError(
          `Gas: ${name} must hold x and y of ${made.count} disks, ${length} numbers, got ${list.length}.`,
        );
      }
      return list;
    };
    const positions = given('positions') ?? placeOnLattice(made, random.split(1));
    let velocities = given('velocities');
    if (velocities === undefined) {
      const drawn = drawVelocities(made, random.split(2));
      settleVelocities(made, drawn);
      velocities = drawn;
    }
    for (let n = 0; n < length; n++) finite('Gas', 'velocities', velocities[n] as number);
    this.settings = made;
    this.random = random;
    const space = room(boxSizes(made), options.kernel);
    furnish(space.box, made, positions, velocities);
    this.box = space.box;
    this.kernel = space.start();
    this.ledger = new Ledger({ secondLaw: 'statistical' });
    this.books = openBooks(this.ledger, made, this.energy);
    this.thermo = new GasEntropy(this.box, made);
    this.survey();
    this.booked = this.thermo.value();
    this.setPace();
    this.predictAll();
  }

  /** Disks in the box. */
  get count(): number {
    return this.settings.count;
  }

  /** Time since the start, in reduced units. */
  get time(): number {
    const { header } = this.box;
    return (header[HEADER.origin] as number) + (header[HEADER.now] as number);
  }

  /** Collisions between disks so far. */
  get collisions(): number {
    return this.box.header[HEADER.collisions] as number;
  }

  /** Kinetic energy, and with gravity m g y on top. */
  get energy(): number {
    const { gravity } = this.settings;
    let sum = 0;
    this.forEach((_x, y, vx, vy, mass) => {
      sum += 0.5 * mass * (vx * vx + vy * vy) + mass * gravity * y;
    });
    return sum;
  }

  /**
   * Entropy in units of k: the largest that the energy, the disks and the barriers that stand allow.
   * Its formula and its coarse-graining are told in `thermodynamics.ts`; −∞ for a gas at rest. The
   * ledger holds it as of the last event that changed an energy.
   */
  get entropy(): number {
    return this.thermo.value();
  }

  /** Kinetic temperature kT: twice the kinetic energy over the degrees of freedom; of one species on request. */
  temperature(species?: number): number {
    if (species !== undefined)
      whole('temperature', 'species', species, 0, this.settings.species.length - 1);
    let sum = 0;
    let disks = 0;
    this.forEach((_x, _y, vx, vy, mass, kind) => {
      if (species !== undefined && kind !== species) return;
      sum += mass * (vx * vx + vy * vy);
      disks += 1;
    });
    return sum / (disks === this.count ? freedoms(this.settings) : 2 * disks);
  }

  /** Runs for a span of time. */
  run(duration: number): void {
    this.runUntil(this.time + positive('run', 'duration', duration));
  }

  /** Runs up to a moment, which must not lie in the past. */
  runUntil(time: number): void {
    if (!(Number.isFinite(time) && time >= this.time)) {
      throw new RangeError(`runUntil: time must be finite and at least ${this.time}, got ${time}.`);
    }
    this.go(time, Number.POSITIVE_INFINITY);
  }

  /** Runs until `collisions` more pairs have met. */
  step(collisions = 1): void {
    whole('step', 'collisions', collisions);
    this.go(Number.POSITIVE_INFINITY, this.collisions + collisions);
  }

  /**
   * x and y of each disk in turn, now; unwrapped, a disk that left a periodic box counts on outside
   * of it.
   */
  positions(
    out: Float64Array = new Float64Array(2 * this.count),
    { unwrapped = false }: { unwrapped?: boolean } = {},
  ): Float64Array {
    const { wrap } = this.box;
    const { width, height } = this.settings;
    this.forEach((x, y, _vx, _vy, _mass, _kind, n) => {
      out[2 * n] = unwrapped ? x + (wrap[2 * n] as number) * width : x;
      out[2 * n + 1] = unwrapped ? y + (wrap[2 * n + 1] as number) * height : y;
    });
    return out;
  }

  /** vx and vy of each disk in turn, now. */
  velocities(out: Float64Array = new Float64Array(2 * this.count)): Float64Array {
    this.forEach((_x, _y, vx, vy, _mass, _kind, n) => {
      out[2 * n] = vx;
      out[2 * n + 1] = vy;
    });
    return out;
  }

  /** The smallest gap between two neighbouring disks; below 0 only by rounding. */
  get smallestGap(): number {
    return smallestGap(this.box, this.box.header[HEADER.now] as number).distance;
  }

  /** Everything there is to know, as bytes; `Gas.restore` makes the same gas of them. */
  snapshot(): Uint8Array {
    const description: Description = {
      settings: this.settings,
      random: this.random.snapshot(),
      ledger: this.ledger.snapshot(),
      sizes: this.box.sizes,
      entropy: Number.isFinite(this.booked) ? this.booked : null,
      energies: this.thermo.energies,
    };
    return pack(description, new Uint8Array(this.box.buffer, this.box.base, this.box.bytes));
  }

  /** The gas that `snapshot` was taken of: it goes on bit for bit as that one would have. */
  static restore(snapshot: Uint8Array): Gas {
    const { description, memory } = unpack(snapshot);
    const { settings, random, ledger, sizes, entropy, energies } = description as Description;
    const gas = Object.create(Gas.prototype);
    const { box, start } = room(sizes);
    new Uint8Array(box.buffer).set(memory);
    const books = new Ledger({ secondLaw: 'statistical' });
    for (const { kind, name, temperature, opening } of ledger.accounts) {
      if (kind === 'reservoir') books.reservoir(name, temperature as number);
      else if (kind === 'work') books.worker(name);
      else books.system(name, opening);
    }
    books.restore(ledger);
    Object.assign(gas, {
      observer: null,
      settings,
      random: Random.from(random),
      box,
      kernel: start(),
      ledger: books,
      books: openBooks(books, settings, 0),
      thermo: new GasEntropy(box, settings),
      booked: entropy ?? Number.NEGATIVE_INFINITY,
      lastCheck: { meetings: Number.POSITIVE_INFINITY, time: 0, blows: 0 },
    });
    gas.survey(energies);
    return gas;
  }

  /** Changes a side between elastic and thermal, or its temperature. */
  setWall(side: Side, wall: Wall): void {
    if (!SIDES.includes(side)) {
      throw new RangeError(`setWall: side must be one of ${SIDES.join(', ')}, got "${side}".`);
    }
    const checked = checkWall('setWall', side, wall);
    if (checked === 'periodic' || this.settings.walls[side] === 'periodic') {
      throw new RangeError(`setWall: a periodic side stays periodic, got "${side}".`);
    }
    this.settings.walls[side] = checked;
    this.books.reservoirs[side] = reservoirOf(this.ledger, side, checked);
  }

  /** Puts up a partition, a membrane or a piston; returns its number. */
  addBarrier(options: BarrierOptions): number {
    const k = addBarrier(this.box, this.kernel, options);
    this.survey();
    this.bookEntropy();
    return k;
  }

  /** Takes a barrier away: a partition that opens. */
  removeBarrier(barrier: number): void {
    removeBarrier(this.box, this.kernel, barrier);
    this.survey();
    this.bookEntropy();
  }

  /** Drives a barrier at constant speed (to the right where positive), as far as `to`. */
  driveBarrier(barrier: number, { speed, to }: { speed: number; to?: number }): void {
    driveBarrier(this.box, this.kernel, barrier, speed, to);
  }

  /** Where a barrier is, how it moves, and what the gas did to it. */
  barrier(barrier: number): BarrierState {
    return readBarrier(this.box, barrier);
  }

  /** Turns every velocity round, as Loschmidt proposed. */
  reverse(): void {
    const { kernel, box } = this;
    for (let i = 0; i < this.count; i++) {
      kernel.advance(i);
      const r = i * RECORD;
      box.real[r + VX] = -(box.real[r + VX] as number);
      box.real[r + VY] = -(box.real[r + VY] as number);
      kernel.unqueue(i);
      box.word[i * WORDS + PARTNER] = NOBODY;
      box.real[r + MEET] = Number.POSITIVE_INFINITY;
      box.queueTime[2 * i] = Number.POSITIVE_INFINITY;
    }
    reverseBarriers(box);
    this.predictAll();
  }

  private go(until: number, collisions: number): void {
    const { box, kernel } = this;
    const { header } = box;
    const stepping = collisions !== Number.POSITIVE_INFINITY;
    header[HEADER.stopAt] = collisions;
    this.rewind();
    for (;;) {
      header[HEADER.watched] = this.observer?.collision !== undefined ? 1 : 0;
      const limit = until - (header[HEADER.origin] as number);
      const due = header[HEADER.planeDue] as number;
      header[HEADER.until] = Math.min(limit, due);
      const reason = kernel.run();
      const i = header[HEADER.first] as number;
      if (reason === EPOCH_OVER) {
        const epoch = header[HEADER.epoch] as number;
        if (due <= limit && due < epoch) this.turnBarriers(due);
        else if (limit < epoch) break;
        else turnEpoch(box, kernel);
        if (stepping && this.asleep()) {
          throw new Error(`step: no pair will ever meet again, got ${this.collisions} collisions.`);
        }
      } else if (reason === AT_WALL) {
        kernel.advance(i);
        kernel.part(i);
        const end = (box.word[i * WORDS + PLACE] as number) & 15;
        if (end >= FIRST_PLANE) {
          this.meetBarrier(i, end - FIRST_PLANE);
          continue;
        }
        const side = sideOf(end);
        const hit = bounce(box, i, side, this.settings, this.random, this.books);
        if (hit.heat !== 0) {
          this.thermo.gain(this.xOf(i), hit.heat);
          this.bookEntropy();
        }
        kernel.search(i);
        kernel.aim(i);
        this.observer?.wall?.(this.labelOf(i), hit);
      } else if (reason === MET) {
        this.observer?.collision?.(this.labelOf(i), this.labelOf(header[HEADER.second] as number));
      } else if (reason === STUCK) {
        throw new Error(
          `run: events without a step in time must be at most ${header[HEADER.stuckLimit]}, got one more at time ${this.time}. Disks are wedged with no room to move.`,
        );
      } else if (reason === TIME_UP) {
        if (due > limit) break;
        this.turnBarriers(due);
      }
      if (stepping && this.collisions >= collisions) return;
    }
    if (!stepping) header[HEADER.now] = limitOf(until, header);
  }

  private turnBarriers(due: number): void {
    this.box.header[HEADER.now] = due;
    turnBarriers(this.box, this.kernel);
    this.thermo.checkOrder();
    this.rewind();
  }

  /**
   * Refuses to press disks into no room: the closer they come, the faster they get and the more often
   * they meet, without end before the barrier arrives.
   */
  private checkRoom(): void {
    const { header } = this.box;
    let meetings = this.collisions;
    for (let side = 0; side < 4; side++) meetings += header[HEADER.hits + side] as number;
    for (let k = 0; k < MOST_BARRIERS; k++) {
      meetings += header[BARRIERS + k * BARRIER_LENGTH + BARRIER.hits] as number;
    }
    const { meetings: before, time } = this.lastCheck;
    this.lastCheck = { meetings, time: this.time, blows: 0 };
    const kT = this.temperature();
    // The lightest mass and the smallest radius: no gas of unlike disks is refused too early.
    const kinds = this.settings.species.filter(({ count }) => count > 0);
    const mass = Math.min(...kinds.map((kind) => kind.mass));
    const radius = Math.min(...kinds.map((kind) => kind.radius));
    const path = ((this.time - time) * Math.sqrt(kT / mass)) / (2 * radius);
    const perPath = (2 * (meetings - before)) / (this.count * path);
    if (perPath > MOST_MEETINGS) {
      throw new Error(
        `run: beside a barrier a disk may meet others at most ${MOST_MEETINGS} times per diameter of its path, got ${perPath.toFixed(0)} at time ${this.time}. Barriers press the disks into no room: stop them earlier.`,
      );
    }
  }

  /** Starts at the bucket of the present again: events may have been queued before the one last looked at. */
  private rewind(): void {
    const { header } = this.box;
    header[HEADER.bucket] = Math.floor(
      (header[HEADER.now] as number) * (header[HEADER.rate] as number),
    );
  }

  private meetBarrier(slot: number, k: number): void {
    const gained = meetBarrier(this.box, this.kernel, slot, k);
    this.lastCheck.blows += 1;
    if (this.lastCheck.blows >= 1000 + 10 * this.count) this.checkRoom();
    const { ledger, gas } = this.books;
    ledger.work(workerOf(ledger, k), gas, gained);
    if (gained !== 0) {
      this.thermo.gain(this.xOf(slot), gained);
      this.bookEntropy();
    }
    this.observer?.barrier?.(this.labelOf(slot), k, gained);
  }

  /** Counts anew what the barriers keep apart. */
  private survey(energies?: readonly number[]): void {
    const g = this.settings.gravity;
    this.thermo.survey((see) => {
      this.forEach((x, y, vx, vy, mass, kind) => {
        see(x, kind, mass * (0.5 * (vx * vx + vy * vy) + g * y));
      });
    }, energies);
  }

  /** Enters what the entropy of the gas changed by since it was last entered. */
  private bookEntropy(): void {
    const now = this.thermo.value();
    const { ledger, gas } = this.books;
    if (Number.isFinite(now) && Number.isFinite(this.booked)) {
      ledger.entropy(gas, now - this.booked);
    }
    this.booked = now;
  }

  /** Distance from the left side of a disk that stands at the present. */
  private xOf(slot: number): number {
    const { header, real, word } = this.box;
    const column = (word[slot * WORDS + PLACE] as number) >> COLUMN_SHIFT;
    return column * (header[HEADER.cellWidth] as number) + (real[slot * RECORD + X] as number);
  }

  /** Whether nothing is left that could ever happen. */
  private asleep(): boolean {
    return this.box.queueTime.every((t, k) => k % 2 === 1 || t === Number.POSITIVE_INFINITY);
  }

  private labelOf(slot: number): number {
    return (this.box.word[slot * WORDS + LABEL] as number) & LABEL_MASK;
  }

  /** Visits each disk as it is now, by its label. @internal */
  forEach(
    visit: (
      x: number,
      y: number,
      vx: number,
      vy: number,
      mass: number,
      kind: number,
      label: number,
    ) => void,
  ): void {
    const { header, real, word, slot } = this.box;
    const g = header[HEADER.gravity] as number;
    const now = header[HEADER.now] as number;
    for (let n = 0; n < this.count; n++) {
      const i = slot[n] as number;
      const r = i * RECORD;
      const place = word[i * WORDS + PLACE] as number;
      const kind = (word[i * WORDS + LABEL] as number) >> SPECIES_SHIFT;
      const s = now - (real[r + CLOCK] as number);
      const vx = real[r + VX] as number;
      const vy = real[r + VY] as number;
      const x = (place >> COLUMN_SHIFT) * (header[HEADER.cellWidth] as number);
      const y = ((place >> ROW_SHIFT) & ROW_MASK) * (header[HEADER.cellHeight] as number);
      visit(
        x + (real[r + X] as number) + vx * s,
        y + (real[r + Y] as number) + (vy - 0.5 * g * s) * s,
        vx,
        vy - g * s,
        header[MASSES + kind] as number,
        kind,
        n,
      );
    }
  }

  /** A first guess of the events per time; epochs correct it. */
  private setPace(): void {
    const { box } = this;
    const { header } = box;
    let speed = 0;
    this.forEach((_x, _y, vx, vy) => {
      speed += Math.sqrt(vx * vx + vy * vy);
    });
    const width = Math.min(header[HEADER.cellWidth] as number, header[HEADER.cellHeight] as number);
    const perTime = Math.max((2 * speed) / width, 1e-9);
    setRate(box, 2 ** Math.round(Math.log2(perTime)));
  }

  private predictAll(): void {
    const { kernel } = this;
    for (let i = 0; i < this.count; i++) kernel.search(i);
    for (let i = 0; i < this.count; i++) kernel.aim(i);
  }
}

/** Memory for a gas, and the kernel for it: compiled where the platform allows, else in JavaScript. */
function room(sizes: Sizes, wish?: 'wasm' | 'js'): { box: Store; start: () => Kernel } {
  if (wish !== 'js' && canCompile()) {
    const { box, memory } = wasmStore(sizes);
    return { box, start: () => wasmKernel(box, memory, (slot) => planeAim(box, slot)) };
  }
  const box = store(sizes);
  return { box, start: () => kernel(box, (slot) => planeAim(box, slot)) };
}

function limitOf(until: number, header: Float64Array): number {
  return until - (header[HEADER.origin] as number);
}

function openBooks(ledger: Ledger, { walls }: Settings, energy: number): Books {
  const gas = ledger.accounts.find(({ name }) => name === 'gas') ?? ledger.system('gas', energy);
  const of = (side: Side) => reservoirOf(ledger, side, walls[side]);
  return {
    ledger,
    gas,
    reservoirs: { left: of('left'), right: of('right'), bottom: of('bottom'), top: of('top') },
  };
}

/** The account of the shaft or weight behind a barrier. */
function workerOf(ledger: Ledger, barrier: number): Account {
  const name = `barrier ${barrier}`;
  return ledger.accounts.find((account) => account.name === name) ?? ledger.worker(name);
}

/** The account of what stands behind a thermal side: one per side and temperature. */
function reservoirOf(ledger: Ledger, side: Side, wall: Wall): Account | null {
  if (typeof wall !== 'object') return null;
  const name = `${side} wall at ${wall.temperature}`;
  const open = ledger.accounts.find((account) => account.name === name);
  return open ?? ledger.reservoir(name, wall.temperature);
}
