import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/lookup.js';
import { answer, state } from './model.js';

/** Where the loss comes from, down to the shares of the rows. */
export function whyLoss(): Explanation {
  const { result, loss, weights, gradients } = answer.value;
  const { rows, want } = state.value;
  const wanted = rows[want]?.value ?? [];
  const { name, sentence, formula } = text.whyLoss;
  return {
    ...{ name, sentence, formula },
    value: short(loss),
    numbers: `½ · (${result.map((each, i) => `(${short(each)} − ${short(wanted[i] ?? 0)})²`).join(' + ')})`,
    gradient: text.whyLoss.gradient(gradients.query),
    parents: result.flatMap((each, i): Explanation[] => [
      {
        name: text.whyLoss.mix(i),
        value: short(each),
        sentence: text.whyLoss.mixSentence,
        formula: rows
          .map((row, r) => `${short(weights[r] ?? 0)} · ${short(row.value[i] ?? 0)}`)
          .join(' + '),
        source: 'lookup',
      },
      {
        name: text.whyLoss.want(i),
        value: short(wanted[i] ?? 0),
        sentence: text.whyLoss.wantSentence,
      },
    ]),
    source: 'lookup',
  };
}
