import { positive, whole, within } from '../check.js';
import { cos, log, sin } from '../elementary.js';
import { cellMixingEntropy } from '../entropy/cells.js';
import { type Account, Ledger } from '../ledger.js';
import { Random } from '../random.js';

export interface ReversibleGasOptions {
  /** Number of disks; the left half of them starts on the left. */
  particles?: number;
  /** Share of the box that the disks' soft cores cover. */
  packing?: number;
  seed?: number;
}

/** A gas as plain data; typed arrays are copies. */
export interface ReversibleGasState {
  readonly format: 'gibbs-reversible-gas-1';
  readonly options: Required<ReversibleGasOptions>;
  readonly steps: number;
  /** x, y of the current step, then x, y of the step before. */
  readonly positions: Int32Array;
}

const FORMAT = 'gibbs-reversible-gas-1';
const BOX = 4294967296; // 2³²: the box is the whole range of a 32-bit integer, so wrapping is free

/**
 * Rounds to the nearest whole number without a branch, the same for +x and −x but for ties: adding
 * 1.5·2⁵² pushes the fraction out of the significand.
 */
const ROUND = 6755399441055744;

/**
 * A gas of soft disks on a torus that time reversal brings back bit for bit.
 *
 * Positions are 32-bit integers, the box one turn of them: 1 unit is 2⁻³² of its side. Time goes in
 * leapfrog steps x' = 2x − x₋₁ + a(x), modulo 2³², with the force rounded to a whole number a once per
 * pair and applied with opposite signs (Levesque and Verlet 1993). The map is a permutation of a
 * finite set of states, whatever is rounded: exchanging x and x₋₁ runs it backwards exactly, and
 * total momentum is exactly conserved. Energy is conserved as leapfrog does, within 5·10⁻³ over 10⁵
 * steps.
 *
 * The force between two disks r < d apart is K (1 − r²/d²)² times their separation; K is chosen so
 * that the core is 20 kT high. One step moves a disk by d/60 on average (reduced units: kT from the speeds).
 *
 * @example
 * ```ts
 * import { ReversibleGas } from '@gibbs/physics/secondlaw';
 *
 * const gas = new ReversibleGas({ particles: 128, seed: 7 });
 * const start = gas.snapshot().positions;
 * gas.step(3000);
 * const mixed = gas.mixing();
 * gas.reverse();
 * gas.step(3000);
 * gas.reverse();
 * console.log(mixed > 0.4, gas.mixing()); // → true 0
 * console.log(gas.snapshot().positions.every((x, i) => x === start[i])); // → true
 * ```
 */
export class ReversibleGas {
  readonly options: Required<ReversibleGasOptions>;
  /** Books of an isolated gas: no heat, no work; `mixing` books its coarse entropy, in units of k. */
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  steps = 0;
  private x: Int32Array;
  private y: Int32Array;
  private xBefore: Int32Array;
  private yBefore: Int32Array;
  private readonly diameter: number;
  private readonly stiffness: number;
  private readonly cellBits: number;
  private readonly cellStart: Int32Array;
  private readonly order: Int32Array;
  private readonly cellOf: Int32Array;
  private readonly ax: Float64Array;
  private readonly ay: Float64Array;
  /** Potential energy of the forces in ax, ay; null where the disks have moved since. */
  private potential: number | null = null;
  private readonly account: Account;

  constructor({ particles = 256, packing = 0.2, seed = 1 }: ReversibleGasOptions = {}) {
    whole('ReversibleGas', 'particles', particles, 2, 131_072);
    positive('ReversibleGas', 'packing', packing);
    within('ReversibleGas', 'packing', packing, 0, 0.5);
    if (particles % 2 === 1) {
      throw new RangeError(`ReversibleGas: particles must be even, got ${particles}.`);
    }
    this.options = { particles, packing, seed };
    const n = particles;
    this.diameter = BOX * Math.sqrt((4 * packing) / (Math.PI * n));
    // Cells of side 2^−bits of the box, at least one diameter wide, at least 4 across (or else all pairs).
    let bits = 0;
    while (bits < 8 && BOX / 2 ** (bits + 1) >= this.diameter) bits += 1;
    this.cellBits = bits < 2 ? 0 : bits;
    const cells = 4 ** this.cellBits;
    this.cellStart = new Int32Array(cells + 1);
    this.order = new Int32Array(n);
    this.cellOf = new Int32Array(n);
    this.ax = new Float64Array(n);
    this.ay = new Float64Array(n);
    this.x = new Int32Array(n);
    this.y = new Int32Array(n);
    this.xBefore = new Int32Array(n);
    this.yBefore = new Int32Array(n);
    this.account = this.ledger.system('gas');

    const speed = this.diameter / 60; // standard deviation of one component, per step
    // Core height K d²/6 = 20 kT with kT = speed² per disk of mass 1.
    this.stiffness = (120 * speed * speed) / (this.diameter * this.diameter);
    this.place(speed, new Random(seed));
  }

