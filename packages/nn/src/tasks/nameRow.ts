import type { NameSentence } from './names.js';

/** A sentence in tokens. */
export interface NameRow {
  /** Tokens up to the last of the name in the answer. */
  tokens: number[];
  /** Tokens of the name. */
  name: number[];
  end: number;
  /** Where the name is first mentioned, counted in tokens from the start. */
  mention: number;
}

/** A sentence as tokens, piece by piece. */
export function nameRow(
  sentence: NameSentence,
  encode: (piece: string) => ArrayLike<number>,
): NameRow {
  const tokens: number[] = [];
  let mention = 0;
  for (const [i, piece] of sentence.before.entries()) {
    if (i === sentence.mention) mention = tokens.length;
    append(tokens, encode(piece));
  }
  const name = Array.from(encode(sentence.name));
  append(tokens, name);
  return { tokens, name, end: encode(sentence.end)[0] as number, mention };
}

const append = (list: number[], more: ArrayLike<number>): void => {
  for (let i = 0; i < more.length; i++) list.push(more[i] as number);
};
