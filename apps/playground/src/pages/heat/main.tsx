import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/heat.js';
import { HeatApp } from './app.js';
import { act, gas, mixing } from './model.js';

void openPage({
  bet: text.bet,
  app: <HeatApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: gas.play },
    { key: '.', does: text.keys.step, run: gas.stepOn },
    { key: ',', does: text.keys.back, run: () => gas.seek(gas.state.value.step - 1) },
    { key: 'v', does: text.keys.reverse, run: () => act('reverse') },
    { key: 'n', does: text.keys.nudge, run: () => act('nudge') },
    { key: 'r', does: text.keys.reset, run: gas.reset },
    { key: 'f', does: frameText.branch.key, run: gas.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(mixing.value) },
  ],
  connect: () => gas.connect(),
});
