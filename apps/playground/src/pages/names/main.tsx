import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/names.js';
import { NamesApp } from './app.js';
import { toggleBest } from './controls.js';
import { duel, run, train, unseen } from './model.js';

const turn = () => {
  const { position } = duel.state.value;
  train({ position: position === 'fixed' ? 'varying' : 'fixed' });
};
const learnValues = () => {
  const { values } = duel.state.value;
  train({ values: values === 'stored' ? 'learned' : 'stored' });
};

void openPage({
  bet: text.bet,
  app: <NamesApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: run.play },
    { key: '.', does: text.keys.step, run: run.stepOn },
    { key: ',', does: text.keys.back, run: () => duel.seek(duel.state.value.step - 1) },
    { key: 'v', does: text.keys.values, run: learnValues },
    { key: 'n', does: text.keys.position, run: turn },
    { key: 'm', does: text.keys.silent, run: toggleBest },
    { key: 'r', does: text.keys.reset, run: duel.reset },
    { key: 'f', does: frameText.branch.key, run: duel.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(unseen.attention.value) },
  ],
  connect: () => duel.connect(),
  computed: () => !duel.broken.value,
});
