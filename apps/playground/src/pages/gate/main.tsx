import { widest } from '@gibbs/journeys/gate';
import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/gate.js';
import { GateApp } from './app.js';
import {
  begin,
  branch,
  broken,
  connect,
  frame,
  play,
  reset,
  seek,
  state,
  stepOn,
} from './model.js';

const widen = (by: number) => {
  const width = Math.min(widest, Math.max(1, state.value.width + by));
  if (width !== state.value.width) begin({ width });
};

void openPage({
  bet: text.bet,
  app: <GateApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: play },
    { key: '.', does: text.keys.step, run: stepOn },
    { key: ',', does: text.keys.back, run: () => seek(state.value.step - 1) },
    { key: '+', does: text.keys.more, run: () => widen(1) },
    { key: '-', does: text.keys.fewer, run: () => widen(-1) },
    { key: 'r', does: text.keys.reset, run: reset },
    { key: 'f', does: frameText.branch.key, run: branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(frame.value?.losses ?? []) },
  ],
  connect,
  computed: () => !broken.value,
});
