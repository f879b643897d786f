import type { Account, Ledger } from '../ledger.js';
import type { Random } from '../random.js';
import type { Settings, Side, Wall } from './options.js';
import {
  HEADER,
  LABEL,
  MASSES,
  RADII,
  RECORD,
  RIGHT_SIDE,
  SPECIES_SHIFT,
  type Store,
  VX,
  VY,
  WORDS,
  X,
  Y,
} from './store.js';

/** Sides in the order of the codes from `RIGHT_SIDE` on. */
const SIDE_ORDER: readonly Side[] = ['right', 'left', 'top', 'bottom'];

/** The accounts a gas writes to. */
export interface Books {
  readonly ledger: Ledger;
  readonly gas: Account;
  /** Reservoir behind each thermal side, null where the side is elastic. */
  readonly reservoirs: Record<Side, Account | null>;
}

/** What an observer is told of a disk that met a side. */
export interface WallHit {
  readonly side: Side;
  /** Momentum the disk gave to the wall, along its normal. */
  readonly impulse: number;
  /** Energy the disk took from the wall. */
  readonly heat: number;
}

/**
 * Sends a disk back from a side of the box, which it touches now.
 *
 * A thermal side returns velocities as they leave a gas of its temperature through a hole: the normal
 * component has density ∝ v exp(−mv²/2kT) (Rayleigh), since fast particles reach the hole more often;
 * the component along the wall is normal with variance kT/m. With half a normal density in place of
 * the Rayleigh the gas would settle below the wall's temperature.
 */
export function bounce(
  box: Store,
  i: number,
  side: Side,
  settings: Settings,
  random: Random,
  books: Books,
): WallHit {
  const { header, real } = box;
  const record = i * RECORD;
  const kind = (box.word[i * WORDS + LABEL] as number) >> SPECIES_SHIFT;
  const mass = header[MASSES + kind] as number;
  const radius = header[RADII + kind] as number;
  const vertical = side === 'left' || side === 'right';
  const inward = side === 'left' || side === 'bottom' ? 1 : -1;
  const along = record + (vertical ? VY : VX);
  const normal = record + (vertical ? VX : VY);
  const depth = header[vertical ? HEADER.cellWidth : HEADER.cellHeight] as number;
  real[record + (vertical ? X : Y)] = inward > 0 ? radius : depth - radius;
  const before = real[normal] as number;
  const wall: Wall = settings.walls[side];
  let after = -before;
  let heat = 0;
  if (typeof wall === 'object') {
    const energy = before * before + (real[along] as number) * (real[along] as number);
    const thermal = wall.temperature / mass;
    after = inward * Math.sqrt(2 * thermal * random.exponential());
    const slide = Math.sqrt(thermal) * random.normal();
    real[along] = slide;
    heat = 0.5 * mass * (after * after + slide * slide - energy);
    books.ledger.heat(books.reservoirs[side] as Account, books.gas, heat);
  }
  real[normal] = after;
  const impulse = mass * Math.abs(after - before);
  const n = SIDE_ORDER.indexOf(side);
  header[HEADER.impulse + n] = (header[HEADER.impulse + n] as number) + impulse;
  header[HEADER.hits + n] = (header[HEADER.hits + n] as number) + 1;
  header[HEADER.heat + n] = (header[HEADER.heat + n] as number) + heat;
  return { side, impulse, heat };
}

/** Side of the box that a flight's end stands for. */
export function sideOf(end: number): Side {
  return SIDE_ORDER[end - RIGHT_SIDE] as Side;
}
