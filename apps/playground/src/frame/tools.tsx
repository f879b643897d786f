import { signal } from '@preact/signals';
import { render, type VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { offer } from './keep.js';
import { startLesson } from './lesson.js';
import { when } from './numbers.js';
import { startOffline } from './offline.js';
import { breath } from './piece.js';
import { lettersOn, listen, type Shortcut, setLetters } from './shortcuts.js';
import { recall, remember } from './storage.js';

type Theme = keyof typeof text.themes;

const theme = signal<Theme>('system');

function setTheme(next: Theme): void {
  theme.value = next;
  remember('theme', next === 'system' ? null : next);
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}

/**
 * Puts the theme choice and the keyboard help into the masthead, starts the page's keys, and marks the page as ready
 * once what it opens with is done. A key that is pressed before waits until then.
 */
export async function startTools(
  shortcuts: readonly Shortcut[],
  opening?: () => Promise<void>,
): Promise<void> {
  const stored = recall('theme');
  if (stored === 'light' || stored === 'dark') theme.value = stored;
  let begin = () => {};
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const patient = shortcuts.map((each) => ({ ...each, run: () => void ready.then(each.run) }));
  const place = document.getElementById('tools');
  if (place) render(<Tools shortcuts={patient} />, place);
  await breath();
  await opening?.();
  startLesson();
  startOffline();
  document.documentElement.dataset.ready = 'yes';
  begin();
}

function Tools({ shortcuts }: { shortcuts: readonly Shortcut[] }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const started = useRef(false);
  const all = [...shortcuts, { key: '?', does: text.help, run: () => dialog.current?.showModal() }];
  if (!started.current) {
    started.current = true;
    listen(all);
  }
  return (
    <>
      {offer.value && (
        <button
          type="button"
          class="quiet"
          title={text.work.goOnFrom(when(offer.value.work.at))}
          onClick={offer.value.goOn}
        >
          {text.work.goOn}
        </button>
      )}
      <label class="theme">
        <span class="visually-hidden">{text.theme}</span>
        <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
          {Object.entries(text.themes).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="help-button"
        aria-label={text.help}
        title={`${text.help} (?)`}
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog ref={dialog} aria-labelledby="help-title">
        <h2 id="help-title">{text.helpTitle}</h2>
        <p>{text.helpIntro}</p>
        <table class="keys">
          <thead>
            <tr>
              <th scope="col">{text.helpKey}</th>
              <th scope="col">{text.helpAction}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ key, does }) => (
              <tr key={key}>
                <th scope="row">
                  <kbd>{key}</kbd>
                </th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">{text.chart.keys}</p>
        <label class="check">
          <input
            type="checkbox"
            checked={lettersOn}
            onChange={(event) => setLetters(event.currentTarget.checked)}
          />
          {text.helpLetters}
        </label>
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          {text.close}
        </button>
      </dialog>
    </>
  );
}
