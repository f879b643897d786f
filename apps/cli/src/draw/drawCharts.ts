import { type Chart, extent, type LineChart, ticks } from './chart.js';
import { drawMap } from './drawMap.js';
import { shortNumber } from './plot.js';
import type { Surface } from './surface.js';

/** Size of one chart. */
export const chartWidth = 720;
export const chartHeight = 420;

const margin = { left: 72, right: 24, top: 56, bottom: 60 };
/** Room for a word at the end of a line. */
const labelRoom = 96;
const ink = '#222222';
const rule = '#dddddd';

/** Strokes that stay apart without colour: hues that colour-blind eyes tell apart, and a dash of their own. */
const strokes = [
  { colour: '#0b5fa5', dash: [] },
  { colour: '#b3400f', dash: [7, 4] },
  { colour: '#2b7a3d', dash: [2, 3] },
  { colour: '#6a3d9a', dash: [9, 3, 2, 3] },
];

/** Draws charts one below the other. */
export function drawCharts(charts: readonly Chart[], surface: Surface): void {
  charts.forEach((chart, i) => {
    const top = i * chartHeight;
    if ('series' in chart) drawLines(chart, top, surface);
    else drawMap(chart, { top, width: chartWidth, height: chartHeight }, surface);
  });
}

function drawLines({ title, x, y, series }: LineChart, top: number, surface: Surface): void {
  const room = series.some(({ label }) => label) ? labelRoom : 0;
  const [left, right] = [margin.left, chartWidth - margin.right - room];
  const [ceiling, floor] = [top + margin.top, top + chartHeight - margin.bottom];
  const [xLeast, xMost] = extent(series, 0);
  const [yLeast, yMost] = extent(series, 1);
  const across = (value: number): number =>
    left + ((value - xLeast) / (xMost - xLeast)) * (right - left);
  const down = (value: number): number =>
    floor - ((value - yLeast) / (yMost - yLeast)) * (floor - ceiling);
  const plain = { colour: ink, size: 13 };
  const thin = { colour: rule, width: 1, dash: [] };

  surface.words({ ...plain, x: left, y: top + 20, text: title, size: 16, anchor: 'start' });
  surface.words({ ...plain, x: left, y: ceiling - 14, text: y, anchor: 'start' });
  surface.words({ ...plain, x: (left + right) / 2, y: floor + 40, text: x, anchor: 'middle' });
  for (const at of ticks(xLeast, xMost, 6)) {
    surface.line({
      ...thin,
      points: [
        [across(at), ceiling],
        [across(at), floor],
      ],
    });
    surface.words({
      ...plain,
      x: across(at),
      y: floor + 16,
      text: shortNumber(at),
      anchor: 'middle',
    });
  }
  for (const at of ticks(yLeast, yMost, 5)) {
    surface.line({
      ...thin,
      points: [
        [left, down(at)],
        [right, down(at)],
      ],
    });
    surface.words({ ...plain, x: left - 8, y: down(at), text: shortNumber(at), anchor: 'end' });
  }
  surface.line({
    ...thin,
    colour: ink,
    points: [
      [left, ceiling],
      [left, floor],
      [right, floor],
    ],
  });
  series.forEach(({ points, label }, i) => {
    const { colour, dash } = strokes[i % strokes.length] as (typeof strokes)[number];
    surface.line({
      colour,
      dash,
      width: 2,
      points: points.map(([px, py]) => [across(px), down(py)]),
    });
    const last = points.at(-1);
    if (label && last)
      surface.words({
        x: across(last[0]) + 8,
        y: down(last[1]),
        text: label,
        size: 13,
        anchor: 'start',
        colour,
      });
  });
}
