import { finite, notNegative, positive, whole } from '../check.js';
import type { Kernel } from './kernel.js';
import {
  BARRIER,
  BARRIER_LENGTH,
  BARRIERS,
  CLOCK,
  COLUMN_SHIFT,
  FIRST_PLANE,
  HEADER,
  LABEL,
  MASSES,
  MOST_BARRIERS,
  NEXT,
  PLACE,
  RADII,
  RECORD,
  SPECIES_SHIFT,
  type Store,
  VX,
  WORDS,
  X,
} from './store.js';

/**
 * An upright wall inside the box: a partition, a membrane, a piston.
 *
 * Without a mass it is driven: it keeps its speed whatever hits it. With a mass it moves freely
 * under `force` and the blows of the disks.
 */
export interface BarrierOptions {
  /** Distance from the left side of the box. */
  readonly x: number;
  /** Speed to the right; 0 where not given. */
  readonly speed?: number;
  /** Mass of a barrier that is free to move; driven where not given. */
  readonly mass?: number;
  /** Constant force to the right on a free barrier; 0 where not given. */
  readonly force?: number;
  /** Numbers of the species that pass through it: a membrane. */
  readonly passes?: readonly number[];
  /** Between these it moves: a driven barrier stops there, a free one bounces. The sides where not given. */
  readonly lowest?: number;
  readonly highest?: number;
}

/** A barrier as it is now. Reduced units. */
export interface BarrierState {
  readonly x: number;
  readonly velocity: number;
  /** Momentum to the right that disks on its left gave it, and to the left that those on its right did. */
  readonly impulseFromLeft: number;
  readonly impulseFromRight: number;
  /** Work that the gas has done on it. */
  readonly work: number;
  readonly hits: number;
}

/** Puts a barrier up; it may touch no disk that it stops. Returns its number. */
export function addBarrier(box: Store, kernel: Kernel, options: BarrierOptions): number {
  const { header } = box;
  const cellWidth = header[HEADER.cellWidth] as number;
  const width = cellWidth * (header[HEADER.columns] as number);
  const op = 'addBarrier';
  let k = 0;
  while (k < MOST_BARRIERS && header[offset(k) + BARRIER.present] !== 0) k += 1;
  if (k === MOST_BARRIERS) {
    throw new RangeError(`${op}: a box holds at most ${MOST_BARRIERS} barriers, got one more.`);
  }
  if (header[HEADER.periodicX] !== 0) {
    throw new RangeError(`${op}: left and right must be walls, got a periodic box.`);
  }
  const { mass = Number.POSITIVE_INFINITY, force = 0, passes = [] } = options;
  if (mass !== Number.POSITIVE_INFINITY) positive(op, 'mass', mass);
  else if (force !== 0) {
    throw new RangeError(`${op}: a force needs a mass to act on, got force ${force} and no mass.`);
  }
  const lowest = notNegative(op, 'lowest', options.lowest ?? 0);
  const highest = options.highest ?? width;
  if (!(options.x >= lowest && options.x <= highest && highest <= width)) {
    throw new RangeError(
      `${op}: x must be between ${lowest} and ${highest} in a box of width ${width}, got ${options.x}.`,
    );
  }
  const b = offset(k);
  const column = Math.min(
    (header[HEADER.columns] as number) - 1,
    Math.floor(options.x / cellWidth),
  );
  header.fill(0, b, b + BARRIER_LENGTH);
  header[b + BARRIER.column] = column;
  header[b + BARRIER.x] = options.x - column * cellWidth;
  header[b + BARRIER.velocity] = finite(op, 'speed', options.speed ?? 0);
  header[b + BARRIER.acceleration] = finite(op, 'force', force) / mass;
  header[b + BARRIER.clock] = header[HEADER.now] as number;
  header[b + BARRIER.mass] = mass;
  header[b + BARRIER.force] = force;
  header[b + BARRIER.lowest] = lowest;
  header[b + BARRIER.highest] = highest;
  for (const species of passes) {
    whole(op, 'species that passes', species, 0, 51);
    header[b + BARRIER.passes] = (header[b + BARRIER.passes] as number) + 2 ** species;
  }
  checkRoom(box, b, options.x);
  header[b + BARRIER.present] = 1;
  plan(box);
  aimAround(box, kernel, k);
  return k;
}

