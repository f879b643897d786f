import { fewest, grids, most } from '@gibbs/journeys/heat';
import type { VNode } from 'preact';
import { Badge } from '../../frame/badge.js';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Explain } from '../../frame/explain.js';
import { locked } from '../../frame/lesson.js';
import { Notice } from '../../frame/notice.js';
import { grouped, short } from '../../frame/numbers.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/heat.js';
import { asCommand } from './asText.js';
import { Box } from './box.js';
import { act, gas, mixing, mixingNow, mixingOf } from './model.js';
import { whyEnergy, whyHome, whyMixing, whyMomentum } from './why.js';

/** Everything on the page that moves. */
export function HeatApp(): VNode {
  const { step } = gas.state.value;
  return (
    <div class="heat">
      <Notice message={gas.notice} />
      <Proof proof={gas.proof} />
      <section class="instrument card" aria-label={text.box.title}>
        <div class="columns">
          <Piece class="side">
            <Box />
            <Books />
          </Piece>
          <Piece class="side">
            <Controls />
            <Entropy />
          </Piece>
        </div>
        <Timeline run={gas} step={step} last={gas.last} pace={16} name={text.run} />
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: gas.shareLink },
          { name: text.share.command, make: asCommand },
        ]}
      />
      <Piece>
        <Badge />
      </Piece>
    </div>
  );
}

function Controls(): VNode {
  const { particles } = gas.state.value;
  return (
    <div class="controls">
      <div class="deeds">
        {(['reverse', 'nudge'] as const).map((kind) => (
          <button
            type="button"
            key={kind}
            class={kind}
            disabled={locked('deeds')}
            onClick={() => act(kind)}
          >
            {text.act[kind]} <small>{text.act[`${kind}Hint`]}</small>
          </button>
        ))}
      </div>
      <Slider
        field="particles"
        label={text.particles}
        min={Math.log2(fewest)}
        max={Math.log2(most)}
        step={1}
        value={Math.log2(particles)}
        shown={grouped(particles)}
        onInput={(power) => gas.begin({ particles: 2 ** power })}
      />
    </div>
  );
}

function Entropy(): VNode {
  const { step, grid, deeds } = gas.state.value;
  return (
    <section class="entropy" aria-labelledby="entropy-title">
      <h2 id="entropy-title">{text.entropy.title}</h2>
      <p class="figure">
        <Explain id="mixing" of={whyMixing}>
          {short(mixingNow.value)}
        </Explain>
      </p>
      <Chart
        values={mixing.value}
        cursor={step}
        top={Math.LN2}
        step={text.entropy.step}
        name={text.entropy.name}
        sentence={text.entropy.chart(mixing.value, step)}
        other={gas.otherCurve(mixingOf.value, text.entropy.name)}
        landmarks={[{ at: Math.LN2, name: text.entropy.most }]}
        events={deeds.map(({ at, kind }) => ({ at, name: kind === 'reverse' ? '⇆' : '!' }))}
      />
      <Slider
        field="grid"
        label={text.grid}
        min={0}
        max={grids.length - 1}
        step={1}
        value={(grids as readonly number[]).indexOf(grid)}
        shown={text.gridShown(grid)}
        hint={text.gridHint}
        onInput={(index) => gas.view({ grid: grids[index] as number })}
      />
    </section>
  );
}

function Books(): VNode {
  const now = gas.look.value;
  const { particles } = gas.state.value;
  return (
    <section aria-labelledby="books-title">
      <h2 id="books-title">{text.ledger.title}</h2>
      <table class="books">
        <tbody>
          <tr>
            <th scope="row">{text.ledger.home}</th>
            <td id="home">
              <Explain of={whyHome}>{text.ledger.of(now?.home ?? particles, particles)}</Explain>
            </td>
          </tr>
          <tr>
            <th scope="row">{text.ledger.energy}</th>
            <td>{now ? <Explain of={whyEnergy}>{short(now.energy)}</Explain> : '…'}</td>
          </tr>
          <tr>
            <th scope="row">{text.ledger.momentum}</th>
            <td>
              <Explain of={whyMomentum}>{`(${(now?.momentum ?? [0, 0]).join(', ')})`}</Explain>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}
