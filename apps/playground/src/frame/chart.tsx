import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../text/en/frame.js';
import { grouped, short } from './numbers.js';
import { type Curve, HearButton, Reader, type Reading } from './reader.js';

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
  beside?: Curve;
  /** The same curve of the run that was left at a fork, and where the two first differ. */
  other?: (Curve & { differs: number | null }) | null;
  /** The value at the upper edge, where it is not the largest one. */
  top?: number;
}

/** A curve over steps, with a cursor and landmarks; read by arrow keys, heard, and given as a table. */
export function Chart(props: Props): VNode {
  const { values, cursor, sentence, step, name, beside, other } = props;
  const curves: readonly Curve[] = [
    { values, name },
    ...(other ? [other] : []),
    ...(beside ? [beside] : []),
  ];
  const say = (index: number, curve: number) => {
    const { name: what, values: all } = curves[curve] as Curve;
    const value = all[index];
    return text.chart.value(step, index, what, value === undefined ? null : short(value));
  };
  const count = Math.max(values.length, other?.values.length ?? 0);
  return (
    <figure class="chart">
      <Reader
        label={name}
        curves={curves}
        from={cursor}
        say={say}
        nearest={(x) => Math.round(((x * 100 - 1.5) / 97) * (count - 1))}
      >
        {(reading) => (
          <Drawing {...props} curves={curves} count={count} reading={reading} say={say} />
        )}
      </Reader>
      <div class="axis" aria-hidden="true">
        <span>0</span>
        <span>{step}</span>
        <span>{grouped(Math.max(1, count - 1))}</span>
      </div>
      <figcaption>
        <span>{sentence}</span>
        <HearButton values={values} says={sentence} />
      </figcaption>
      <Values {...{ name, step, curves, count, cursor }} />
    </figure>
  );
}

/** The curves as a table. While it is closed it holds the present row alone: a run goes by sixty times a second. */
function Values({
  name,
  step,
  curves,
  count,
  cursor,
}: Pick<Props, 'name' | 'step' | 'cursor'> & { curves: readonly Curve[]; count: number }): VNode {
  const [open, setOpen] = useState(false);
  const rows = open ? sampled(count, cursor) : [Math.min(cursor, count - 1)];
  return (
    <details class="data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.dataTable}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
      <section class="scroll" tabIndex={0} aria-label={`${name}: ${text.dataTable}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{step}</th>
              {curves.map((curve) => (
                <th key={curve.name} scope="col">
                  {curve.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((index) => (
              <tr key={index} aria-current={index === cursor ? 'true' : undefined}>
                <th scope="row">{index}</th>
                {curves.map((curve) => {
                  const value = curve.values[index];
                  return <td key={curve.name}>{value === undefined ? '' : short(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function Drawing({
  values,
  cursor,
  landmarks = [],
  events = [],
  beside,
  other,
  curves,
  count,
  reading,
  say,
  sentence,
  ...props
}: Props & {
  curves: readonly Curve[];
  count: number;
  reading: Reading;
  say: (index: number, curve: number) => string;
}): VNode {
  const most = curves.reduce(
    (high, curve) => curve.values.reduce((a, b) => Math.max(a, b), high),
    0,
  );
  const top = props.top ?? (most || 1);
  const last = Math.max(1, count - 1);
  const x = (index: number) => 1.5 + (index / last) * 97;
  const y = (value: number) => 96 - (value / top) * 88;
  // A line that was left before its first value has none to draw.
  const line = (all: readonly number[]) =>
    all.length > 0 ? `M${points(all, x, y).slice(1)}` : undefined;
  const read = reading.at === null ? undefined : curves[reading.curve]?.values[reading.at];
  const differs = other?.differs ?? null;
  return (
    <>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={sentence}>
        <path
          class="area"
          d={`M${x(0)},96 ${points(values, x, y)} L${x(values.length - 1)},96 Z`}
        />
        {landmarks.map(({ at, name: mark }) => (
          <line key={mark} class="landmark" x1="0" x2="100" y1={y(at)} y2={y(at)} />
        ))}
        {beside && <path class="curve beside" d={line(beside.values)} />}
        {other && <path class="curve other" d={line(other.values)} />}
        <path class="curve" d={line(values)} />
        {events.map(({ at }, index) => (
          <line key={`${index}:${at}`} class="event" x1={x(at)} x2={x(at)} y1="0" y2="96" />
        ))}
        {differs !== null && (
          <line class="differs" x1={x(differs)} x2={x(differs)} y1="0" y2="96" />
        )}
        <line class="cursor" x1={x(cursor)} x2={x(cursor)} y1="0" y2="96" />
        {reading.at !== null && (
          <line class="reading" x1={x(reading.at)} x2={x(reading.at)} y1="0" y2="96" />
        )}
      </svg>
      <svg class="marks" aria-hidden="true">
        {reading.at === null && (
          <text class="axis" x="3%" y="10">
            {`↑ ${short(top)}`}
          </text>
        )}
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
        {differs !== null && (
          <text class="differs" x={`${x(differs)}%`} y="12%" dx="4">
            ≠
          </text>
        )}
        <circle cx={`${x(cursor)}%`} cy={`${y(values[cursor] ?? 0)}%`} r="5" />
        {reading.at !== null && (
          <>
            {read !== undefined && (
              <circle class="reading" cx={`${x(reading.at)}%`} cy={`${y(read)}%`} r="4" />
            )}
            <text
              class="reading"
              x={`${x(reading.at)}%`}
              y="8%"
              dx={reading.at < last / 2 ? 6 : -6}
              text-anchor={reading.at < last / 2 ? 'start' : 'end'}
            >
              {say(reading.at, reading.curve)}
            </text>
          </>
        )}
      </svg>
    </>
  );
}

/** The steps a table shows: all where they are few, else about sixty of them, and the present one. */
function sampled(count: number, cursor: number): number[] {
  const every = Math.max(1, Math.ceil(count / 60));
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => index % every === 0 || index === cursor || index === count - 1,
  );
}

/** Points that a curve is drawn with at most: as many as a wide screen has columns. */
const finest = 800;

/** A curve as the points of a path. Of many values those are left that are highest or lowest where they stand. */
function points(
  values: readonly number[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const point = (index: number) =>
    `L${x(index).toFixed(2)},${y(values[index] as number).toFixed(2)}`;
  if (values.length <= finest) return values.map((_, index) => point(index)).join(' ');
  const wide = Math.ceil((2 * values.length) / finest);
  const shown: string[] = [];
  for (let from = 0; from < values.length; from += wide) {
    let [low, high] = [from, from];
    for (let i = from; i < Math.min(from + wide, values.length); i++) {
      if ((values[i] as number) < (values[low] as number)) low = i;
      if ((values[i] as number) > (values[high] as number)) high = i;
    }
    shown.push(point(Math.min(low, high)));
    if (low !== high) shown.push(point(Math.max(low, high)));
  }
  return shown.join(' ');
}
