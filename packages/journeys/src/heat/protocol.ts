/** Something done to the gas by hand, at a tick of its timeline. */
export interface Deed {
  at: number;
  kind: 'reverse' | 'nudge';
}

export interface Setup {
  particles: number;
  seed: number;
}

/** How many cells the box is cut into, each way, when entropy is counted. */
export const grids = [2, 4, 8, 16] as const;

/** Leaps of the gas in one tick of the timeline: a disk moves about a third of its width, and less where there are many to move. */
export const leapsPerTick = (particles: number): number => (particles > 4096 ? 2 : 20);

/** Entropy of mixing per disk over each of the grids, at a tick. */
export interface Mark {
  tick: number;
  mixing: readonly number[];
}

/** The gas as it is now. */
export interface Look {
  x: Float32Array<ArrayBuffer>;
  y: Float32Array<ArrayBuffer>;
  /** Disks that are, to the last bit, where they began. */
  home: number;
  /** Kinetic and potential energy together, per disk, in units of the first kT. */
  energy: number;
  momentum: readonly [number, number];
}
