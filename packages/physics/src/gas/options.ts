import { notNegative, positive, whole } from '../check.js';
import { MOST_DISKS, MOST_SPECIES } from './store.js';

/** A kind of disk. Reduced units: lengths, masses and energies are the user's own, with k = 1. */
export interface Species {
  /** How many disks of this kind. */
  readonly count: number;
  /** Radius; 0.5 where not given, so that lengths are counted in diameters. */
  readonly radius?: number;
  /** Mass; 1 where not given. */
  readonly mass?: number;
  /** Temperature kT of the Maxwell–Boltzmann velocities it starts with; 1 where not given. */
  readonly temperature?: number;
  /** Part of the box it starts in; the whole box where not given. */
  readonly region?: Partial<Region>;
}

/** A rectangle in the box; what is not given is the side of the box. */
export interface Region {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/**
 * A side of the box: `'elastic'` returns a disk with the normal velocity reversed, a temperature
 * (kT) returns it with velocities as they come out of a gas of that temperature, and `'periodic'`
 * lets it in again on the opposite side.
 */
export type Wall = 'elastic' | 'periodic' | { readonly temperature: number };

export type Side = 'left' | 'right' | 'bottom' | 'top';
export const SIDES: readonly Side[] = ['left', 'right', 'bottom', 'top'];

export interface GasOptions {
  /** Width and height of the box. */
  readonly width: number;
  readonly height: number;
  readonly species: Species | readonly Species[];
  /** All four sides alike, or each on its own (`'elastic'` where not given). */
  readonly walls?: 'elastic' | 'periodic' | Readonly<Partial<Record<Side, Wall>>>;
  /** Acceleration towards the bottom; 0 where not given. */
  readonly gravity?: number;
  /** Same seed, same gas. */
  readonly seed?: number;
  /** x and y of each disk in turn, in place of a lattice. */
  readonly positions?: ArrayLike<number>;
  /** vx and vy of each disk in turn, in place of Maxwell–Boltzmann velocities. */
  readonly velocities?: ArrayLike<number>;
  /** The compiled kernel where the platform allows it, or the one in JavaScript: the same bits. */
  readonly kernel?: 'wasm' | 'js';
}

/** Options with every default filled in and every value inside its range. */
export interface Settings {
  readonly width: number;
  readonly height: number;
  readonly species: readonly Required<Species & { region: Region }>[];
  readonly walls: Record<Side, Wall>;
  readonly gravity: number;
  readonly seed: number;
  readonly count: number;
}

/** Packing of the triangular lattice, π/√12: no equal disks in the plane lie denser. */
export const CLOSE_PACKING: number = Math.PI / Math.sqrt(12);

export function settings(options: GasOptions): Settings {
  const width = positive('Gas', 'width', options.width);
  const height = positive('Gas', 'height', options.height);
  const list = Array.isArray(options.species) ? options.species : [options.species];
  if (list.length < 1 || list.length > MOST_SPECIES) {
    throw new RangeError(`Gas: species must be 1 to ${MOST_SPECIES} kinds, got ${list.length}.`);
  }
  const species = list.map((s: Species) => {
    const radius = positive('Gas', 'radius', s?.radius ?? 0.5);
    const region = { left: 0, right: width, bottom: 0, top: height, ...s.region };
    checkRegion(region, width, height);
    return {
      count: whole('Gas', 'count', s.count, list.length > 1 ? 0 : 1, MOST_DISKS),
      radius,
      mass: positive('Gas', 'mass', s.mass ?? 1),
      temperature: notNegative('Gas', 'temperature', s.temperature ?? 1),
      region,
    };
  });
  const count = whole(
    'Gas',
    'count of all species',
    species.reduce((sum, s) => sum + s.count, 0),
    1,
    MOST_DISKS,
  );
  checkPacking(species, width, height);
  return {
    width,
    height,
    species,
    walls: checkWalls(options.walls),
    gravity: checkGravity(options),
    seed: options.seed ?? 1,
    count,
  };
}

/** A side of the box with its temperature checked. */
export function checkWall(op: string, side: string, wall: Wall): Wall {
  if (wall === 'elastic' || wall === 'periodic') return wall;
  if (typeof wall !== 'object' || wall === null) {
    throw new RangeError(
      `${op}: wall "${side}" must be "elastic", "periodic" or { temperature }, got ${JSON.stringify(wall)}.`,
    );
  }
  return { temperature: positive(op, `temperature of wall "${side}"`, wall.temperature) };
}

function checkWalls(walls: GasOptions['walls'] = 'elastic'): Record<Side, Wall> {
  const each = typeof walls === 'string' ? undefined : walls;
  const of = (side: Side) =>
    checkWall('Gas', side, each === undefined ? (walls as Wall) : (each[side] ?? 'elastic'));
  const sides = { left: of('left'), right: of('right'), bottom: of('bottom'), top: of('top') };
  for (const [a, b] of [
    ['left', 'right'],
    ['bottom', 'top'],
  ] as const) {
    if ((sides[a] === 'periodic') !== (sides[b] === 'periodic')) {
      throw new RangeError(
        `Gas: walls "${a}" and "${b}" must be periodic together, got ${JSON.stringify(sides[a])} and ${JSON.stringify(sides[b])}.`,
      );
    }
  }
  return sides;
}

function checkGravity(options: GasOptions): number {
  const gravity = notNegative('Gas', 'gravity', options.gravity ?? 0);
  const floor = typeof options.walls === 'object' ? options.walls.bottom : options.walls;
  if (gravity > 0 && floor === 'periodic') {
    throw new RangeError(
      `Gas: gravity needs a floor, got gravity ${gravity} with periodic walls. A disk that falls for ever gains energy from nowhere.`,
    );
  }
  return gravity;
}

function checkRegion(region: Region, width: number, height: number): void {
  const { left, right, bottom, top } = region;
  const ordered = left >= 0 && left < right && right <= width;
  if (!(ordered && bottom >= 0 && bottom < top && top <= height)) {
    throw new RangeError(
      `Gas: region must lie in the box 0 to ${width} by 0 to ${height}, got ${left} to ${right} by ${bottom} to ${top}.`,
    );
  }
}

function checkPacking(species: Settings['species'], width: number, height: number): void {
  let covered = 0;
  for (const s of species) covered += s.count * Math.PI * s.radius * s.radius;
  const packing = covered / (width * height);
  const alike = species.every((s) => s.radius === species[0]?.radius);
  const limit = alike ? CLOSE_PACKING : 1;
  if (!(packing <= limit)) {
    throw new RangeError(
      `Gas: packing (area of the disks / area of the box) must be at most ${limit.toFixed(4)}, got ${packing.toFixed(4)}. Fewer disks, or a larger box?`,
    );
  }
}
