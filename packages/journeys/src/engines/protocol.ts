export const cycles = ['carnot', 'stirling', 'otto'] as const;
export type CycleName = (typeof cycles)[number];

/** Something done to the cylinder by hand; the first of them takes it out of its cycle. */
export type Hand = 'out' | 'in' | 'stop' | 'hot' | 'cold' | 'apart';
export const hands: readonly Hand[] = ['out', 'in', 'stop', 'hot', 'cold', 'apart'];

export interface Deed {
  at: number;
  kind: Hand;
}

/** Temperatures are in units of the cold reservoir's, which is 1. */
export interface Setup {
  cycle: CycleName;
  hot: number;
  ratio: number;
  /** Speed of the piston over that of a cold disk along one axis. */
  speed: number;
  reverse: boolean;
  disks: number;
  seed: number;
}

export const cold = 1;

/** One tick as measured, and the books from the start up to it. Reduced units, k = 1. */
export interface Mark {
  tick: number;
  /** Which time round, from 0; in the first the gas only finds its rhythm. */
  lap: number;
  /** Which stroke of the cycle; null when driven by hand. */
  stroke: number | null;
  area: number;
  pressure: number;
  temperature: number;
  /** Sum of δQ/T since the start. */
  entropy: number;
  /** Into the gas, from each reservoir. */
  heatHot: number;
  heatCold: number;
  /** Done by the gas. */
  work: number;
  energy: number;
}

/** The cylinder as it is now, in its own lengths: 10 high. */
export interface Look {
  /** x and y of each disk in turn. */
  positions: Float32Array<ArrayBuffer>;
  /** Kinetic energy of each disk. */
  energies: Float32Array<ArrayBuffer>;
  piston: number;
  contact: 'hot' | 'cold' | null;
  longest: number;
}
