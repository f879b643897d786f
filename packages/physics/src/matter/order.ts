import { positive, whole } from '../check.js';
import { log } from '../elementary.js';

/** A periodic box. */
export interface PeriodicBox {
  width: number;
  height: number;
}

/** g(r) in rings. */
export interface PairCorrelation {
  /** Middle of each ring. */
  readonly distance: Float64Array;
  /** Density at that distance from a particle over the mean density; 1 for a gas far apart. */
  readonly g: Float64Array;
  /** Two-body entropy over k and per particle: 0 for an ideal gas, about −1 for a liquid, far lower for a crystal. */
  readonly pairEntropy: number;
}

/**
 * Pair correlation g(r) of particles in a periodic box, out to `reach` (at most half the shorter side).
 *
 * With it comes the two-body entropy −½ρ∫[g ln g − g + 1]d²r: the order a pair of particles knows of.
 * Its bias: noise in g makes it too low by about rings/(2N).
 */
export function pairCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { width, height }: PeriodicBox,
  { reach = Math.min(width, height) / 2, bins = 100 }: { reach?: number; bins?: number } = {},
): PairCorrelation {
  checkBox('pairCorrelation', x, y, { width, height });
  whole('pairCorrelation', 'bins', bins);
  positive('pairCorrelation', 'reach', reach);
  if (reach > Math.min(width, height) / 2) {
    throw new RangeError(
      `pairCorrelation: reach must be at most half the shorter side, ${Math.min(width, height) / 2}, got ${reach}.`,
    );
  }
  const n = x.length;
  const counts = new Float64Array(bins);
  forPairs(x, y, { width, height }, reach, (_i, _j, dx, dy) => {
    const bin = Math.floor((Math.sqrt(dx * dx + dy * dy) / reach) * bins);
    if (bin < bins) counts[bin] = (counts[bin] as number) + 2;
  });
  const density = n / (width * height);
  const step = reach / bins;
  const g = new Float64Array(bins);
  let entropy = 0;
  for (let b = 0; b < bins; b++) {
    const ring = Math.PI * step * step * (2 * b + 1);
    const value = (counts[b] as number) / (n * density * ring);
    g[b] = value;
    entropy -= 0.5 * density * ring * ((value > 0 ? value * log(value) : 0) - value + 1);
  }
  const distance = Float64Array.from({ length: bins }, (_, b) => (b + 0.5) * step);
  return { distance, g, pairEntropy: entropy };
}

/** Bond order of each particle and of all together. */
export interface BondOrder {
  /** |ψ₆| of each particle, 1 for a perfect hexagon of neighbours. */
  readonly local: Float64Array;
  /** Mean of |ψ₆|. */
  readonly meanLocal: number;
  /** |mean of ψ₆|: 1 for one crystal, about 1/√N where the directions don't agree. */
  readonly global: number;
}

/**
 * Bond-orientational order ψ₆ = (1/6) Σ e^(6iθ) over the six nearest neighbours (Mermin 1968).
 *
 * e^(6iθ) is the sixth power of the unit vector to the neighbour, so no angle is ever taken.
 */
export function bondOrder(x: ArrayLike<number>, y: ArrayLike<number>, box: PeriodicBox): BondOrder {
  checkBox('bondOrder', x, y, box);
  const n = x.length;
  whole('bondOrder', 'number of particles', n, 7);
  const nearest = new Float64Array(6 * n).fill(Number.POSITIVE_INFINITY);
  const re = new Float64Array(6 * n);
  const im = new Float64Array(6 * n);
  // A disk of four mean areas around a particle holds its six neighbours almost always; where it does
  // not (a gas), the search widens until it does.
  let reach = Math.sqrt((4 * 4 * box.width * box.height) / (Math.PI * n));
  const limit = Math.min(box.width, box.height) / 2;
  for (;;) {
    nearest.fill(Number.POSITIVE_INFINITY);
    forPairs(x, y, box, Math.min(reach, limit), (i, j, dx, dy) => {
      const square = dx * dx + dy * dy;
      insert(nearest, re, im, i, square, dx, dy);
      insert(nearest, re, im, j, square, -dx, -dy);
    });
    if (reach >= limit || nearest.every(Number.isFinite)) break;
    reach *= 1.5;
  }
  const local = new Float64Array(n);
  let [sumRe, sumIm, sumLocal] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    let [a, b, found] = [0, 0, 0];
    for (let k = 6 * i; k < 6 * i + 6; k++) {
      const square = nearest[k] as number;
      if (!(square > 0 && square < Number.POSITIVE_INFINITY)) continue;
      const [c, s] = sixthPower(re[k] as number, im[k] as number, square);
      a += c;
      b += s;
      found += 1;
    }
    if (found === 0) continue;
    local[i] = Math.sqrt(a * a + b * b) / found;
    sumLocal += local[i] as number;
    sumRe += a / found;
    sumIm += b / found;
  }
  return {
    local,
    meanLocal: sumLocal / n,
    global: Math.sqrt(sumRe * sumRe + sumIm * sumIm) / n,
  };
}

