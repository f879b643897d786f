import type { CoffeeModel, Reading } from '@gibbs/physics/interest';

export const models = [
  'stirred',
  'exclusion',
  'independent',
] as const satisfies readonly CoffeeModel[];
export type Measure = 'complexity' | 'structure';

/** The cup, and how coarsely it is looked at. */
export interface Setup {
  model: CoffeeModel;
  size: number;
  /** Side of what the observer sees as one, in cells; how many levels are told apart; whether flat borders are smoothed. */
  block: number;
  levels: number;
  adjust: 'none' | 'row';
  seed: number;
}

export interface Mark extends Reading {
  tick: number;
}

/** The cup as it is and as the coarse observer sees it, each from 0 (coffee) to 255 (cream). */
export interface Look {
  cells: Uint8Array<ArrayBuffer>;
  size: number;
  coarse: Uint8Array<ArrayBuffer>;
  coarseSize: number;
}

/** Something of the reader's own to be measured. */
export type Own =
  | { kind: 'text'; text: string }
  | { kind: 'image'; rgba: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }
  | { kind: 'drawing'; cells: Uint8Array<ArrayBuffer>; width: number };

/** What the meter says of it as a whole, and of a text piece by piece. */
export interface Verdict {
  id: number;
  reading: Reading;
  pieces: readonly Reading[];
  /** The most complex piece, where there is more than one. */
  peak: number | null;
}

export const pieceLength = 2000; // characters
