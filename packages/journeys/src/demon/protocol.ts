/** Who minds the door. */
export const rules = ['speed', 'way', 'greedy', 'net', 'hand', 'nobody'] as const;
export type Rule = (typeof rules)[number];

/** Something done by hand: another rule, the door opened for the molecule that waits, the memory wiped. */
export interface Deed {
  at: number;
  kind: Rule | 'open' | 'erase';
}

export const deedKinds: readonly Deed['kind'][] = [...rules, 'open', 'erase'];

export interface Setup {
  particles: number;
  /** Bits of memory. */
  memory: number;
  /** Whether a full memory is wiped at once; else the demon goes blind. */
  erases: boolean;
  /** Boxes at which the net has practised before. */
  lessons: number;
  seed: number;
}

/** Time that passes in a tick: a molecule crosses a chamber in about a hundred. */
export const timePerTick = 1 / 80;

/** Between a slow molecule and a fast one, in units of kT: half of all have less energy. */
export const median = Math.LN2;

/** The books at a tick: changes of entropy since the start in units of k, and the state of both chambers. */
export interface Mark {
  tick: number;
  gas: number;
  memory: number;
  bath: number;
  total: number;
  left: number;
  temperatures: readonly [left: number, right: number];
  looks: number;
  erasures: number;
}

export interface Waiting {
  fromLeft: boolean;
  fast: boolean;
}

/** What the net would do now: its readiness to open for molecules of some energies from each side. */
export interface Mind {
  energies: readonly number[];
  fromLeft: readonly number[];
  fromRight: readonly number[];
  /** Mean change of the entropy of the gas per look, lesson by lesson. */
  school: readonly number[];
}

/** The chambers as they are now, side by side: 2 long, 1 high. */
export interface Look {
  /** x and y of each molecule in turn. */
  positions: Float32Array<ArrayBuffer>;
  energies: Float32Array<ArrayBuffer>;
  door: number;
  open: boolean;
  /** The molecule at the door, or −1; and what can be seen of it. */
  guest: number;
  waiting: Waiting | null;
  /** Bits in use. */
  tape: Uint8Array<ArrayBuffer>;
  rule: Rule;
  mind: Mind | null;
}
