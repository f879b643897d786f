import { judgedNames, unseenNames } from '@gibbs/journeys/names';
import type { Both } from '@gibbs/nn/tasks';
import type { Explanation } from '../../frame/explain.js';
import { percent, short } from '../../frame/numbers.js';
import { text } from '../../text/en/names.js';
import { bestHead, duel, scoresNow } from './model.js';

/** Why one of the two says what it says, token by token. */
export function whyAnswer(who: keyof Both<unknown>): Explanation {
  const answer = duel.look.value?.answers?.[who];
  if (!answer) return { ...text.why.nothing, value: '–' };
  const { tokens, probabilities } = answer;
  const sure = probabilities.reduce((product, each) => product * each, 1);
  const score = scoresNow.value?.[who];
  const { step, steps } = duel.state.value;
  const asked = step >= steps ? unseenNames : judgedNames;
  const head = bestHead.value;
  return {
    ...text.why.sure,
    value: short(sure),
    numbers: probabilities.map(short).join(' · '),
    parents: [
      ...tokens.map(
        (token, index): Explanation => ({
          ...text.why.token,
          name: text.why.tokenName(index, text.sentence.shown(token)),
          value: short(probabilities[index] as number),
          source: 'nameAnswer',
        }),
      ),
      ...(score
        ? [
            {
              ...text.why.unseen,
              value: percent(score.unseen),
              numbers: `${Math.round(score.unseen * asked)} / ${asked}`,
              source: 'nameScore',
            } as const,
          ]
        : []),
      ...(who === 'attention' && head
        ? [{ ...text.why.look, name: text.why.lookName(head.head), value: percent(head.target) }]
        : []),
    ],
    source: 'nameAnswer',
  };
}
