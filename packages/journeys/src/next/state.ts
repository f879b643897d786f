import * as v from 'valibot';
import type { Fields } from '../link.js';
import { ownText } from '../ownText.js';
import { whole } from '../whole.js';
import { corpora, type Lens, type Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface NextState extends Setup, Lens {
  step: number;
}

export const start: NextState = {
  corpus: 'village',
  own: '',
  name: 'Keyvan',
  context: 5,
  seed: 7,
  text: 'in the evening the young gardener waters the rose because the',
  temperature: 1,
  draw: 1,
  token: '',
  step: 0,
};

/** Steps of training. */
export const longest = 400;
export const widest = 5;
export const hottest = 3;
export const longestText = 500;
const longestName = 20;
export const longestOwn = 200_000;

/** A word without spaces or characters that steer the text around it. */
export const nameSchema = v.pipe(
  v.string(),
  v.maxLength(longestName),
  v.regex(/^[^\s\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+$/u),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<NextState> = {
  corpus: { schema: v.picklist(corpora), write: String },
  own: ownText,
  name: { schema: nameSchema, write: String },
  context: { schema: whole(1, widest), write: String },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  text: { schema: v.pipe(v.string(), v.maxLength(longestText)), write: String },
  temperature: {
    schema: v.pipe(
      v.string(),
      v.regex(/^\d(\.\d{1,3})?$/),
      v.transform(Number),
      v.maxValue(hottest),
    ),
    write: String,
  },
  draw: { schema: whole(1, 1_000_000), write: String },
  token: { schema: v.pipe(v.string(), v.maxLength(100)), write: String },
  step: { schema: whole(0, longest), write: String },
};
