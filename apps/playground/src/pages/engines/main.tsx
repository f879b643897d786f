import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text } from '../../text/en/engines.js';
import { text as frameText } from '../../text/en/frame.js';
import { EnginesApp } from './app.js';
import { act, engine, turnRound } from './model.js';

void openPage({
  bet: text.bet,
  app: <EnginesApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: engine.play },
    { key: '.', does: text.keys.step, run: engine.stepOn },
    { key: ',', does: text.keys.back, run: () => engine.seek(engine.state.value.step - 1) },
    { key: 'v', does: text.keys.turn, run: turnRound },
    { key: 'o', does: text.keys.out, run: () => act('out') },
    { key: 'i', does: text.keys.in, run: () => act('in') },
    { key: 's', does: text.keys.stop, run: () => act('stop') },
    { key: '1', does: text.keys.hot, run: () => act('hot') },
    { key: '2', does: text.keys.cold, run: () => act('cold') },
    { key: '0', does: text.keys.apart, run: () => act('apart') },
    { key: 'r', does: text.keys.reset, run: engine.reset },
    { key: 'f', does: frameText.branch.key, run: engine.branch.here },
    {
      key: 'h',
      does: text.keys.hear,
      run: () => hear(engine.marks.value.map(({ temperature }) => temperature)),
    },
  ],
  connect: () => engine.connect(),
});
