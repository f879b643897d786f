import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/transformer.js';
import { held, losses, scholar } from './model.js';

const at = (values: readonly number[]) =>
  values[Math.min(scholar.state.value.step, values.length - 1)] ?? 0;

/** Why the likeliest token is as likely as it is. */
export function whyNext(): Explanation {
  const look = scholar.look.value;
  const [first, second] = look?.next ?? [];
  const temperature = look?.question.temperature ?? 1;
  if (!first) return { ...text.why.nothing, value: '–' };
  const shown = text.shown(first.text);
  return {
    ...text.why.first,
    name: `p(${shown})`,
    value: percent(first.probability),
    numbers:
      temperature === 0 ? text.why.cold : `exp(${short(first.logit)} / ${short(temperature)}) / Σ`,
    gradient: text.why.gradient(temperature),
    parents: [
      { ...text.why.logit, name: `z(${shown})`, value: short(first.logit), source: 'textNext' },
      ...(second
        ? [
            {
              ...text.why.second,
              name: `z(${text.shown(second.text)})`,
              value: short(second.logit),
              source: 'textNext',
            } as const,
          ]
        : []),
      { ...text.why.temperature, value: short(temperature) },
    ],
    source: 'textNext',
  };
}

/** What the loss is a mean of, and what it is held against. */
export function whyLoss(): Explanation {
  const { landmarks, vocab = 1 } = scholar.look.value ?? {};
  const judged = at(held.value);
  return {
    ...text.why.loss,
    value: short(judged),
    numbers: text.why.perplexity(Math.exp(judged)),
    parents: [
      { ...text.why.learned, value: short(at(losses.value)) },
      { ...text.why.counting, value: short(landmarks?.unigram ?? 0) },
      { ...text.why.guess, value: short(landmarks?.uniform ?? 0), numbers: `ln ${vocab}` },
    ],
    source: 'textLoss',
  };
}
