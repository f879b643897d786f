import { Failure } from '../failure.js';
import type { Link } from './link.js';

/** What a number in a link may be, and what it is where the link says nothing. */
export interface Range {
  fallback: number;
  least: number;
  most: number;
  /** A further rule that a value must keep. */
  fits?: (value: number) => boolean;
}

export function numberIn(state: Link['state'], name: string, range: Range): number {
  const text = state[name];
  if (text === undefined) return range.fallback;
  const value = /^\d{1,10}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.least && value <= range.most && (range.fits?.(value) ?? true)) return value;
  throw wrong(name, text);
}

/** One of some words; the first where the link says nothing. */
export function wordIn<Word extends string>(
  state: Link['state'],
  name: string,
  words: readonly Word[],
): Word {
  const text = state[name];
  if (text === undefined) return words[0] as Word;
  const word = words.find((each) => each === text);
  if (word === undefined) throw wrong(name, text);
  return word;
}

/** What was done by hand, each thing with its tick, as `kind` and number after number. */
export function deedsIn<Kind extends string>(
  state: Link['state'],
  kinds: readonly Kind[],
): { kind: Kind; at: number }[] {
  const text = state.deeds ?? '';
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, name, at] = /^([a-z]+)(\d{1,5})$/.exec(part) ?? [];
      const kind = kinds.find((each) => each === name);
      if (kind === undefined) throw wrong('deeds', text);
      return { kind, at: Number(at) };
    });
}

function wrong(name: string, value: string): Failure {
  return new Failure(
    'usage',
    `verify: the link holds ${name} = '${value.slice(0, 40)}', which it may not`,
  );
}

export const whole = { fits: Number.isInteger };
export const seed: Range = { fallback: 7, least: 0, most: 2 ** 32 - 1, ...whole };
