import { activations, fastest, seeds, slowest, widest } from '@gibbs/journeys/gate';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { CopyBar } from '../../frame/copyBar.js';
import { Lock } from '../../frame/lock.js';
import { Notice } from '../../frame/notice.js';
import { short } from '../../frame/numbers.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/gate.js';
import { asCode, asCommand } from './asText.js';
import { Circuit } from './circuit.js';
import { Cosmos } from './cosmos.js';
import {
  begin,
  branch,
  frame,
  notice,
  play,
  playing,
  proof,
  reached,
  reset,
  seek,
  shareLink,
  state,
  stepOn,
} from './model.js';
import { Morph } from './morph.js';
import { OneNetwork } from './oneNetwork.js';

/** Everything on the page that moves. */
export function GateApp(): VNode {
  return (
    <div class="gate-page">
      <Notice message={notice} />
      <Proof proof={proof} />
      <section class="instrument card" aria-label={text.cosmos.title}>
        <div class="columns">
          <Piece>
            <Cosmos />
          </Piece>
          <Piece class="side">
            <Controls />
            <Curve />
          </Piece>
        </div>
        <Timeline
          run={{ playing, play, stepOn, seek, reset, branch }}
          step={state.value.step}
          last={reached.value}
          pace={60}
          name={text.run}
        />
      </section>
      <Piece>
        <OneNetwork />
      </Piece>
      <Piece>
        <Circuit />
      </Piece>
      <Piece>
        <Morph />
      </Piece>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: shareLink },
          { name: text.share.command, make: asCommand },
          { name: text.share.code, make: asCode },
        ]}
      />
    </div>
  );
}

function Controls(): VNode {
  const { width, activation, learningRate } = state.value;
  return (
    <div class="controls">
      <Slider
        field="width"
        label={text.controls.width}
        min={1}
        max={widest}
        step={1}
        value={width}
        shown={String(width)}
        onInput={(next) => begin({ width: next })}
      />
      <Slider
        field="learningRate"
        label={text.controls.rate}
        min={Math.log10(slowest)}
        max={Math.log10(fastest)}
        step={0.01}
        value={Math.log10(learningRate)}
        shown={short(learningRate)}
        onInput={(power) =>
          begin({
            learningRate: Math.min(
              fastest,
              Math.max(slowest, Number((10 ** power).toPrecision(2))),
            ),
          })
        }
      />
      <Lock field="activation">
        <label class="field">
          {text.controls.activation}
          <select
            value={activation}
            onChange={(event) =>
              begin({ activation: event.currentTarget.value as (typeof activations)[number] })
            }
          >
            {activations.map((each) => (
              <option key={each} value={each}>
                {text.controls.activations[each]}
              </option>
            ))}
          </select>
        </label>
      </Lock>
    </div>
  );
}

function Curve(): VNode {
  const { step } = state.value;
  const solved = frame.value?.solved ?? [0];
  const cursor = Math.min(step, solved.length - 1);
  return (
    <section aria-labelledby="curve-title" class="entropy">
      <h2 id="curve-title">{text.cosmos.curve}</h2>
      <Chart
        values={solved}
        other={branch.curve((count) => count, text.cosmos.curve)}
        cursor={cursor}
        top={seeds}
        step={frameText.timeline.step}
        name={text.cosmos.curve}
        sentence={text.cosmos.chart(solved[cursor] ?? 0, solved.at(-1) ?? 0)}
        landmarks={[{ at: seeds, name: String(seeds) }]}
      />
    </section>
  );
}
