import { fastest, slowest, solvedBelow } from '@gibbs/journeys/lookup';
import type { VNode } from 'preact';
import { Chart } from '../../frame/chart.js';
import { Explain } from '../../frame/explain.js';
import { Lock } from '../../frame/lock.js';
import { percent, short } from '../../frame/numbers.js';
import { Slider } from '../../frame/slider.js';
import { Swatch } from '../../frame/swatch.js';
import { Timeline } from '../../frame/timeline.js';
import { text as frameText } from '../../text/en/frame.js';
import { text } from '../../text/en/lookup.js';
import {
  answer,
  branch,
  change,
  losses,
  path,
  play,
  playing,
  reset,
  seek,
  state,
  steepest,
  stepOn,
  stopped,
} from './model.js';
import { rowColours } from './view.js';
import { whyLoss } from './why.js';

/** The query learns where to look: gradient, training and its timeline. */
export function Training(): VNode {
  const { rows, want, step, learningRate } = state.value;
  const { loss, weights } = answer.value;
  const last = path.value.length - 1;
  const label = rows[want]?.label ?? '';
  const sentence = text.train.at(step, loss, label, percent(weights[want] as number));
  return (
    <section class="training card" aria-labelledby="train-title">
      <h2 id="train-title">{text.train.title}</h2>
      <div class="columns">
        <div class="side">
          <Slider
            field="learningRate"
            label={text.train.rate}
            min={Math.log10(slowest)}
            max={Math.log10(fastest)}
            step={0.01}
            value={Math.log10(learningRate)}
            shown={short(learningRate)}
            onInput={(power) => change({ learningRate: Number((10 ** power).toPrecision(2)) })}
          />
          <Gradient />
        </div>
        <div class="run">
          <Chart
            values={losses.value}
            other={branch.curve(({ loss }) => loss, text.train.loss)}
            cursor={step}
            step={frameText.timeline.step}
            name={text.train.loss}
            sentence={text.train.chart(
              losses.value[0] as number,
              losses.value[last] as number,
              last,
            )}
            landmarks={[{ at: solvedBelow, name: text.train.solvedMark }]}
          />
          <p id="train-state">{sentence}</p>
          <p>
            {text.train.loss}:{' '}
            <Explain id="loss" of={whyLoss}>
              {short(loss)}
            </Explain>
          </p>
          <p class="stopped">{stopped.value && text.stopped[stopped.value]}</p>
        </div>
      </div>
    </section>
  );
}

/** The timeline of the training, under the map it moves through. */
export function TrainingTimeline(): VNode {
  const { rows, want, step } = state.value;
  return (
    <Timeline
      run={{ playing, play, stepOn, seek, reset, branch }}
      step={step}
      last={path.value.length - 1}
      pace={50}
      name={text.train.play}
    >
      <Lock field="want">
        <label class="want">
          {text.train.want}
          <Swatch rgb={rowColours.value[want] ?? [0, 0, 0]} />
          <select
            value={want}
            onChange={(event) => change({ want: Number(event.currentTarget.value) })}
          >
            {rows.map((row, index) => (
              <option key={`${index}:${row.label}`} value={index}>
                {text.train.rowName(row.label)}
              </option>
            ))}
          </select>
        </label>
      </Lock>
    </Timeline>
  );
}

function Gradient(): VNode {
  const { query: slopes } = answer.value.gradients;
  const largest = steepest.value;
  return (
    <section class="gradient" aria-labelledby="gradient-title">
      <h3 id="gradient-title">{text.train.gradient}</h3>
      <p class="hint">{text.train.gradientHint}</p>
      <ul id="gradient" aria-label={text.train.bars(slopes)}>
        {slopes.map((slope, index) => (
          <li key={index}>
            <svg class="slope" aria-hidden="true">
              <line x1="50%" x2="50%" y1="0" y2="100%" />
              {slope !== 0 && (
                <rect
                  class={slope > 0 ? 'up' : 'down'}
                  x={`${slope > 0 ? 50 : 50 - (Math.abs(slope) / largest) * 50}%`}
                  width={`${(Math.abs(slope) / largest) * 50}%`}
                  y="3"
                  height="10"
                />
              )}
            </svg>
            <span class="number">{`${slope > 0 ? '▲ ' : slope < 0 ? '▼ ' : ''}${short(slope)}`}</span>
          </li>
        ))}
      </ul>
      {largest === 0 && <p class="verdict">{text.train.zero}</p>}
      {largest > 0 && largest < 1e-6 && <p class="verdict">{text.train.faint(largest)}</p>}
    </section>
  );
}
