import { STRETCH } from './kernel.js';
import type { Settings } from './options.js';
import {
  CLOCK,
  COLUMN_SHIFT,
  HEADER,
  LABEL,
  LABEL_MASK,
  MASSES,
  MEET,
  MOST_CELLS_ACROSS,
  NEXT,
  NOBODY,
  PARKED,
  PARTNER,
  PLACE,
  RADII,
  RECORD,
  ROW_MASK,
  ROW_SHIFT,
  type Sizes,
  SPECIES_SHIFT,
  type Store,
  VX,
  VY,
  WORDS,
  X,
  Y,
} from './store.js';

/** Slack between the width of a cell and the largest diameter: contact only between neighbours. */
const SLACK = 1e-9;

/** Area of a cell in disks of mean area per disk, where the diameters allow; found by measurement. */
const DISKS_PER_CELL = 0.7;

/** Overlap that rounding of positions given by the user may leave, in diameters. */
const ROUNDING = 1e-12;

/** How many cells and buckets a gas needs. */
export function boxSizes({ width, height, count, walls, species }: Settings): Sizes {
  const diameter = 2 * species.reduce((most, s) => Math.max(most, s.radius), 0);
  const side = Math.max(
    diameter * (1 + SLACK),
    Math.sqrt((DISKS_PER_CELL * width * height) / count),
  );
  const across = (length: number, periodic: boolean, name: string) => {
    const cells = Math.max(1, Math.floor(length / side));
    const most = Math.floor(length / (diameter * (1 + SLACK)));
    if (periodic && most < 3) {
      throw new RangeError(
        `Gas: a periodic ${name} must hold 3 of the largest diameter ${diameter}, got ${length}.`,
      );
    }
    if (most < 1) {
      throw new RangeError(
        `Gas: ${name} must be at least the largest diameter ${diameter}, got ${length}.`,
      );
    }
    return Math.min(MOST_CELLS_ACROSS, periodic ? Math.max(3, cells) : cells);
  };
  const columns = across(width, walls.left === 'periodic', 'width');
  const rows = across(height, walls.bottom === 'periodic', 'height');
  const buckets = 2 ** Math.max(6, Math.ceil(Math.log2(2 * count)));
  return { count, columns, rows, buckets };
}

/** Writes the constants of a gas into its memory and puts its disks into their cells. */
export function furnish(
  box: Store,
  settings: Settings,
  positions: ArrayLike<number>,
  velocities: ArrayLike<number>,
): void {
  const { width, height, count, walls, species } = settings;
  const { columns, rows, buckets } = box.sizes;
  const { header } = box;
  const diameter = 2 * species.reduce((most, s) => Math.max(most, s.radius), 0);
  header[HEADER.cellWidth] = width / columns;
  header[HEADER.cellHeight] = height / rows;
  header[HEADER.columns] = columns;
  header[HEADER.rows] = rows;
  header[HEADER.periodicX] = walls.left === 'periodic' ? 1 : 0;
  header[HEADER.periodicY] = walls.bottom === 'periodic' ? 1 : 0;
  header[HEADER.gravity] = settings.gravity;
  header[HEADER.count] = count;
  header[HEADER.buckets] = buckets;
  header[HEADER.planeDue] = Number.POSITIVE_INFINITY;
  header[HEADER.planeFrom] = 1;
  header[HEADER.planeTo] = 0;
  header[HEADER.stuckLimit] = 1000 + 100 * count;
  const first = species[0] as Settings['species'][number];
  const alike = species.every((s) => s.radius === first.radius && s.mass === first.mass);
  header[HEADER.contact] = alike ? diameter * diameter : 0;
  header[HEADER.stretch] = STRETCH / diameter;
  for (const [k, s] of species.entries()) {
    header[RADII + k] = s.radius;
    header[MASSES + k] = s.mass;
  }
  fill(box, settings, positions, velocities);
  checkOverlap(box, settings);
}

