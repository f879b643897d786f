import { rules } from '@gibbs/journeys/demon';
import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text } from '../../text/en/demon.js';
import { text as frameText } from '../../text/en/frame.js';
import { DemonApp } from './app.js';
import { answer, choose, demon, erase } from './model.js';

void openPage({
  bet: text.bet,
  app: <DemonApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: demon.play },
    { key: '.', does: text.keys.step, run: demon.stepOn },
    { key: ',', does: text.keys.back, run: () => demon.seek(demon.state.value.step - 1) },
    { key: 'o', does: text.keys.open, run: () => answer(true) },
    { key: 's', does: text.keys.shut, run: () => answer(false) },
    { key: 'e', does: text.keys.erase, run: erase },
    ...rules.map((rule, index) => ({
      key: String(index + 1),
      does: text.rules[rule].name,
      run: () => choose(rule),
    })),
    { key: 'r', does: text.keys.reset, run: demon.reset },
    { key: 'f', does: frameText.branch.key, run: demon.branch.here },
    {
      key: 'h',
      does: text.keys.hear,
      run: () => hear(demon.marks.value.map(({ total }) => total)),
    },
  ],
  connect: () => demon.connect(),
});
