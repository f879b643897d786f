import type { HeadPlace, LikelyToken, TextLandmarks } from '@gibbs/nn/tasks';

export const sizes = {
  small: { context: 48, channels: 64, layers: 2, heads: 4, batch: 16, learningRate: 3e-3 },
  medium: { context: 64, channels: 128, layers: 4, heads: 4, batch: 6, learningRate: 2e-3 },
} as const;
export type Size = keyof typeof sizes;

/** Pieces that the tokenizer learns at most, single bytes included. */
export const vocabulary = 512;
/** Steps from one judgement on the text held back to the next. */
export const judgedEvery: Readonly<Record<Size, number>> = { small: 10, medium: 50 };
/** Steps at most from one picture of a running training to the next. */
export const longestStride = 10;

/** What a training is made of; another one is another run. */
export interface Setup {
  size: Size;
  /** The text, or '' for the one built in. */
  corpus: string;
  steps: number;
  seed: number;
  /** Whether multiply and add are rounded apart: slower, and the same bits on every machine. */
  exact: boolean;
}

/** What is asked of the model as it is now; it changes nothing of the training. */
export interface Question {
  prompt: string;
  temperature: number;
  /** Heads that are silent. */
  silent: readonly HeadPlace[];
}

export interface Mark {
  tick: number;
  /** Nats per token of the step that led here; none at the start. */
  loss: number | null;
  /** The same on the text held back, now and then. */
  held: number | null;
}

export interface Look {
  question: Question;
  tokens: readonly string[];
  /** For each block and head, rows by the token that looks. */
  layers: readonly (readonly Float32Array[])[];
  /** What may come next, likeliest first. */
  next: readonly LikelyToken[];
  /** Loss on the text held back with the silent heads, where there are any, and with all. */
  silenced: { without: number; whole: number } | null;
  parameters: number;
  vocab: number;
  /** Characters of the text, tokens to learn from, tokens held back. */
  text: { characters: number; learned: number; held: number };
  landmarks: TextLandmarks;
  stepsPerSecond: number;
  threads: number;
  fused: boolean;
}

/** Let the model go on with a text, or answer in a conversation; a newer one replaces an older. */
export interface Say {
  type: 'say';
  id: number;
  kind: 'goOn' | 'chat';
  /** The training and the step at which it shall speak. */
  setup: Setup;
  tick: number;
  text: string;
  temperature: number;
  seed: number;
}

export type SpeechRequest = Say | { type: 'hush' };

/** A piece of what the model says; the last one has an ending. */
export interface Said {
  type: 'said';
  id: number;
  piece: string;
  ending: 'stop' | 'length' | 'context' | 'aborted' | null;
}
