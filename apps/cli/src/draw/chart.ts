import type { Series } from './plot.js';

/** A picture of a result, apart from where it is drawn: as SVG or as PNG. */
export type Chart = LineChart | HeatMap;

/** Lines over an axis. */
export interface LineChart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
}

/** Shares from 0 to 1 as a table of shades: a row for each thing looked at, a column for each that looks. */
export interface HeatMap {
  title: string;
  x: string;
  y: string;
  rows: readonly string[];
  columns: readonly string[];
  /** Row by row. */
  shares: readonly (readonly number[])[];
}

/** Round numbers that part an axis in about `wanted` steps: multiples of 1, 2 or 5 times a power of ten. */
export function ticks(least: number, most: number, wanted: number): number[] {
  if (!(most > least)) return [least];
  const rough = (most - least) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) as number) * power;
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** The smallest and largest value along an axis, a little apart where they are one. */
export function extent(series: readonly Series[], axis: 0 | 1): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { points } of series)
    for (const point of points) {
      least = Math.min(least, point[axis]);
      most = Math.max(most, point[axis]);
    }
  if (least > most) return [0, 1];
  const room = most > least ? 0 : Math.max(Math.abs(least), 1) / 2;
  return [least - room, most + room];
}
