import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { goOn, subject } from './address.js';
import { CostMeter } from './costMeter.js';
import { earlier, forgetWork } from './keep.js';
import { said, take } from './more.js';
import { when } from './numbers.js';

/** All that stands under More. */
export function Parts({ copy }: { copy: (content: string) => void }): VNode {
  return (
    <div class="columns">
      <Work />
      <Lesson copy={copy} />
      <CostMeter />
    </div>
  );
}

function Work(): VNode {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <section aria-labelledby="work-title">
      <h2 id="work-title">{text.work.title}</h2>
      <div class="row">
        <button type="button" onClick={() => void save()}>
          {text.work.save}
        </button>
        <button type="button" onClick={() => picker.current?.click()}>
          {text.work.open}
        </button>
        <input
          ref={picker}
          type="file"
          id="open-file"
          class="visually-hidden"
          tabIndex={-1}
          aria-label={text.work.open}
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            currentTarget.value = '';
          }}
        />
      </div>
      <p class="hint">{text.work.dropped}</p>
      <h3>{text.work.earlier}</h3>
      {earlier.value.length === 0 && <p class="hint">{text.work.none}</p>}
      <ul class="works">
        {earlier.value.map((work) => (
          <li key={work.at}>
            <button type="button" class="quiet" onClick={() => void goOn(work)}>
              {when(work.at)}
            </button>{' '}
            <bdi class="hint">{shown(work.hash)}</bdi>
          </li>
        ))}
      </ul>
      {earlier.value.length > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            forgetWork();
            said.value = { sentence: text.work.forgotten };
          }}
        >
          {text.work.forget}
        </button>
      )}
    </section>
  );
}

function Lesson({ copy }: { copy: (content: string) => void }): VNode {
  const form = useRef<HTMLFormElement>(null);
  const make = async () => {
    const now = subject.value;
    if (now === null || form.current === null) return;
    const chosen = new FormData(form.current);
    const query = [
      ...(chosen.has('embed') ? ['embed'] : []),
      ...(chosen.has('lock') ? [`lock=${chosen.getAll('lock').join(',')}`] : []),
    ].join('&');
    const hash = await now.hash();
    copy(`${location.origin}${location.pathname}${query && `?${query}`}${hash && `#${hash}`}`);
  };
  const check = (name: string, value: string, label: string) => (
    <label class="check" key={value}>
      <input type="checkbox" name={name} value={value} />
      {label}
    </label>
  );
  return (
    <section aria-labelledby="lesson-title">
      <h2 id="lesson-title">{text.lesson.title}</h2>
      <p class="hint">{text.lesson.what}</p>
      <form
        ref={form}
        class="lesson"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {check('embed', 'yes', text.lesson.embed)}
        <fieldset>
          <legend>{text.lesson.parts}</legend>
          {check('lock', 'timeline', text.lesson.timeline)}
          {subject.value?.parts
            .filter((part) => part !== 'step')
            .map((part) => check('lock', part, part))}
        </fieldset>
        <button type="submit">{text.lesson.make}</button>
      </form>
    </section>
  );
}

/** Saves the page as it stands. */
async function save(): Promise<void> {
  const now = subject.value;
  if (now === null) return;
  const { asFile } = await import('./files.js');
  const name = `gibbs-${now.page}.json`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([await asFile(now)], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  said.value = { sentence: text.work.saved(name) };
}

function shown(hash: string): string {
  if (hash.startsWith('z=')) return '…';
  const plain = decodeURIComponent(hash.replaceAll(/%(?![0-9a-f]{2})/gi, '')).replaceAll('&', ', ');
  const letters = [...plain.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '·')];
  return letters.length > 48 ? `${letters.slice(0, 48).join('')}…` : letters.join('');
}
