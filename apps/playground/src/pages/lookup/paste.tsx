import {
  bookRows,
  limits,
  parseTable,
  type Row,
  TableError,
  writeTable,
} from '@gibbs/journeys/lookup';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { text } from '../../text/en/lookup.js';
import { change, query, state } from './model.js';

const said = signal<{ good: boolean; sentence: string } | null>(null);

/** A table of the reader's own, pasted as text. */
export function Paste(): VNode {
  const area = useRef<HTMLTextAreaElement>(null);
  const use = (rows: readonly Row[]) => {
    const { key, value } = rows[0] as Row;
    const fits = key.length === query.value.length;
    change({ rows, want: Math.min(1, rows.length - 1), query: fits ? query.value : [...key] });
    said.value = { good: true, sentence: text.paste.done(rows.length, key.length, value.length) };
  };
  const read = (pasted: string) => {
    try {
      use(parseTable(pasted));
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      said.value = { good: false, sentence: error.message };
    }
  };
  // A text far too long is refused before the browser lays it out, which would take minutes.
  const guard = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
    const pasted = data?.getData('text') ?? '';
    if (pasted.length <= limits.characters) return;
    event.preventDefault();
    read(pasted);
  };
  return (
    <details class="paste card">
      <summary>{text.paste.title}</summary>
      <p id="paste-hint">{text.paste.hint}</p>
      <textarea
        ref={area}
        onPaste={(event) => guard(event, event.clipboardData)}
        onDrop={(event) => guard(event, event.dataTransfer)}
        aria-label={text.paste.label}
        aria-describedby="paste-hint"
        rows={7}
        spellcheck={false}
        dir="auto"
        defaultValue={writeTable(state.peek().rows)}
      />
      <div class="row">
        <button type="button" class="primary" onClick={() => read(area.current?.value ?? '')}>
          {text.paste.use}
        </button>
        <button
          type="button"
          onClick={() => {
            if (area.current) area.current.value = writeTable(bookRows);
            use(bookRows);
          }}
        >
          {text.paste.book}
        </button>
      </div>
      <p role="status" class={said.value?.good === false ? 'error' : undefined}>
        {said.value?.sentence}
      </p>
    </details>
  );
}
