import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { type Measure, models, type Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface InterestingState extends Setup {
  measure: Measure;
  step: number;
}

export const start: InterestingState = {
  model: 'stirred',
  size: 128,
  block: 8,
  levels: 7,
  adjust: 'row',
  measure: 'complexity',
  seed: 7,
  step: 0,
};

export const longest = 400;
export const blocks = [2, 4, 8, 16] as const;
export const levelCounts = [2, 3, 5, 7, 9, 16] as const;
const sizes = [64, 128, 256] as const;

const oneOf = (values: readonly number[]) =>
  v.pipe(
    whole(0, 1000),
    v.check((value) => values.includes(value)),
  );

/** How each part of the state is written in a link and read back. */
export const fields: Fields<InterestingState> = {
  model: { schema: v.picklist(models), write: String },
  size: { schema: oneOf(sizes), write: String },
  block: { schema: oneOf(blocks), write: String },
  levels: { schema: oneOf(levelCounts), write: String },
  adjust: { schema: v.picklist(['none', 'row']), write: String },
  measure: { schema: v.picklist(['complexity', 'structure']), write: String },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  step: { schema: whole(0, longest), write: String },
};