/** Takes a barrier away. */
export function removeBarrier(box: Store, kernel: Kernel, k: number): void {
  const b = standing('removeBarrier', box, k);
  box.header[b + BARRIER.present] = 0;
  aimAround(box, kernel, k);
  plan(box);
}

/** Drives a barrier at constant speed as far as `to`, where it stops. */
export function driveBarrier(
  box: Store,
  kernel: Kernel,
  k: number,
  speed: number,
  to?: number,
): void {
  const op = 'driveBarrier';
  const { header } = box;
  const b = standing(op, box, k);
  const { x } = readBarrier(box, k);
  finite(op, 'speed', speed);
  if (header[b + BARRIER.mass] !== Number.POSITIVE_INFINITY) {
    throw new RangeError(`${op}: a barrier with a mass can't be driven, got barrier ${k}.`);
  }
  if (to !== undefined) {
    const width = (header[HEADER.cellWidth] as number) * (header[HEADER.columns] as number);
    if (!(to >= 0 && to <= width) || (to - x) * speed < 0) {
      throw new RangeError(
        `${op}: to must lie ahead and between 0 and ${width}, got ${to} from ${x} at speed ${speed}.`,
      );
    }
    header[b + (speed < 0 ? BARRIER.lowest : BARRIER.highest)] = to;
  }
  settle(box, b);
  header[b + BARRIER.velocity] = speed;
  plan(box);
  aimAround(box, kernel, k);
}

/** Where a barrier is, and what was done to it. */
export function readBarrier(box: Store, k: number): BarrierState {
  const { header } = box;
  const b = standing('barrier', box, k);
  const s = (header[HEADER.now] as number) - (header[b + BARRIER.clock] as number);
  const v = header[b + BARRIER.velocity] as number;
  const a = header[b + BARRIER.acceleration] as number;
  const start =
    (header[b + BARRIER.column] as number) * (header[HEADER.cellWidth] as number) +
    (header[b + BARRIER.x] as number);
  return {
    x: start + (v + 0.5 * a * s) * s,
    velocity: v + a * s,
    impulseFromLeft: header[b + BARRIER.fromLeft] as number,
    impulseFromRight: header[b + BARRIER.fromRight] as number,
    work: header[b + BARRIER.work] as number,
    hits: header[b + BARRIER.hits] as number,
  };
}

/**
 * The first barrier that meets the disk in `slot`, as the end of a flight; 0 where none is near.
 *
 * With the gap g between rim and barrier, its rate g' and its acceleration a, contact is the first
 * root of g + g't + at²/2 with the gap closing.
 */
export function planeAim(box: Store, slot: number): number {
  const { header, real, word } = box;
  const now = header[HEADER.now] as number;
  const place = word[slot * WORDS + PLACE] as number;
  const kind = (word[slot * WORDS + LABEL] as number) >> SPECIES_SHIFT;
  const radius = header[RADII + kind] as number;
  const column = place >> COLUMN_SHIFT;
  let best = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let k = 0; k < MOST_BARRIERS; k++) {
    const b = offset(k);
    if (header[b + BARRIER.present] === 0 || lets(header[b + BARRIER.passes] as number, kind))
      continue;
    const columns = (header[b + BARRIER.column] as number) - column;
    if (columns > 1 || columns < -1) continue;
    const s = now - (header[b + BARRIER.clock] as number);
    const a = header[b + BARRIER.acceleration] as number;
    const v = (header[b + BARRIER.velocity] as number) + a * s;
    const at =
      (header[b + BARRIER.x] as number) +
      ((header[b + BARRIER.velocity] as number) + 0.5 * a * s) * s;
    const apart =
      columns * (header[HEADER.cellWidth] as number) + at - (real[slot * RECORD + X] as number);
    const side = apart > 0 ? 1 : -1;
    const rate = side * (v - (real[slot * RECORD + VX] as number));
    const t = now + closing(side * apart - radius, rate, side * a);
    if (t < best) {
      best = t;
      found = FIRST_PLANE + k;
    }
  }
  header[HEADER.planeTime] = best;
  return found;
}

/** First time at which gap + rate t + a t²/2 reaches 0 while it closes. */
function closing(gap: number, rate: number, a: number): number {
  const g = Math.max(0, gap);
  if (a === 0) return rate < 0 ? g / -rate : Number.POSITIVE_INFINITY;
  if (g === 0 && rate < 0) return 0;
  const root = rate * rate - 2 * a * g;
  if (root < 0) return Number.POSITIVE_INFINITY;
  if (rate < 0) return (2 * g) / (Math.sqrt(root) - rate);
  return a < 0 ? (rate + Math.sqrt(root)) / -a : Number.POSITIVE_INFINITY;
}

