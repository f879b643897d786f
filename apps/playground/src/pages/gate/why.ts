import { explainXor } from '@gibbs/nn/tasks';
import type { Explanation } from '../../frame/explain.js';
import { short } from '../../frame/numbers.js';
import { text } from '../../text/en/gate.js';
import { frame, state } from './model.js';

/** Why the chosen network answers as it does to one of the four rows, down to its weights. */
export function whyAnswer(row: number): Explanation {
  const network = frame.value?.network;
  const pass = network && explainXor(network).rows[row];
  if (!pass) return { ...text.why.none, value: '–' };
  const { a, b, hidden, sums, output, probability, wanted } = pass;
  const outer = network.output;
  const neurons = hidden.map((answer, j): Explanation => {
    const [wa, wb, bias] = network.hidden[j] as readonly [number, number, number];
    const weight = outer[j] as number;
    return {
      ...text.why.neuron,
      name: text.why.neuronName(j),
      value: short(answer * weight),
      numbers: `${short(answer)} · ${short(weight)}`,
      parents: [
        {
          ...text.why.answer,
          value: short(answer),
          numbers: text.why.bend(state.value.activation, sums[j] as number),
          parents: [
            {
              ...text.why.sum,
              value: short(sums[j] as number),
              numbers: `${short(wa)} · ${a} + ${short(wb)} · ${b} + ${short(bias)}`,
              source: 'xorPass',
            },
          ],
          source: 'xorPass',
        },
        { ...text.why.weight, value: short(weight) },
      ],
      source: 'xorPass',
    };
  });
  const bias = outer[hidden.length] as number;
  return {
    ...text.why.row,
    name: text.why.rowName(a, b),
    value: short(probability),
    numbers: `1 / (1 + exp(${short(-output)}))`,
    gradient: text.why.gradient(probability - wanted),
    parents: [
      {
        ...text.why.output,
        value: short(output),
        numbers: [...neurons.map(({ value }) => value), short(bias)].join(' + '),
        parents: [...neurons, { ...text.why.bias, value: short(bias) }],
        source: 'xorPass',
      },
    ],
    source: 'xorPass',
  };
}
