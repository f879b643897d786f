import { CLOCK, LABEL, MEET, NEXT, PARTNER, PLACE, VX, VY, X, Y } from '../store.js';
import type { Field } from './compile.js';

const real = (slot: number): Field => ({ type: 'f64', offset: 8 * slot });
const word = (slot: number): Field => ({ type: 'i32', offset: 4 * slot });

/** Fields of a record, of a node of the queue, and of plain arrays. */
export const FIELDS: Readonly<Record<string, Field>> = {
  x: real(X),
  y: real(Y),
  vx: real(VX),
  vy: real(VY),
  clock: real(CLOCK),
  meet: real(MEET),
  partner: word(PARTNER),
  next: word(NEXT),
  place: word(PLACE),
  label: word(LABEL),
  time: real(0),
  ahead: word(2),
  behind: word(3),
  real: real(0),
  word: word(0),
};

/**
 * The kernel once more, in the language of `compile`: the same steps as `kernel.ts`, in the same
 * order, hence the same bits, and in large gases a look at the memory that is needed next. Read that
 * one; this one is fast.
 */
export const SOURCE = `
fn run(): i32 {
  let now = NOW.real;
  let b = whole(BUCKET.real);
  let stuck = whole(STUCK.real);
  let until = UNTIL.real;
  let reason = 0;
  let touched = 0;
  while (1) {
    let i = (BUCKETS + (b << 2)).word;
    if (i < 0) {
      b = b + 1;
      if (b < BUCKET_COUNT) { continue; }
      reason = EPOCH_OVER;
      break;
    }
    if (FAR) {
      // Records, nodes and cells of the events some buckets on: memory has time to bring them.
      let later = (BUCKETS + (b << 2) + 64).word;
      if (later >= 0) {
        touched = touched + (RECORDS + (later << 6)).place + (QUEUE + (later << 4)).ahead;
      }
      let soon = (BUCKETS + (b << 2) + 32).word;
      if (soon >= 0) {
        let place = (RECORDS + (soon << 6)).place;
        let c = CELLS + ((((place >> ROW_SHIFT) & ROW_MASK) * COLUMNS + (place >> COLUMN_SHIFT)) << 2);
        let m = (QUEUE + (soon << 4)).ahead;
        touched = touched + c.word + (c - (COLUMNS << 2)).word + (c + (COLUMNS << 2)).word;
        if (m >= 0) { touched = touched + (RECORDS + (m << 6)).place + (QUEUE + (m << 4)).ahead; }
      }
    }
    let t = (QUEUE + (i << 4)).time;
    let k = (QUEUE + (i << 4)).ahead;
    while (k >= 0) {
      let u = (QUEUE + (k << 4)).time;
      if (u < t) { t = u; i = k; }
      k = (QUEUE + (k << 4)).ahead;
    }
    if (t > until) { break; }
    if (t > now) {
      now = t;
      NOW.real = t;
      stuck = 0;
    } else {
      stuck = stuck + 1;
      if (real(stuck) > STUCK_LIMIT.real) { reason = IS_STUCK; break; }
    }
    let p = RECORDS + (i << 6);
    if (t == p.meet) {
      let j = p.partner;
      if (j < 0) {
        SEARCHES.real = SEARCHES.real + 1.0;
        advance(i);
        p.partner = NOBODY;
        p.meet = INFINITY;
        search(i);
        aim(i);
        continue;
      }
      collide(i, j);
      if ((WATCHED.real != 0.0) | (COLLISIONS.real >= STOP_AT.real)) {
        FIRST.real = real(i);
        SECOND.real = real(j);
        reason = MET;
        break;
      }
      continue;
    }
    let end = p.place & 15;
    if (end > SOUTH) {
      FIRST.real = real(i);
      reason = AT_WALL;
      break;
    }
    cross(i, end);
  }
  BUCKET.real = real(b);
  TOUCHED.real = 0.0 * real(touched) + 0.0;
  STUCK.real = real(stuck);
  return reason;
}

fn advance(i) {
  let p = RECORDS + (i << 6);
  let now = NOW.real;
  let s = now - p.clock;
  p.x = p.x + p.vx * s;
  if (HEAVY) {
    let g = GRAVITY.real;
    p.y = p.y + (p.vy - 0.5 * g * s) * s;
    p.vy = p.vy - g * s;
  } else {
    p.y = p.y + p.vy * s;
  }
  p.clock = now;
}

fn collide(i, j) {
  advance(i);
  advance(j);
  let p = RECORDS + (i << 6);
  let q = RECORDS + (j << 6);
  let a = p.place;
  let c = q.place;
  let dx = (c >> COLUMN_SHIFT) - (a >> COLUMN_SHIFT);
  let dy = ((c >> ROW_SHIFT) & ROW_MASK) - ((a >> ROW_SHIFT) & ROW_MASK);
  if (dx > 1) { dx = -1; } else if (dx < -1) { dx = 1; }
  if (dy > 1) { dy = -1; } else if (dy < -1) { dy = 1; }
  let stretch = STRETCH.real;
  let mi = 1.0;
  let mj = 1.0;
  if (!ALIKE) {
    let si = HEAD + ((p.label >> SPECIES_SHIFT) << 3);
    let sj = HEAD + ((q.label >> SPECIES_SHIFT) << 3);
    stretch = 1.224744871391589 / ((si + RADII).real + (sj + RADII).real);
    mi = (si + MASSES).real;
    mj = (sj + MASSES).real;
  }
  let rx = (q.x - p.x + real(dx) * WIDTH.real) * stretch;
  let ry = (q.y - p.y + real(dy) * HEIGHT.real) * stretch;
  let approach = rx * (q.vx - p.vx) + ry * (q.vy - p.vy);
  let r2 = rx * rx + ry * ry;
  if (ALIKE) {
    let f = approach / r2;
    p.vx = p.vx + f * rx;
    p.vy = p.vy + f * ry;
    q.vx = q.vx - f * rx;
    q.vy = q.vy - f * ry;
    VIRIAL.real = VIRIAL.real - approach / stretch;
  } else {
    let f = (2.0 * approach) / (r2 * (mi + mj));
    p.vx = p.vx + f * mj * rx;
    p.vy = p.vy + f * mj * ry;
    q.vx = q.vx - f * mi * rx;
    q.vy = q.vy - f * mi * ry;
    VIRIAL.real = VIRIAL.real - (2.0 * approach * mi * mj) / (stretch * (mi + mj));
  }
  COLLISIONS.real = COLLISIONS.real + 1.0;
  p.partner = NOBODY;
  q.partner = NOBODY;
  p.meet = INFINITY;
  q.meet = INFINITY;
  search(i);
  aim(i);
  search(j);
  aim(j);
}

fn cross(i, end) {
  advance(i);
  let p = RECORDS + (i << 6);
  let place = p.place;
  let column = place >> COLUMN_SHIFT;
  let row = (place >> ROW_SHIFT) & ROW_MASK;
  unlink(i, row * COLUMNS + column);
  let fromX = -1;
  let toX = 1;
  let fromY = -1;
  let toY = 1;
  if (end == EAST) {
    p.x = 0.0;
    fromX = 1;
    column = column + 1;
    if (column == COLUMNS) { column = 0; countWrap(i, 0, 1); }
  } else if (end == WEST) {
    p.x = WIDTH.real;
    toX = -1;
    column = column - 1;
    if (column < 0) { column = COLUMNS - 1; countWrap(i, 0, -1); }
  } else if (end == NORTH) {
    p.y = 0.0;
    fromY = 1;
    row = row + 1;
    if (row == ROWS) { row = 0; countWrap(i, 1, 1); }
  } else {
    p.y = HEIGHT.real;
    toY = -1;
    row = row - 1;
    if (row < 0) { row = ROWS - 1; countWrap(i, 1, -1); }
  }
  let c = CELLS + ((row * COLUMNS + column) << 2);
  p.next = c.word;
  c.word = i;
  p.place = (column << COLUMN_SHIFT) | (row << ROW_SHIFT);
  CROSSINGS.real = CROSSINGS.real + 1.0;
  scan(i, fromX, toX, fromY, toY);
  aim(i);
}

fn countWrap(i, axis, by) {
  let w = WRAPS + (((RECORDS + (i << 6)).label & LABEL_MASK) << 3) + (axis << 2);
  w.word = w.word + by;
}

fn unlink(i, cell) {
  let next = (RECORDS + (i << 6)).next;
  let c = CELLS + (cell << 2);
  let k = c.word;
  if (k == i) { c.word = next; return; }
  while (1) {
    let after = (RECORDS + (k << 6)).next;
    if (after == i) { break; }
    k = after;
  }
  (RECORDS + (k << 6)).next = next;
}

fn search(i) { scan(i, -1, 1, -1, 1); }

fn scan(i, fromX, toX, fromY, toY) {
  let now = NOW.real;
  let width = WIDTH.real;
  let p = RECORDS + (i << 6);
  let place = p.place;
  let column = place >> COLUMN_SHIFT;
  let row = (place >> ROW_SHIFT) & ROW_MASK;
  let x = p.x;
  let y = p.y;
  let vx = p.vx;
  let vy = p.vy;
  let before = p.partner;
  let best = p.meet;
  let partner = before;
  let sigma2 = CONTACT.real;
  let radius = 0.0;
  if (!ALIKE) { radius = (HEAD + RADII + ((p.label >> SPECIES_SHIFT) << 3)).real; }
  let dy = fromY;
  while (dy <= toY) {
    let cy = row + dy;
    if (PERIODIC_Y) {
      cy = cy + (cy < 0 ? ROWS : 0);
      cy = cy - (cy >= ROWS ? ROWS : 0);
    } else if ((cy < 0) | (cy >= ROWS)) {
      dy = dy + 1;
      continue;
    }
    let line = CELLS + ((cy * COLUMNS) << 2);
    let oy = real(dy) * HEIGHT.real - y;
    dy = dy + 1;
    let dx = fromX;
    while (dx <= toX) {
      let cx = column + dx;
      if (PERIODIC_X) {
        cx = cx + (cx < 0 ? COLUMNS : 0);
        cx = cx - (cx >= COLUMNS ? COLUMNS : 0);
      } else if ((cx < 0) | (cx >= COLUMNS)) {
        dx = dx + 1;
        continue;
      }
      let j = (line + (cx << 2)).word;
      let ox = real(dx) * width - x;
      dx = dx + 1;
      while (j >= 0) {
        let q = RECORDS + (j << 6);
        let s = now - q.clock;
        let ux = q.vx;
        let uy = q.vy;
        let rx = q.x + ux * s + ox;
        let ry = q.y + uy * s + oy;
        if (HEAVY) {
          let g = GRAVITY.real;
          ry = q.y + (uy - 0.5 * g * s) * s + oy;
          uy = uy - g * s;
        }
        let wx = ux - vx;
        let wy = uy - vy;
        let b = rx * wx + ry * wy;
        let w2 = wx * wx + wy * wy;
        if (!ALIKE) {
          let sigma = radius + (HEAD + RADII + ((q.label >> SPECIES_SHIFT) << 3)).real;
          sigma2 = sigma * sigma;
        }
        let c = rx * rx + ry * ry - sigma2;
        if (b * abs(b) + w2 * c < 0.0) {
          if (b < 0.0) {
            let t = now;
            if (c > 0.0) { t = now + c / (sqrt(b * b - w2 * c) - b); }
            if (t < best) {
              if (t < q.meet) {
                best = t;
                partner = j;
              }
            }
          }
        }
        j = q.next;
      }
    }
  }
  if (partner == before) { return; }
  if (before >= 0) { (RECORDS + (before << 6)).partner = LOOK_AGAIN; }
  let v = RECORDS + (partner << 6);
  let other = v.partner;
  if (other >= 0) { (RECORDS + (other << 6)).partner = LOOK_AGAIN; }
  v.partner = i;
  p.partner = partner;
  p.meet = best;
  v.meet = best;
  let node = QUEUE + (partner << 4);
  if (best < node.time) {
    unqueue(partner);
    node.time = best;
    queue(partner);
  }
}

fn aim(i) {
  let now = NOW.real;
  let p = RECORDS + (i << 6);
  let place = p.place;
  let column = place >> COLUMN_SHIFT;
  let row = (place >> ROW_SHIFT) & ROW_MASK;
  let x = p.x;
  let y = p.y;
  let vx = p.vx;
  let vy = p.vy;
  let flight = INFINITY;
  let end = EAST;
  let radius = (HEAD + RADII + ((p.label >> SPECIES_SHIFT) << 3)).real;
  if (vx > 0.0) {
    if (PERIODIC_X | (column < COLUMNS - 1)) {
      flight = (WIDTH.real - x) / vx;
    } else {
      flight = (WIDTH.real - radius - x) / vx;
      end = RIGHT_SIDE;
    }
  } else if (vx < 0.0) {
    if (PERIODIC_X | (column > 0)) {
      flight = -x / vx;
      end = WEST;
    } else {
      flight = (radius - x) / vx;
      end = LEFT_SIDE;
    }
  }
  let t = INFINITY;
  if (HEAVY) {
    let g = GRAVITY.real;
    let open = PERIODIC_Y | (row < ROWS - 1);
    let low = PERIODIC_Y | (row > 0);
    let up = open ? HEIGHT.real - y : HEIGHT.real - radius - y;
    let down = low ? y : y - radius;
    let rise = vy * vy - 2.0 * g * up;
    if ((vy > 0.0) & (rise >= 0.0)) {
      t = (2.0 * up) / (vy + sqrt(rise));
      if (t < flight) { end = open ? NORTH : TOP_SIDE; }
    } else {
      let fall = vy * vy + 2.0 * g * down;
      let root = fall > 0.0 ? sqrt(fall) : 0.0;
      t = vy > 0.0 ? (vy + root) / g : (2.0 * down) / (root - vy);
      if (!(t >= 0.0)) { t = 0.0; }
      if (t < flight) { end = low ? SOUTH : BOTTOM_SIDE; }
    }
  } else if (vy > 0.0) {
    if (PERIODIC_Y | (row < ROWS - 1)) {
      t = (HEIGHT.real - y) / vy;
      if (t < flight) { end = NORTH; }
    } else {
      t = (HEIGHT.real - radius - y) / vy;
      if (t < flight) { end = TOP_SIDE; }
    }
  } else if (vy < 0.0) {
    if (PERIODIC_Y | (row > 0)) {
      t = -y / vy;
      if (t < flight) { end = SOUTH; }
    } else {
      t = (radius - y) / vy;
      if (t < flight) { end = BOTTOM_SIDE; }
    }
  }
  if (t < flight) { flight = t; }
  if (flight < 0.0) { flight = 0.0; }
  let at = now + flight;
  if ((real(column) >= PLANE_FROM.real) & (real(column) <= PLANE_TO.real)) {
    let plane = planeAim(i);
    if (plane > 0) {
      if (PLANE_TIME.real < at) {
        at = PLANE_TIME.real;
        end = plane;
      }
    }
  }
  p.place = (place & -16) | end;
  let meet = p.meet;
  unqueue(i);
  (QUEUE + (i << 4)).time = meet < at ? meet : at;
  queue(i);
}

fn part(i) {
  let p = RECORDS + (i << 6);
  let partner = p.partner;
  if (partner >= 0) { (RECORDS + (partner << 6)).partner = LOOK_AGAIN; }
  p.partner = NOBODY;
  p.meet = INFINITY;
}

fn unqueue(i) {
  let node = QUEUE + (i << 4);
  let next = node.ahead;
  if (next == PARKED) { return; }
  let before = node.behind;
  if (before >= 0) {
    (QUEUE + (before << 4)).ahead = next;
  } else {
    (BUCKETS + (~before << 2)).word = next;
  }
  if (next >= 0) { (QUEUE + (next << 4)).behind = before; }
  node.ahead = PARKED;
}

fn queue(i) {
  let node = QUEUE + (i << 4);
  let time = node.time;
  if (time < EPOCH.real) {
    let b = whole(time * RATE.real);
    let bucket = BUCKETS + (b << 2);
    let first = bucket.word;
    node.ahead = first;
    node.behind = ~b;
    if (first >= 0) { (QUEUE + (first << 4)).behind = i; }
    bucket.word = i;
  }
}
`;
