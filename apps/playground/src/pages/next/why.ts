import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/next.js';
import { losses, study } from './model.js';

const lossNow = () => losses.value[Math.min(study.state.value.step, losses.value.length - 1)] ?? 0;

/** What the loss of the model is a mean of, and what it is held against. */
export function whyLoss(): Explanation {
  const look = study.look.value;
  const loss = lossNow();
  const { bigram = 0, unigram = 0, uniform = 0, vocab = 1 } = look ?? {};
  return {
    ...text.why.loss,
    value: short(loss),
    numbers: text.why.perplexity(Math.exp(loss)),
    parents: [
      { ...text.why.pairs, value: short(bigram), source: 'nextScore' },
      { ...text.why.tokens, value: short(unigram), source: 'nextScore' },
      { ...text.why.nothing, value: short(uniform), numbers: `ln ${vocab}` },
    ],
    source: 'nextScore',
  };
}

/** Why the first of the guesses is as likely as it is. */
export function whyFirst(): Explanation {
  const { temperature } = study.state.value;
  const first = study.look.value?.next[0];
  return {
    ...text.why.first,
    value: percent(first?.probability ?? 0),
    numbers: `T = ${short(temperature)}`,
    parents: [
      { ...text.why.temperature, value: short(temperature) },
      { ...text.why.counted, value: percent(first?.counted ?? 0), source: 'nextScore' },
    ],
    source: 'nextToken',
  };
}
