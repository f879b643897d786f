import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../style.js';
import { bar } from './bar.js';
import { ticks } from './chart.js';
import { field } from './field.js';
import { strokesOf } from './letters.js';
import { beside, clip, columns, rows, wrap } from './page.js';
import { plot, shortNumber } from './plot.js';
import { png } from './png.js';
import { shadeMap } from './shadeMap.js';
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
  it('clips what is too wide', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
  });

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

describe('svg', () => {
  it('draws every line, named and with a dash of its own, and escapes its words', () => {
    const text = svg([chart, chart]);
    expect(text.match(/stroke-width="2"/g)).toHaveLength(4);
    expect(text.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(text).toContain('>two</text>');
    expect(text).toContain('P &lt; V &amp; more');
    expect(text).not.toContain('NaN');
  });
});

describe('png', () => {
  /** Reads back what `png` writes: 8-bit RGB without filters. */
  function decode(bytes: Uint8Array): {
    width: number;
    height: number;
    at: (x: number, y: number) => number[];
  } {
    const data = Buffer.from(bytes);
    expect(data.subarray(1, 4).toString('latin1')).toBe('PNG');
    const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)];
    const length = data.readUInt32BE(33);
    const raw = inflateSync(data.subarray(41, 41 + length));
    const row = width * 3 + 1;
    expect(raw.length).toBe(row * height);
    return {
      width,
      height,
      at: (x, y) => [...raw.subarray(y * row + 1 + x * 3, y * row + 4 + x * 3)],
    };
  }

  it('draws the same lines in pixels', () => {
    const picture = decode(png([chart]));
    expect([picture.width, picture.height]).toEqual([1440, 840]);
    expect(picture.at(2, 2)).toEqual([255, 255, 255]);
    // The two lines cross in the middle of the frame, and the second is on top.
    const crossing = Array.from({ length: 400 }, (_, i) => picture.at(600, 100 + i * 1.5)).flat();
    expect(crossing).not.toEqual(new Array(crossing.length).fill(255));
    expect(Math.min(...crossing)).toBeLessThan(60);
  });

  it('has a letter for all that charts say, and a box for what it has not', () => {
    const box = strokesOf('☃');
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const marks = ',; ␣Δ / (.%–-) ×² °→·=:|<>';
    for (const letter of `${letters}${letters.toUpperCase()}0123456789${marks}`)
      expect(strokesOf(letter), letter).not.toBe(box);
    expect(box).toHaveLength(1);
  });
});

const map = {
  title: 'Head 1 of 1',
  x: 'token said',
  y: 'share of each token read',
  rows: ['so', '␣K<'],
  columns: ['K', 'ey'],
  shares: [
    [0.001, 0.25],
    [0.999, 0.75],
  ],
};

describe('a map of shares', () => {
  it('stands in the terminal as shades with their numbers, almost nothing left empty', () => {
    expect(shadeMap(map, page)).toEqual([
      '     K         ey',
      'so             ··  25 %',
      '␣K<  ██  99 %  ▓▓  75 %',
    ]);
  });

  it('keeps within a narrow page and says what it leaves out', () => {
    const lines = shadeMap(map, { ...page, width: 14 });
    expect(Math.max(...lines.slice(0, -1).map(columns))).toBeLessThanOrEqual(14);
    expect(lines.at(-1)).toBe('and 1 more; the page is too narrow for them');
  });

  it('is a box for each share in SVG, darker for more, with its number', () => {
    const text = svg([map]);
    expect(text.match(/<rect x=/g)).toHaveLength(4);
    expect(text).toContain('>␣K&lt;</text>');
    expect(text).toContain('>99 %</text>');
    expect(text).toContain('fill="#0b5fa5"');
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('is filled in PNG', () => {
    expect(png([map]).length).toBeGreaterThan(png([{ ...map, shares: [] }]).length);
  });

  it('without rows and columns is its title', () => {
    expect(svg([{ ...map, rows: [], columns: [], shares: [] }])).toContain('>Head 1 of 1</text>');
  });
});
