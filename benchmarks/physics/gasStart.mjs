// Where every contender's disks start: a triangular lattice in a periodic box, or a square one between walls.

/** A small generator (mulberry32), so that all contenders get the same velocities. */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function normals(count, random) {
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}

/** About `wanted` disks of diameter 1 on a triangular lattice that fits its periodic box. */
export function lattice(wanted, packing) {
  const columns = 2 * Math.round(Math.sqrt((wanted * Math.sqrt(3)) / 2) / 2);
  const rows = 2 * Math.round(wanted / columns / 2);
  const count = columns * rows;
  const a = Math.sqrt(Math.PI / 4 / packing / (Math.sqrt(3) / 2));
  const [width, height] = [columns * a, (rows * a * Math.sqrt(3)) / 2];
  const positions = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) {
    const row = Math.floor(n / columns);
    positions[2 * n] = ((n % columns) + 0.25 + (row % 2) * 0.5) * a;
    positions[2 * n + 1] = ((row + 0.5) * height) / rows;
  }
  const velocities = normals(2 * count, uniform(7));
  return { count, width, height, spacing: a, positions, velocities };
}

/** `count` disks on a square lattice between four walls, with speeds of about √2 per component. */
export function boxed(count, packing, radius, speed) {
  const side = Math.sqrt((count * Math.PI * radius * radius) / packing);
  const across = Math.ceil(Math.sqrt(count));
  const velocities = normals(2 * count, uniform(1)).map((v) => (v * speed) / Math.SQRT2);
  const positions = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) {
    positions[2 * n] = (((n % across) + 0.5) * side) / across;
    positions[2 * n + 1] = ((Math.floor(n / across) + 0.5) * side) / across;
  }
  return { side, positions, velocities };
}

/** The work of the comparison with game engines: a frame moves a disk by 0.4 of its radius on average. */
export const FRAMES = 600;
export const STEP_IN_RADII = 0.4;
