import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../../frame/announce.js';
import { text } from '../../text/en/run.js';
import { code, edit, startRun, wrongLine } from './model.js';
import { accept, type Completions, complete, type Offer, type Words } from './words.js';

let words: Promise<Words> | undefined;

/** The code, with completions that know the types of the packages. */
export function Editor(): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const offered = useSignal<Completions | null>(null);
  const chosen = useSignal(0);

  /** Looks for what may be meant at the cursor; asked for by name, it also says when there is nothing. */
  const look = async (asked: boolean) => {
    words ??= fetch('./words.json').then((reply) => reply.json() as Promise<Words>);
    const known = await words.catch(() => {
      words = undefined;
      return null;
    });
    const area = field.current;
    if (!area || !known || document.activeElement !== area) return;
    const found = complete(area.value, area.selectionStart, known);
    const any = found.offers.length > 0;
    offered.value = any ? found : null;
    chosen.value = 0;
    if (any) say(found.offers, 0);
    else if (asked) announce(text.words.none);
  };

  const take = (offer: Offer) => {
    const area = field.current;
    if (!area || !offered.value) return;
    const done = accept(area.value, area.selectionStart, offered.value, offer);
    edit(done.code);
    offered.value = null;
    area.value = done.code;
    area.focus();
    area.setSelectionRange(done.at, done.at);
  };

  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void startRun();
      return;
    }
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      void look(true);
      return;
    }
    const open = offered.value;
    if (!open) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      chosen.value = (chosen.value + move + open.offers.length) % open.offers.length;
      say(open.offers, chosen.value);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(open.offers[chosen.value] as Offer);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      offered.value = null;
    } else if (/^Arrow|^Home$|^End$|^Page/.test(event.key)) offered.value = null;
  };

  useEffect(() => {
    const area = field.current;
    const line = wrongLine.value;
    if (!area || line === null) return;
    const before =
      area.value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = area.value.indexOf('\n', before);
    area.setSelectionRange(before, end < 0 ? area.value.length : end);
  }, [wrongLine.value]);

  const rows = Math.max(12, Math.min(30, code.value.split('\n').length + 1));
  const open = offered.value;
  return (
    <div class="editor">
      <label for="code">{text.editor.label}</label>
      <textarea
        id="code"
        ref={field}
        rows={rows}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        wrap="off"
        dir="ltr"
        value={code}
        aria-describedby="code-hint"
        aria-autocomplete="list"
        aria-controls="words"
        aria-activedescendant={open ? `word-${chosen.value}` : undefined}
        onInput={(event) => {
          edit(event.currentTarget.value);
          const { value, selectionStart } = event.currentTarget;
          // While a member or an import is written, or a list is open, what fits is shown unasked.
          const before = value.slice(0, selectionStart);
          if (
            offered.value ||
            /\w\.\w*$|\)\.\w*$|import\s*\{[^}]*$|from\s*['"][^'"\n]*$/.test(before)
          )
            void look(false);
        }}
        onKeyDown={key}
        onBlur={() => {
          offered.value = null;
        }}
      />
      <p id="code-hint" class="hint">
        {text.editor.hint}
      </p>
      <WordList offers={open?.offers ?? []} chosen={chosen.value} take={take} />
    </div>
  );
}

function say(offers: readonly Offer[], index: number): void {
  const { name, signature, doc } = offers[index] as Offer;
  announce(text.words.said(name, signature, doc, index, offers.length));
}

interface ListProps {
  offers: readonly Offer[];
  chosen: number;
  take: (offer: Offer) => void;
}

/** The words on offer; the one that is chosen with its types and what it does. */
function WordList({ offers, chosen, take }: ListProps): VNode {
  const now = offers[chosen];
  const first = Math.max(0, Math.min(chosen - 3, offers.length - 8));
  return (
    <div class="words-offered" hidden={offers.length === 0}>
      <div id="words" role="listbox" aria-label={text.words.title}>
        {offers.slice(first, first + 8).map((offer, row) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are taken by the editor, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: the editor keeps the focus and names the option that is active
          <div
            key={`${offer.module}:${offer.name}`}
            id={`word-${first + row}`}
            role="option"
            aria-selected={first + row === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(offer)}
          >
            <code>{offer.name}</code>
            {offer.module !== null && <small>{offer.module}</small>}
          </div>
        ))}
      </div>
      {now && (
        <div class="meaning">
          <code>{now.signature}</code>
          <p>{now.doc}</p>
          {now.module !== null && <p class="hint">{text.words.from(now.module)}</p>}
          <p class="hint">{text.words.hint}</p>
        </div>
      )}
    </div>
  );
}
