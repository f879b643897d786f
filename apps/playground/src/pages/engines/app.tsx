import { cold, cycles, hands, hottest, speeds } from '@gibbs/journeys/engines';
import type { VNode } from 'preact';
import { Badge } from '../../frame/badge.js';
import { CopyBar } from '../../frame/copyBar.js';
import { locked } from '../../frame/lesson.js';
import { Lock } from '../../frame/lock.js';
import { LoopChart } from '../../frame/loopChart.js';
import { Notice } from '../../frame/notice.js';
import { short } from '../../frame/numbers.js';
import { Piece } from '../../frame/piece.js';
import { Proof } from '../../frame/proof.js';
import { Slider } from '../../frame/slider.js';
import { Timeline } from '../../frame/timeline.js';
import { text } from '../../text/en/engines.js';
import { asCode, asCommand } from './asText.js';
import { Books, Gauge, Laps } from './books.js';
import { CylinderPicture } from './cylinder.js';
import { loopOf, type Point } from './loops.js';
import { act, byHand, engine, now, turnRound } from './model.js';

/** Everything on the page that moves. */
export function EnginesApp(): VNode {
  const { step } = engine.state.value;
  return (
    <div class="engines">
      <Notice message={engine.notice} />
      <Proof proof={engine.proof} />
      <section class="instrument card" aria-label={text.cylinder.title}>
        <Piece class="stage">
          <CylinderPicture />
          <Hands />
        </Piece>
        <div class="columns">
          <Piece class="side">
            <Loops />
          </Piece>
          <Piece class="side">
            <Gauge />
            <Controls />
            <Books />
            <Laps />
          </Piece>
        </div>
        <Timeline run={engine} step={step} last={engine.last} pace={16} name={text.run} />
      </section>
      <CopyBar
        shown={text.share.shown}
        actions={[
          { name: text.share.link, make: engine.shareLink },
          { name: text.share.command, make: asCommand },
          { name: text.share.code, make: asCode },
        ]}
      />
      <Piece>
        <Badge />
      </Piece>
    </div>
  );
}

function Hands(): VNode {
  return (
    <fieldset class="hands" disabled={locked('deeds')}>
      <legend>{text.byHand}</legend>
      {hands.map((kind) => (
        <button type="button" key={kind} class={kind} onClick={() => act(kind)}>
          {text.act[kind]}
        </button>
      ))}
    </fieldset>
  );
}

function Controls(): VNode {
  const { cycle, hot, speed, reverse } = engine.state.value;
  const nearest = speeds.reduce(
    (best, each, i) =>
      Math.abs(each - speed) < Math.abs((speeds[best] as number) - speed) ? i : best,
    0,
  );
  return (
    <div class="controls">
      <div class="choice">
        <Lock field="cycle">
          <label>
            {text.cycle}{' '}
            <select
              value={cycle}
              onChange={(event) => {
                const chosen = cycles.find((each) => each === event.currentTarget.value);
                if (chosen) engine.begin({ cycle: chosen, deeds: [] });
              }}
            >
              {cycles.map((each) => (
                <option key={each} value={each}>
                  {text.cycles[each]}
                </option>
              ))}
            </select>
          </label>
        </Lock>
        <span>
          {reverse ? text.direction.refrigerator : text.direction.engine}{' '}
          <button type="button" class="turn" disabled={locked('reverse')} onClick={turnRound}>
            ⇄ {text.direction.change}
          </button>
        </span>
      </div>
      <Slider
        field="speed"
        label={text.speed}
        min={0}
        max={speeds.length - 1}
        step={1}
        value={nearest}
        shown={text.speedShown(speed)}
        onInput={(index) => engine.begin({ speed: speeds[index] as number, deeds: [] })}
      />
      <Slider
        field="hot"
        label={text.hot}
        min={1.25}
        max={hottest}
        step={0.25}
        value={hot}
        shown={text.hotShown(hot)}
        onInput={(value) => engine.begin({ hot: value, deeds: [] })}
      />
      <Slider
        label={text.stride}
        min={0}
        max={5}
        step={1}
        value={Math.log2(engine.stride.value)}
        shown={text.strideShown(engine.stride.value)}
        onInput={(power) => {
          engine.stride.value = 2 ** power;
        }}
      />
    </div>
  );
}

function Loops(): VNode {
  const { step, hot } = engine.state.value;
  const marks = engine.marks.value;
  const mark = now.value;
  const lap = byHand.value ? null : (mark?.lap ?? 0);
  const path = loopOf(marks, step, lap);
  const before = lap === null || lap === 0 ? [] : [loopOf(marks, step, lap - 1)];
  const otherMarks = engine.other.value?.walker.marks.value;
  const other = otherMarks ? loopOf(otherMarks, step, lap) : null;
  // Entropy is counted from where each round began.
  const from = (points: readonly Point[]) => points[0]?.entropy ?? 0;
  const pv = (points: readonly Point[]) =>
    points.map(({ area, pressure }) => [area, pressure] as const);
  const ts = (points: readonly Point[]) =>
    points.map((p) => [p.entropy - from(points), p.temperature] as const);
  const area = mark?.area ?? 100;
  const pressure = path.at(-1)?.pressure ?? mark?.pressure ?? 0;
  return (
    <>
      <section aria-labelledby="pv-title">
        <h2 id="pv-title">{text.pv.title}</h2>
        <LoopChart
          path={pv(path)}
          before={before.map(pv)}
          other={other && pv(other)}
          here={[area, pressure]}
          x={text.pv.x}
          y={text.pv.y}
          sentence={text.pv.sentence(lap, pressure, area)}
        />
      </section>
      <section aria-labelledby="ts-title">
        <h2 id="ts-title">{text.ts.title}</h2>
        <LoopChart
          path={ts(path)}
          before={before.map(ts)}
          other={other && ts(other)}
          here={[(mark?.entropy ?? 0) - from(path), mark?.temperature ?? hot]}
          x={text.ts.x}
          y={text.ts.y}
          sentence={text.ts.sentence(mark?.temperature ?? hot, mark?.entropy ?? 0)}
          landmarks={[
            { at: hot, name: `${text.ts.hot}: ${short(hot)}` },
            { at: cold, name: `${text.ts.cold}: ${short(cold)}` },
          ]}
        />
      </section>
    </>
  );
}
