import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/words.js';
import { bytes, characters, learned, state, tokens } from './model.js';

/** Why the text is as many tokens as it is. */
export function whyTokens(): Explanation {
  const { step, gone } = state.value;
  const count = tokens.value.length;
  const joined = bytes.value - count;
  return {
    ...text.why.tokens,
    value: String(count),
    numbers: `${bytes.value} − ${joined}`,
    gradient: text.why.gradient(bytes.value / Math.max(1, count)),
    parents: [
      { ...text.why.bytes, value: String(bytes.value) },
      { ...text.why.joins, value: String(joined), source: 'pieces' },
      {
        ...text.why.merges,
        value: String(step),
        parents: [
          { ...text.why.learned, value: String(learned.value.length) },
          { ...text.why.cut, value: String(gone.length) },
          { ...text.why.characters, value: short(characters.value) },
        ],
      },
    ],
    source: 'pieces',
  };
}