/** A disk meets a barrier: elastic, seen from the barrier. Returns the energy that the disk gained. */
export function meetBarrier(box: Store, kernel: Kernel, slot: number, k: number): number {
  const { header, real, word } = box;
  const b = offset(k);
  settle(box, b);
  const kind = (word[slot * WORDS + LABEL] as number) >> SPECIES_SHIFT;
  const radius = header[RADII + kind] as number;
  const mass = header[MASSES + kind] as number;
  const r = slot * RECORD;
  const column = (word[slot * WORDS + PLACE] as number) >> COLUMN_SHIFT;
  const columns = (header[b + BARRIER.column] as number) - column;
  const at = columns * (header[HEADER.cellWidth] as number) + (header[b + BARRIER.x] as number);
  const side = at > (real[r + X] as number) ? 1 : -1;
  real[r + X] = at - side * radius;
  const before = real[r + VX] as number;
  const velocity = header[b + BARRIER.velocity] as number;
  const heavy = header[b + BARRIER.mass] as number;
  const share = heavy === Number.POSITIVE_INFINITY ? 1 : heavy / (heavy + mass);
  const after = before + 2 * share * (velocity - before);
  real[r + VX] = after;
  const impulse = mass * (before - after);
  const gained = 0.5 * mass * (after - before) * (after + before);
  const from = side > 0 ? BARRIER.fromLeft : BARRIER.fromRight;
  header[b + from] = (header[b + from] as number) + side * impulse;
  header[b + BARRIER.work] = (header[b + BARRIER.work] as number) - gained;
  header[b + BARRIER.hits] = (header[b + BARRIER.hits] as number) + 1;
  kernel.part(slot);
  kernel.search(slot);
  kernel.aim(slot);
  if (heavy !== Number.POSITIVE_INFINITY) {
    header[b + BARRIER.velocity] = velocity + impulse / heavy;
    header[b + BARRIER.acceleration] = (header[b + BARRIER.force] as number) / heavy;
    plan(box);
    aimAround(box, kernel, k);
  }
  return gained;
}

/** Lets every barrier that is due change its column, stop or bounce. */
export function turnBarriers(box: Store, kernel: Kernel): void {
  const { header } = box;
  const now = header[HEADER.now] as number;
  const width = header[HEADER.cellWidth] as number;
  for (let k = 0; k < MOST_BARRIERS; k++) {
    const b = offset(k);
    if (header[b + BARRIER.present] === 0 || (header[b + BARRIER.due] as number) > now) continue;
    settle(box, b);
    const velocity = header[b + BARRIER.velocity] as number;
    const a = header[b + BARRIER.acceleration] as number;
    const ahead = velocity !== 0 ? velocity : a;
    const end = header[b + (ahead > 0 ? BARRIER.highest : BARRIER.lowest)] as number;
    const column = header[b + BARRIER.column] as number;
    const x = header[b + BARRIER.x] as number;
    if (Math.abs(column * width + x - end) < 1e-9 * width) {
      header[b + BARRIER.x] = end - column * width;
      const free = header[b + BARRIER.mass] !== Number.POSITIVE_INFINITY;
      // A free barrier that hardly moves is held by the stop, until a disk hits it.
      const held = !free || velocity * velocity < 2e-9 * Math.abs(a) * width;
      header[b + BARRIER.velocity] = held ? 0 : -velocity;
      if (held) header[b + BARRIER.acceleration] = 0;
      plan(box);
    } else {
      const step = ahead > 0 ? 1 : -1;
      header[b + BARRIER.column] = column + step;
      header[b + BARRIER.x] = step > 0 ? 0 : width;
      plan(box);
    }
    aimAround(box, kernel, k);
  }
  plan(box);
}

/** Turns the velocity of every barrier round. */
export function reverseBarriers(box: Store): void {
  for (let k = 0; k < MOST_BARRIERS; k++) {
    const b = offset(k);
    if (box.header[b + BARRIER.present] === 0) continue;
    settle(box, b);
    box.header[b + BARRIER.velocity] = -(box.header[b + BARRIER.velocity] as number);
  }
  plan(box);
}

