import { stripVTControlCharacters } from 'node:util';
import type { Paint } from '../style.js';

/** Where a report is read: how wide it may be, and whether it may be coloured. */
export interface Page {
  width: number;
  paint: Paint;
}

/** How many columns a text takes, colour codes not counted. */
export function columns(text: string): number {
  let total = 0;
  for (const character of stripVTControlCharacters(text)) total += columnsOf(character);
  return total;
}

/** Marks take no column of their own; East Asian and emoji characters take two. */
function columnsOf(character: string): number {
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Fills a text with spaces up to a width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function clip(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (columns(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Breaks a text at spaces so that no line is wider than `width`; a longer word keeps its line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** Puts blocks of lines side by side with `gap` spaces between them. */
export function beside(blocks: readonly (readonly string[])[], gap: number): string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  const widths = blocks.map((block) => Math.max(0, ...block.map(columns)));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((block, i) => padEnd(block[row] ?? '', widths[i] as number))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

/** Lines moved to the right. */
export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

/** Rows with aligned columns; a column of `right` is flush right. */
export function rows(
  table: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths = (table[0] ?? []).map((_, i) =>
    Math.max(...table.map((row) => columns(row[i] ?? ''))),
  );
  return table.map((row) =>
    row
      .map((cell, i) => (right.includes(i) ? padStart : padEnd)(cell, widths[i] as number))
      .join('  ')
      .trimEnd(),
  );
}
