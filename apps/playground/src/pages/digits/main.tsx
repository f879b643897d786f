import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text } from '../../text/en/digits.js';
import { text as frameText } from '../../text/en/frame.js';
import { DigitsApp } from './app.js';
import { damage, drawOne, flip, losses, play, pupil, teach } from './model.js';
import { clear } from './pad.js';

void openPage({
  bet: text.bet,
  app: <DigitsApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: play },
    { key: '.', does: text.keys.step, run: pupil.stepOn },
    { key: ',', does: text.keys.back, run: () => pupil.seek(pupil.state.value.step - 1) },
    { key: 'd', does: text.keys.draw, run: drawOne },
    { key: 'c', does: text.keys.clear, run: clear },
    { key: 't', does: text.keys.teach, run: teach },
    { key: 'i', does: text.keys.flip, run: flip },
    { key: 'z', does: text.keys.zero, run: () => damage(1, 'zero') },
    { key: 'n', does: text.keys.noise, run: () => damage(1, 'noise') },
    { key: 'r', does: text.keys.reset, run: pupil.reset },
    { key: 'f', does: frameText.branch.key, run: pupil.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(losses.value) },
  ],
  connect: () => pupil.connect(),
});
