import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { type Deed, deedKinds, type Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface DemonState extends Setup {
  deeds: readonly Deed[];
  step: number;
}

export const start: DemonState = {
  particles: 100,
  memory: 64,
  erases: true,
  lessons: 200,
  seed: 7,
  deeds: [],
  step: 0,
};

export const longest = 12_000;
export const memories = [8, 16, 32, 64, 128, 256] as const;
export const lessonCounts = [0, 5, 20, 50, 100, 200] as const;
export const fewest = 10;
export const most = 400;
const mostDeeds = 800;

const oneOf = (low: number, high: number, values: readonly number[]) =>
  v.pipe(
    whole(low, high),
    v.check((value) => values.includes(value)),
  );

const deed = v.pipe(
  v.string(),
  v.regex(/^[a-z]{3,6}\d{1,5}$/),
  v.transform((text) => {
    const kind = deedKinds.find((each) => each === text.replace(/\d+$/, ''));
    return { kind: kind as Deed['kind'], at: Number(text.replace(/^\D+/, '')) };
  }),
  v.check(({ kind, at }) => kind !== undefined && at <= longest),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<DemonState> = {
  particles: { schema: whole(fewest, most), write: String },
  memory: { schema: oneOf(8, 256, memories), write: String },
  erases: {
    schema: v.pipe(
      v.picklist(['yes', 'no']),
      v.transform((word) => word === 'yes'),
    ),
    write: (erases) => (erases ? 'yes' : 'no'),
  },
  lessons: { schema: oneOf(0, 200, lessonCounts), write: String },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  deeds: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.array(deed),
      v.maxLength(mostDeeds),
      v.check((deeds) => deeds.every(({ at }, i) => i === 0 || at >= (deeds[i - 1]?.at ?? 0))),
    ),
    write: (deeds) => deeds.map(({ kind, at }) => `${kind}${at}`).join(','),
  },
  step: { schema: whole(0, longest), write: String },
};
