import type { Tint } from '../style.js';
import { extent } from './chart.js';
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

/** Braille cells: bit by column (0, 1) and row (0 to 3) of a dot in its cell. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

class Dots {
  readonly #across: number;
  readonly #down: number;
  readonly #cells: Uint8Array;
  readonly #tints: (Tint | undefined)[];

  constructor(across: number, down: number) {
    this.#across = across;
    this.#down = down;
    this.#cells = new Uint8Array(across * down);
    this.#tints = new Array(across * down).fill(undefined);
  }

  line(
    from: readonly [number, number],
    to: readonly [number, number],
    tint: Tint | undefined,
  ): void {
    const steps = Math.max(
      1,
      Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]))),
    );
    for (let i = 0; i <= steps; i++) {
      const share = i / steps;
      this.#dot(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, tint);
    }
  }

  #dot(x: number, y: number, tint: Tint | undefined): void {
    const column = Math.round(x);
    const row = Math.round(y);
    if (!(column >= 0 && row >= 0 && column < this.#across * 2 && row < this.#down * 4)) return;
    const cell = (row >> 2) * this.#across + (column >> 1);
    this.#cells[cell] =
      (this.#cells[cell] as number) | (bits[(column & 1) as 0 | 1][row & 3] as number);
    this.#tints[cell] = tint;
  }

  rows(page: Page): string[] {
    return Array.from({ length: this.#down }, (_, row) => {
      let text = '';
      for (let column = 0; column < this.#across; column++) {
        const cell = row * this.#across + column;
        const byte = this.#cells[cell] as number;
        const tint = this.#tints[cell];
        const character = byte === 0 ? ' ' : String.fromCharCode(0x2800 + byte);
        text += byte !== 0 && tint ? page.paint(tint, character) : character;
      }
      return text;
    });
  }
}
