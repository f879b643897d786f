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

/** Leaps of the gas in one tick of the timeline: a disk moves about a third of its width. */
export const leapsPerTick = 20;

/** Go to a tick of the history that these deeds make; a newer request replaces an older one. */
export interface GoTo {
  type: 'goTo';
  run: number;
  /** Counts the rewritings of the deeds, so that frames of an older history are known as such. */
  edition: number;
  setup: Setup;
  deeds: readonly Deed[];
  tick: number;
}

export interface AskDigest {
  type: 'digest';
  run: number;
}

export type Request = GoTo | AskDigest;

/** Entropy of mixing per disk over each of the grids, at a tick. */
export interface Mark {
  tick: number;
  mixing: readonly number[];
}

/** Where the gas is now, and what it passed since the last frame. */
export interface Frame {
  type: 'frame';
  run: number;
  edition: number;
  tick: number;
  /** Whether this is the tick asked for. */
  arrived: boolean;
  marks: readonly Mark[];
  x: Float32Array<ArrayBuffer>;
  y: Float32Array<ArrayBuffer>;
  /** Disks that are, to the last bit, where they began. */
  home: number;
  /** Kinetic and potential energy together, per disk, in units of the first kT. */
  energy: number;
  momentum: readonly [number, number];
}

export interface Digest {
  type: 'digest';
  run: number;
  tick: number;
  /** Null where the browser offers no digest: pages that do not come over https. */
  digest: string | null;
}

export type Reply = Frame | Digest;
