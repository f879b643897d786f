import type { Closeness } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import type { Fields } from '../link.js';
import { bookRows, cleanLabel, letter, limits, type Row } from './table.js';

export type Mode = 'soft' | 'hard';

export const closenesses = [
  'inverse-distance',
  'gaussian',
  'dot',
] as const satisfies readonly Closeness[];

/** All that a link to this page carries. */
export interface LookupState {
  mode: Mode;
  temperature: number;
  closeness: Closeness;
  /** Where training starts; at step 0 this is the query itself. */
  query: readonly number[];
  rows: readonly Row[];
  /** Index of the row whose value the query is trained to find. */
  want: number;
  learningRate: number;
  /** Steps of training taken from `query`. */
  step: number;
}

export const coldest = 0.01;
export const hottest = 100;
export const slowest = 0.001;
export const fastest = 3;
export const longest = 400;

export const start: LookupState = {
  mode: 'soft',
  temperature: 1,
  closeness: 'inverse-distance',
  query: [0.5, 0.7, 0.6],
  rows: bookRows,
  want: 1,
  learningRate: 0.02,
  step: 0,
};

/** Numbers as plain decimals, nothing else: `Number` alone would also take '', '0x10' and ' 5 '. */
const decimal = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,9}(\.\d{1,25})?(e-?\d{1,3})?$/),
  v.transform(Number),
  v.minValue(-limits.magnitude),
  v.maxValue(limits.magnitude),
);

const vector = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.array(decimal),
  v.minLength(1),
  v.maxLength(limits.numbers),
);

const whole = (most: number) => v.pipe(decimal, v.integer(), v.minValue(0), v.maxValue(most));

const row = v.pipe(
  v.string(),
  v.transform((text) => text.split(':')),
  v.tuple([v.string(), vector, vector]),
  v.transform(
    ([label, key, value]): Row => ({ label: cleanLabel(unescapeLabel(label)), key, value }),
  ),
);

const table = v.pipe(
  v.string(),
  v.transform((text) => text.split(';')),
  v.array(row),
  v.minLength(1),
  v.maxLength(limits.rows),
  v.check(([first, ...rest]) =>
    rest.every(
      (each) => each.key.length === first?.key.length && each.value.length === first.value.length,
    ),
  ),
  v.transform((rows) =>
    rows.map((each, index) => ({ ...each, label: each.label || letter(index) })),
  ),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<LookupState> = {
  mode: { schema: v.picklist(['soft', 'hard']), write: String },
  temperature: {
    schema: v.pipe(decimal, v.minValue(coldest), v.maxValue(hottest)),
    write: String,
  },
  closeness: { schema: v.picklist(closenesses), write: String },
  query: { schema: vector, write: String },
  rows: {
    schema: table,
    write: (rows) =>
      rows.map(({ label, key, value }) => `${escapeLabel(label)}:${key}:${value}`).join(';'),
  },
  learningRate: {
    schema: v.pipe(decimal, v.minValue(slowest), v.maxValue(fastest)),
    write: String,
  },
  want: { schema: whole(limits.rows - 1), write: String },
  step: { schema: whole(longest), write: String },
};

const escapeLabel = (label: string) => label.replaceAll(/[%:;]/g, encodeURIComponent);

function unescapeLabel(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}

/** Makes the parts of a state fit each other; says what it had to change. */
export function fitParts(state: LookupState): { state: LookupState; repairs: string[] } {
  const repairs: string[] = [];
  const { key } = state.rows[0] as Row;
  let { query, want } = state;
  if (query.length !== key.length) {
    repairs.push(`query has ${query.length} numbers where the keys have ${key.length}`);
    query = start.query.length === key.length ? start.query : key;
  }
  if (want >= state.rows.length) {
    repairs.push(`want = ${want} where the last row is ${state.rows.length - 1}`);
    want = 0;
  }
  return { state: { ...state, query, want }, repairs };
}
