import { hydrate } from 'preact';
import { Bet } from '../../frame/bet.js';
import { hear } from '../../frame/hear.js';
import { breath } from '../../frame/mount.js';
import { startTools } from '../../frame/tools.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/heat.js';
import { HeatApp } from './app.js';
import { act, gas, mixing } from './model.js';

hydrate(<Bet {...text.bet} />, document.getElementById('bet') as HTMLElement);
await breath();
hydrate(<HeatApp />, document.getElementById('app') as HTMLElement);
await breath();

void startTools(
  [
    { key: 'k', does: text.keys.play, run: gas.play },
    { key: '.', does: text.keys.step, run: gas.stepOn },
    { key: ',', does: text.keys.back, run: () => gas.seek(gas.state.value.step - 1) },
    { key: 'v', does: text.keys.reverse, run: () => act('reverse') },
    { key: 'n', does: text.keys.nudge, run: () => act('nudge') },
    { key: 'r', does: text.keys.reset, run: gas.reset },
    { key: 'f', does: frameText.branch.key, run: gas.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(mixing.value) },
  ],
  gas.connect(),
);
