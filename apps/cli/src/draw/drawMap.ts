import type { HeatMap } from './chart.js';
import { percent } from './numbers.js';
import type { Surface } from './surface.js';

const ink = '#222222';
const labels = 120;
const heading = 84;
const margin = 24;
/** A cell is never larger than this. */
const widest = { width: 96, height: 28 };

/** Draws a table of shades with the names of its rows and columns and, where there is room, its numbers. */
export function drawMap(
  { title, x, y, rows, columns, shares }: HeatMap,
  frame: { top: number; width: number; height: number },
  surface: Surface,
): void {
  const { top } = frame;
  const wide = Math.min(
    widest.width,
    (frame.width - labels - margin) / Math.max(1, columns.length),
  );
  const high = Math.min(
    widest.height,
    (frame.height - heading - margin) / Math.max(1, rows.length),
  );
  const plain = { colour: ink, size: Math.min(13, high * 0.8) };
  surface.words({ ...plain, x: margin, y: top + 20, text: title, size: 16, anchor: 'start' });
  const caption = `down: ${y}; across: ${x}`;
  surface.words({ ...plain, x: margin, y: top + 42, text: caption, size: 13, anchor: 'start' });
  columns.forEach((text, column) => {
    const middle = labels + (column + 0.5) * wide;
    surface.words({ ...plain, size: 13, x: middle, y: top + heading - 12, text, anchor: 'middle' });
  });
  rows.forEach((text, row) => {
    const upper = top + heading + row * high;
    surface.words({ ...plain, x: labels - 8, y: upper + high / 2, text, anchor: 'end' });
    columns.forEach((_, column) => {
      const share = shares[row]?.[column] ?? 0;
      const left = labels + column * wide;
      const [width, height] = [wide - 1, high - 1];
      surface.box({ x: left, y: upper, width, height, colour: shadeOf(share) });
      if (share < 0.005 || wide < 40) return;
      const colour = share > 0.5 ? '#ffffff' : ink;
      const middle = { x: left + wide / 2, y: upper + high / 2 };
      surface.words({ ...plain, ...middle, text: percent(share), anchor: 'middle', colour });
    });
  });
}

/** From almost white to blue. */
function shadeOf(share: number): string {
  const [none, all] = [
    [0xf2, 0xf4, 0xf7],
    [0x0b, 0x5f, 0xa5],
  ] as const;
  const mixed = none.map((from, i) => Math.round(from + ((all[i] as number) - from) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
