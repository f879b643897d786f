import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, fly, nextEvent, type SlowBarrier, type SlowGas } from '../../test/slowGas.js';
import { Gas } from './gas.js';
import type { GasOptions, Side, Species } from './options.js';

/** What the fast gas tells of an event. */
interface Seen {
  readonly time: number;
  readonly text: string;
}

/** Runs both gases for `events` events that an observer sees, and compares them one by one. */
function compare(options: GasOptions, barriers: readonly Partial<SlowBarrier>[], events: number) {
  // The lattice a gas starts from touches the sides; after a moment no two events come together.
  const room = Math.min(options.width, ...barriers.map(({ x }) => (x as number) - 0.1));
  const shaken = new Gas({ ...options, width: room, seed: 77 });
  shaken.run(0.7);
  const p = shaken.positions();
  const v = shaken.velocities();
  const gas = new Gas({ ...options, positions: p, velocities: v });
  const kinds = [options.species].flat() as Species[];
  const walls = typeof options.walls === 'string' ? undefined : options.walls;
  const slow: SlowGas = {
    time: 0,
    width: options.width,
    height: options.height,
    periodicX: options.walls === 'periodic' || walls?.left === 'periodic',
    periodicY: options.walls === 'periodic' || walls?.bottom === 'periodic',
    gravity: options.gravity ?? 0,
    disks: kinds
      .flatMap((s, kind) => Array.from({ length: s.count }, () => ({ s, kind })))
      .map(({ s, kind }, n) => ({
        ...{ x: p[2 * n] as number, y: p[2 * n + 1] as number },
        ...{ vx: v[2 * n] as number, vy: v[2 * n + 1] as number },
        ...{ r: s.radius ?? 0.5, m: s.mass ?? 1, kind },
      })),
    barriers: barriers.map((b) => ({
      ...{ x: 0, v: 0, a: 0, mass: Number.POSITIVE_INFINITY },
      ...{ lowest: 0, highest: options.width, passes: [], ...b },
    })),
  };
  for (const { x, v: speed, a, mass, lowest, highest, passes } of slow.barriers) {
    const free = mass < Number.POSITIVE_INFINITY ? { mass, force: a * mass } : {};
    gas.addBarrier({ x, speed, lowest, highest, passes, ...free });
  }
  const seen: Seen[] = [];
  const heated: number[] = [];
  const note = (text: string) => seen.push({ time: gas.time, text });
  gas.observer = {
    collision: (a, b) => note(`pair ${Math.min(a, b)} ${Math.max(a, b)}`),
    wall: (disk, { side }) => {
      note(`${side} ${disk}`);
      heated.push(...gas.velocities().slice(2 * disk, 2 * disk + 2));
    },
    barrier: (disk, k) => note(`barrier ${k} ${disk}`),
  };
  const thermal = (side: Side) => typeof walls?.[side] === 'object';
  const names: Record<string, (event: never) => string> = {
    pair: ({ first, second }: { first: number; second: number }) => `pair ${first} ${second}`,
    side: ({ side, first }: { side: string; first: number }) => `${side} ${first}`,
    barrier: ({ barrier, first }: { barrier: number; first: number }) =>
      `barrier ${barrier} ${first}`,
  };
  for (let k = 0; k < events; ) {
    // Both are chaotic and round differently: every few events per disk the twin starts afresh from
    // where the gas is.
    gas.velocities().forEach((u, n) => {
      const disk = slow.disks[n >> 1] as SlowGas['disks'][number];
      if (n % 2 === 0) disk.vx = u;
      else disk.vy = u;
    });
    gas.positions().forEach((u, n) => {
      const disk = slow.disks[n >> 1] as SlowGas['disks'][number];
      if (n % 2 === 0) disk.x = u;
      else disk.y = u;
    });
    for (const [n, wall] of slow.barriers.entries()) {
      const { x, velocity } = gas.barrier(n);
      Object.assign(wall, { x, v: velocity });
    }
    slow.time = gas.time;
    seen.length = 0;
    while (seen.length < gas.count) gas.run(0.02);
    for (const other of seen) {
      let event = nextEvent(slow);
      for (; event.what === 'stop'; event = nextEvent(slow)) {
        fly(slow, event.wait);
        apply(slow, event);
      }
      fly(slow, event.wait);
      apply(slow, event);
      expect(`${k}: ${names[event.what]?.(event as never)}`).toBe(`${k}: ${other.text}`);
      expect(Math.abs(slow.time - other.time)).toBeLessThan(1e-6);
      if (event.what === 'side') {
        // What a thermal side returns is drawn by lot: the twin takes the velocity that was drawn.
        const [vx, vy] = heated.splice(0, 2) as [number, number];
        if (thermal(event.side)) Object.assign(slow.disks[event.first] as object, { vx, vy });
      }
      k += 1;
    }
  }
}

