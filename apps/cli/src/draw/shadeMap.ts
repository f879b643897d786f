import type { HeatMap } from './chart.js';
import { shade } from './field.js';
import { percent } from './numbers.js';
import { columns, type Page, rows } from './page.js';

/** Columns of a cell: two of shade, a space, five of number, and the gap to the next. */
const cellWidth = 10;

/**
 * A table of shades for the terminal, each with its share; what is under one in two hundred is left empty. Columns that
 * do not fit the page are counted below it.
 */
export function shadeMap(map: HeatMap, page: Page): string[] {
  const cell = (share: number): string =>
    share < 0.005
      ? ''
      : `${page.paint('cyan', shade(share).repeat(2))} ${percent(share).padStart(5)}`;
  const names = Math.max(0, ...map.rows.map(columns));
  const fitting = Math.max(1, Math.floor((page.width - names) / cellWidth));
  const left = map.columns.length - fitting;
  const shown = map.columns.slice(0, fitting);
  return [
    ...rows([
      ['', ...shown],
      ...map.rows.map((name, row) => [
        name,
        ...shown.map((_, column) => cell(map.shares[row]?.[column] ?? 0)),
      ]),
    ]),
    ...(left > 0 ? [`and ${left} more; the page is too narrow for them`] : []),
  ];
}
