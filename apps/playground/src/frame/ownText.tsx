import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { pasteGuard } from './pasteGuard.js';

interface Props {
  words: {
    title: string;
    hint: string;
    label: string;
    train: string;
    builtIn: string;
    nothing: string;
    tooLong: (length: number, longest: number) => string;
  };
  /** Characters at most. */
  longest: number;
  /** Whether the text built in is the one in use. */
  isBuiltIn: boolean;
  /** What came of the last text. */
  state: string;
  /** Why the last text could not be learned from, where it could not. */
  trouble?: string | null;
  /** Takes a text, or '' for the one built in. */
  learn: (text: string) => void;
}

/** A text of the reader's own to learn from. */
export function OwnText({ words, longest, isBuiltIn, state, trouble = null, learn }: Props): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const refused = useMemo(() => signal<string | null>(null), []);
  const offer = (text: string) => {
    refused.value =
      text.trim() === ''
        ? words.nothing
        : text.length > longest
          ? words.tooLong(text.length, longest)
          : null;
    if (refused.value === null) learn(text);
  };
  const wrong = refused.value ?? trouble;
  return (
    <details class="paste card">
      <summary>{words.title}</summary>
      <p id="corpus-hint">{words.hint}</p>
      <textarea
        ref={area}
        rows={6}
        dir="auto"
        spellcheck={false}
        aria-label={words.label}
        aria-describedby="corpus-hint"
        {...pasteGuard(longest, offer)}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => offer(area.current?.value ?? '')}>
          {words.train}
        </button>
        <button
          type="button"
          disabled={isBuiltIn}
          onClick={() => {
            refused.value = null;
            learn('');
          }}
        >
          {words.builtIn}
        </button>
      </div>
      <p role="status" id="corpus-state" class={wrong === null ? undefined : 'error'}>
        {wrong ?? state}
      </p>
    </details>
  );
}
