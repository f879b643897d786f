import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Chart } from '../../frame/chart.js';
import { percent, short } from '../../frame/numbers.js';
import { Slider } from '../../frame/slider.js';
import { Swatch } from '../../frame/swatch.js';
import { text } from '../../text/en/lookup.js';
import {
  answer,
  change,
  losses,
  path,
  play,
  playing,
  reset,
  seek,
  solvedBelow,
  state,
  steepest,
  stepOn,
  stopped,
} from './model.js';
import { fastest, slowest } from './state.js';
import { rowColours } from './view.js';

const millisecondsPerStep = 70;

/** The query learns where to look: gradient, training and its timeline. */
export function Training(): VNode {
  const { rows, want, step, learningRate } = state.value;
  const { loss, weights } = answer.value;
  const last = path.value.length - 1;
  const label = rows[want]?.label ?? '';
  const sentence = text.train.at(step, loss, label, percent(weights[want] as number));
  usePlayer();
  return (
    <section class="training card" aria-labelledby="train-title">
      <h2 id="train-title">{text.train.title}</h2>
      <div class="columns">
        <div class="side">
          <label class="field">
            {text.train.want}
            <span class="with-swatch">
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
            </span>
          </label>
          <Slider
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
            cursor={step}
            step={text.train.timeline}
            name={text.train.loss}
            sentence={text.train.chart(
              losses.value[0] as number,
              losses.value[last] as number,
              last,
            )}
            landmarks={[{ at: solvedBelow, name: text.train.solvedMark }]}
          />
          <div class="timeline">
            <button type="button" class="primary" onClick={play}>
              {playing.value ? text.train.pause : text.train.play}
            </button>
            <button
              type="button"
              aria-label={text.train.back}
              disabled={step === 0}
              onClick={() => seek(step - 1)}
            >
              ◂
            </button>
            <button type="button" aria-label={text.train.step} onClick={stepOn}>
              ▸
            </button>
            <button type="button" onClick={reset}>
              {text.train.reset}
            </button>
            <Slider
              label={text.train.timeline}
              min={0}
              max={Math.max(1, last)}
              step={1}
              value={step}
              shown={`${step} / ${last}`}
              disabled={last === 0}
              onInput={seek}
            />
          </div>
          <p id="train-state">{sentence}</p>
          <p class="stopped">{stopped.value && text.stopped[stopped.value]}</p>
        </div>
      </div>
    </section>
  );
}

/** Takes a step every few frames while playing, and rests while the page is out of sight. */
function usePlayer(): void {
  const on = playing.value;
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => {
      if (!document.hidden) stepOn();
    }, millisecondsPerStep);
    return () => clearInterval(timer);
  }, [on]);
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
