import type { Both, HeadScore, NameAnswer } from '@gibbs/nn/tasks';
import type { Operated } from '../words/state.js';

/** What makes a duel what it is; another one is another run. */
export interface Setup extends Operated {
  /** Different names to train on. */
  names: number;
  position: 'varying' | 'fixed';
  embeddings: 'learned' | 'fixed';
  values: 'stored' | 'learned';
  /** Tokens that each place of attention knows of: its own and those just before. */
  memory: number;
  /** Steps over which the learning rate rises and falls. */
  steps: number;
  /** How many merges of the tokenizer they read with. */
  merges: number;
  /** The name kept out of training. */
  without: string;
  seed: number;
}

/** What both are asked for: a name, in a sentence. It changes nothing of the training. */
export interface Question {
  name: string;
  /** Sentences before the one that tells the name. */
  openings: number;
  /** Clauses between the name and the place where it is wanted. */
  clauses: number;
  /** Which words the sentence is made of; with 0 and nothing else in it, the plainest. */
  wording: number;
  /** The head that is silent, if any. */
  silent: number | null;
}

/** Names per score on the way: every so many steps, and at the end all of them. */
export const judgedEvery = 5;
export const judgedNames = 64;
export const unseenNames = 1024;

/** How far both are after a step. */
export interface Mark {
  tick: number;
  /** Nats per token, over the sentences of the step that led here; none at the start. */
  losses: Both<number> | null;
  /** Share of names with every token right: of the names trained on, and of names never seen. */
  scores: Both<{ seen: number; unseen: number }> | null;
}

/** What both say now, and what they say it from. */
export interface Look {
  question: Question;
  /** Why the name cannot be asked for in this sentence, or null. */
  refused: string | null;
  /** The tokens of the sentence up to the place of the answer. */
  context: readonly string[];
  /** The tokens of the name, and where among `context` they stand. */
  name: readonly string[];
  mention: number;
  answers: Both<NameAnswer> | null;
  /** For each head and each token that attention said: the share of each token before it. */
  looks: readonly (readonly (readonly number[])[])[];
  /** The heads, scored on names never seen. */
  heads: readonly HeadScore[];
  /** What the MLP makes of the place of each token of `context`. */
  places: readonly number[];
  /** Whether the name was among those trained on. */
  seen: boolean;
  /** Whether it is longer, or made of other pieces, than the names the training was for. */
  strange: boolean;
  /** Share of unseen names right with the silent head, where one is. */
  silenced: number | null;
  parameters: Both<number>;
  vocab: number;
  stepsPerSecond: number;
}
