// biome-ignore-all lint/style/noNonNullAssertion: every index here is a slot, a cell or a bucket that the kernel itself wrote; a check per access would cost a fifth of the speed.
/**
 * The loop over events of a gas of hard disks.
 *
 * Between events every disk flies freely, so nothing needs a time step. Each disk knows the pair it
 * will form next (`MEET`, `PARTNER`) and what ends its flight through its cell; the earlier of the
 * two waits in a queue. Only the disks of an event are touched; all others keep the clock of their
 * own last event (Alder and Wainwright 1959, with the cells, the single event per disk and the local
 * clocks of Lubachevsky 1991 and Marín, Risso and Cordero 1993).
 *
 * - A disk that leaves its cell looks for partners in the three cells that came into sight, since the
 *   others were searched before.
 * - A disk whose partner was taken by an earlier meeting looks again only when the old meeting would
 *   have been: nothing can be earlier than that for it.
 * - The queue is a calendar: an epoch is cut into slices with about one event each, and an event goes
 *   to the list of its slice. Every operation costs the same for ten disks and for a million. Events
 *   beyond the epoch wait outside; when it ends, all times are counted from its end, so that they
 *   stay small and keep their last digits.
 */
import {
  BOTTOM_SIDE,
  CLOCK,
  COLUMN_SHIFT,
  EAST,
  HEADER,
  LABEL,
  LABEL_MASK,
  LEFT_SIDE,
  LOOK_AGAIN,
  MASSES,
  MEET,
  NEXT,
  NOBODY,
  NORTH,
  PARKED,
  PARTNER,
  PLACE,
  RADII,
  RIGHT_SIDE,
  ROW_MASK,
  ROW_SHIFT,
  SOUTH,
  SPECIES_SHIFT,
  type Store,
  TOP_SIDE,
  VX,
  VY,
  WEST,
  X,
  Y,
} from './store.js';

/** Why the loop handed back: time is up, a wall was reached, a watched pair met, time stands still. */
export const TIME_UP = 0;
export const AT_WALL = 1;
export const MET = 2;
export const STUCK = 3;
export const EPOCH_OVER = 4;

export interface Kernel {
  /** Runs events up to and including `HEADER.until`; returns why it stopped. */
  run(): number;
  /** Brings the disk in `slot` to the present. */
  advance(slot: number): void;
  /** Looks for a partner of a disk that stands at the present, in all nine cells in sight. */
  search(slot: number): void;
  /** Finds what ends the flight of a disk that stands at the present, and queues its next event. */
  aim(slot: number): void;
  /** Forgets the pair that a disk was going to form. */
  part(slot: number): void;
  /** Takes a disk out of its bucket, if it is in one. */
  unqueue(slot: number): void;
  /** Puts a disk into the bucket of its event time; it must be in none. */
  queue(slot: number): void;
}

/** √1.5, see `collide`. */
export const STRETCH = 1.224744871391589;

/** Which plane, if any, stops the disk in `slot`; when goes to `HEADER.planeTime`. 0 where none does. */
export type PlaneAim = (slot: number) => number;