/** Counts the clocks of the barriers from the end of an epoch. */
export function shiftBarriers(box: Store, epoch: number): void {
  for (let k = 0; k < MOST_BARRIERS; k++) {
    const b = offset(k);
    box.header[b + BARRIER.clock] = (box.header[b + BARRIER.clock] as number) - epoch;
    box.header[b + BARRIER.due] = (box.header[b + BARRIER.due] as number) - epoch;
  }
  box.header[HEADER.planeDue] = (box.header[HEADER.planeDue] as number) - epoch;
}

function offset(k: number): number {
  return BARRIERS + k * BARRIER_LENGTH;
}

function standing(op: string, box: Store, k: number): number {
  const known = Number.isInteger(k) && k >= 0 && k < MOST_BARRIERS;
  if (!known || box.header[offset(k) + BARRIER.present] === 0) {
    throw new RangeError(`${op}: barrier must be the number of one that stands, got ${k}.`);
  }
  return offset(k);
}

/** Whether a species passes. */
function lets(passes: number, kind: number): boolean {
  return Math.floor(passes / 2 ** kind) % 2 === 1;
}

/** Brings a barrier to the present. */
function settle({ header }: Store, b: number): void {
  const now = header[HEADER.now] as number;
  const s = now - (header[b + BARRIER.clock] as number);
  const v = header[b + BARRIER.velocity] as number;
  const a = header[b + BARRIER.acceleration] as number;
  header[b + BARRIER.x] = (header[b + BARRIER.x] as number) + (v + 0.5 * a * s) * s;
  header[b + BARRIER.velocity] = v + a * s;
  header[b + BARRIER.clock] = now;
}

/** Works out when each barrier is due, and which columns have one in reach. */
function plan({ header }: Store): void {
  const width = header[HEADER.cellWidth] as number;
  let first = Number.POSITIVE_INFINITY;
  let from = 1;
  let to = 0;
  for (let k = 0; k < MOST_BARRIERS; k++) {
    const b = offset(k);
    if (header[b + BARRIER.present] === 0) continue;
    const column = header[b + BARRIER.column] as number;
    const x = header[b + BARRIER.x] as number;
    const v = header[b + BARRIER.velocity] as number;
    const a = header[b + BARRIER.acceleration] as number;
    const left = Math.max(0, (header[b + BARRIER.lowest] as number) - column * width);
    const right = Math.min(width, (header[b + BARRIER.highest] as number) - column * width);
    const wait = Math.min(closing(x - left, v, a), closing(right - x, -v, -a));
    header[b + BARRIER.due] = (header[b + BARRIER.clock] as number) + wait;
    first = Math.min(first, header[b + BARRIER.due] as number);
    from = to < from ? column - 1 : Math.min(from, column - 1);
    to = Math.max(to, column + 1);
  }
  header[HEADER.planeDue] = first;
  header[HEADER.planeFrom] = from;
  header[HEADER.planeTo] = to;
}

/** Aims every disk that a barrier can reach, or could a moment ago, anew. */
function aimAround(box: Store, kernel: Kernel, k: number): void {
  const { header, cell, word } = box;
  const { columns, rows } = box.sizes;
  const middle = header[offset(k) + BARRIER.column] as number;
  for (
    let column = Math.max(0, middle - 2);
    column <= Math.min(columns - 1, middle + 2);
    column++
  ) {
    for (let row = 0; row < rows; row++) {
      let i = cell[row * columns + column] as number;
      for (; i >= 0; i = word[i * WORDS + NEXT] as number) {
        kernel.advance(i);
        kernel.aim(i);
      }
    }
  }
}

function checkRoom(box: Store, b: number, x: number): void {
  const { header, real, word } = box;
  const now = header[HEADER.now] as number;
  for (let i = 0; i < box.sizes.count; i++) {
    const kind = (word[i * WORDS + LABEL] as number) >> SPECIES_SHIFT;
    if (lets(header[b + BARRIER.passes] as number, kind)) continue;
    const radius = header[RADII + kind] as number;
    const s = now - (real[i * RECORD + CLOCK] as number);
    const column = (word[i * WORDS + PLACE] as number) >> COLUMN_SHIFT;
    const at =
      column * (header[HEADER.cellWidth] as number) +
      (real[i * RECORD + X] as number) +
      (real[i * RECORD + VX] as number) * s;
    if (Math.abs(at - x) < radius * (1 - 1e-9)) {
      throw new RangeError(
        `addBarrier: x must be at least a radius away from every disk that can't pass, got ${x} with a disk of radius ${radius} at ${at}.`,
      );
    }
  }
}
