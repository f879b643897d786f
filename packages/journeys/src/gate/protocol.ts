import type { XorActivation, XorNetwork } from '@gibbs/nn/tasks';

/** What all networks of a multiverse share; only their seeds differ. */
export interface Setup {
  width: number;
  activation: XorActivation;
  learningRate: number;
}

/** Seeds 0 to 255, drawn as a square of `across` × `across`. */
export const seeds = 256;
export const across = 16;
/** Pixels of one network's picture, each way. */
export const pixels = 8;
export const stepsPerTick = 5;

/** Show a tick, and one network of it in full; a newer request replaces an older one. */
export interface GoTo {
  run: number;
  setup: Setup;
  tick: number;
  seed: number;
}

export interface Frame {
  run: number;
  setup: Setup;
  tick: number;
  /** How many networks answered all four rows rightly, tick by tick from the first. */
  solved: readonly number[];
  /** Which ones do so now. */
  flags: Uint8Array<ArrayBuffer>;
  /** All answers over the unit square, 0 for no and 255 for yes, as one picture. */
  picture: Uint8Array<ArrayBuffer>;
  network: XorNetwork;
  /** Loss of the chosen network, tick by tick from the first. */
  losses: readonly number[];
  /** Steps of all networks taken for this frame, and the time they took. */
  cost: { steps: number; seconds: number; bits: number };
  /** Every weight of all of them, for the digest. */
  bits: Float32Array<ArrayBuffer>;
}
