import { hydrate } from 'preact';
import { startTools } from '../../frame/tools.js';
import { text } from '../../text/en/run.js';
import { RunApp } from './app.js';
import { connect, startRun, stop } from './model.js';

const place = document.getElementById('app') as HTMLElement;

/** The examples as the build has written them into the page. */
const groups = [...place.querySelectorAll('optgroup')].map((group) => ({
  name: group.label,
  examples: [...group.querySelectorAll('option')].map(({ value, text: title }) => ({
    id: value,
    title,
  })),
}));

hydrate(<RunApp groups={groups} />, place);

void startTools(
  [
    { key: 'k', does: text.keys.run, run: () => void startRun() },
    { key: 's', does: text.keys.stop, run: () => void stop() },
    { key: 'e', does: text.keys.edit, run: () => document.getElementById('code')?.focus() },
  ],
  connect(),
);
