import { answerXor, explainXor, type XorNetwork } from '@gibbs/nn/tasks';
import { useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Chart } from '../../frame/chart.js';
import { Explain } from '../../frame/explain.js';
import { paint } from '../../frame/ramp.js';
import { themeChanges } from '../../frame/useTheme.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/gate.js';
import { fieldOf } from './fieldOf.js';
import { frame, state } from './model.js';
import { NetworkDrawing } from './networkDrawing.js';
import { whyAnswer } from './why.js';

const size = 72;

/** The chosen network in full: its plane, its four answers, its loss and its weights. */
export function OneNetwork(): VNode | null {
  const now = frame.value;
  const { seed } = state.value;
  if (now === null) return null;
  return (
    <section class="one card" aria-labelledby="one-title">
      <h2 id="one-title">{text.one.title(seed)}</h2>
      <div class="parts">
        <Plane network={now.network} />
        <Rows network={now.network} />
        <div>
          <h3>{text.one.lossTitle}</h3>
          <Chart
            values={now.losses}
            cursor={Math.min(now.tick, now.losses.length - 1)}
            top={1.2}
            step={frameText.timeline.step}
            name={text.one.loss}
            sentence={text.one.chart(now.losses[now.tick] ?? 0, now.losses[0] ?? 0)}
            landmarks={[{ at: Math.LN2, name: text.one.coin }]}
          />
        </div>
        <NetworkDrawing network={now.network} />
      </div>
    </section>
  );
}

function Plane({ network }: { network: XorNetwork }): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    themeChanges.value;
    const now = frame.value;
    if (!canvas.current || !now) return;
    paint(
      canvas.current,
      fieldOf(size, (a, b) => answerXor(now.network, a, b)),
      size,
    );
  });
  const right = explainXor(network).rows.filter(
    ({ probability, wanted }) => probability > 0.5 === (wanted === 1),
  ).length;
  return (
    <div>
      <h3>{text.one.plane}</h3>
      <div class="plane corners">
        <canvas
          ref={canvas}
          width="1"
          height="1"
          role="img"
          aria-label={text.one.sentence(state.value.seed, right)}
        />
      </div>
    </div>
  );
}

function Rows({ network }: { network: XorNetwork }): VNode {
  return (
    <div>
      <h3>{text.one.rows}</h3>
      <table class="truth">
        <thead>
          <tr>
            <th scope="col">{text.one.a}</th>
            <th scope="col">{text.one.b}</th>
            <th scope="col">{text.one.wanted}</th>
            <th scope="col">{text.one.said}</th>
          </tr>
        </thead>
        <tbody>
          {explainXor(network).rows.map(({ a, b, wanted, probability }, row) => (
            <tr key={`${a}${b}`}>
              <td>{a}</td>
              <td>{b}</td>
              <td>{wanted}</td>
              <td>
                <Explain of={() => whyAnswer(row)}>
                  {text.one.row(probability, probability > 0.5 === (wanted === 1))}
                </Explain>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