const species = (count: number) => [
  { count, radius: 0.4, mass: 1 },
  { count, radius: 0.25, mass: 3 },
];

for (const kernel of ['wasm', 'js'] as const) {
  test(`${kernel}: the slow twin sees the same events in the same order, whatever the gas`, () => {
    compare({ width: 9, height: 8, walls: 'periodic', species: { count: 36 }, kernel }, [], 250);
    compare({ width: 12, height: 9, species: species(20), seed: 2, kernel }, [], 250);
    compare({ width: 12, height: 9, species: species(20), gravity: 0.4, kernel }, [], 250);
    const hot = { left: { temperature: 2 }, top: { temperature: 0.3 } };
    compare({ width: 12, height: 9, species: species(20), walls: hot, kernel }, [], 250);
    const left = species(16).map((s) => ({ ...s, region: { right: 7 } }));
    const box = { width: 12, height: 9, species: left, kernel };
    compare(
      box,
      [
        { x: 7.5, v: -0.1, lowest: 6 },
        { x: 11, v: 0.05 },
      ],
      400,
    );
    compare(box, [{ x: 7.5, mass: 8, a: -0.5 }], 250);
    compare(
      { ...box, gravity: 0.2, walls: hot },
      [
        { x: 7.5, passes: [1] },
        { x: 9, mass: 5, a: -0.3 },
      ],
      400,
    );
  });
}

test('for any sizes, masses, walls, gravity and barriers the twin agrees for hundreds of events', () => {
  const kind = fc.record({
    count: fc.integer({ min: 6, max: 14 }),
    radius: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    mass: fc.double({ min: 0.3, max: 5, noNaN: true }),
  });
  const sides = fc.constantFrom(
    {},
    { left: { temperature: 1.5 } },
    { bottom: { temperature: 0.5 }, right: { temperature: 2 } },
    { bottom: 'periodic', top: 'periodic' } as const,
  );
  const barrier = fc.record({
    speed: fc.integer({ min: -3, max: 3 }).map((k) => k / 10),
    free: fc.boolean(),
    passes: fc.constantFrom([], [0]),
  });
  const setting = fc.record({
    kinds: fc.array(kind, { minLength: 1, maxLength: 3 }),
    walls: sides,
    gravity: fc.constantFrom(0, 0, 0.3),
    barrier: fc.option(barrier),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });
  fc.assert(
    fc.property(setting, ({ kinds, walls, gravity, barrier, seed }) => {
      const floor = 'bottom' in walls && walls.bottom === 'periodic';
      const region = barrier ? { right: 10 } : {};
      const options: GasOptions = {
        ...{ width: 14, height: 10, seed, walls, gravity: floor ? 0 : gravity },
        species: kinds.map((s) => ({ ...s, region })),
      };
      const { speed = 0, free = false, passes = [] } = barrier ?? {};
      const b = {
        x: 11,
        v: speed,
        passes,
        lowest: 9.5,
        highest: 13,
        ...(free ? { mass: 6, a: speed } : {}),
      };
      compare(options, barrier ? [b] : [], 200);
    }),
    { numRuns: 25, seed: 7, endOnFailure: true },
  );
}, 60_000);
