import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/interesting.js';
import { control, cup, entropy, interest } from './model.js';

const at = (values: readonly number[]) => values[cup.state.value.step] ?? values.at(-1) ?? 0;

/** What makes the cup as interesting as it is now. */
export function whyInterest(): Explanation {
  const { measure, block, levels, step } = cup.state.value;
  const side = cup.look.value?.coarseSize ?? 0;
  return {
    ...text.why[measure],
    value: short(at(interest.value)),
    numbers: text.why.seen(side, levels),
    parents: [
      { ...text.why.control, value: short(at(control.value)), source: 'meter' },
      { ...text.why.block, value: String(block) },
      { ...text.why.levels, value: String(levels) },
      { ...text.why.entropy, value: short(at(entropy.value)), source: 'meter' },
      { ...text.why.step, value: String(step) },
    ],
    source: 'meter',
  };
}
