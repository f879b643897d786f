import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/words.js';
import { WordsApp } from './app.js';
import { branch, broken, connect, counts, play, reset, seek, state, stepOn } from './model.js';

void openPage({
  bet: text.bet,
  app: <WordsApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: play },
    { key: '.', does: text.keys.step, run: stepOn },
    { key: ',', does: text.keys.back, run: () => seek(state.value.step - 1) },
    { key: 'r', does: text.keys.reset, run: reset },
    { key: 'f', does: frameText.branch.key, run: branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(counts.value) },
  ],
  connect,
  computed: () => !broken.value,
});
