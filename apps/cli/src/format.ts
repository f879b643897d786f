import type { AnyCommand, Table } from './command.js';
import type { Page } from './draw/page.js';

/** The forms a result can be printed in. */
export const formats = ['human', 'json', 'jsonl', 'csv', 'quiet'] as const;
export type Format = (typeof formats)[number];

/** What goes to stdout when a command is done. */
export function formatResult(
  command: AnyCommand,
  result: unknown,
  format: Format,
  page: Page,
): string {
  switch (format) {
    case 'human':
      return command.exact ? command.human(result, page) : ended(command.human(result, page));
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'jsonl':
      return eventLine('done', { result });
    case 'csv':
      return csvText(command.csv(result));
    case 'quiet':
      return command.exact ? command.quiet(result) : ended(command.quiet(result));
  }
}

/** One event of `--format jsonl`; `v` is the version of the event's form. */
export function eventLine(type: string, data: Record<string, unknown>): string {
  return `${JSON.stringify({ v: 1, type, ...data })}\n`;
}

/** RFC 4180, with a line feed at the end of each row. */
export function csvText(table: Table): string {
  return table.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
