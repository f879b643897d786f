import { notNegative, whole } from '../check.js';
import { sin } from '../elementary.js';
import { type Account, Ledger } from '../ledger.js';
import { Random, type RandomState } from '../random.js';
import { blockEntropy, type Field } from './field.js';

/**
 * Cream on coffee, and three ways to mix them.
 *
 * - `exclusion`: unlike neighbours swap places at random (the interacting automaton of Aaronson,
 *   Carroll and Ouellette 2014, whose claim of a large hump its author withdrew),
 * - `independent`: each drop of cream walks on its own, many to a cell (its control),
 * - `stirred`: rows and columns are sheared by whole numbers of cells in sine waves of random phase,
 *   then diffusion as in `exclusion`. This one does show a large hump.
 */
export type CoffeeModel = 'exclusion' | 'independent' | 'stirred';

export interface CoffeeOptions {
  /** Cells per side; the upper half starts as cream. */
  size?: number;
  model?: CoffeeModel;
  /** Of `stirred`: the largest shift, as a share of the side. */
  amplitude?: number;
  /** Attempts to swap per cell in one step; 0 leaves the stirring exactly reversible. */
  diffusion?: number;
  seed?: number;
}

/** A cup as plain data; typed arrays are copies. */
export interface CoffeeState {
  readonly format: 'gibbs-coffee-1';
  readonly options: Required<CoffeeOptions>;
  readonly steps: number;
  readonly cells: Uint16Array;
  readonly walkers: Int32Array | null;
  readonly random: RandomState;
}

const FORMAT = 'gibbs-coffee-1';

/**
 * A cup of coffee with cream. Lengths are cells, time is steps; the ledger books the coarse entropy
 * (in units of k) whenever `entropy` is asked.
 *
 * @example
 * ```ts
 * import { Coffee } from '@gibbs/physics/interest';
 *
 * const cup = new Coffee({ size: 64, model: 'stirred', diffusion: 0, seed: 7 });
 * const start = cup.entropy(8);
 * cup.step(50);
 * const mixed = cup.entropy(8);
 * cup.step(-50); // without diffusion, stirring undoes itself cell by cell
 * console.log(start, mixed > 0.5, cup.entropy(8)); // → 0 true 0
 * ```
 */
export class Coffee {
  readonly options: Required<CoffeeOptions>;
  readonly ledger: Ledger = new Ledger({ secondLaw: 'statistical' });
  /** Drops of cream per cell, row by row. Read it freely; `step` writes to it. */
  cells: Uint16Array;
  steps = 0;
  private spare: Uint16Array;
  private readonly walkers: Int32Array | null;
  private readonly random: Random;
  private readonly stirring: Random;
  private readonly cup: Account;

  constructor({
    size = 128,
    model = 'stirred',
    amplitude = 0.12,
    diffusion = 1,
    seed = 1,
  }: CoffeeOptions = {}) {
    whole('Coffee', 'size', size, 4, 4096);
    notNegative('Coffee', 'amplitude', amplitude);
    notNegative('Coffee', 'diffusion', diffusion);
    if (!['exclusion', 'independent', 'stirred'].includes(model)) {
      throw new RangeError(
        `Coffee: model must be exclusion, independent or stirred, got ${JSON.stringify(model)}.`,
      );
    }
    this.options = { size, model, amplitude, diffusion, seed };
    this.cells = new Uint16Array(size * size);
    this.spare = new Uint16Array(size * size);
    const cream = size * Math.floor(size / 2);
    this.cells.fill(1, 0, cream);
    this.walkers = model === 'independent' ? Int32Array.from({ length: cream }, (_, i) => i) : null;
    const root = new Random(seed);
    this.random = root.split(1);
    this.stirring = root.split(2);
    this.cup = this.ledger.system('cup');
  }

  /**
   * Goes on by `count` steps. A stirred cup without diffusion also goes back (count below 0), cell
   * by cell the way it came; the others have forgotten it.
   */
  step(count = 1): void {
    whole('Coffee.step', 'count', Math.abs(count), 0);
    if (count < 0 && !(this.options.model === 'stirred' && this.options.diffusion === 0)) {
      throw new RangeError(
        `Coffee.step: count must be at least 0 with random diffusion, got ${count}. Stir with diffusion 0 to go back.`,
      );
    }
    for (let s = 0; s < count; s++) this.forward();
    for (let s = 0; s > count; s--) {
      this.steps -= 1;
      this.stir(this.steps, -1);
    }
  }

  /** The cup as a field for the meter; `top` is 1, so a crowded cell counts as full. */
  get field(): Field {
    const { size } = this.options;
    return { cells: this.cells, width: size, height: size, top: 1 };
  }

  /** Coarse-grained entropy in bits per cell (see `blockEntropy`), booked in the ledger in units of k. */
  entropy(block = 8): number {
    const bits = blockEntropy(this.field, block);
    const now = bits * Math.LN2 * this.cells.length;
    this.ledger.entropy(this.cup, now - this.cup.entropy);
    return bits;
  }

  snapshot(): CoffeeState {
    return {
      format: FORMAT,
      options: { ...this.options },
      steps: this.steps,
      cells: this.cells.slice(),
      walkers: this.walkers?.slice() ?? null,
      random: this.random.snapshot(),
    };
  }

