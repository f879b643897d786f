import { longestOwn } from '@gibbs/journeys/next';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { pasteGuard } from '../../frame/pasteGuard.js';
import { text } from '../../text/en/next.js';
import { learnFrom, study } from './model.js';

const refused = signal<string | null>(null);

/** A text of the reader's own to learn from. */
export function OwnText(): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const { corpus, own } = study.state.value;
  const learn = (written: string) => {
    refused.value =
      written.trim() === ''
        ? text.corpus.nothing
        : written.length > longestOwn
          ? text.corpus.tooLong(written.length, longestOwn)
          : null;
    if (refused.value === null) learnFrom('own', written);
  };
  const reason = study.look.value?.refused;
  const trouble = refused.value ?? (reason ? text.corpus.refused(reason) : null);
  return (
    <details class="paste card">
      <summary>{text.corpus.title}</summary>
      <p id="corpus-hint">{text.corpus.hint}</p>
      <textarea
        ref={area}
        rows={6}
        dir="auto"
        spellcheck={false}
        aria-label={text.corpus.text}
        aria-describedby="corpus-hint"
        {...pasteGuard(longestOwn, learn)}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => learn(area.current?.value ?? '')}>
          {text.corpus.train}
        </button>
        <button
          type="button"
          disabled={corpus !== 'own'}
          onClick={() => {
            refused.value = null;
            learnFrom('village', '');
          }}
        >
          {text.corpus.builtIn}
        </button>
      </div>
      <p role="status" id="own-state" class={trouble === null ? undefined : 'error'}>
        {trouble ?? (corpus === 'own' && own !== '' ? text.corpus.learned(own.length) : '')}
      </p>
    </details>
  );
}
