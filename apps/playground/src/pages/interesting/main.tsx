import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/interesting.js';
import { InterestingApp } from './app.js';
import { cup, interest, toPeak } from './model.js';

void openPage({
  bet: text.bet,
  app: <InterestingApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: cup.play },
    { key: '.', does: text.keys.step, run: cup.stepOn },
    { key: ',', does: text.keys.back, run: () => cup.seek(cup.state.value.step - 1) },
    { key: 'm', does: text.keys.peak, run: toPeak },
    { key: 'r', does: text.keys.reset, run: cup.reset },
    { key: 'f', does: frameText.branch.key, run: cup.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(interest.value) },
  ],
  connect: () => cup.connect(),
});
