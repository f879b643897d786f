import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../random.js';
import { elementaryRule, lifeStep } from './automata.js';
import { Coffee, type CoffeeModel } from './coffee.js';
import { compress, compressedBits, decompress } from './compressor.js';
import {
  blockEntropy,
  coarseGrain,
  type Field,
  imageField,
  scaleComplexity,
  shuffleRows,
} from './field.js';
import { meter, mostInteresting, type Reading } from './meter.js';

describe('compressor', () => {
  test('gives back any bytes, in any layout', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(40), (bytes, width) => {
        expect(decompress(compress(bytes, { width }), { width })).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  test('gives back long texts and fields, in about the bits that compressedBits says', () => {
    const text = new TextEncoder().encode('the cat sat on the mat, '.repeat(400));
    const field = Uint8Array.from(
      { length: 64 * 64 },
      (_, i) => ((i % 64) + Math.floor(i / 64)) & 7,
    );
    for (const [bytes, width] of [
      [text, 0],
      [field, 64],
    ] as const) {
      const packed = compress(bytes, { width });
      expect(decompress(packed, { width })).toEqual(bytes);
      const bits = compressedBits(bytes, { width });
      expect(Math.abs(8 * (packed.length - 4) - bits)).toBeLessThan(16);
    }
  });

  test('spends little on order and about 8 bits a byte on noise', () => {
    const random = new Random(2);
    const noise = Uint8Array.from({ length: 4096 }, () => random.below(256));
    expect(compressedBits(new Uint8Array(4096), { width: 64 })).toBeLessThan(200);
    expect(compressedBits(noise) / 4096).toBeGreaterThan(7.99);
    expect(compressedBits(noise) / 4096).toBeLessThan(8.6);
    const coin = Uint8Array.from({ length: 20_000 }, () => random.below(2));
    expect(compressedBits(coin) / 20_000).toBeCloseTo(1, 1);
  });

  test('is pinned: these bytes for ever', () => {
    const packed = compress(
      new TextEncoder().encode('all heat runs downhill, all heat runs downhill'),
    );
    expect([...packed].map((b) => b.toString(16).padStart(2, '0')).join('')).toBe(
      '0000002e9e7ba29c8e6a440b93a8772cf37768aa862c730e0c5130',
    );
  });

  test('refuses a packed text that is cut short or promises too much', () => {
    expect(() => decompress(new Uint8Array(2))).toThrow(
      'packed must hold a header of 4 bytes, got 2. It is cut short.',
    );
    expect(() => decompress(new Uint8Array([255, 0, 0, 0, 1]))).toThrow(
      'packed must hold what its header promises, got 5 bytes for 4278190080.',
    );
    expect(() => compress(new Uint8Array(2), { width: -1 })).toThrow(
      'compress: width must be a whole number of at least 0, got -1.',
    );
  });
});

/** Runs a cup and reads the meter at growing intervals. */
function run(model: CoffeeModel, steps: number, seed: number, options: object = {}) {
  const cup = new Coffee({ size: 128, model, seed, ...options });
  const readings = [meter(cup.field)];
  for (let t = 1, next = 1; t <= steps; t++) {
    cup.step();
    if (t < next && t !== steps) continue;
    readings.push(meter(cup.field));
    next = Math.ceil(t * 1.2 + 0.5);
  }
  return readings;
}

describe('coffee', () => {
  test('a stirred cup is most interesting in the middle, by both measures, while entropy rises', () => {
    for (const seed of [1, 2, 3]) {
      const readings = run('stirred', 200, seed);
      for (const by of ['complexity', 'structure'] as const) {
        const peak = mostInteresting(readings, by);
        expect(peak.inside).toBe(true);
        expect(peak.prominence).toBeGreaterThan(by === 'complexity' ? 5 : 3);
      }
      let highest = 0;
      for (const { entropy } of readings) {
        expect(entropy).toBeGreaterThan(highest - 0.01);
        highest = Math.max(highest, entropy);
      }
      expect(highest).toBeGreaterThan(0.9);
      const peak = readings[mostInteresting(readings).index];
      expect(peak?.complexity).toBeGreaterThan(3 * (peak?.control as number));
    }
  });

  test('plain diffusion shows nothing beyond the control that only keeps its row means', () => {
    const excess = (model: CoffeeModel, steps: number, seed: number) => {
      const readings = run(model, steps, seed);
      const bits = readings[mostInteresting(readings).index] as Reading;
      const scales = readings[mostInteresting(readings, 'structure').index] as Reading;
      return [bits.complexity / bits.control, scales.structure / scales.structureControl];
    };
    for (const seed of [1, 2]) {
      for (const model of ['exclusion', 'independent'] as const) {
        const [bits, scales] = excess(model, 400, seed) as [number, number];
        expect(bits).toBeLessThan(2);
        expect(scales).toBeLessThan(1.3);
      }
      const [bits, scales] = excess('stirred', 100, seed) as [number, number];
      expect(bits).toBeGreaterThan(4);
      expect(scales).toBeGreaterThan(1.5);
    }
  });

  test('keeps every drop of cream, whatever the model', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<CoffeeModel>('exclusion', 'independent', 'stirred'),
        fc.integer({ min: 4, max: 40 }),
        fc.nat(1000),
        fc.integer({ min: 0, max: 12 }),
        (model, size, seed, steps) => {
          const cup = new Coffee({ size, model, seed });
          cup.step(steps);
          expect(cup.cells.reduce((a, b) => a + b, 0)).toBe(size * Math.floor(size / 2));
        },
      ),
    );
  });

  test('stirring without diffusion is exactly reversible: fine disorder never changed', () => {
    const cup = new Coffee({ size: 96, diffusion: 0, seed: 4 });
    const start = cup.cells.slice();
    cup.step(300);
    expect(cup.entropy()).toBeGreaterThan(0.8);
    cup.step(-300);
    expect(cup.cells).toEqual(start);
    expect(cup.ledger.universe).toBeGreaterThan(0.8);
    cup.entropy();
    expect(cup.ledger.universe).toBeCloseTo(0, 9);
    expect(() => new Coffee({ size: 8 }).step(-1)).toThrow(
      'count must be at least 0 with random diffusion, got -1',
    );
  });

  test('goes on from a snapshot as if nothing had happened', () => {
    for (const model of ['exclusion', 'independent', 'stirred'] as const) {
      const cup = new Coffee({ size: 20, model, seed: 6 });
      cup.step(5);
      const copy = Coffee.restore(structuredClone(cup.snapshot()));
      cup.step(7);
      copy.step(7);
      expect(copy.snapshot()).toEqual(cup.snapshot());
    }
    const state = new Coffee({ size: 8 }).snapshot();
    expect(() => Coffee.restore({ ...state, format: 'gibbs-coffee-0' as never })).toThrow(
      'format must be "gibbs-coffee-1", got "gibbs-coffee-0"',
    );
    expect(() => Coffee.restore({ ...state, cells: state.cells.subarray(1) })).toThrow(
      'cells must hold 64 values and walkers 0, got 63 and 0. The snapshot is cut short.',
    );
  });

  test('bad input is named', () => {
    expect(() => new Coffee({ size: 3 })).toThrow(
      'Coffee: size must be a whole number from 4 to 4096, got 3.',
    );
    expect(() => new Coffee({ model: 'tea' as never })).toThrow(
      'model must be exclusion, independent or stirred, got "tea"',
    );
    expect(() => new Coffee({ diffusion: Number.NaN })).toThrow(
      'diffusion must be a finite number of at least 0, got NaN',
    );
  });
});

