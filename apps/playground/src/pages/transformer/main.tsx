import { hear } from '../../frame/hear.js';
import { openPage } from '../../frame/openPage.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/transformer.js';
import { TransformerApp } from './app.js';
import { goOn, hush, losses, run, scholar, shownHead, speaking, toggle } from './model.js';
import { warm } from './next.js';

/** The head after the one shown, block by block. */
const nextHead = () => {
  const layers = scholar.look.value?.layers ?? [];
  const all = layers.flatMap((heads, layer) => heads.map((_, head) => [layer, head] as const));
  const at = all.findIndex((place) => String(place) === String(shownHead.value));
  const head = all[(at + 1) % Math.max(1, all.length)];
  if (head) scholar.view({ head });
};

void openPage({
  bet: text.bet,
  app: <TransformerApp />,
  keys: [
    { key: 'k', does: text.keys.play, run: run.play },
    { key: '.', does: text.keys.step, run: run.stepOn },
    { key: ',', does: text.keys.back, run: () => scholar.seek(scholar.state.value.step - 1) },
    { key: 'v', does: text.keys.head, run: nextHead },
    { key: 'm', does: text.keys.take, run: () => toggle(shownHead.value) },
    { key: '-', does: text.keys.cold, run: () => warm(-0.1) },
    { key: '+', does: text.keys.hot, run: () => warm(0.1) },
    { key: 'n', does: text.keys.goOn, run: () => (speaking.value ? hush() : goOn()) },
    { key: 'r', does: text.keys.reset, run: scholar.reset },
    { key: 'f', does: frameText.branch.key, run: scholar.branch.here },
    { key: 'h', does: text.keys.hear, run: () => hear(losses.value) },
  ],
  connect: () => scholar.connect(),
  computed: () => !scholar.broken.value,
});
