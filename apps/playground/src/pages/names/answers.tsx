import { judgedNames, longestName, unseenNames } from '@gibbs/journeys/names';
import type { Both } from '@gibbs/nn/tasks';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Explain } from '../../frame/explain.js';
import { text } from '../../text/en/names.js';
import { askFor, duel, keepOut, misspelled, scoresNow } from './model.js';
import { whyAnswer } from './why.js';

/** The reader's own name, asked of both. */
export function Ask(): VNode {
  const input = useRef<HTMLInputElement>(null);
  const look = duel.look.value;
  const { name } = duel.state.value;
  const asked = look?.question.name === name ? look : null;
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        askFor(input.current?.value ?? '');
        if (misspelled.value === null && (asked?.strange || asked?.seen)) keepOut();
      }}
    >
      <label>
        {text.ask.label}
        <input
          ref={input}
          type="text"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          maxLength={2 * longestName}
          value={misspelled.value ?? name}
          onInput={(event) => askFor(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{text.ask.button}</button>
      <div role="status" class="advice">
        {misspelled.value !== null && <p class="error">{text.ask.none(longestName)}</p>}
        {misspelled.value === null && asked?.refused && (
          <p class="error">{text.ask.refused(asked.refused)}</p>
        )}
        {misspelled.value === null && (asked?.strange || asked?.seen) && (
          <p>
            {asked.seen ? text.ask.seen(name) : text.ask.strange(name)}{' '}
            <button type="button" class="primary" onClick={keepOut}>
              {text.ask.keepOut(name)}
            </button>
          </p>
        )}
      </div>
    </form>
  );
}

/** What each of the two says, and how it does on names never seen. */
export function Answers(): VNode {
  return (
    <div class="answers">
      <Answer who="mlp" />
      <Answer who="attention" />
    </div>
  );
}

function Answer({ who }: { who: keyof Both<unknown> }): VNode {
  const look = duel.look.value;
  const answer = look?.answers?.[who];
  const score = scoresNow.value?.[who];
  const { step, steps } = duel.state.value;
  const sure = answer?.probabilities.reduce((product, each) => product * each, 1) ?? 0;
  return (
    <section class={`answer ${who}`} aria-label={text.who[who]} id={`answer-${who}`}>
      <h3>
        {text.who[who]} {text.answers.says}
      </h3>
      <p class="figure">
        <bdi>{answer ? said(answer.answer) : '…'}</bdi>
        {answer && (
          <span class={answer.right ? 'good' : 'bad'}>
            {answer.right ? `✓ ${text.answers.right}` : `✗ ${text.answers.wrong}`}
          </span>
        )}
      </p>
      <p class="unseen">
        {text.answers.unseen(
          score?.unseen ?? null,
          score && step >= steps ? unseenNames : judgedNames,
        )}
      </p>
      <p class="hint">
        {answer && (
          <>
            <Explain of={() => whyAnswer(who)}>{text.answers.sure(sure)}</Explain>;{' '}
          </>
        )}
        {score && `${text.answers.seen(score.seen)}; `}
        {look && text.answers.parameters(look.parameters[who])}
      </p>
    </section>
  );
}

function said(answer: string): string {
  return answer === '' ? text.answers.nothing : text.sentence.shown(answer);
}
