import { indent, type Page, wrap } from '../draw/page.js';

/** A part of the report: its number and name, what it shows, and the sentence that says what it means. */
export function part(
  page: Page,
  title: string,
  body: readonly string[],
  meaning: string,
): string[] {
  const rule = '─'.repeat(Math.max(0, page.width - title.length - 1));
  return [
    `${page.paint('bold', title)} ${page.paint('dim', rule)}`,
    '',
    ...indent(body, 2),
    '',
    ...indent(wrap(meaning, page.width - 4), 2).map((line) => page.paint('italic', line)),
    '',
  ];
}

/** A share as a percentage without decimals, but never 100 % for less than all nor 0 % for some. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '99 %';
  if (rounded === 0 && share > 0) return '<1 %';
  return `${rounded} %`;
}

/** A whole number with a comma at the thousands. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
