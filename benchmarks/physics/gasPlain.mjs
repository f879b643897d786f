// The plain event-driven method: typed arrays, cells, one event per disk in a binary heap, a whole search after
// every event. What a good programmer writes in a day; the bar for the real thing.

import { serve } from '../serve.mjs';
import { lattice } from './gasStart.mjs';

const EAST = -1;
const WEST = -2;
const NORTH = -3;
const SOUTH = -4;
const AGAIN = -5;
const NONE = -9;

function plainGas(wanted, packing) {
  const { count, width, height, spacing, positions, velocities } = lattice(wanted, packing);
  const side = Math.max(1.0001, Math.min(spacing, 1.6));
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const cellWidth = width / columns;
  const cellHeight = height / rows;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const vx = new Float64Array(count);
  const vy = new Float64Array(count);
  const clock = new Float64Array(count);
  const eventTime = new Float64Array(count).fill(Infinity);
  const partner = new Int32Array(count).fill(NONE);
  const head = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(count);
  const previous = new Int32Array(count);
  const cell = new Int32Array(count);
  const heap = Int32Array.from({ length: count }, (_, i) => i);
  const place = Int32Array.from({ length: count }, (_, i) => i);
  let now = 0;
  let collisions = 0;

  function enter(i, c) {
    cell[i] = c;
    next[i] = head[c];
    previous[i] = -1;
    if (head[c] >= 0) previous[head[c]] = i;
    head[c] = i;
  }
  function leave(i) {
    if (previous[i] >= 0) next[previous[i]] = next[i];
    else head[cell[i]] = next[i];
    if (next[i] >= 0) previous[next[i]] = previous[i];
  }
  function rise(start) {
    let k = start;
    const i = heap[k];
    while (k > 0) {
      const parent = (k - 1) >> 1;
      if (eventTime[heap[parent]] <= eventTime[i]) break;
      heap[k] = heap[parent];
      place[heap[k]] = k;
      k = parent;
    }
    heap[k] = i;
    place[i] = k;
  }
  function sink(start) {
    let k = start;
    const i = heap[k];
    for (;;) {
      let child = 2 * k + 1;
      if (child >= count) break;
      if (child + 1 < count && eventTime[heap[child + 1]] < eventTime[heap[child]]) child++;
      if (eventTime[heap[child]] >= eventTime[i]) break;
      heap[k] = heap[child];
      place[heap[k]] = k;
      k = child;
    }
    heap[k] = i;
    place[i] = k;
  }
  function reheap(i) {
    rise(place[i]);
    sink(place[i]);
  }
  function advance(i) {
    const s = now - clock[i];
    x[i] += vx[i] * s;
    y[i] += vy[i] * s;
    clock[i] = now;
  }
  const halfWidth = width / 2;
  const halfHeight = height / 2;
  let found = NONE;
  /** Time until the next event of a disk that stands at the present; what it is goes to `found`. */
  function predict(i) {
    let wait = Infinity;
    let what = NONE;
    const c = cell[i];
    const cx = c % columns;
    const cy = (c / columns) | 0;
    const xi = x[i];
    const yi = y[i];
    const vxi = vx[i];
    const vyi = vy[i];
    if (vxi > 0) {
      wait = ((cx + 1) * cellWidth - xi) / vxi;
      what = EAST;
    } else if (vxi < 0) {
      wait = (cx * cellWidth - xi) / vxi;
      what = WEST;
    }
    if (vyi > 0) {
      const t = ((cy + 1) * cellHeight - yi) / vyi;
      if (t < wait) {
        wait = t;
        what = NORTH;
      }
    } else if (vyi < 0) {
      const t = (cy * cellHeight - yi) / vyi;
      if (t < wait) {
        wait = t;
        what = SOUTH;
      }
    }
    if (wait < 0) wait = 0;
    for (let dy = -1; dy <= 1; dy++) {
      let row = cy + dy;
      if (row < 0) row += rows;
      else if (row >= rows) row -= rows;
      for (let dx = -1; dx <= 1; dx++) {
        let column = cx + dx;
        if (column < 0) column += columns;
        else if (column >= columns) column -= columns;
        for (let j = head[column + columns * row]; j >= 0; j = next[j]) {
          if (j === i) continue;
          const s = now - clock[j];
          let rx = x[j] + vx[j] * s - xi;
          let ry = y[j] + vy[j] * s - yi;
          if (rx > halfWidth) rx -= width;
          else if (rx < -halfWidth) rx += width;
          if (ry > halfHeight) ry -= height;
          else if (ry < -halfHeight) ry += height;
          const wx = vx[j] - vxi;
          const wy = vy[j] - vyi;
          const b = rx * wx + ry * wy;
          if (b >= 0) continue;
          const gap = rx * rx + ry * ry - 1;
          const root = b * b - (wx * wx + wy * wy) * gap;
          if (root < 0) continue;
          const t = gap <= 0 ? 0 : gap / (Math.sqrt(root) - b);
          if (t < wait && now + t < eventTime[j]) {
            wait = t;
            what = j;
          }
        }
      }
    }
    found = what;
    return wait;
  }
  function schedule(i) {
    eventTime[i] = now + predict(i);
    partner[i] = found;
    if (found >= 0) {
      const j = found;
      const jilted = partner[j];
      eventTime[j] = eventTime[i];
      partner[j] = i;
      reheap(j);
      if (jilted >= 0 && jilted !== i && partner[jilted] === j) partner[jilted] = AGAIN;
    }
    reheap(i);
  }
  function cancel(i) {
    eventTime[i] = Infinity;
    partner[i] = NONE;
    reheap(i);
  }
  function collide(i, j) {
    advance(i);
    advance(j);
    let rx = x[j] - x[i];
    let ry = y[j] - y[i];
    if (rx > width / 2) rx -= width;
    else if (rx < -width / 2) rx += width;
    if (ry > height / 2) ry -= height;
    else if (ry < -height / 2) ry += height;
    const f = (rx * (vx[j] - vx[i]) + ry * (vy[j] - vy[i])) / (rx * rx + ry * ry);
    vx[i] += f * rx;
    vy[i] += f * ry;
    vx[j] -= f * rx;
    vy[j] -= f * ry;
    collisions++;
    cancel(i);
    cancel(j);
    schedule(i);
    if (eventTime[j] === Infinity) schedule(j);
  }
  function cross(i, border) {
    advance(i);
    let cx = cell[i] % columns;
    let cy = (cell[i] / columns) | 0;
    if (border === EAST) {
      cx = (cx + 1) % columns;
      x[i] = cx * cellWidth;
    } else if (border === WEST) {
      x[i] = (cx === 0 ? columns : cx) * cellWidth;
      cx = (cx + columns - 1) % columns;
    } else if (border === NORTH) {
      cy = (cy + 1) % rows;
      y[i] = cy * cellHeight;
    } else {
      y[i] = (cy === 0 ? rows : cy) * cellHeight;
      cy = (cy + rows - 1) % rows;
    }
    leave(i);
    enter(i, cx + columns * cy);
  }

  for (let i = 0; i < count; i++) {
    x[i] = positions[2 * i] % width;
    y[i] = positions[2 * i + 1] % height;
    vx[i] = velocities[2 * i];
    vy[i] = velocities[2 * i + 1];
    const cx = Math.min(columns - 1, Math.floor(x[i] / cellWidth));
    enter(i, cx + columns * Math.min(rows - 1, Math.floor(y[i] / cellHeight)));
  }
  for (let i = 0; i < count; i++) schedule(i);
  return {
    count,
    step(wantedCollisions) {
      const end = collisions + wantedCollisions;
      while (collisions < end) {
        const i = heap[0];
        now = eventTime[i];
        const what = partner[i];
        if (what >= 0) {
          collide(i, what);
          continue;
        }
        if (what === AGAIN) advance(i);
        else cross(i, what);
        cancel(i);
        schedule(i);
      }
    },
  };
}

const row = (count, warm) => () => {
  const gas = plainGas(count, 0.3);
  gas.step(warm);
  const units = Math.max(1000, Math.min(20_000, count / 10));
  return { units, run: () => gas.step(units) };
};

if (process.argv[2] !== undefined) {
  const gas = plainGas(Number(process.argv[2]), Number(process.argv[3]));
  gas.step(200_000);
  const start = performance.now();
  gas.step(500_000);
  console.log(gas.count, Math.round(5e8 / (performance.now() - start)), 'collisions/s');
  process.exit(0);
}
await serve('1', {
  'disks-1000': row(1000, 2e5),
  'disks-10000': row(10_000, 2e5),
  'disks-100000': row(100_000, 3e5),
  'disks-1000000': row(1_000_000, 3e5),
});
