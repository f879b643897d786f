import { widest } from '@gibbs/journeys/next';
import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/next.js';
import { NextApp } from './app.js';
import { call, drawAnother, losses, study, walkRows } from './model.js';

function readMore(by: number): void {
  const { context } = study.state.value;
  const next = Math.max(1, Math.min(widest, context + by));
  if (next !== context) study.begin({ context: next });
}

void openPage({
  bet: text.bet,
  app: <NextApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: study.play },
    { key: '.', does: text.keys.step, run: study.stepOn },
    { key: ',', does: text.keys.back, run: () => study.seek(study.state.value.step - 1) },
    { key: 's', does: text.keys.sample, run: drawAnother },
    { key: '-', does: text.keys.fewer, run: () => readMore(-1) },
    { key: '+', does: text.keys.more, run: () => readMore(1) },
    { key: ']', does: text.keys.down, run: () => walkRows(1) },
    { key: '[', does: text.keys.up, run: () => walkRows(-1) },
    { key: 'n', does: text.keys.names, run: () => call(study.state.value.name) },
    { key: 'r', does: text.keys.reset, run: study.reset },
    { key: 'f', does: frameText.branch.key, run: study.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(losses.value) },
  ],
  connect: () => study.connect(),
  computed: () => !study.broken.value,
});
