/** The scanner's tables: which class a character has, and the automaton of each split pattern. */
import type { PatternName } from '../patterns.js';

export const classes = {
  end: 1,
  upper: 2,
  lower: 3,
  letter: 4,
  mark: 5,
  number: 6,
  space: 7,
  white: 8,
  newline: 9,
  apostrophe: 10,
  slash: 11,
  other: 12,
} as const;

type ClassName = keyof typeof classes;

/** Several classes under one name. */
const groups = {
  anyLetter: ['upper', 'lower', 'letter'],
  uncased: ['letter', 'mark'],
  blank: ['space', 'white'],
  anySpace: ['space', 'white', 'newline'],
  symbol: ['mark', 'slash', 'other', 'apostrophe'],
} satisfies Record<string, ClassName[]>;

/**
 * State → class or group → next state. `>state` notes the end after this character, `state<` before it.
 * What is not named ends the piece, or with `back` in `rest` takes it back to the noted end; `tail` ends it
 * after the contraction that begins here, if one does.
 */
type Automaton = Record<string, Partial<Record<ClassName | keyof typeof groups | 'rest', string>>>;

const whitespace: Automaton = {
  spaces: { blank: 'spaces<', newline: '>lines', end: 'stop', rest: 'back' },
  lines: { newline: '>lines', blank: 'afterLines' },
  afterLines: { newline: '>lines', blank: 'afterLines', rest: 'back' },
};
const digits: Automaton = { digit: { number: 'digit2' }, digit2: { number: 'done' }, done: {} };

const gpt2: Automaton = {
  start: {
    anyLetter: 'word',
    number: 'digits',
    symbol: 'symbols',
    anySpace: 'white',
    space: 'space',
  },
  word: { anyLetter: 'word' },
  digits: { number: 'digits' },
  symbols: { symbol: 'symbols' },
  space: { anyLetter: 'word', number: 'digits', symbol: 'symbols', anySpace: 'spaces<' },
  white: { anySpace: 'spaces<' },
  spaces: { anySpace: 'spaces<', end: 'stop', rest: 'back' },
};

const cl100k: Automaton = {
  start: {
    anyLetter: 'word',
    number: 'digit',
    symbol: 'prefix',
    space: 'space',
    white: 'white',
    newline: '>lines',
  },
  word: { anyLetter: 'word' },
  prefix: { anyLetter: 'word', symbol: 'symbols', newline: 'newlines' },
  symbols: { symbol: 'symbols', newline: 'newlines' },
  newlines: { newline: 'newlines' },
  space: { anyLetter: 'word', symbol: 'symbols', blank: 'spaces<', newline: '>lines' },
  white: { anyLetter: 'word', blank: 'spaces<', newline: '>lines' },
  ...digits,
  ...whitespace,
};

/** A word of o200k: capitals and uncased letters, then small and uncased ones, then a contraction. */
const word = { upper: 'uppers', uncased: '>uncased', lower: 'lowers' };

const o200k: Automaton = {
  start: {
    symbol: 'prefix',
    ...word,
    number: 'digit',
    space: 'space',
    white: 'white',
    newline: '>lines',
  },
  uppers: { ...word, apostrophe: 'tail' },
  uncased: { ...word, upper: 'uncasedUppers', apostrophe: 'tail' },
  // Capitals with no small letter after them are left to the next piece, if an uncased letter can end this one.
  uncasedUppers: { ...word, upper: 'uncasedUppers', rest: 'back' },
  lowers: { uncased: 'lowers', lower: 'lowers', apostrophe: 'tail' },
  prefix: { symbol: 'symbols', ...word, newline: 'newlines' },
  symbols: { symbol: 'symbols', newline: 'newlines' },
  newlines: { newline: 'newlines', slash: 'newlines' },
  space: { symbol: 'symbols', ...word, blank: 'spaces<', newline: '>lines' },
  white: { ...word, blank: 'spaces<', newline: '>lines' },
  ...digits,
  ...whitespace,
};

const automata: Record<PatternName, Automaton> = { gpt2, cl100k, o200k, llama3: cl100k };

/** The transitions of a pattern, 32 bytes a state, as `scan.ts` reads them. */
export function transitionTable(pattern: PatternName): Uint8Array {
  const automaton = automata[pattern];
  const states = Object.keys(automaton);
  const table = new Uint8Array(states.length * 32);
  Object.values(automaton).forEach(({ rest, ...row }, from) => {
    table.fill(rest ? 0xc1 : 0xc0, from * 32, from * 32 + 32);
    for (const [key, target] of Object.entries(row)) {
      const state = states.indexOf(target.replace(/[<>]/, ''));
      const step = target === 'stop' ? 0xc0 : target === 'tail' ? 0xc2 : state;
      const note = target.startsWith('>') ? 0x40 : target.endsWith('<') ? 0x80 : 0;
      for (const name of groups[key as keyof typeof groups] ?? [key]) {
        table[from * 32 + classes[name as ClassName]] = step | note;
      }
    }
  });
  return table;
}

const named: [number, number][] = Object.entries({
  ' ': 'space',
  '\r': 'newline',
  '\n': 'newline',
  "'": 'apostrophe',
  '/': 'slash',
} as const).map(([character, name]) => [character.charCodeAt(0), classes[name]]);

/** The classes of ASCII, which are known without asking. */
export const asciiClasses: Uint8Array = new Uint8Array(128)
  .fill(classes.other)
  .fill(classes.white, 9, 14)
  .fill(classes.number, 48, 58)
  .fill(classes.upper, 65, 91)
  .fill(classes.lower, 97, 123);
for (const [point, code] of named) asciiClasses[point] = code;

/** What tells the class of a character: properties, the later ones for what fits several, then single code points. */
export interface ClassTables {
  properties: [number, RegExp][];
  named: [number, number][];
}

export const classTables: ClassTables = {
  properties: [
    [classes.other, /.+/gsu],
    [classes.letter, /[\p{Lo}\p{Lm}]+/gu],
    [classes.lower, /\p{Ll}+/gu],
    [classes.upper, /[\p{Lu}\p{Lt}]+/gu],
    [classes.mark, /\p{M}+/gu],
    [classes.number, /\p{N}+/gu],
    [classes.white, /\p{White_Space}+/gu],
  ],
  named,
};

/**
 * Classes of the 256 code points of a page, as this engine's Unicode has them. It travels to workers as
 * text, so that it can use nothing but its arguments.
 */
export function classifyPage(
  page: number,
  into: Uint8Array,
  { properties, named }: ClassTables,
): void {
  const start = page * 256;
  const text = String.fromCodePoint(...Array.from({ length: 256 }, (_, i) => start + i));
  // Most pages have no character that is assigned, and need not be asked about each property.
  const isEmpty = !/\P{C}/u.test(text);
  const units = text.length / 256;
  for (const [code, property] of properties) {
    for (const { index, 0: run } of text.matchAll(property)) {
      into.fill(code, index / units, (index + run.length) / units);
    }
    if (isEmpty) break;
  }
  for (const [point, code] of named) if (point >> 8 === page) into[point - start] = code;
}