  /** A cup that goes on exactly where `snapshot` was taken. */
  static restore(state: CoffeeState): Coffee {
    if (state?.format !== FORMAT) {
      throw new RangeError(
        `Coffee.restore: format must be "${FORMAT}", got ${JSON.stringify(state?.format)}.`,
      );
    }
    const cup = new Coffee(state.options);
    whole('Coffee.restore', 'steps', state.steps, 0);
    const walkers = state.walkers?.length ?? 0;
    if (state.cells?.length !== cup.cells.length || walkers !== (cup.walkers?.length ?? 0)) {
      throw new RangeError(
        `Coffee.restore: cells must hold ${cup.cells.length} values and walkers ${cup.walkers?.length ?? 0}, got ${state.cells?.length} and ${walkers}. The snapshot is cut short.`,
      );
    }
    cup.steps = state.steps;
    cup.cells.set(state.cells);
    if (state.walkers !== null) cup.walkers?.set(state.walkers);
    cup.random.restore(state.random);
    return cup;
  }

  private forward(): void {
    const { model, size, diffusion } = this.options;
    if (model === 'stirred') this.stir(this.steps, 1);
    if (model === 'independent') this.walk();
    else swapNeighbours(this.cells, size, Math.round(diffusion * size * size), this.random);
    this.steps += 1;
  }

  /** Shears rows, then columns; the phases belong to the step, so going back finds them again. */
  private stir(step: number, direction: 1 | -1): void {
    const phases = this.stirring.split(step);
    const { size, amplitude } = this.options;
    const shifts = [0, 1].map(() => sineShifts(size, amplitude * size, phases.uniform()));
    const [rows, columns] = shifts as [Int32Array, Int32Array];
    if (direction === 1) {
      this.turn(shearRows, rows, 1);
      this.turn(shearColumns, columns, 1);
    } else {
      this.turn(shearColumns, columns, -1);
      this.turn(shearRows, rows, -1);
    }
  }

  private turn(shear: typeof shearRows, shifts: Int32Array, direction: 1 | -1): void {
    shear(this.cells, this.spare, this.options.size, shifts, direction);
    [this.cells, this.spare] = [this.spare, this.cells];
  }

  /** Each drop tries one of four neighbours; the walls turn it back. */
  private walk(): void {
    const { size, diffusion } = this.options;
    const walkers = this.walkers as Int32Array;
    const moves = Math.round(diffusion * walkers.length);
    for (let m = 0; m < moves; m++) {
      const i = m % walkers.length;
      const at = walkers[i] as number;
      const x = at % size;
      const way = this.random.uint32() >>> 30;
      let to = at;
      if (way === 0 && x > 0) to -= 1;
      else if (way === 1 && x < size - 1) to += 1;
      else if (way === 2 && at >= size) to -= size;
      else if (way === 3 && at < size * (size - 1)) to += size;
      this.cells[at] = (this.cells[at] as number) - 1;
      this.cells[to] = (this.cells[to] as number) + 1;
      walkers[i] = to;
    }
  }
}

/** `attempts` times: picks a cell and its right or lower neighbour, and exchanges their contents. */
function swapNeighbours(cells: Uint16Array, size: number, attempts: number, random: Random): void {
  // One draw gives the cell and the direction; with at most 2²⁵ outcomes of 2³² the bias stays below 1 %
  // of a single cell's share.
  const scale = (2 * size * size) / 4294967296;
  const inverse = 1 / size;
  const last = size - 1;
  const end = cells.length - size;
  const draws = new Uint32Array(Math.min(attempts, 4096));
  for (let done = 0; done < attempts; ) {
    random.fill(draws);
    const count = Math.min(draws.length, attempts - done);
    done += count;
    for (let i = 0; i < count; i++) {
      const draw = ((draws[i] as number) * scale) | 0;
      const at = draw >> 1;
      let other = at + 1;
      if ((draw & 1) === 1) {
        if (at >= end) continue;
        other = at + size;
      } else if (at - (((at + 0.5) * inverse) | 0) * size === last) continue;
      const kept = cells[at] as number;
      cells[at] = cells[other] as number;
      cells[other] = kept;
    }
  }
}

/** round(amplitude · sin 2π(i/size + phase)) for each row or column. */
function sineShifts(size: number, amplitude: number, phase: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => {
    const shift = Math.round(amplitude * sin(2 * Math.PI * (i / size + phase))) % size;
    return shift < 0 ? shift + size : shift;
  });
}

function shearRows(
  from: Uint16Array,
  to: Uint16Array,
  size: number,
  shifts: Int32Array,
  direction: 1 | -1,
): void {
  for (let y = 0; y < size; y++) {
    const shift = direction === 1 ? (shifts[y] as number) : (size - (shifts[y] as number)) % size;
    const row = y * size;
    to.set(from.subarray(row, row + size - shift), row + shift);
    to.set(from.subarray(row + size - shift, row + size), row);
  }
}

function shearColumns(
  from: Uint16Array,
  to: Uint16Array,
  size: number,
  shifts: Int32Array,
  direction: 1 | -1,
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let target = y + direction * (shifts[x] as number);
      if (target >= size) target -= size;
      else if (target < 0) target += size;
      to[target * size + x] = from[y * size + x] as number;
    }
  }
}