function fill(
  box: Store,
  { species, width, height, walls }: Settings,
  positions: ArrayLike<number>,
  velocities: ArrayLike<number>,
): void {
  const { header, real, word, cell, slot, queueWord } = box;
  const { columns, rows } = box.sizes;
  const w = header[HEADER.cellWidth] as number;
  const h = header[HEADER.cellHeight] as number;
  cell.fill(-1);
  box.bucket.fill(-1);
  let n = 0;
  for (const [kind, { count, radius }] of species.entries()) {
    for (let k = 0; k < count; k++, n++) {
      let x = positions[2 * n] as number;
      let y = positions[2 * n + 1] as number;
      if (!(Number.isFinite(x) && Number.isFinite(y))) {
        throw new RangeError(
          `Gas: positions must be finite numbers, got ${x}, ${y} for disk ${n}.`,
        );
      }
      const slackX = walls.left === 'periodic' ? 0 : radius * (1 - ROUNDING);
      const slackY = walls.bottom === 'periodic' ? 0 : radius * (1 - ROUNDING);
      if (!(x >= slackX && x <= width - slackX && y >= slackY && y <= height - slackY)) {
        throw new RangeError(
          `Gas: disk ${n} of radius ${radius} must lie in the box ${width} by ${height}, got (${x}, ${y}).`,
        );
      }
      const column = Math.min(columns - 1, Math.floor(x / w));
      const row = Math.min(rows - 1, Math.floor(y / h));
      x -= column * w;
      y -= row * h;
      real[n * RECORD + X] = x;
      real[n * RECORD + Y] = y;
      real[n * RECORD + VX] = velocities[2 * n] as number;
      real[n * RECORD + VY] = velocities[2 * n + 1] as number;
      real[n * RECORD + CLOCK] = 0;
      real[n * RECORD + MEET] = Number.POSITIVE_INFINITY;
      word[n * WORDS + PARTNER] = NOBODY;
      word[n * WORDS + PLACE] = (column << COLUMN_SHIFT) | (row << ROW_SHIFT);
      word[n * WORDS + LABEL] = (kind << SPECIES_SHIFT) | n;
      word[n * WORDS + NEXT] = cell[row * columns + column] as number;
      cell[row * columns + column] = n;
      slot[n] = n;
      queueWord[4 * n + 2] = PARKED;
      box.queueTime[2 * n] = Number.POSITIVE_INFINITY;
    }
  }
}

function checkOverlap(box: Store, { species }: Settings): void {
  const gap = smallestGap(box);
  if (gap.distance >= -ROUNDING * 2 * (species[0] as Settings['species'][number]).radius) return;
  throw new RangeError(
    `Gas: disks must not overlap, got disks ${gap.first} and ${gap.second} with ${-gap.distance} of overlap.`,
  );
}

/** The smallest gap between two disks in neighbouring cells (negative where they overlap), and who they are. */
export function smallestGap(
  box: Store,
  now = 0,
): { distance: number; first: number; second: number } {
  const { header, real, word, cell } = box;
  const { count, columns, rows } = box.sizes;
  const w = header[HEADER.cellWidth] as number;
  const h = header[HEADER.cellHeight] as number;
  const g = header[HEADER.gravity] as number;
  let distance = Number.POSITIVE_INFINITY;
  let first = -1;
  let second = -1;
  const at = (i: number, offset: number) => {
    const s = now - (real[i * RECORD + CLOCK] as number);
    const v = real[i * RECORD + VX + offset] as number;
    return (real[i * RECORD + offset] as number) + (v - (offset === Y ? 0.5 * g * s : 0)) * s;
  };
  for (let i = 0; i < count; i++) {
    const place = word[i * WORDS + PLACE] as number;
    const label = word[i * WORDS + LABEL] as number;
    const radius = header[RADII + (label >> SPECIES_SHIFT)] as number;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        let column = (place >> COLUMN_SHIFT) + dx;
        let row = ((place >> ROW_SHIFT) & ROW_MASK) + dy;
        if (header[HEADER.periodicX] !== 0) column = (column + columns) % columns;
        if (header[HEADER.periodicY] !== 0) row = (row + rows) % rows;
        if (column < 0 || column >= columns || row < 0 || row >= rows) continue;
        let j = cell[row * columns + column] as number;
        for (; j >= 0; j = word[j * WORDS + NEXT] as number) {
          if (j <= i) continue;
          const other = word[j * WORDS + LABEL] as number;
          const contact = radius + (header[RADII + (other >> SPECIES_SHIFT)] as number);
          const rx = at(j, X) - at(i, X) + dx * w;
          const ry = at(j, Y) - at(i, Y) + dy * h;
          const gap = Math.sqrt(rx * rx + ry * ry) - contact;
          if (gap < distance) {
            distance = gap;
            first = label & LABEL_MASK;
            second = other & LABEL_MASK;
          }
        }
      }
    }
  }
  return { distance, first, second };
}
