import { longestPrompt } from '@gibbs/journeys/transformer';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { text } from '../../text/en/transformer.js';
import { conversation, goOn, hush, scholar, speaking, speech, tell } from './model.js';

/** The model goes on with the text, or answers a line. */
export function Speech(): VNode {
  const line = useRef<HTMLInputElement>(null);
  const { kind, said, ending } = speech.value;
  return (
    <section class="speech card" aria-labelledby="speech-title">
      <h2 id="speech-title">{text.speech.title}</h2>
      <div class="row">
        <button type="button" class="primary" onClick={goOn} disabled={speaking.value}>
          {text.speech.goOn}
        </button>
        <button type="button" onClick={hush} disabled={!speaking.value}>
          {text.speech.stop}
        </button>
      </div>
      <p class="said" id="said" dir="auto">
        {kind === 'goOn' && ending !== 'none' ? (
          <>
            <span class="given">{scholar.look.value?.question.prompt}</span>
            {said}
          </>
        ) : (
          <span class="given">{text.speech.nothing}</span>
        )}
      </p>
      <h3>{text.speech.chat}</h3>
      {conversation.value.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys
        <section class="scroll" tabIndex={0} aria-label={text.speech.chat}>
          <dl id="conversation">
            {conversation.value.map(({ who, line: words }, at) => (
              <div key={at} class={who}>
                <dt>{who === 'you' ? text.speech.you : text.speech.model}</dt>
                <dd dir="auto">{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (line.current && !speaking.value) {
            tell(line.current.value);
            line.current.value = '';
          }
        }}
      >
        <label class="line">
          {text.speech.label}
          <input ref={line} type="text" dir="auto" autocomplete="off" maxLength={longestPrompt} />
        </label>
        <button type="submit" disabled={speaking.value}>
          {text.speech.send}
        </button>
      </form>
      <p class="hint">{text.speech.hint}</p>
    </section>
  );
}
