import { hydrate } from 'preact';
import { Bet } from '../../frame/bet.js';
import { hear } from '../../frame/hear.js';
import { breath } from '../../frame/mount.js';
import { startTools } from '../../frame/tools.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/planet.js';
import { PlanetApp } from './app.js';
import { branch, change, connect, day, play, reset, seek, state, stepOn } from './model.js';

hydrate(<Bet {...text.bet} />, document.getElementById('bet') as HTMLElement);
await breath();
hydrate(<PlanetApp />, document.getElementById('app') as HTMLElement);
await breath();

void startTools(
  [
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
  connect(),
);