export function kernel(store: Store, planeAim: PlaneAim): Kernel {
  const { header: H, real: F, word: I, queueTime: Q, queueWord: L, bucket: B, cell: C } = store;
  const W = store.wrap;
  const columns = H[HEADER.columns]!;
  const rows = H[HEADER.rows]!;
  const width = H[HEADER.cellWidth]!;
  const height = H[HEADER.cellHeight]!;
  const periodicX = H[HEADER.periodicX]! !== 0;
  const periodicY = H[HEADER.periodicY]! !== 0;
  const gravity = H[HEADER.gravity]!;
  const contact = H[HEADER.contact]!;
  const buckets = store.sizes.buckets;

  function run(): number {
    const until = H[HEADER.until]!;
    let now = H[HEADER.now]!;
    let b = H[HEADER.bucket]! | 0;
    let stuck = H[HEADER.stuck]! | 0;
    const stuckLimit = H[HEADER.stuckLimit]!;
    const stopAt = H[HEADER.stopAt]!;
    const watched = H[HEADER.watched]! !== 0;
    let reason = TIME_UP;
    for (;;) {
      let i = B[b]!;
      if (i < 0) {
        if (++b < buckets) continue;
        reason = EPOCH_OVER;
        break;
      }
      let t = Q[2 * i]!;
      for (let k = L[4 * i + 2]!; k >= 0; k = L[4 * k + 2]!) {
        const u = Q[2 * k]!;
        if (u < t) {
          t = u;
          i = k;
        }
      }
      if (t > until) break;
      if (t > now) {
        now = t;
        H[HEADER.now] = t;
        stuck = 0;
      } else if (++stuck > stuckLimit) {
        reason = STUCK;
        break;
      }
      const p = i << 3;
      const w = i << 4;
      if (t === F[p + MEET]!) {
        const j = I[w + PARTNER]!;
        if (j < 0) {
          H[HEADER.searches] = H[HEADER.searches]! + 1;
          advance(i);
          I[w + PARTNER] = NOBODY;
          F[p + MEET] = Number.POSITIVE_INFINITY;
          search(i);
          aim(i);
          continue;
        }
        collide(i, j);
        if (watched || H[HEADER.collisions]! >= stopAt) {
          H[HEADER.first] = i;
          H[HEADER.second] = j;
          reason = MET;
          break;
        }
        continue;
      }
      const end = I[w + PLACE]! & 15;
      if (end > SOUTH) {
        H[HEADER.first] = i;
        reason = AT_WALL;
        break;
      }
      cross(i, end);
    }
    H[HEADER.bucket] = b;
    H[HEADER.stuck] = stuck;
    return reason;
  }

  function advance(i: number): void {
    const now = H[HEADER.now]!;
    const p = i << 3;
    const s = now - F[p + CLOCK]!;
    F[p + X] = F[p + X]! + F[p + VX]! * s;
    if (gravity === 0) {
      F[p + Y] = F[p + Y]! + F[p + VY]! * s;
    } else {
      F[p + Y] = F[p + Y]! + (F[p + VY]! - 0.5 * gravity * s) * s;
      F[p + VY] = F[p + VY]! - gravity * s;
    }
    F[p + CLOCK] = now;
  }

  /**
   * Elastic collision: the impulse along the line of centres reverses the speed of approach.
   *
   * The line of centres is stretched to length √1.5 before its square is taken. At length 1, just
   * where doubles change their spacing, rounding favours one side, and the energy grew by 4e-14 per
   * 10⁶ collisions of 1,000 disks; at √1.5 it is even-handed, and the energy stays.
   */
  function collide(i: number, j: number): void {
    advance(i);
    advance(j);
    const p = i << 3;
    const q = j << 3;
    const v = i << 4;
    const w = j << 4;
    const a = I[v + PLACE]!;
    const c = I[w + PLACE]!;
    let dx = (c >> COLUMN_SHIFT) - (a >> COLUMN_SHIFT);
    let dy = ((c >> ROW_SHIFT) & ROW_MASK) - ((a >> ROW_SHIFT) & ROW_MASK);
    if (dx > 1) dx = -1;
    else if (dx < -1) dx = 1;
    if (dy > 1) dy = -1;
    else if (dy < -1) dy = 1;
    const stretch =
      contact !== 0
        ? H[HEADER.stretch]!
        : STRETCH /
          (H[RADII + (I[v + LABEL]! >> SPECIES_SHIFT)]! +
            H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]!);
    const rx = (F[q + X]! - F[p + X]! + dx * width) * stretch;
    const ry = (F[q + Y]! - F[p + Y]! + dy * height) * stretch;
    const approach = rx * (F[q + VX]! - F[p + VX]!) + ry * (F[q + VY]! - F[p + VY]!);
    const r2 = rx * rx + ry * ry;
    if (contact !== 0) {
      const f = approach / r2;
      F[p + VX] = F[p + VX]! + f * rx;
      F[p + VY] = F[p + VY]! + f * ry;
      F[q + VX] = F[q + VX]! - f * rx;
      F[q + VY] = F[q + VY]! - f * ry;
      H[HEADER.virial] = H[HEADER.virial]! - approach / stretch;
    } else {
      const mi = H[MASSES + (I[v + LABEL]! >> SPECIES_SHIFT)]!;
      const mj = H[MASSES + (I[w + LABEL]! >> SPECIES_SHIFT)]!;
      const f = (2 * approach) / (r2 * (mi + mj));
      F[p + VX] = F[p + VX]! + f * mj * rx;
      F[p + VY] = F[p + VY]! + f * mj * ry;
      F[q + VX] = F[q + VX]! - f * mi * rx;
      F[q + VY] = F[q + VY]! - f * mi * ry;
      H[HEADER.virial] = H[HEADER.virial]! - (2 * approach * mi * mj) / (stretch * (mi + mj));
    }
    H[HEADER.collisions] = H[HEADER.collisions]! + 1;
    I[v + PARTNER] = NOBODY;
    I[w + PARTNER] = NOBODY;
    F[p + MEET] = Number.POSITIVE_INFINITY;
    F[q + MEET] = Number.POSITIVE_INFINITY;
    search(i);
    aim(i);
    search(j);
    aim(j);
  }

  /** Hands a disk to the cell it enters, where it lies exactly on the border. */
  function cross(i: number, end: number): void {
    advance(i);
    const p = i << 3;
    const w = i << 4;
    const place = I[w + PLACE]!;
    let column = place >> COLUMN_SHIFT;
    let row = (place >> ROW_SHIFT) & ROW_MASK;
    unlink(i, row * columns + column);
    let fromX = -1;
    let toX = 1;
    let fromY = -1;
    let toY = 1;
    if (end === EAST) {
      F[p + X] = 0;
      fromX = 1;
      if (++column === columns) {
        column = 0;
        countWrap(i, 0, 1);
      }
    } else if (end === WEST) {
      F[p + X] = width;
      toX = -1;
      if (--column < 0) {
        column = columns - 1;
        countWrap(i, 0, -1);
      }
    } else if (end === NORTH) {
      F[p + Y] = 0;
      fromY = 1;
      if (++row === rows) {
        row = 0;
        countWrap(i, 1, 1);
      }
    } else {
      F[p + Y] = height;
      toY = -1;
      if (--row < 0) {
        row = rows - 1;
        countWrap(i, 1, -1);
      }
    }
    const c = row * columns + column;
    I[w + NEXT] = C[c]!;
    C[c] = i;
    I[w + PLACE] = (column << COLUMN_SHIFT) | (row << ROW_SHIFT);
    H[HEADER.crossings] = H[HEADER.crossings]! + 1;
    scan(i, fromX, toX, fromY, toY);
    aim(i);
  }

  function countWrap(i: number, axis: number, by: number): void {
    const k = 2 * (I[(i << 4) + LABEL]! & LABEL_MASK) + axis;
    W[k] = W[k]! + by;
  }

  function unlink(i: number, c: number): void {
    const next = I[(i << 4) + NEXT]!;
    let k = C[c]!;
    if (k === i) {
      C[c] = next;
      return;
    }
    for (;;) {
      const after = I[(k << 4) + NEXT]!;
      if (after === i) break;
      k = after;
    }
    I[(k << 4) + NEXT] = next;
  }

  function search(i: number): void {
    scan(i, -1, 1, -1, 1);
  }

  /**
   * Looks for an earlier meeting with the disks in a block of cells around the disk's own.
   *
   * With r the vector to the other disk, w their relative velocity, b = r·w and c = r² − σ², the
   * gap closes at the smaller root of w²t² + 2bt + c = 0, t = c / (√(b² − w²c) − b), a form that
   * subtracts nothing of equal size. There is a meeting if b < 0 and b² > w²c; for c ≥ 0 both at
   * once read b|b| + w²c < 0, a single branch that is seldom taken. Disks that rounding left
   * overlapping by a last bit and that approach meet now.
   */
  function scan(i: number, fromX: number, toX: number, fromY: number, toY: number): void {
    const now = H[HEADER.now]!;
    const p = i << 3;
    const w = i << 4;
    const place = I[w + PLACE]!;
    const column = place >> COLUMN_SHIFT;
    const row = (place >> ROW_SHIFT) & ROW_MASK;
    const x = F[p + X]!;
    const y = F[p + Y]!;
    const vx = F[p + VX]!;
    const vy = F[p + VY]!;
    const before = I[w + PARTNER]!;
    const radius = contact === 0 ? H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]! : 0;
    let best = F[p + MEET]!;
    let partner = before;
    for (let dy = fromY; dy <= toY; dy++) {
      let cy = row + dy;
      if (cy < 0) {
        if (!periodicY) continue;
        cy += rows;
      } else if (cy >= rows) {
        if (!periodicY) continue;
        cy -= rows;
      }
      const line = cy * columns;
      const oy = dy * height - y;
      for (let dx = fromX; dx <= toX; dx++) {
        let cx = column + dx;
        if (cx < 0) {
          if (!periodicX) continue;
          cx += columns;
        } else if (cx >= columns) {
          if (!periodicX) continue;
          cx -= columns;
        }
        const ox = dx * width - x;
        for (let j = C[line + cx]!; j >= 0; j = I[(j << 4) + NEXT]!) {
          const q = j << 3;
          const s = now - F[q + CLOCK]!;
          const ux = F[q + VX]!;
          let uy = F[q + VY]!;
          const rx = F[q + X]! + ux * s + ox;
          let ry = F[q + Y]! + uy * s + oy;
          if (gravity !== 0) {
            ry = F[q + Y]! + (uy - 0.5 * gravity * s) * s + oy;
            uy -= gravity * s;
          }
          const wx = ux - vx;
          const wy = uy - vy;
          const b = rx * wx + ry * wy;
          const w2 = wx * wx + wy * wy;
          let sigma2 = contact;
          if (contact === 0) {
            const sigma = radius + H[RADII + (I[(j << 4) + LABEL]! >> SPECIES_SHIFT)]!;
            sigma2 = sigma * sigma;
          }
          const c = rx * rx + ry * ry - sigma2;
          if (b * Math.abs(b) + w2 * c < 0) {
            if (b >= 0) continue;
            const t = c <= 0 ? now : now + c / (Math.sqrt(b * b - w2 * c) - b);
            if (t < best && t < F[q + MEET]!) {
              best = t;
              partner = j;
            }
          }
        }
      }
    }
    if (partner === before) return;
    if (before >= 0) I[(before << 4) + PARTNER] = LOOK_AGAIN;
    const v = partner << 4;
    const other = I[v + PARTNER]!;
    if (other >= 0) I[(other << 4) + PARTNER] = LOOK_AGAIN;
    I[v + PARTNER] = i;
    I[w + PARTNER] = partner;
    F[p + MEET] = best;
    F[(partner << 3) + MEET] = best;
    if (best < Q[2 * partner]!) {
      unqueue(partner);
      Q[2 * partner] = best;
      queue(partner);
    }
  }

  function aim(i: number): void {
    const now = H[HEADER.now]!;
    const p = i << 3;
    const w = i << 4;
    const place = I[w + PLACE]!;
    const column = place >> COLUMN_SHIFT;
    const row = (place >> ROW_SHIFT) & ROW_MASK;
    const x = F[p + X]!;
    const y = F[p + Y]!;
    const vx = F[p + VX]!;
    const vy = F[p + VY]!;
    let flight = Number.POSITIVE_INFINITY;
    let end = EAST;
    if (vx > 0) {
      if (periodicX || column < columns - 1) {
        flight = (width - x) / vx;
      } else {
        flight = (width - H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]! - x) / vx;
        end = RIGHT_SIDE;
      }
    } else if (vx < 0) {
      if (periodicX || column > 0) {
        flight = -x / vx;
        end = WEST;
      } else {
        flight = (H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]! - x) / vx;
        end = LEFT_SIDE;
      }
    }
    let t = Number.POSITIVE_INFINITY;
    if (gravity === 0) {
      if (vy > 0) {
        if (periodicY || row < rows - 1) {
          t = (height - y) / vy;
          if (t < flight) end = NORTH;
        } else {
          t = (height - H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]! - y) / vy;
          if (t < flight) end = TOP_SIDE;
        }
      } else if (vy < 0) {
        if (periodicY || row > 0) {
          t = -y / vy;
          if (t < flight) end = SOUTH;
        } else {
          t = (H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]! - y) / vy;
          if (t < flight) end = BOTTOM_SIDE;
        }
      }
    } else {
      const radius = H[RADII + (I[w + LABEL]! >> SPECIES_SHIFT)]!;
      const up = periodicY || row < rows - 1 ? height - y : height - radius - y;
      const down = periodicY || row > 0 ? y : y - radius;
      const rise = vy * vy - 2 * gravity * up;
      if (vy > 0 && rise >= 0) {
        t = (2 * up) / (vy + Math.sqrt(rise));
        if (t < flight) end = periodicY || row < rows - 1 ? NORTH : TOP_SIDE;
      } else {
        const fall = vy * vy + 2 * gravity * down;
        const root = fall > 0 ? Math.sqrt(fall) : 0;
        t = vy > 0 ? (vy + root) / gravity : (2 * down) / (root - vy);
        if (!(t >= 0)) t = 0; // at rest on the border: 0 / 0
        if (t < flight) end = periodicY || row > 0 ? SOUTH : BOTTOM_SIDE;
      }
    }
    if (t < flight) flight = t;
    if (flight < 0) flight = 0;
    let at = now + flight;
    if (column >= H[HEADER.planeFrom]! && column <= H[HEADER.planeTo]!) {
      const plane = planeAim(i);
      if (plane > 0 && H[HEADER.planeTime]! < at) {
        at = H[HEADER.planeTime]!;
        end = plane;
      }
    }
    I[w + PLACE] = (place & ~15) | end;
    const meet = F[p + MEET]!;
    unqueue(i);
    Q[2 * i] = Math.min(meet, at);
    queue(i);
  }

  function part(i: number): void {
    const w = i << 4;
    const partner = I[w + PARTNER]!;
    if (partner >= 0) I[(partner << 4) + PARTNER] = LOOK_AGAIN;
    I[w + PARTNER] = NOBODY;
    F[(i << 3) + MEET] = Number.POSITIVE_INFINITY;
  }

  function unqueue(i: number): void {
    const l = 4 * i;
    const next = L[l + 2]!;
    if (next === PARKED) return;
    const before = L[l + 3]!;
    if (before >= 0) L[4 * before + 2] = next;
    else B[~before] = next;
    if (next >= 0) L[4 * next + 3] = before;
    L[l + 2] = PARKED;
  }

  function queue(i: number): void {
    const l = 4 * i;
    const time = Q[2 * i]!;
    if (!(time < H[HEADER.epoch]!)) return;
    const b = (time * H[HEADER.rate]!) | 0;
    const first = B[b]!;
    L[l + 2] = first;
    L[l + 3] = ~b;
    if (first >= 0) L[4 * first + 3] = i;
    B[b] = i;
  }

  return { run, advance, search, aim, part, unqueue, queue };
}
