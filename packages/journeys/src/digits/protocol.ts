/** Something done to the network by hand, in a tick of its own: a lesson, or a layer broken. */
export type Deed =
  | { at: number; kind: 'teach'; label: number; pad: string }
  | { at: number; kind: Damage; layer: Layer };

export const damages = ['zero', 'noise'] as const;
export type Damage = (typeof damages)[number];
/** The hidden layer, and the one that answers. */
export const layers = [1, 2] as const;
export type Layer = (typeof layers)[number];

export interface Setup {
  hidden: number;
  seed: number;
  /** Digits that the page draws itself, or those of the reader's files. */
  data: 'drawn' | 'file';
}

/** What the reader holds up to the network. */
export interface Lens {
  /** The drawing as strokes, see pen.ts. */
  pad: string;
  /** The digit whose reasons are shown; null for the one it reads. */
  digit: number | null;
  /** Whether the least change that flips the answer is looked for. */
  flip: boolean;
}

/** The network at a tick, judged on digits that it does not learn from. */
export interface Mark {
  tick: number;
  /** Steps of training among the ticks. */
  step: number;
  /** Nats per digit. */
  loss: number;
  accuracy: number;
}

/** A part of a digit's logit: what one hidden neuron adds to it. */
export interface Part {
  neuron: number;
  activity: number;
  weight: number;
}

/** What the network makes of the drawing. */
export interface Reading {
  /** The drawing as the network sees it: 28×28, scaled and centred. */
  seen: Uint8Array;
  probabilities: readonly number[];
  answer: number;
  /** The digit asked about. */
  digit: number;
  /** Where more ink makes that digit likelier (above 128) and less likely (below). */
  pull: Uint8Array;
  logit: number;
  bias: number;
  /** The strongest parts of the logit, the strongest first, and the sum of the others. */
  parts: readonly Part[];
  rest: number;
  /** The change that flips the answer: not looked for, or not found. */
  flip: Flip | null | 'not asked';
}

export interface Flip {
  to: number;
  image: Uint8Array;
  pixels: number;
  ink: number;
  probability: number;
}

/** A digit that was misread, of those judged on. */
export interface Misread {
  image: Uint8Array;
  shown: number;
  said: number;
}

/** The network as it is now. */
export interface Look {
  /** Steps that are taken of those there are. */
  step: number;
  steps: number;
  parameters: number;
  learned: number;
  judged: number;
  /** The weights of each hidden neuron as a picture, side by side in a square of `size` pixels. */
  weights: Uint8Array;
  size: number;
  /** Rows are what was shown, columns what was read. */
  confusion: readonly (readonly number[])[];
  misread: readonly Misread[];
  /** Null where nothing is drawn. */
  reading: Reading | null;
}

/** What the page asks of its worker besides the run. */
export type Errand = { type: 'files'; files: readonly File[] } | { type: 'draw'; seed: number };

export type Answer =
  | { type: 'files'; learned: number; judged: number }
  | { type: 'refused'; reason: string }
  | { type: 'drawn'; pad: string };