/** A hexagonal crystal of `columns` × `rows` disks of diameter 1 at a packing, with its periodic box; rows must be even. */
export function hexagonalLattice(
  columns: number,
  rows: number,
  packing: number,
): { x: Float64Array; y: Float64Array } & PeriodicBox {
  whole('hexagonalLattice', 'columns', columns);
  whole('hexagonalLattice', 'rows', rows);
  if (rows % 2 === 1) throw new RangeError(`hexagonalLattice: rows must be even, got ${rows}.`);
  const closest = Math.PI / Math.sqrt(12);
  if (!(packing > 0 && packing <= closest)) {
    throw new RangeError(
      `hexagonalLattice: packing must be above 0 and at most π/√12 = ${closest}, got ${packing}.`,
    );
  }
  const spacing = Math.sqrt(closest / packing);
  const lift = (spacing * Math.sqrt(3)) / 2;
  const n = columns * rows;
  const x = Float64Array.from({ length: n }, (_, i) => {
    const row = Math.floor(i / columns);
    return ((i % columns) + 0.25 + (row % 2) / 2) * spacing;
  });
  const y = Float64Array.from({ length: n }, (_, i) => (Math.floor(i / columns) + 0.5) * lift);
  return { x, y, width: columns * spacing, height: rows * lift };
}

/** (dx + i dy)⁶/r⁶. */
function sixthPower(dx: number, dy: number, square: number): [number, number] {
  const [c2, s2] = [(dx * dx - dy * dy) / square, (2 * dx * dy) / square];
  const [c4, s4] = [c2 * c2 - s2 * s2, 2 * c2 * s2];
  return [c4 * c2 - s4 * s2, c4 * s2 + s4 * c2];
}

/** Keeps the six smallest distances of particle i in order. */
function insert(
  nearest: Float64Array,
  re: Float64Array,
  im: Float64Array,
  i: number,
  square: number,
  dx: number,
  dy: number,
): void {
  let k = 6 * i + 5;
  if (square >= (nearest[k] as number)) return;
  while (k > 6 * i && square < (nearest[k - 1] as number)) {
    nearest[k] = nearest[k - 1] as number;
    re[k] = re[k - 1] as number;
    im[k] = im[k - 1] as number;
    k -= 1;
  }
  nearest[k] = square;
  re[k] = dx;
  im[k] = dy;
}

/** Calls `visit` once for each pair nearer than `reach`, with the shortest vector from j to i. */
function forPairs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { width, height }: PeriodicBox,
  reach: number,
  visit: (i: number, j: number, dx: number, dy: number) => void,
): void {
  const columns = Math.max(1, Math.floor(width / reach));
  const rows = Math.max(1, Math.floor(height / reach));
  const near = (i: number, j: number) => {
    let dx = (x[i] as number) - (x[j] as number);
    let dy = (y[i] as number) - (y[j] as number);
    dx -= width * Math.round(dx / width);
    dy -= height * Math.round(dy / height);
    if (dx * dx + dy * dy < reach * reach) visit(i, j, dx, dy);
  };
  if (columns < 3 || rows < 3) {
    for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) near(i, j);
    return;
  }
  const wrap = (v: number, size: number, cells: number) => {
    const share = v / size - Math.floor(v / size);
    return Math.min(cells - 1, Math.floor(share * cells));
  };
  const head = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const cell =
      wrap(y[i] as number, height, rows) * columns + wrap(x[i] as number, width, columns);
    for (let dr = -1; dr <= 1; dr++) {
      const row = ((Math.floor(cell / columns) + dr + rows) % rows) * columns;
      for (let dc = -1; dc <= 1; dc++) {
        const other = row + (((cell % columns) + dc + columns) % columns);
        for (let j = head[other] as number; j >= 0; j = next[j] as number) near(i, j);
      }
    }
    next[i] = head[cell] as number;
    head[cell] = i;
  }
}

function checkBox(
  op: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { width, height }: PeriodicBox,
): void {
  positive(op, 'width', width);
  positive(op, 'height', height);
  if (x.length !== y.length || x.length < 2) {
    throw new RangeError(
      `${op}: x and y must be of one length of at least 2, got ${x.length} and ${y.length}.`,
    );
  }
}
