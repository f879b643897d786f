import type { Tint } from '../style.js';
import { extent } from './chart.js';
import { Dots } from './dots.js';
import { columns, type Page, padEnd, padStart } from './page.js';

/** A line through points, with a word at its end that says which it is. */
export interface Series {
  points: readonly (readonly [x: number, y: number])[];
  label?: string;
  tint?: Tint;
}

/** An axis: what it counts, its ends (those of the data by default), and how a number on it reads. */
export interface Axis {
  label: string;
  least?: number;
  most?: number;
  format?: (value: number) => string;
}

export interface PlotOptions {
  /** Columns and rows of the whole plot, labels included. */
  width: number;
  height: number;
  x: Axis;
  y: Axis;
}

/** Line plot in Braille dots, two by four to a character. */
export function plot(series: readonly Series[], options: PlotOptions, page: Page): string[] {
  const { width, height, x, y } = options;
  const [xLeast, xMost] = range(series, 0, x);
  const [yLeast, yMost] = range(series, 1, y);
  const format = y.format ?? shortNumber;
  const ticks = [format(yMost), format(yLeast)];
  const margin = Math.max(...ticks.map(columns));
  const ends = Math.max(0, ...series.map((s) => (s.label ? columns(s.label) + 1 : 0)));
  const across = Math.max(4, width - margin - 2 - ends);
  const down = Math.max(2, height - 3);
  const dots = new Dots(across, down);
  const at = (point: readonly [number, number]): [number, number] => [
    ((point[0] - xLeast) / (xMost - xLeast)) * (across * 2 - 1),
    (1 - (point[1] - yLeast) / (yMost - yLeast)) * (down * 4 - 1),
  ];
  const labels: { row: number; text: string }[] = [];
  for (const one of series) {
    const places = one.points.map(at);
    places.forEach((place, i) => {
      dots.line(places[Math.max(0, i - 1)] as [number, number], place, one.tint);
    });
    const last = places.at(-1);
    if (one.label && last)
      labels.push({
        row: Math.min(down - 1, Math.max(0, Math.floor(last[1] / 4))),
        text: one.tint ? page.paint(one.tint, one.label) : one.label,
      });
  }
  const placed = spread(labels, down);
  const body = dots.rows(page).map((row, i) => {
    const tick = i === 0 ? ticks[0] : i === down - 1 ? ticks[1] : '';
    const edge = tick === '' ? '│' : '┤';
    return `${padStart(tick ?? '', margin)} ${edge}${row}${placed[i] ? ` ${placed[i]}` : ''}`.trimEnd();
  });
  const xFormat = x.format ?? shortNumber;
  const left = xFormat(xLeast);
  const right = `${xFormat(xMost)} ${x.label}`.trimEnd();
  const scale =
    padEnd(left, across - columns(right)) +
    (columns(left) + columns(right) < across ? '' : ' ') +
    right;
  const gutter = ' '.repeat(margin + 1);
  return [`${gutter}${y.label}`, ...body, `${gutter}└${'─'.repeat(across)}`, `${gutter} ${scale}`];
}

function range(series: readonly Series[], axis: 0 | 1, { least, most }: Axis): [number, number] {
  const [low, high] = extent(series, axis);
  const from = least ?? low;
  const to = most ?? high;
  return to > from ? [from, to] : [from, from + 1];
}

/** Labels on rows of their own, each as near as can be to the row it wants. */
function spread(labels: { row: number; text: string }[], height: number): (string | undefined)[] {
  const placed: (string | undefined)[] = new Array(height).fill(undefined);
  for (const { row, text } of labels) {
    const order = placed.map((_, i) => i).sort((a, b) => Math.abs(a - row) - Math.abs(b - row));
    const free = order.find((i) => placed[i] === undefined);
    if (free !== undefined) placed[free] = text;
  }
  return placed;
}

/** Three figures, without a tail of zeros. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}
