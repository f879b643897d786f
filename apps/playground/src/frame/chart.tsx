import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { hear } from './hear.js';
import { short } from './numbers.js';

interface Props {
  /** One value per step, the first at step 0. */
  values: readonly number[];
  /** The step shown now. */
  cursor: number;
  /** A sentence for those who do not see the curve. */
  sentence: string;
  step: string;
  name: string;
  /** Horizontal lines that give a height its meaning. */
  landmarks?: readonly { at: number; name: string }[];
  /** Steps at which something was done. */
  events?: readonly { at: number; name: string }[];
  /** A second curve to hold the first against, shown faintly. */
  beside?: { values: readonly number[]; name: string };
  /** The value at the upper edge, where it is not the largest one. */
  top?: number;
}

/** A curve over steps, with a cursor, landmarks, the same as sound and the same as a table. */
export function Chart(props: Props): VNode {
  const { values, cursor, sentence, step, name, landmarks = [], events = [], beside } = props;
  const most = [...values, ...(beside?.values ?? [])].reduce((a, b) => Math.max(a, b), 0);
  const top = props.top ?? (most || 1);
  const last = Math.max(1, values.length - 1);
  const x = (index: number) => 1.5 + (index / last) * 97;
  const y = (value: number) => 96 - (value / top) * 88;
  const here = values[cursor] ?? 0;
  return (
    <figure class="chart">
      <div class="plot">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={sentence}>
          <path
            class="area"
            d={`M${x(0)},96 ${points(values, x, y)} L${x(values.length - 1)},96 Z`}
          />
          {landmarks.map(({ at, name: mark }) => (
            <line key={mark} class="landmark" x1="0" x2="100" y1={y(at)} y2={y(at)} />
          ))}
          {beside && <path class="curve beside" d={`M${points(beside.values, x, y).slice(1)}`} />}
          <path class="curve" d={`M${points(values, x, y).slice(1)}`} />
          {events.map(({ at }, index) => (
            <line key={`${index}:${at}`} class="event" x1={x(at)} x2={x(at)} y1="0" y2="96" />
          ))}
          <line class="cursor" x1={x(cursor)} x2={x(cursor)} y1="0" y2="96" />
        </svg>
        <svg class="marks" aria-hidden="true">
          {landmarks.map(({ at, name: mark }) => (
            <text key={mark} x="99%" y={`${y(at) - 2}%`} text-anchor="end">
              {mark}
            </text>
          ))}
          {events.map(({ at, name: mark }, index) => (
            <text key={`${index}:${at}`} class="event" x={`${x(at)}%`} y="96%" dx="4">
              {mark}
            </text>
          ))}
          <circle cx={`${x(cursor)}%`} cy={`${y(here)}%`} r="5" />
        </svg>
      </div>
      <figcaption>
        <span>{sentence}</span>
        <button
          type="button"
          class="quiet"
          disabled={values.length < 2}
          onClick={() => hear(values)}
        >
          {text.chart.hear}
        </button>
      </figcaption>
      <details class="data">
        <summary>{text.dataTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
        <section class="scroll" tabIndex={0} aria-label={`${name}: ${text.dataTable}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{step}</th>
                <th scope="col">{name}</th>
                {beside && <th scope="col">{beside.name}</th>}
              </tr>
            </thead>
            <tbody>
              {sampled(values.length, cursor).map((index) => (
                <tr key={index} aria-current={index === cursor ? 'true' : undefined}>
                  <th scope="row">{index}</th>
                  <td>{short(values[index] as number)}</td>
                  {beside && <td>{short(beside.values[index] ?? 0)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** The steps a table shows: all where they are few, else about sixty of them, and the present one. */
function sampled(count: number, cursor: number): number[] {
  const every = Math.max(1, Math.ceil(count / 60));
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => index % every === 0 || index === cursor || index === count - 1,
  );
}

function points(
  values: readonly number[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values.map((value, index) => `L${x(index).toFixed(2)},${y(value).toFixed(2)}`).join(' ');
}
