import type { Explanation } from '../../frame/explain.js';
import { exact, short } from '../../frame/numbers.js';
import { text } from '../../text/en/lookup.js';
import { answer, state } from './model.js';

/** Where the loss comes from, down to the shares of the rows. */
export function whyLoss(): Explanation {
  const { result, loss, gradients } = answer.value;
  const { rows, want } = state.value;
  const wanted = rows[want]?.value ?? [];
  const { name, sentence, formula } = text.whyLoss;
  return {
    ...{ name, sentence, formula },
    value: short(loss),
    numbers: `½ · (${result.map((each, i) => `(${short(each)} − ${short(wanted[i] ?? 0)})²`).join(' + ')})`,
    gradient: text.whyLoss.gradient(gradients.query),
    parents: result.flatMap((_, i): Explanation[] => [
      whyMix(i),
      {
        name: text.whyLoss.want(i),
        value: short(wanted[i] ?? 0),
        sentence: text.whyLoss.wantSentence,
      },
    ]),
    source: 'lookup',
  };
}

/** Where a number of the answer comes from, down to the closeness of each row. */
export function whyMix(index: number): Explanation {
  const { result, weights, closeness } = answer.value;
  const { rows, mode, temperature } = state.value;
  const hard = mode === 'hard';
  const power = (c: number) => `exp(${short(c)} / ${short(temperature)})`;
  return {
    name: text.whyLoss.mix(index),
    value: exact(result[index] ?? 0),
    sentence: text.whyLoss.mixSentence,
    formula: text.whyLoss.mixFormula,
    numbers: rows
      .map((row, r) => `${short(weights[r] ?? 0)} · ${short(row.value[index] ?? 0)}`)
      .join(' + '),
    parents: rows.map(({ label }, r): Explanation => {
      const close = closeness[r] ?? 0;
      return {
        name: text.whyLoss.share(label),
        value: short(weights[r] ?? 0),
        sentence: hard ? text.whyLoss.shareHard : text.whyLoss.shareSoft,
        ...(!hard && {
          formula: 'exp(c / T) / Σ exp(c / T)',
          numbers: `${power(close)} / (${closeness.map(power).join(' + ')})`,
        }),
        parents: [
          {
            name: text.whyLoss.closeness(label),
            value: short(close),
            sentence: text.whyLoss.closenessSentence,
            source: 'lookup',
          },
        ],
        source: 'lookup',
      };
    }),
    source: 'lookup',
  };
}
