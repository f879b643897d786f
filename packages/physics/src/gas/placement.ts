import type { Random } from '../random.js';
import type { Region, Settings } from './options.js';

/** Where the disks start, x and y in turn: a triangular lattice in each region, sites drawn by lot. */
export function placeOnLattice(settings: Settings, random: Random): Float64Array {
  const positions = new Float64Array(2 * settings.count);
  const firstOf: number[] = [];
  settings.species.reduce((first, s, k) => {
    firstOf[k] = first;
    return first + s.count;
  }, 0);
  const done = new Set<number>();
  for (const [k, { region }] of settings.species.entries()) {
    if (done.has(k)) continue;
    const members: number[] = [];
    let radius = 0;
    for (const [l, other] of settings.species.entries()) {
      if (!sameRegion(region, other.region)) continue;
      done.add(l);
      radius = Math.max(radius, other.radius);
      for (let n = 0; n < other.count; n++) members.push((firstOf[l] as number) + n);
    }
    const sites = lattice(members.length, radius, region, settings);
    const kinds = new Set(settings.species.filter((s) => sameRegion(region, s.region)));
    if (kinds.size > 1 || sites.length > members.length) shuffle(sites, random);
    for (const [n, member] of members.entries()) {
      const [x, y] = sites[n] as [number, number];
      positions[2 * member] = x;
      positions[2 * member + 1] = y;
    }
  }
  return positions;
}

/** Maxwell–Boltzmann velocities: each component normal with variance kT/m. */
export function drawVelocities(settings: Settings, random: Random): Float64Array {
  const velocities = new Float64Array(2 * settings.count);
  let k = 0;
  for (const { count, mass, temperature } of settings.species) {
    const spread = Math.sqrt(temperature / mass);
    for (let n = 0; n < 2 * count; n++) velocities[k++] = spread * random.normal();
  }
  return velocities;
}

/**
 * Stops the drift of the whole (in periodic directions, where it would never end) and scales each
 * species to its temperature exactly.
 */
export function settleVelocities(settings: Settings, velocities: Float64Array): void {
  const { species, walls, count } = settings;
  for (const [axis, side] of [
    [0, 'left'],
    [1, 'bottom'],
  ] as const) {
    if (walls[side] !== 'periodic' || count === 1) continue;
    let momentum = 0;
    let mass = 0;
    forEachDisk(settings, (n, s) => {
      momentum += s.mass * (velocities[2 * n + axis] as number);
      mass += s.mass;
    });
    for (let n = 0; n < count; n++)
      velocities[2 * n + axis] = (velocities[2 * n + axis] as number) - momentum / mass;
  }
  const alike = species.every((s) => s.temperature === species[0]?.temperature);
  if (!alike || count === 1) return;
  let energy = 0;
  forEachDisk(settings, (n, s) => {
    energy +=
      0.5 * s.mass * ((velocities[2 * n] as number) ** 2 + (velocities[2 * n + 1] as number) ** 2);
  });
  if (energy === 0) return;
  const wanted = 0.5 * freedoms(settings) * (species[0]?.temperature as number);
  const scale = Math.sqrt(wanted / energy);
  for (let n = 0; n < 2 * count; n++) velocities[n] = (velocities[n] as number) * scale;
}

/** Degrees of freedom: two per disk, less one for each direction in which momentum is conserved at 0. */
export function freedoms({ count, walls }: Settings): number {
  if (count === 1) return 2;
  return 2 * count - (walls.left === 'periodic' ? 1 : 0) - (walls.bottom === 'periodic' ? 1 : 0);
}

function forEachDisk(
  { species }: Settings,
  visit: (n: number, s: Settings['species'][number]) => void,
): void {
  let n = 0;
  for (const s of species) for (let k = 0; k < s.count; k++) visit(n++, s);
}

function sameRegion(a: Region, b: Region): boolean {
  return a.left === b.left && a.right === b.right && a.bottom === b.bottom && a.top === b.top;
}

/** At least `count` sites of the triangular lattice that keeps disks furthest apart in the region. */
function lattice(
  count: number,
  radius: number,
  region: Region,
  settings: Settings,
): [number, number][] {
  if (count === 0) return [];
  const { width, height, walls } = settings;
  const wide = region.right - region.left;
  const high = region.top - region.bottom;
  const roundX = walls.left === 'periodic' && wide === width;
  const roundY = walls.bottom === 'periodic' && high === height;
  const innerX = roundX ? wide : wide - 2 * radius;
  const innerY = roundY ? high : high - 2 * radius;
  let best = { apart: -1, columns: 0, rows: 0, a: 0, b: 0 };
  for (let columns = 1; columns <= count; columns++) {
    let rows = Math.ceil(count / columns);
    if (roundY && rows % 2 === 1 && rows > 1) rows += 1;
    const a = innerX / (roundX ? columns : Math.max(columns - (rows > 1 ? 0.5 : 1), 0.5));
    const b = innerY / (roundY ? rows : Math.max(rows - 1, 0.5));
    let apart = rows > 1 ? Math.sqrt(0.25 * a * a + b * b) : Number.POSITIVE_INFINITY;
    if (columns > 1 || roundX) apart = Math.min(apart, a);
    if (rows > 2 || roundY) apart = Math.min(apart, rows === 1 ? b : 2 * b);
    if (apart > best.apart) best = { apart, columns, rows, a, b };
    if (a < 2 * radius && columns > 1) break;
  }
  if (!(innerX >= 0 && innerY >= 0 && best.apart >= 2 * radius * (1 - 1e-12))) {
    throw new RangeError(
      `Gas: ${count} disks of radius ${radius} must fit on a lattice in the region ${wide} by ${high}, got at most ${best.apart} between centres. Fewer disks, a larger region, or positions of your own?`,
    );
  }
  const sites: [number, number][] = [];
  for (let row = 0; row < best.rows; row++) {
    for (let column = 0; column < best.columns; column++) {
      const x = (column + (row % 2) * 0.5 + (roundX ? 0.25 : 0)) * best.a;
      const y = (row + (roundY ? 0.5 : 0)) * best.b;
      sites.push([
        region.left + (roundX ? 0 : radius) + x,
        region.bottom + (roundY ? 0 : radius) + y,
      ]);
    }
  }
  return sites;
}

function shuffle<T>(list: T[], random: Random): void {
  for (let n = list.length - 1; n > 0; n--) {
    const k = random.below(n + 1);
    const taken = list[n] as T;
    list[n] = list[k] as T;
    list[k] = taken;
  }
}
