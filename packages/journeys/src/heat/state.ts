import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { type Deed, grids } from './protocol.js';

/** All that a link to this page carries. */
export interface HeatState {
  particles: number;
  seed: number;
  /** Cells each way in which entropy is counted. */
  grid: number;
  deeds: readonly Deed[];
  step: number;
}

export const start: HeatState = { particles: 256, seed: 7, grid: 4, deeds: [], step: 0 };
export const fewest = 4;
export const most = 131_072;
/** Ticks of the timeline; twenty thousand leaps. */
export const longest = 5000;
const mostDeeds = 20;

const deed = v.pipe(
  v.string(),
  v.regex(/^[rn]\d{1,4}$/),
  v.transform(
    (text): Deed => ({ kind: text[0] === 'r' ? 'reverse' : 'nudge', at: Number(text.slice(1)) }),
  ),
  v.check(({ at }) => at <= longest),
);

/** How each part of the state is written in a link and read back. */
export const fields: Fields<HeatState> = {
  particles: {
    schema: v.pipe(
      whole(fewest, most),
      v.check((count) => count % 2 === 0),
    ),
    write: String,
  },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  grid: {
    schema: v.pipe(
      whole(2, 16),
      v.check((cells) => grids.some((each) => each === cells)),
    ),
    write: String,
  },
  deeds: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.array(deed),
      v.maxLength(mostDeeds),
      v.check((deeds) => deeds.every(({ at }, i) => i === 0 || at >= (deeds[i - 1]?.at ?? 0))),
    ),
    write: (deeds) => deeds.map(({ kind, at }) => `${kind[0]}${at}`).join(','),
  },
  step: { schema: whole(0, longest), write: String },
};
