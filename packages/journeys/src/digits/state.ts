import * as v from 'valibot';
import type { Fields } from '../link.js';
import { whole } from '../whole.js';
import { longestPad, padPattern } from './pen.js';
import type { Damage, Deed, Layer, Lens, Setup } from './protocol.js';

/** All that a link to this page carries. */
export interface DigitsState extends Setup, Lens {
  /** What the drawing is said to be when it is taught. */
  label: number;
  deeds: readonly Deed[];
  step: number;
}

export const start: DigitsState = {
  hidden: 36,
  seed: 7,
  data: 'drawn',
  // A seven: across, and down to the left.
  pad: 'CCgCOk',
  digit: null,
  flip: false,
  label: 7,
  deeds: [],
  step: 0,
};

export const widths = [1, 2, 4, 9, 16, 36, 64] as const;
/** Ticks of the timeline: the steps of training, and room for lessons. */
export const longest = 400;
const mostDeeds = 30;

const pad = v.pipe(v.string(), v.maxLength(longestPad), v.regex(padPattern));

const damageNames: Record<string, Damage> = { z: 'zero', n: 'noise' };

const deed = v.pipe(
  v.string(),
  v.regex(/^(?:[zn][12]:\d{1,4}|t\d:\d{1,4}:[-.0-9A-Za-t]{2,3000})$/),
  v.transform((text): Deed => {
    const [what = '', at, drawn = ''] = text.split(':');
    const number = Number(what[1]);
    const kind = damageNames[what[0] as string];
    return kind === undefined
      ? { at: Number(at), kind: 'teach', label: number, pad: drawn }
      : { at: Number(at), kind, layer: number as Layer };
  }),
  v.check((deed) => deed.at < longest && (deed.kind !== 'teach' || padPattern.test(deed.pad))),
);

function writeDeed(deed: Deed): string {
  return deed.kind === 'teach'
    ? `t${deed.label}:${deed.at}:${deed.pad}`
    : `${deed.kind[0]}${deed.layer}:${deed.at}`;
}

/** How each part of the state is written in a link and read back. */
export const fields: Fields<DigitsState> = {
  hidden: {
    schema: v.pipe(
      whole(1, 64),
      v.check((width) => widths.some((each) => each === width)),
    ),
    write: String,
  },
  seed: { schema: whole(0, 2 ** 32 - 1), write: String },
  // Files stay at home: whoever opens such a link is told so, and sees drawn digits.
  data: { schema: v.literal('drawn'), write: String },
  pad: { schema: pad, write: String },
  digit: {
    schema: v.pipe(
      v.string(),
      v.regex(/^(?:\d|read)$/),
      v.transform((text) => (text === 'read' ? null : Number(text))),
    ),
    write: (digit) => (digit === null ? 'read' : String(digit)),
  },
  flip: {
    schema: v.pipe(
      v.picklist(['yes', 'no']),
      v.transform((word) => word === 'yes'),
    ),
    write: (flip) => (flip ? 'yes' : 'no'),
  },
  label: { schema: whole(0, 9), write: String },
  deeds: {
    schema: v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.array(deed),
      v.maxLength(mostDeeds),
      v.check((deeds) => deeds.every(({ at }, i) => i === 0 || at >= (deeds[i - 1]?.at ?? 0))),
    ),
    write: (deeds) => deeds.map(writeDeed).join(','),
  },
  step: { schema: whole(0, longest), write: String },
};
