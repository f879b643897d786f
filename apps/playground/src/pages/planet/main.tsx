import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/planet.js';
import { PlanetApp } from './app.js';
import { branch, change, connect, day, play, reset, seek, state, stepOn } from './model.js';

void openPage({
  bet: text.bet,
  app: <PlanetApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: play },
    { key: '.', does: text.keys.step, run: stepOn },
    { key: ',', does: text.keys.back, run: () => seek(state.value.step - 1) },
    {
      key: 'c',
      does: text.keys.cooler,
      run: () => change({ cooler: state.value.cooler === 'on' ? 'off' : 'on' }),
    },
    { key: 'r', does: text.keys.reset, run: reset },
    { key: 'f', does: frameText.branch.key, run: branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(day.value.map(({ room }) => room)) },
  ],
  connect,
});