  /** Goes on by `count` steps. */
  step(count = 1): void {
    whole('ReversibleGas.step', 'count', count, 0);
    for (let s = 0; s < count; s++) this.leap();
  }

  /** Turns every velocity round, by exchanging the last two positions of each disk. */
  reverse(): void {
    [this.x, this.xBefore] = [this.xBefore, this.x];
    [this.y, this.yBefore] = [this.yBefore, this.y];
    this.potential = null;
  }

  /** Moves one disk by `units` of 2⁻³² of the box along x, now and a step ago: its speed stays. */
  nudge(particle: number, units = 1): void {
    whole('ReversibleGas.nudge', 'particle', particle, 0, this.options.particles - 1);
    whole('ReversibleGas.nudge', 'units', Math.abs(units));
    this.x[particle] = (this.x[particle] as number) + units;
    this.xBefore[particle] = (this.xBefore[particle] as number) + units;
    this.potential = null;
  }

  /** Positions as shares of the box, x then y. */
  positions(): { x: Float64Array; y: Float64Array } {
    return { x: shares(this.x), y: shares(this.y) };
  }

  /** 0 for disks that started on the left, 1 for the others. */
  species(particle: number): 0 | 1 {
    return particle < this.options.particles / 2 ? 0 : 1;
  }

  /**
   * Entropy of mixing per disk in units of k, over `columns` × `columns` cells; 0 when sorted.
   *
   * Coarse-grained (see `cellMixingEntropy`): at most ln 2, and lower the fewer disks share a cell.
   */
  mixing(columns = 4): number {
    whole('ReversibleGas.mixing', 'columns', columns, 2, 256);
    const a = new Int32Array(columns * columns);
    const b = new Int32Array(columns * columns);
    const scale = columns / BOX;
    for (let i = 0; i < this.x.length; i++) {
      const column = Math.floor(((this.x[i] as number) >>> 0) * scale);
      const row = Math.floor(((this.y[i] as number) >>> 0) * scale);
      const counts = this.species(i) === 0 ? a : b;
      counts[row * columns + column] = (counts[row * columns + column] as number) + 1;
    }
    const entropy = cellMixingEntropy(a, b);
    this.ledger.entropy(this.account, entropy - this.account.entropy);
    return entropy / this.x.length;
  }

  /** Kinetic and potential energy in units of the first kT, from the mean of the two half-step velocities. */
  energy(): { kinetic: number; potential: number } {
    const n = this.x.length;
    const potential = this.forces();
    let kinetic = 0;
    for (let i = 0; i < n; i++) {
      // Velocity at the step: (x − x₋₁) + a/2.
      const vx =
        (((this.x[i] as number) - (this.xBefore[i] as number)) | 0) + (this.ax[i] as number) / 2;
      const vy =
        (((this.y[i] as number) - (this.yBefore[i] as number)) | 0) + (this.ay[i] as number) / 2;
      kinetic += (vx * vx + vy * vy) / 2;
    }
    const unit = (this.diameter / 60) * (this.diameter / 60);
    return { kinetic: kinetic / unit, potential: potential / unit };
  }

  /** Total momentum in position units per step: exactly constant. */
  momentum(): [number, number] {
    let [px, py] = [0, 0];
    for (let i = 0; i < this.x.length; i++) {
      px += ((this.x[i] as number) - (this.xBefore[i] as number)) | 0;
      py += ((this.y[i] as number) - (this.yBefore[i] as number)) | 0;
    }
    return [px, py];
  }

  snapshot(): ReversibleGasState {
    const n = this.x.length;
    const positions = new Int32Array(4 * n);
    [this.x, this.y, this.xBefore, this.yBefore].forEach((part, i) => {
      positions.set(part, i * n);
    });
    return { format: FORMAT, options: { ...this.options }, steps: this.steps, positions };
  }

