import type { Fields } from '@gibbs/journeys';
import * as v from 'valibot';

/** All that a link to this page carries. */
export interface WordsState {
  text: string;
  /** The corpus, or '' for the one built in. */
  corpus: string;
  /** Merges that have been cut out, by their place in the order of learning. */
  gone: readonly number[];
  /** How many of the learned merges are used. */
  step: number;
}

export const start: WordsState = {
  text: 'I am called Keyvan, so my name is Keyvan.',
  corpus: '',
  gone: [],
  step: 260,
};

export const longestText = 2_000;
export const longestCorpus = 1_000_000;
const longestLinked = 60_000;
const most = 400;

const number = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}$/),
  v.transform(Number),
  v.minValue(0),
  v.maxValue(most),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<WordsState> = {
  text: { schema: v.pipe(v.string(), v.maxLength(longestText)), write: String },
  // A corpus too long for a link stays at home; whoever opens the link sees the one built in.
  corpus: {
    schema: v.pipe(v.string(), v.maxLength(longestLinked)),
    write: (corpus) => (corpus.length <= longestLinked ? corpus : ''),
  },
  gone: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => (text === '' ? [] : text.split(','))),
      v.array(number),
      v.maxLength(most),
    ),
    write: String,
  },
  step: { schema: number, write: String },
};
