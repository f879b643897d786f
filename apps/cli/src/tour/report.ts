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
