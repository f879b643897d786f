import type { HeadPlace } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import type { Fields } from '../link.js';
import { ownText } from '../ownText.js';
import { whole } from '../whole.js';
import type { Question, Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface TransformerState extends Setup, Question {
  /** The head whose looks are shown in full, and the token that looks, counted from the end. */
  head: HeadPlace;
  row: number;
  step: number;
}

export const start: TransformerState = {
  size: 'small',
  corpus: '',
  steps: 300,
  seed: 7,
  exact: false,
  prompt: 'in the morning the old baker sells the bread because the',
  temperature: 1,
  silent: [],
  head: [0, 0],
  row: 0,
  step: 0,
};

export const longest = 1000;
export const stepCounts = [100, 300, 1000] as const;
export const longestPrompt = 1000;
export const longestCorpus = 5_000_000;
export const hottest = 3;
const mostSilent = 16;

/** A head as it is written: its block and its place there, counted from 1. */
const headShown = ([layer, head]: HeadPlace): string => `${layer + 1}.${head + 1}`;

const head = v.pipe(
  v.string(),
  v.regex(/^[1-4]\.[1-4]$/),
  v.transform((text): HeadPlace => [Number(text[0]) - 1, Number(text[2]) - 1]),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<TransformerState> = {
  size: { schema: v.picklist(['small', 'medium']), write: String },
  corpus: ownText,
  steps: {
    schema: v.pipe(
      v.string(),
      v.transform(Number),
      v.check((steps) => (stepCounts as readonly number[]).includes(steps)),
    ),
    write: String,
  },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  exact: {
    schema: v.pipe(
      v.picklist(['yes', 'no']),
      v.transform((word) => word === 'yes'),
    ),
    write: (exact) => (exact ? 'yes' : 'no'),
  },
  prompt: { schema: v.pipe(v.string(), v.maxLength(longestPrompt)), write: String },
  temperature: {
    schema: v.pipe(
      v.string(),
      v.regex(/^\d(\.\d{1,3})?$/),
      v.transform(Number),
      v.minValue(0),
      v.maxValue(hottest),
    ),
    write: String,
  },
  silent: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => (text === '' ? [] : text.split(','))),
      v.array(head),
      v.maxLength(mostSilent),
    ),
    write: (heads) => heads.map(headShown).join(','),
  },
  head: { schema: head, write: headShown },
  row: { schema: whole(0, 63), write: String },
  step: { schema: whole(0, longest), write: String },
};
