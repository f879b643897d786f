import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/lookup.js';
import { LookupApp } from './app.js';
import {
  branch,
  change,
  connectAddress,
  losses,
  play,
  reset,
  seek,
  state,
  stepOn,
} from './model.js';

void openPage({
  bet: text.bet,
  app: <LookupApp />,
  keys: [
    { key: 'k', does: text.keys.train, run: play },
    { key: '.', does: text.keys.step, run: stepOn },
    { key: ',', does: text.keys.back, run: () => seek(state.value.step - 1) },
    {
      key: 'm',
      does: text.keys.mode,
      run: () => change({ mode: state.value.mode === 'hard' ? 'soft' : 'hard' }),
    },
    { key: 'r', does: text.keys.reset, run: reset },
    { key: 'f', does: frameText.branch.key, run: branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(losses.value) },
  ],
  connect: connectAddress,
});
