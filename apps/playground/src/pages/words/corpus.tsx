import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { pasteGuard } from '../../frame/pasteGuard.js';
import { text } from '../../text/en/words.js';
import { characters, learned, learnFrom, state, training } from './model.js';
import { longestCorpus } from './state.js';

const refused = signal<string | null>(null);

/** A text of the reader's own to learn from. */
export function Corpus(): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const learn = (corpus: string) => {
    refused.value =
      corpus.trim() === ''
        ? text.corpus.nothing
        : corpus.length > longestCorpus
          ? text.corpus.tooLong(corpus.length, longestCorpus)
          : null;
    if (refused.value === null) learnFrom(corpus);
  };
  return (
    <details class="paste card">
      <summary>{text.corpus.title}</summary>
      <p id="corpus-hint">{text.corpus.hint}</p>
      <textarea
        ref={area}
        rows={6}
        dir="auto"
        spellcheck={false}
        aria-label={text.corpus.label}
        aria-describedby="corpus-hint"
        {...pasteGuard(longestCorpus, learn)}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => learn(area.current?.value ?? '')}>
          {text.corpus.train}
        </button>
        <button type="button" disabled={state.value.corpus === ''} onClick={() => learnFrom('')}>
          {text.corpus.builtIn}
        </button>
      </div>
      <p role="status" id="corpus-state" class={refused.value === null ? undefined : 'error'}>
        {refused.value ??
          (training.value ? '' : text.corpus.learned(learned.value.length, characters.value))}
      </p>
    </details>
  );
}
