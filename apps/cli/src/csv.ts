import { Failure } from './failure.js';

/** A CSV of numbers with the names of its columns, where its first row has them. */
export interface NumberTable {
  names: string[] | null;
  rows: number[][];
}

/**
 * Reads a table of numbers: cells parted by commas, semicolons or tabs, a first row of names if it holds any
 * word, empty lines skipped.
 * Throws a Failure (exit 3) that names the line where a cell is no number or a row has another length.
 */
export function parseNumbers(option: string, path: string, text: string): NumberTable {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const first = lines[0];
  if (!first) throw wrong(option, path, 'it has no rows');
  const hasNames = first.cells.some((cell) => cell !== '' && Number.isNaN(Number(cell)));
  const body = hasNames ? lines.slice(1) : lines;
  if (body.length === 0) throw wrong(option, path, 'it has names of columns and no rows');
  for (const { line, cells } of body) {
    if (cells.length !== first.cells.length)
      throw wrong(
        option,
        path,
        `line ${line} must have ${first.cells.length} cells, got ${cells.length}`,
      );
    const bad = cells.find((cell) => cell === '' || !Number.isFinite(Number(cell)));
    if (bad !== undefined) throw wrong(option, path, `line ${line} must be numbers, got '${bad}'`);
  }
  return { names: hasNames ? first.cells : null, rows: body.map(({ cells }) => cells.map(Number)) };
}

function cellsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function wrong(option: string, path: string, reason: string): Failure {
  return new Failure('file', `${option}: cannot use ${path}: ${reason}`);
}
