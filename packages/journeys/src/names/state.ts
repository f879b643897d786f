import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { mergesLearned, mergesOfDuel, operated } from '../words/state.js';
import type { Question, Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface NamesState extends Setup, Question {
  step: number;
}

export const start: NamesState = {
  names: 4000,
  position: 'varying',
  embeddings: 'learned',
  values: 'stored',
  memory: 3,
  steps: 120,
  corpus: '',
  gone: [],
  merges: mergesOfDuel,
  without: 'Keyvan',
  seed: 7,
  name: 'Keyvan',
  openings: 0,
  clauses: 0,
  wording: 0,
  silent: null,
  step: 0,
};

export const longest = 250;
export const counts = [50, 200, 1000, 4000] as const;
export const mostOpenings = 2;
export const mostClauses = 4;
export const longestName = 40;

/** A name as it is asked for, or null where the text is none. */
export function nameFrom(written: string): string | null {
  const name = written.trim().replaceAll(/\s+/g, ' ');
  const length = [...name].length;
  // Control characters and halves of surrogate pairs are no part of a name.
  return length >= 1 && length <= longestName && !/[\p{Cc}\p{Cs}]/u.test(name) ? name : null;
}

const oneOf = (values: readonly number[]) =>
  v.pipe(
    v.string(),
    v.transform(Number),
    v.check((value) => values.includes(value)),
  );

const name = v.pipe(
  v.string(),
  v.check((written) => nameFrom(written) === written),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<NamesState> = {
  names: { schema: oneOf(counts), write: String },
  position: { schema: v.picklist(['varying', 'fixed']), write: String },
  embeddings: { schema: v.picklist(['learned', 'fixed']), write: String },
  values: { schema: v.picklist(['stored', 'learned']), write: String },
  memory: { schema: oneOf([1, 3]), write: String },
  steps: { schema: oneOf([120, 250]), write: String },
  ...operated,
  merges: { schema: whole(0, mergesLearned), write: String },
  without: { schema: name, write: String },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  name: { schema: name, write: String },
  openings: { schema: whole(0, mostOpenings), write: String },
  clauses: { schema: whole(0, mostClauses), write: String },
  wording: { schema: whole(0, 999), write: String },
  silent: {
    schema: v.pipe(
      v.picklist(['none', '0', '1']),
      v.transform((head) => (head === 'none' ? null : Number(head))),
    ),
    write: (head) => (head === null ? 'none' : String(head)),
  },
  step: { schema: whole(0, longest), write: String },
};
