import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { cycles, type Deed, hands, type Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface EnginesState extends Setup {
  deeds: readonly Deed[];
  step: number;
}

export const start: EnginesState = {
  cycle: 'carnot',
  hot: 2,
  ratio: 2,
  speed: 0.1,
  reverse: false,
  disks: 100,
  seed: 7,
  deeds: [],
  step: 0,
};

export const longest = 20_000;
export const speeds = [0.02, 0.05, 0.1, 0.2, 0.4] as const;
export const hottest = 3;
const mostDisks = 200;
const mostDeeds = 200;

const decimal = (low: number, high: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,4}(\.\d{1,6})?$/),
    v.transform(Number),
    v.minValue(low),
    v.maxValue(high),
  );

const deed = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,5}\d{1,5}$/),
  v.transform((text) => {
    const kind = hands.find((each) => text.startsWith(each));
    return { kind: kind as Deed['kind'], at: Number(text.slice(kind?.length)) };
  }),
  v.check(({ kind, at }) => kind !== undefined && at <= longest),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<EnginesState> = {
  cycle: { schema: v.picklist(cycles), write: String },
  hot: { schema: decimal(1.1, hottest), write: String },
  ratio: { schema: decimal(1.5, 3), write: String },
  speed: { schema: decimal(0.02, 0.4), write: String },
  reverse: {
    schema: v.pipe(
      v.picklist(['yes', 'no']),
      v.transform((word) => word === 'yes'),
    ),
    write: (reverse) => (reverse ? 'yes' : 'no'),
  },
  disks: { schema: whole(10, mostDisks), write: String },
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
