/**
 * The slow, obvious twin of the gas: every event is found by looking at all pairs, all sides and all
 * barriers. No cells, no queue, no local clocks, no compiled code; positions count from the corner of
 * the box. It exists to be read, and for the fast gas to be tested against.
 */

export interface SlowBarrier {
  x: number;
  v: number;
  readonly a: number;
  /** Infinite where it is driven. */
  readonly mass: number;
  readonly lowest: number;
  readonly highest: number;
  readonly passes: readonly number[];
}

export interface SlowGas {
  time: number;
  readonly width: number;
  readonly height: number;
  readonly periodicX: boolean;
  readonly periodicY: boolean;
  readonly gravity: number;
  readonly disks: {
    x: number;
    y: number;
    vx: number;
    vy: number;
    r: number;
    m: number;
    kind: number;
  }[];
  readonly barriers: SlowBarrier[];
}

export type SlowEvent =
  | {
      readonly wait: number;
      readonly what: 'pair';
      readonly first: number;
      readonly second: number;
    }
  | {
      readonly wait: number;
      readonly what: 'side';
      readonly first: number;
      readonly side: 'left' | 'right' | 'bottom' | 'top';
    }
  | {
      readonly wait: number;
      readonly what: 'barrier';
      readonly first: number;
      readonly barrier: number;
    }
  | { readonly wait: number; readonly what: 'stop'; readonly barrier: number };

/** How often one disk may go round the box before it meets another that nothing else has disturbed. */
const images = [-3, -2, -1, 0, 1, 2, 3];

/** The earliest event from now on. */
export function nextEvent(gas: SlowGas): SlowEvent {
  let best: SlowEvent = { wait: Number.POSITIVE_INFINITY, what: 'stop', barrier: -1 };
  const offer = (event: SlowEvent) => {
    if (event.wait < best.wait) best = event;
  };
  for (const [i, a] of gas.disks.entries()) {
    for (const [j, b] of gas.disks.entries()) {
      if (j <= i) continue;
      for (const dx of gas.periodicX ? images.map((k) => k * gas.width) : [0]) {
        for (const dy of gas.periodicY ? images.map((k) => k * gas.height) : [0]) {
          const [rx, ry, wx, wy] = [b.x - a.x + dx, b.y - a.y + dy, b.vx - a.vx, b.vy - a.vy];
          const closing = rx * wx + ry * wy;
          const w2 = wx * wx + wy * wy;
          const gap = rx * rx + ry * ry - (a.r + b.r) ** 2;
          const root = closing * closing - w2 * gap;
          if (closing >= 0 || root < 0) continue;
          const wait = Math.max(0, gap / (Math.sqrt(root) - closing));
          offer({ wait, what: 'pair', first: i, second: j });
        }
      }
    }
    const side = (
      name: 'left' | 'right' | 'bottom' | 'top',
      gap: number,
      rate: number,
      accel: number,
    ) => offer({ wait: meets(gap, rate, accel), what: 'side', first: i, side: name });
    if (!gas.periodicX) {
      side('left', a.x - a.r, a.vx, 0);
      side('right', gas.width - a.r - a.x, -a.vx, 0);
    }
    if (!gas.periodicY) {
      side('bottom', a.y - a.r, a.vy, -gas.gravity);
      side('top', gas.height - a.r - a.y, -a.vy, gas.gravity);
    }
    for (const [k, wall] of gas.barriers.entries()) {
      if (wall.passes.includes(a.kind)) continue;
      const s = wall.x > a.x ? 1 : -1;
      const wait = meets(s * (wall.x - a.x) - a.r, s * (wall.v - a.vx), s * wall.a);
      offer({ wait, what: 'barrier', first: i, barrier: k });
    }
  }
  for (const [k, wall] of gas.barriers.entries()) {
    const down = meets(wall.x - wall.lowest, wall.v, wall.a);
    const up = meets(wall.highest - wall.x, -wall.v, -wall.a);
    offer({ wait: Math.min(down, up), what: 'stop', barrier: k });
  }
  return best;
}

/** When gap + rate t + accel t²/2 reaches 0 from above, closing; never, where it does not. */
function meets(gap: number, rate: number, accel: number): number {
  const g = Math.max(0, gap);
  if (accel === 0) return rate < 0 ? -g / rate : Number.POSITIVE_INFINITY;
  const root = rate * rate - 2 * accel * g;
  if (root < 0) return Number.POSITIVE_INFINITY;
  // Of the two roots (−rate ± √root)/accel, the first one after now at which the gap closes.
  const times = [(-rate - Math.sqrt(root)) / accel, (-rate + Math.sqrt(root)) / accel];
  const fits = times.filter((t) => t >= 0 && rate + accel * t < 0);
  return fits.length > 0 ? Math.min(...fits) : Number.POSITIVE_INFINITY;
}

/** Lets everything fly for a while. */
export function fly(gas: SlowGas, s: number): void {
  gas.time += s;
  for (const d of gas.disks) {
    d.x += d.vx * s;
    d.y += d.vy * s - 0.5 * gas.gravity * s * s;
    d.vy -= gas.gravity * s;
    if (gas.periodicX) d.x -= gas.width * Math.floor(d.x / gas.width);
    if (gas.periodicY) d.y -= gas.height * Math.floor(d.y / gas.height);
  }
  for (const wall of gas.barriers) {
    wall.x += wall.v * s + 0.5 * wall.a * s * s;
    wall.v += wall.a * s;
  }
}

/** Changes the velocities that the event changes; nothing moves. */
export function apply(gas: SlowGas, event: SlowEvent): void {
  if (event.what === 'stop') {
    const wall = gas.barriers[event.barrier] as SlowBarrier;
    wall.v = wall.mass === Number.POSITIVE_INFINITY ? 0 : -wall.v;
    return;
  }
  const a = gas.disks[event.first] as SlowGas['disks'][number];
  if (event.what === 'pair') {
    const b = gas.disks[event.second] as SlowGas['disks'][number];
    // The image of the pair that is in contact: the flight may have wrapped one of the two since.
    const near = (d: number, length: number, periodic: boolean) =>
      periodic ? d - length * Math.round(d / length) : d;
    const rx = near(b.x - a.x, gas.width, gas.periodicX);
    const ry = near(b.y - a.y, gas.height, gas.periodicY);
    const length = Math.hypot(rx, ry);
    const [nx, ny] = [rx / length, ry / length];
    const approach = (b.vx - a.vx) * nx + (b.vy - a.vy) * ny;
    const impulse = (2 * a.m * b.m * approach) / (a.m + b.m);
    a.vx += (impulse / a.m) * nx;
    a.vy += (impulse / a.m) * ny;
    b.vx -= (impulse / b.m) * nx;
    b.vy -= (impulse / b.m) * ny;
  } else if (event.what === 'side') {
    if (event.side === 'left' || event.side === 'right') a.vx = -a.vx;
    else a.vy = -a.vy;
  } else {
    const wall = gas.barriers[event.barrier] as SlowBarrier;
    if (wall.mass === Number.POSITIVE_INFINITY) {
      a.vx = 2 * wall.v - a.vx;
    } else {
      const centre = (a.m * a.vx + wall.mass * wall.v) / (a.m + wall.mass);
      a.vx = 2 * centre - a.vx;
      wall.v = 2 * centre - wall.v;
    }
  }
}
