import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../style.js';
import { bar } from './bar.js';
import { ticks } from './chart.js';
import { field } from './field.js';
import { beside, columns, rows, wrap } from './page.js';
import { plot, shortNumber } from './plot.js';
import { svg } from './svg.js';

const page = { width: 80, paint: plain };

describe('bar', () => {
  it('is as long as its fraction, to an eighth of a column', () => {
    expect(bar(1, 4)).toBe('████');
    expect(bar(0.5, 3)).toBe('█▌');
    expect(bar(0, 4)).toBe('');
  });

  it('shows that something is there however little, and never more than all', () => {
    expect(bar(1e-9, 4)).toBe('▏');
    expect(bar(7, 4)).toBe('████');
  });
});

describe('field', () => {
  it('goes from light to dark with the value', () => {
    expect(field([[0, 0.2, 0.4, 0.6, 0.8, 1]], page)).toEqual(['  ··░░▒▒▓▓██']);
  });
});

describe('columns', () => {
  it('counts what the terminal shows: no colour codes, no marks, wide characters twice', () => {
    expect(columns(coloured('red', 'abc'))).toBe(3);
    expect(columns('e\u0301')).toBe(1);
    expect(columns('火 ok')).toBe(5);
  });
});

describe('wrap, rows and beside', () => {
  it('break and align without passing the width', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(
      rows(
        [
          ['a', '1'],
          ['bbb', '22'],
        ],
        [1],
      ),
    ).toEqual(['a     1', 'bbb  22']);
    expect(
      beside(
        [
          ['ab', 'c'],
          ['x', 'y', 'z'],
        ],
        2,
      ),
    ).toEqual(['ab  x', 'c   y', '    z']);
  });
});

describe('plot', () => {
  it('draws a rising line from corner to corner with its axes', () => {
    const lines = plot(
      [
        {
          points: [
            [0, 0],
            [10, 1],
          ],
        },
      ],
      { width: 12, height: 6, x: { label: 's' }, y: { label: 'E' } },
      page,
    );
    expect(lines).toEqual([
      '  E',
      '1 ┤      ⣀⠔⠊',
      '  │   ⡠⠔⠊',
      '0 ┤⡠⠔⠉',
      '  └─────────',
      '   0    10 s',
    ]);
  });

  it('keeps labels of lines that end together on rows of their own', () => {
    const one = {
      points: [
        [0, 1],
        [1, 1],
      ] as const,
      label: 'one',
    };
    const two = {
      points: [
        [0, 1],
        [1, 1],
      ] as const,
      label: 'two',
    };
    const lines = plot(
      [one, two],
      { width: 30, height: 7, x: { label: '' }, y: { label: '', least: 0, most: 1 } },
      page,
    );
    expect(lines[1]).toMatch(/ one$/);
    expect(lines[2]).toMatch(/ two$/);
  });

  it('survives a single point and a flat line', () => {
    const flat = plot(
      [{ points: [[3, 5]] }],
      { width: 20, height: 6, x: { label: '' }, y: { label: '' } },
      page,
    );
    expect(flat.join('')).not.toContain('NaN');
  });

  it('stays within its width', () => {
    const points = Array.from({ length: 99 }, (_, i) => [i, Math.sin(i) * 1e6] as const);
    for (const line of plot(
      [{ points, label: 'wave' }],
      { width: 50, height: 9, x: { label: 'seconds' }, y: { label: '' } },
      page,
    ))
      expect(columns(line)).toBeLessThanOrEqual(50);
  });
});

describe('shortNumber', () => {
  it('keeps three figures', () => {
    expect([0, 0.12345, 3.5, 1234.5, 1.5e-7, 123456].map(shortNumber)).toEqual([
      '0',
      '0.123',
      '3.5',
      '1230',
      '1.5e-7',
      '1.2e+5',
    ]);
  });
});

describe('ticks', () => {
  it('are round numbers within the axis', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-3, 13, 4)).toEqual([0, 5, 10]);
    expect(ticks(0.1, 0.35, 5)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
    expect(ticks(2, 2, 5)).toEqual([2]);
  });
});

describe('svg', () => {
  const chart = {
    title: 'P < V & more',
    x: 'volume / L',
    y: 'pressure / kPa',
    series: [
      {
        points: [
          [0, 0],
          [1, 10],
        ] as const,
        label: 'one',
      },
      {
        points: [
          [0, 10],
          [1, 0],
        ] as const,
        label: 'two',
      },
    ],
  };

  it('draws every line, named and with a dash of its own, and escapes its words', () => {
    const text = svg([chart, chart]);
    expect(text.match(/stroke-width="2"/g)).toHaveLength(4);
    expect(text.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(text).toContain('>two</text>');
    expect(text).toContain('P &lt; V &amp; more');
    expect(text).not.toContain('NaN');
  });
});
