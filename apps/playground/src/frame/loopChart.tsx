import type { VNode } from 'preact';
import { text } from '../text/en/frame.js';
import { short } from './numbers.js';
import { HearButton, Reader } from './reader.js';

type Point = readonly [x: number, y: number];

interface Props {
  /** The path shown, in the order it was gone. */
  path: readonly Point[];
  /** Earlier paths, shown faintly. */
  before?: readonly (readonly Point[])[];
  /** The same path of the run that was left at a fork. */
  other?: readonly Point[] | null;
  /** Where the present is, besides the path. */
  here?: Point | undefined;
  x: string;
  y: string;
  /** A sentence for those who do not see the path. */
  sentence: string;
  /** Horizontal lines that give a height its meaning. */
  landmarks?: readonly { at: number; name: string }[];
}

/** A path of one quantity over another, as a loop of an engine is; the same as a table. */
export function LoopChart({
  path: gone,
  before = [],
  other,
  here,
  x,
  y,
  sentence,
  landmarks = [],
}: Props): VNode {
  // Before anything was gone, the present is all there is to read.
  const path = gone.length === 0 && here ? [here] : gone;
  const all = [...before.flat(), ...(other ?? []), ...path, ...(here ? [here] : [])];
  const heights = [...all.map(([, each]) => each), ...landmarks.map(({ at }) => at)];
  const across = scale(
    all.map(([each]) => each),
    4,
    96,
  );
  const up = scale([0, ...heights], 96, 6);
  const line = (points: readonly Point[]) =>
    points
      .map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${across(px).toFixed(2)},${up(py).toFixed(2)}`)
      .join(' ');
  const curves = [{ values: path.map(([, height]) => height), name: y }];
  const say = (index: number) => {
    const [px, py] = path[index] ?? [0, 0];
    return text.chart.point(x, short(px), y, short(py));
  };
  const nearest = (left: number, top: number) => {
    const away = path.map(([px, py]) =>
      Math.hypot(across(px) - left * 100, (up(py) - top * 100) / 2),
    );
    return away.indexOf(away.reduce((least, each) => Math.min(least, each), Infinity));
  };
  return (
    <figure class="chart loop">
      <Reader
        label={`${y}, ${x}`}
        curves={curves}
        from={Math.max(0, path.length - 1)}
        say={say}
        nearest={nearest}
      >
        {({ at }) => {
          const read = at === null ? undefined : path[at];
          return (
            <>
              <svg
                viewBox="0 0 100 100"
                preserveAspectRatio="none"
                role="img"
                aria-label={sentence}
              >
                {landmarks.map(({ at, name }) => (
                  <line key={name} class="landmark" x1="0" x2="100" y1={up(at)} y2={up(at)} />
                ))}
                {before.map((points, index) => (
                  <path key={index} class="curve before" d={line(points)} />
                ))}
                {other && <path class="curve other" d={line(other)} />}
                <path class="curve" d={line(path)} />
              </svg>
              <svg class="marks" aria-hidden="true">
                {landmarks.map(({ at, name }) => (
                  <text key={name} x="99%" y={`${up(at) - 2}%`} text-anchor="end">
                    {name}
                  </text>
                ))}
                <text class="axis" x="99%" y="98%" text-anchor="end">
                  {`${text.chart.range(x, ...rangeOf(all.map(([each]) => each)))} →`}
                </text>
                <text
                  class="axis"
                  x="1%"
                  y="12"
                >{`↑ ${text.chart.range(y, ...rangeOf([0, ...heights]))}`}</text>
                {here && <circle cx={`${across(here[0])}%`} cy={`${up(here[1])}%`} r="5" />}
                {at !== null && read && (
                  <>
                    <circle
                      class="reading"
                      cx={`${across(read[0])}%`}
                      cy={`${up(read[1])}%`}
                      r="4"
                    />
                    <text class="reading" x="99%" y="8%" text-anchor="end">
                      {say(at)}
                    </text>
                  </>
                )}
              </svg>
            </>
          );
        }}
      </Reader>
      <figcaption>
        <span>{sentence}</span>
        <HearButton values={curves[0]?.values ?? []} says={sentence} />
      </figcaption>
      <details class="data">
        <summary>{text.dataTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll it by keys */}
        <section class="scroll" tabIndex={0} aria-label={`${y}, ${x}: ${text.dataTable}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{x}</th>
                <th scope="col">{y}</th>
              </tr>
            </thead>
            <tbody>
              {path.map(([px, py], index) => (
                <tr key={index}>
                  <td>{short(px)}</td>
                  <td>{short(py)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}

/** Maps the range of some values to a range of the picture. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = rangeOf(values);
  const span = high - low;
  return (value) => (span > 0 ? from + ((value - low) / span) * (to - from) : (from + to) / 2);
}

/** The least and the greatest of some values. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}
