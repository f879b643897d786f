import { openPage } from '../../frame/openPage.js';
import { text } from '../../text/en/run.js';
import { RunApp } from './app.js';
import { connect, startRun, stop } from './model.js';

/** The examples as the build has written them into the page. */
const groups = [...document.querySelectorAll<HTMLOptGroupElement>('#example optgroup')].map(
  (group) => ({
    name: group.label,
    examples: [...group.querySelectorAll('option')].map(({ value, text: title }) => ({
      id: value,
      title,
    })),
  }),
);

void openPage({
  app: <RunApp groups={groups} />,
  keys: [
    { key: 'k', does: text.keys.run, run: () => void startRun() },
    { key: 's', does: text.keys.stop, run: () => void stop() },
    { key: 'e', does: text.keys.edit, run: () => document.getElementById('code')?.focus() },
  ],
  connect,
});