  /** A gas that goes on exactly where `snapshot` was taken. */
  static restore(state: ReversibleGasState): ReversibleGas {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `ReversibleGas.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const gas = new ReversibleGas(state.options);
    const n = gas.x.length;
    if (state.positions?.length !== 4 * n) {
      throw new RangeError(
        `ReversibleGas.restore: positions must hold ${4 * n} values, got ${state.positions?.length}. The snapshot is cut short.`,
      );
    }
    [gas.x, gas.y, gas.xBefore, gas.yBefore].forEach((part, i) => {
      part.set(state.positions.subarray(i * n, (i + 1) * n));
    });
    gas.steps = whole('ReversibleGas.restore', 'steps', state.steps, 0);
    return gas;
  }

  /** Each half of the disks on a square lattice in its half of the box, with Maxwell's velocities. */
  private place(speed: number, random: Random): void {
    const half = this.options.particles / 2;
    const rows = Math.ceil(Math.sqrt(2 * half));
    const columns = Math.ceil(half / rows);
    let [px, py] = [0, 0];
    for (let i = 0; i < 2 * half; i++) {
      const k = i % half;
      const side = i < half ? 0 : BOX / 2;
      this.x[i] = Math.floor(side + ((Math.floor(k / rows) + 0.5) / columns) * (BOX / 2));
      this.y[i] = Math.floor((((k % rows) + 0.5) / rows) * BOX);
      const radius = speed * Math.sqrt(-2 * log(1 - random.uniform()));
      const angle = 2 * Math.PI * random.uniform();
      const vx = Math.round(radius * cos(angle));
      const vy = Math.round(radius * sin(angle));
      px += vx;
      py += vy;
      this.xBefore[i] = (this.x[i] as number) - vx;
      this.yBefore[i] = (this.y[i] as number) - vy;
    }
    // The last disk takes up what is left, so that the gas as a whole stands still.
    const last = 2 * half - 1;
    this.xBefore[last] = (this.xBefore[last] as number) + px;
    this.yBefore[last] = (this.yBefore[last] as number) + py;
  }

  private leap(): void {
    this.forces();
    const { x, y, xBefore, yBefore, ax, ay } = this;
    for (let i = 0; i < x.length; i++) {
      const nextX = (2 * (x[i] as number) - (xBefore[i] as number) + (ax[i] as number)) | 0;
      const nextY = (2 * (y[i] as number) - (yBefore[i] as number) + (ay[i] as number)) | 0;
      xBefore[i] = x[i] as number;
      yBefore[i] = y[i] as number;
      x[i] = nextX;
      y[i] = nextY;
    }
    this.steps += 1;
    this.potential = null;
  }

  /** Fills ax, ay with whole numbers; sums of whole numbers don't depend on the order of the pairs. */
  private forces(): number {
    if (this.potential !== null) return this.potential;
    const { x, y, ax, ay, order, cellStart, cellBits, stiffness } = this;
    ax.fill(0);
    ay.fill(0);
    this.sort();
    const side = 1 << cellBits;
    const square = this.diameter * this.diameter;
    const perSquare = 1 / square;
    let potential = 0;
    for (let cell = 0; cell < side * side; cell++) {
      const from = cellStart[cell] as number;
      const to = cellStart[cell + 1] as number;
      if (from === to) continue;
      // The cell itself, then half of its eight neighbours, so that each pair of cells is met once.
      for (let k = 0; k < (side === 1 ? 1 : 5); k++) {
        let first = 0;
        let end = to;
        if (k > 0) {
          const column = ((cell & (side - 1)) + (k === 4 ? -1 : k === 2 ? 0 : 1)) & (side - 1);
          const row = ((cell >> cellBits) + (k === 1 ? 0 : 1)) & (side - 1);
          const other = (row << cellBits) | column;
          first = cellStart[other] as number;
          end = cellStart[other + 1] as number;
        }
        for (let a = from; a < to; a++) {
          const i = order[a] as number;
          const xi = x[i] as number;
          const yi = y[i] as number;
          for (let b = k === 0 ? a + 1 : first; b < end; b++) {
            const j = order[b] as number;
            const dx = (xi - (x[j] as number)) | 0;
            const dy = (yi - (y[j] as number)) | 0;
            const distance = dx * dx + dy * dy;
            if (distance >= square) continue;
            const overlap = 1 - distance * perSquare;
            const strength = stiffness * overlap * overlap;
            const fx = strength * dx + ROUND - ROUND;
            const fy = strength * dy + ROUND - ROUND;
            ax[i] = (ax[i] as number) + fx;
            ay[i] = (ay[i] as number) + fy;
            ax[j] = (ax[j] as number) - fx;
            ay[j] = (ay[j] as number) - fy;
            potential += strength * overlap;
          }
        }
      }
    }
    this.potential = (potential * square) / 6;
    return this.potential;
  }

  /** Counting sort of the disks into cells. */
  private sort(): void {
    const { x, y, cellOf, cellStart, order, cellBits } = this;
    const shift = 32 - cellBits;
    cellStart.fill(0);
    for (let i = 0; i < x.length; i++) {
      // A shift by 32 would be one by 0, so a single cell is a case of its own.
      const cell =
        cellBits === 0
          ? 0
          : (((y[i] as number) >>> shift) << cellBits) | ((x[i] as number) >>> shift);
      cellOf[i] = cell;
      cellStart[cell + 1] = (cellStart[cell + 1] as number) + 1;
    }
    for (let c = 1; c < cellStart.length; c++) {
      cellStart[c] = (cellStart[c] as number) + (cellStart[c - 1] as number);
    }
    // Filling from the back of each cell leaves cellStart at the front again.
    for (let i = x.length - 1; i >= 0; i--) {
      const cell = cellOf[i] as number;
      const place = (cellStart[cell + 1] as number) - 1;
      cellStart[cell + 1] = place;
      order[place] = i;
    }
    for (let c = 0; c < cellStart.length - 1; c++) cellStart[c] = cellStart[c + 1] as number;
    cellStart[cellStart.length - 1] = x.length;
  }
}

/** Positions as shares of the box. */
function shares(units: Int32Array): Float64Array {
  const all = new Float64Array(units.length);
  for (let i = 0; i < all.length; i++) all[i] = ((units[i] as number) >>> 0) / BOX;
  return all;
}
