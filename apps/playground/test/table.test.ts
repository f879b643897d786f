import {
  bookRows,
  limits,
  parseTable,
  type Row,
  TableError,
  writeTable,
} from '@gibbs/journeys/lookup';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('parseTable', () => {
  it('reads back what writeTable writes, for any table that fits', () => {
    const number = fc
      .double({ min: -limits.magnitude, max: limits.magnitude, noNaN: true })
      .map((x) => x + 0);
    const label = fc
      .stringMatching(/^[a-zکی"',; ]{0,10}$/)
      .map((x) => `n${x}`.trim().replace(/ +$/, ''));
    const rows = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .chain(([keys, values]) =>
        fc.array(
          fc.record<Row>({
            label,
            key: fc.array(number, { minLength: keys, maxLength: keys }),
            value: fc.array(number, { minLength: values, maxLength: values }),
          }),
          { minLength: 1, maxLength: limits.rows },
        ),
      );
    fc.assert(
      fc.property(rows, (table) => {
        expect(parseTable(writeTable(table))).toEqual(table);
      }),
      {
        seed: 8,
        numRuns: 200,
      },
    );
  });

  it('takes tabs, semicolons and rows without a heading or names', () => {
    expect(parseTable('1\t2\n3\t4')).toEqual([
      { label: 'A', key: [1], value: [2] },
      { label: 'B', key: [3], value: [4] },
    ]);
    expect(parseTable('value;key1;key2\r\n9;1;2\r\n')).toEqual([
      { label: 'A', key: [1, 2], value: [9] },
    ]);
  });

  it('drops characters that steer text, and keeps the joiners that names need', () => {
    const [row] = parseTable('a\u202Eb\u0000\u200Cc,1,2');
    expect(row?.label).toBe('ab\u200Cc');
  });

  it('either reads a text or refuses it with a sentence, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (pasted) => {
        try {
          const rows = parseTable(pasted);
          expect(rows.flatMap(({ key, value }) => [...key, ...value]).every(Number.isFinite)).toBe(
            true,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(TableError);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('holds the table of the book', () => {
    expect(bookRows.map(({ label }) => label).join('')).toBe('ABCDE');
  });
});
