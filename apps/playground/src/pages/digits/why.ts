import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/digits.js';
import { now, pupil, reading } from './model.js';

/** Why the digit asked about is as likely as it is, down to single neurons. */
export function whyDigit(): Explanation {
  const found = reading.value;
  if (!found) return { ...text.why.nothing, value: '–' };
  const { digit, probabilities } = found;
  return {
    ...text.why.share,
    name: `p(${digit})`,
    value: percent(probabilities[digit] as number),
    numbers: `exp(${short(found.logit)}) / ${short(Math.exp(found.logit) / (probabilities[digit] as number))}`,
    gradient: text.why.gradient(digit),
    parents: [whyLogit(found)],
    source: 'digitNeurons',
  };
}

function whyLogit({
  digit,
  logit,
  bias,
  parts,
  rest,
}: NonNullable<typeof reading.value>): Explanation {
  const neurons = parts.map(
    ({ neuron, activity, weight }): Explanation => ({
      ...text.why.neuron,
      name: text.why.neuronName(neuron),
      value: short(activity * weight),
      numbers: `${short(activity)} · ${short(weight)}`,
      parents: [
        { ...text.why.activity, value: short(activity), source: 'digitNeurons' },
        { ...text.why.weight, value: short(weight) },
      ],
    }),
  );
  return {
    ...text.why.logit,
    name: `z(${digit})`,
    value: short(logit),
    numbers: [...neurons.map(({ value }) => value), short(rest), short(bias)].join(' + '),
    parents: [
      ...neurons,
      { ...text.why.rest, value: short(rest) },
      { ...text.why.bias, value: short(bias) },
    ],
    source: 'digitNeurons',
  };
}

/** What the share read rightly is a share of. */
export function whyAccuracy(): Explanation {
  const { accuracy = 0 } = now.value ?? {};
  const { judged = 300 } = pupil.look.value ?? {};
  return {
    ...text.why.accuracy,
    value: percent(accuracy),
    numbers: `${Math.round(accuracy * judged)} / ${judged}`,
    source: 'digitScore',
  };
}
