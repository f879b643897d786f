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
  const found = { wait: 0, what: 0 };
  function predict(i) {
    let wait = Infinity;
    let what = NONE;
    const cx = cell[i] % columns;
    const cy = Math.floor(cell[i] / columns);
    const crossing = (t, border) => {
      if (t < wait) {
        wait = t;
        what = border;
      }
    };
    if (vx[i] > 0) crossing(((cx + 1) * cellWidth - x[i]) / vx[i], EAST);
    else if (vx[i] < 0) crossing((cx * cellWidth - x[i]) / vx[i], WEST);
    if (vy[i] > 0) crossing(((cy + 1) * cellHeight - y[i]) / vy[i], NORTH);
    else if (vy[i] < 0) crossing((cy * cellHeight - y[i]) / vy[i], SOUTH);
    if (wait < 0) wait = 0;
    for (let dy = -1; dy <= 1; dy++) {
      const row = (cy + dy + rows) % rows;
      for (let dx = -1; dx <= 1; dx++) {
        const column = (cx + dx + columns) % columns;
        for (let j = head[column + columns * row]; j >= 0; j = next[j]) {
          if (j === i) continue;
          const s = now - clock[j];
          let rx = x[j] + vx[j] * s - x[i];
          let ry = y[j] + vy[j] * s - y[i];
          if (rx > width / 2) rx -= width;
          else if (rx < -width / 2) rx += width;
          if (ry > height / 2) ry -= height;
          else if (ry < -height / 2) ry += height;
          const wx = vx[j] - vx[i];
          const wy = vy[j] - vy[i];
          const b = rx * wx + ry * wy;
          if (b >= 0) continue;
          const c = rx * rx + ry * ry - 1;
          const root = b * b - (wx * wx + wy * wy) * c;
          if (root < 0) continue;
          const t = c <= 0 ? 0 : c / (Math.sqrt(root) - b);
          if (t < wait && now + t < eventTime[j]) {
            wait = t;
            what = j;
          }
        }
      }
    }
    found.wait = wait;
    found.what = what;
  }
  function schedule(i) {
    predict(i);
    eventTime[i] = now + found.wait;
    partner[i] = found.what;
    if (found.what >= 0) {
      const j = found.what;
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
    let cy = Math.floor(cell[i] / columns);
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