describe('fields', () => {
  const half: Field = {
    cells: Uint8Array.from({ length: 64 * 64 }, (_, i) => (i < 64 * 32 ? 1 : 0)),
    ...{ width: 64, height: 64, top: 1 },
  };

  test('coarse-graining averages, rounds, and settles rows', () => {
    const coarse = coarseGrain(half, { block: 16 });
    expect([...coarse.cells]).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0]);
    const border: Field = { cells: [3, 4, 3, 3, 6, 3], width: 6, height: 1, top: 6 };
    expect([...coarseGrain(border, { block: 1, adjust: 'none' }).cells]).toEqual([
      3, 4, 3, 3, 6, 3,
    ]);
    expect([...coarseGrain(border, { block: 1, adjust: 'row' }).cells]).toEqual([3, 3, 3, 3, 6, 3]);
  });

  test('block entropy is 0 for plain blocks, and log₂ C(64, 32)/64 for even ones', () => {
    expect(blockEntropy(half)).toBe(0);
    const check = {
      ...half,
      cells: Uint8Array.from({ length: 4096 }, (_, i) => i & 1),
    };
    expect(blockEntropy(check)).toBeCloseTo(Math.log2(1.8326241409e18) / 64, 6);
  });

  test('scale complexity is 0 for one border or none, and high for stripes of many widths', () => {
    expect(scaleComplexity(half)).toBeCloseTo(0, 12);
    expect(scaleComplexity({ ...half, cells: new Uint8Array(4096) })).toBe(0);
    const stripes = {
      ...half,
      cells: Uint8Array.from({ length: 4096 }, (_, i) => Math.floor(Math.sqrt(i % 64)) & 1),
    };
    expect(scaleComplexity(stripes, 1)).toBeGreaterThan(0.15);
  });

  test('shuffling rows keeps the row means', () => {
    const mixed = shuffleRows(
      {
        ...half,
        cells: Uint8Array.from({ length: 4096 }, (_, i) => (i % 64 < Math.floor(i / 64) ? 1 : 0)),
      },
      new Random(1),
    );
    for (let y = 0; y < 64; y++) {
      let sum = 0;
      for (let x = 0; x < 64; x++) sum += mixed.cells[64 * y + x] as number;
      expect(sum).toBe(y);
    }
  });

  test('an image becomes tones of grey', () => {
    const field = imageField(
      [0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 128, 128, 128, 255],
      2,
      2,
      4,
    );
    expect(Array.from(field.cells)).toEqual([0, 3, 3, 2]);
    const rgba = Uint8Array.from({ length: 4 * 256 }, (_, i) =>
      i % 4 === 3 ? 255 : (i * 7) % 256,
    );
    const image = meter({ rgba, width: 16, height: 16 }, { block: 2 });
    expect(image).toEqual(meter(imageField(rgba, 16, 16), { block: 2 }));
    expect(image.entropy).toBeGreaterThan(0);
    expect(() => imageField([1, 2], 2, 2)).toThrow(
      'imageField: rgba must hold 4 × 2 × 2 bytes, got 2.',
    );
  });

  test('bad fields are named', () => {
    expect(() => meter({ cells: [1], width: 2, height: 2, top: 1 })).toThrow(
      'meter: cells must hold 2 × 2 values, got 1.',
    );
    expect(() => coarseGrain(half, { block: 65 })).toThrow(
      'block must be a whole number from 1 to 64, got 65',
    );
    expect(() => coarseGrain(half, { levels: 1 })).toThrow(
      'levels must be a whole number from 2 to 256, got 1',
    );
    expect(() => mostInteresting([])).toThrow('mostInteresting: readings must not be empty');
  });
});

