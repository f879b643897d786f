/** A row of the database: what it answers to, and what it answers. */
export interface Row {
  label: string;
  key: readonly number[];
  value: readonly number[];
}

/** The table of the book: five rows, keys and values of three numbers each. */
export const bookRows: readonly Row[] = [
  { label: 'A', key: [0.52, 0.78, 0.69], value: [0.29, 0.51, 0.17] },
  { label: 'B', key: [0.45, 0.54, 0.12], value: [0.63, 0.49, 0.91] },
  { label: 'C', key: [0.14, 0.59, 0.53], value: [0.52, 0.46, 0.25] },
  { label: 'D', key: [0.79, 0.96, 0.91], value: [0.32, 0.32, 0.17] },
  { label: 'E', key: [0.01, 0.73, 0.69], value: [0.68, 0.73, 0.75] },
];

export const limits = {
  rows: 24,
  numbers: 6,
  magnitude: 1_000_000,
  label: 24,
  characters: 200_000,
};

/** Why a table was refused, as a sentence for the page. */
export class TableError extends Error {}

/**
 * Reads pasted text as a table. Columns whose heading starts with "key" or "value" are taken as
 * such, and a column of words gives the names; without a heading, the first half of the numbers is
 * the key and the second half the value. Commas, semicolons or tabs separate.
 */
export function parseTable(pasted: string): Row[] {
  if (pasted.length > limits.characters) {
    throw new TableError(
      `That is ${pasted.length.toLocaleString('en')} characters; a table here holds at most ${limits.rows} rows. Paste fewer rows.`,
    );
  }
  const lines = pasted
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ content, number: index + 1 }))
    .filter(({ content }) => content.trim() !== '');
  const first = lines[0];
  if (first === undefined)
    throw new TableError('There is nothing to read. Paste one row per line.');
  const separator = ['\t', ';', ','].find((each) => first.content.includes(each)) ?? ',';
  const heading = readHeading(cells(first.content, separator));
  const body = heading ? lines.slice(1) : lines;
  if (body.length === 0) throw new TableError('There is a heading but no row below it.');
  if (body.length > limits.rows) {
    throw new TableError(`That is ${body.length} rows; at most ${limits.rows} fit here.`);
  }
  const columns = heading ?? guessColumns(cells((body[0] as Line).content, separator));
  const rows = body.map((line, index) => readRow(line, separator, columns, index));
  return rows;
}

interface Line {
  content: string;
  number: number;
}

interface Columns {
  label: number;
  key: number[];
  value: number[];
  count: number;
}

/** The cells of one line; a quoted cell may hold the separator, and a doubled quote stands for one. */
function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const char = line[index] as string;
    if (quoted && char === '"' && line[index + 1] === '"') cell += line[++index];
    else if (char === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (char === separator && !quoted) {
      found.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...found, cell.trim()];
}

function readHeading(names: string[]): Columns | null {
  if (names.some((name) => name !== '' && Number.isFinite(Number(name)))) return null;
  const numbered = (word: string) =>
    names.flatMap((name, index) => (name.toLowerCase().startsWith(word) ? [index] : []));
  const key = numbered('key');
  const value = numbered('value');
  if (key.length === 0 || value.length === 0) {
    throw new TableError(
      'The heading names no key or no value. Call the columns key1, key2, … and value1, value2, …',
    );
  }
  const label = names.findIndex((_, index) => !key.includes(index) && !value.includes(index));
  return checked({ label, key, value, count: names.length });
}

function guessColumns(row: string[]): Columns {
  const label = row.findIndex((cell) => cell !== '' && !Number.isFinite(Number(cell)));
  const numbers = row.flatMap((_, index) => (index === label ? [] : [index]));
  if (numbers.length < 2 || numbers.length % 2 !== 0) {
    throw new TableError(
      `The first row holds ${numbers.length} numbers, which do not split into a key and a value of equal length. Add a heading such as key1,key2,value1.`,
    );
  }
  const half = numbers.length / 2;
  return checked({
    label,
    key: numbers.slice(0, half),
    value: numbers.slice(half),
    count: row.length,
  });
}

function checked(columns: Columns): Columns {
  const most = Math.max(columns.key.length, columns.value.length);
  if (most > limits.numbers) {
    throw new TableError(
      `A key or value of ${most} numbers is too wide for this page; at most ${limits.numbers} fit.`,
    );
  }
  return columns;
}

function readRow(line: Line, separator: string, columns: Columns, index: number): Row {
  const row = cells(line.content, separator);
  if (row.length !== columns.count) {
    throw new TableError(
      `Line ${line.number} has ${row.length} cells where ${columns.count} are expected.`,
    );
  }
  const read = (column: number): number => {
    const cell = row[column] as string;
    const number = Number(cell);
    if (cell === '' || !Number.isFinite(number) || Math.abs(number) > limits.magnitude) {
      throw new TableError(
        `Line ${line.number}, column ${column + 1}: “${shorten(cell)}” is not a number this page can use.`,
      );
    }
    return number;
  };
  return {
    label: cleanLabel(row[columns.label] ?? '') || letter(index),
    key: columns.key.map(read),
    value: columns.value.map(read),
  };
}

/** The usual name of the row at an index: A, B, …, X. */
export function letter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

/** A name as it may be shown: one line, no control characters, not too long. */
export function cleanLabel(raw: string): string {
  // The joiners U+200C and U+200D stay: Persian names and many emoji are written with them.
  const clean = raw
    .replaceAll(
      /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu,
      '',
    )
    .trim();
  return shorten(clean, limits.label);
}

function shorten(raw: string, most = 24): string {
  const letters = [...raw];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : raw;
}

/** The table as text that `parseTable` reads back. */
export function writeTable(rows: readonly Row[]): string {
  const { key, value } = rows[0] as Row;
  const heading = [
    'name',
    ...key.map((_, index) => `key${index + 1}`),
    ...value.map((_, index) => `value${index + 1}`),
  ];
  const quote = (label: string) =>
    /[",;\t]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label;
  const lines = rows.map((row) => [quote(row.label), ...row.key, ...row.value].join(','));
  return [heading.join(','), ...lines].join('\n');
}
