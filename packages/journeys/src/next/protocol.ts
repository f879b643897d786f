export const corpora = ['village', 'names', 'own'] as const;
export type Corpus = (typeof corpora)[number];

export interface Setup {
  corpus: Corpus;
  /** The reader's own text, where the corpus is that. */
  own: string;
  /** A name that is in the vocabulary and never in the text; for the corpus of names. */
  name: string;
  /** Tokens that are read to tell the next. */
  context: number;
  seed: number;
}

/** What the reader asks the model. */
export interface Lens {
  text: string;
  temperature: number;
  /** Which sample is drawn. */
  draw: number;
  /** The token whose row is looked at; '' for the last one read. */
  token: string;
}

/** The model at a step, judged on the tenth of the text that is held back. */
export interface Mark {
  tick: number;
  /** Nats per token, as last judged. */
  loss: number;
}

/** A token that may come next, and what counting pairs makes of it. */
export interface Guess {
  text: string;
  probability: number;
  counted: number;
}

/** Tokens with the rows that the model has for them. */
export interface Rows {
  tokens: readonly string[];
  /** Numbers in a row. */
  channels: number;
  /** Bytes, row by row: 128 is nothing, 1 and 255 the largest there is. */
  picture: Uint8Array;
}

/** The model as it is now. */
export interface Look {
  step: number;
  steps: number;
  parameters: number;
  vocab: number;
  tokens: number;
  kind: 'words' | 'pieces';
  /** Why the reader's own text could not be learned from; the village is learned from then. */
  refused: string | null;
  /** Nats per token of what only counts, or knows nothing. */
  bigram: number;
  unigram: number;
  uniform: number;
  /** Words of the text asked about that the model has never met. */
  unknown: readonly string[];
  read: Rows;
  hidden: Uint8Array;
  next: readonly Guess[];
  sample: string;
  /** Some of the vocabulary, to be walked through. */
  rows: Rows;
  chosen: {
    text: string;
    numbers: readonly number[];
    neighbours: readonly { text: string; cosine: number }[];
  };
  names: Names | null;
}

/** How the model does with names: those it was trained on, and one it was not. */
export interface Names {
  seen: number;
  known: number;
  name: string;
  /** What it says for the name it has never seen, how sure it is, and how likely it holds the name itself. */
  said: string;
  sure: number;
  right: number;
}