describe('the meter on other things', () => {
  test('text: more interesting than its repetition and its shuffle', () => {
    const words =
      'the heat of a body runs to a colder one and never back unless a machine is paid with work to carry it'.split(
        ' ',
      );
    const random = new Random(3);
    const prose = Array.from({ length: 700 }, () => words[random.below(words.length)]).join(' ');
    const repeated = 'heat runs downhill '.repeat(180);
    const noise = Array.from({ length: 3400 }, () =>
      String.fromCharCode(97 + random.below(26)),
    ).join('');
    const [p, r, n] = [prose, repeated, noise].map((text) => meter(text));
    expect(p?.complexity).toBeGreaterThan(2 * (r?.complexity as number));
    expect(p?.complexity).toBeGreaterThan(2 * (n?.complexity as number));
    expect(p?.complexity).toBeGreaterThan(1.5 * (p?.control as number));
    expect(n?.entropy).toBeCloseTo(Math.log2(26), 1);
    expect(n?.structure).toBeLessThan(0.1);
    expect(p?.structure).toBeGreaterThan(1);
    expect(meter('')).toEqual({
      entropy: 0,
      complexity: 0,
      control: 0,
      structure: 0,
      structureControl: 0,
    });
  });

  test('Life: a glider travels, a blinker blinks, and the soup has its curve', () => {
    const glider = new Uint8Array(64);
    for (const [x, y] of [
      [1, 0],
      [2, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ] as const)
      glider[8 * y + x] = 1;
    let field: Field = { cells: glider, width: 8, height: 8, top: 1 };
    for (let i = 0; i < 4; i++) field = lifeStep(field);
    const moved = Uint8Array.from({ length: 64 }, (_, i) => glider[(i + 64 - 9) % 64] as number);
    expect(field.cells).toEqual(moved);
    const random = new Random(1);
    let soup: Field = {
      cells: Uint8Array.from({ length: 64 * 64 }, () => random.below(2)),
      width: 64,
      height: 64,
      top: 1,
    };
    const first = meter(soup, { block: 4 });
    for (let i = 0; i < 300; i++) soup = lifeStep(soup);
    const later = meter(soup, { block: 4 });
    expect(later.entropy).toBeLessThan(first.entropy);
    expect(later.complexity).toBeGreaterThan(0);
  });

  test('elementary rules: 90 draws Sierpiński’s triangle, 0 dies, 30 is the most disordered', () => {
    const triangle = elementaryRule(90, { width: 9, generations: 4 });
    const rows = [0, 1, 2, 3].map((t) => [...triangle.cells.subarray(9 * t, 9 * t + 9)].join(''));
    expect(rows).toEqual(['000010000', '000101000', '001000100', '010101010']);
    expect(meter(elementaryRule(0)).complexity).toBe(0);
    expect(meter(elementaryRule(30)).entropy).toBeGreaterThan(
      meter(elementaryRule(250)).entropy * 0.9,
    );
    expect(() => elementaryRule(256)).toThrow('rule must be a whole number from 0 to 255, got 256');
    expect(() => elementaryRule(1, { width: 4, start: [1] })).toThrow(
      'start must hold 4 cells, got 1',
    );
  });
});
