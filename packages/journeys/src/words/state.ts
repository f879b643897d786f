import * as v from 'valibot';
import type { Fields } from '../link.js';
import { ownText } from '../ownText.js';
import { whole } from '../whole.js';

/** A tokenizer that has been operated on. */
export interface Operated {
  /** The corpus it learned from, or '' for the one built in. */
  corpus: string;
  /** Merges that have been cut out, by their place in the order of learning. */
  gone: readonly number[];
}

/** All that a link to this page carries. */
export interface WordsState extends Operated {
  text: string;
  /** How many of the learned merges are used. */
  step: number;
}

/** How many merges are learned; with the 256 bytes that makes a vocabulary of 1,280. */
export const mergesLearned = 1024;
/** As many as the duel reads with, unless it is told otherwise. */
export const mergesOfDuel = 512;

export const start: WordsState = {
  text: 'I am called Keyvan, so my name is Keyvan.',
  corpus: '',
  gone: [],
  step: mergesOfDuel,
};

export const longestText = 2_000;
export const longestCorpus = 1_000_000;

/** How a tokenizer is written in a link, to this page and to the duel. */
export const operated: Fields<Operated> = {
  corpus: ownText,
  gone: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => (text === '' ? [] : text.split(','))),
      v.array(whole(0, mergesLearned)),
      v.maxLength(mergesLearned),
    ),
    write: String,
  },
};

/** How each part of the state is written in a link and read back. */
export const fields: Fields<WordsState> = {
  ...operated,
  text: { schema: v.pipe(v.string(), v.maxLength(longestText)), write: String },
  step: { schema: whole(0, mergesLearned), write: String },
};
