import { describe, expect, it } from 'vitest';
import { drawDigit, drawDigits, inkStrokes, penDigit } from './strokes.js';

const half = () => 0.5;
const noisy = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
};

describe('inkStrokes', () => {
  const at = (image: Uint8Array, x: number, y: number) => image[y * 28 + x];

  it('inks the way of the pen, softly at its rim, and leaves the rest black', () => {
    const image = inkStrokes(
      [
        {
          points: [
            [4, 10],
            [20, 10],
          ],
        },
      ],
      1.2,
    );
    for (let x = 4; x <= 20; x++) expect(at(image, x, 10)).toBe(255);
    expect(at(image, 12, 11)).toBe(Math.round(255 * 0.7));
    expect(at(image, 12, 12)).toBe(0);
    expect(at(image, 25, 10)).toBe(0);
  });

  it('makes a dot of a point, and rubs out what is under an eraser', () => {
    const dot = { points: [[5, 5]] as const };
    expect(at(inkStrokes([dot]), 5, 5)).toBe(255);
    expect(Math.max(...inkStrokes([dot, { ...dot, erase: true }]))).toBeLessThan(130);
    expect(at(inkStrokes([{ ...dot, erase: true }, dot]), 5, 5)).toBe(255);
    expect(Math.max(...inkStrokes([{ points: [[-40, 99]] }]))).toBe(0);
  });

  it('gives the digit back that its strokes were taken from', () => {
    const { strokes, pen } = penDigit(5, noisy(3));
    expect(inkStrokes(strokes, pen)).toEqual(drawDigit(5, noisy(3)));
  });
});

describe('drawDigit', () => {
  it('draws inside the frame, in full black and white, with its mass near the centre', () => {
    const uniform = noisy(1);
    for (let i = 0; i < 200; i++) {
      const image = drawDigit(i % 10, uniform);
      let [mass, mx, my] = [0, 0, 0];
      image.forEach((shade, at) => {
        mass += shade;
        mx += shade * (at % 28);
        my += shade * Math.floor(at / 28);
      });
      expect(Math.max(...image)).toBe(255);
      expect(mass / 255).toBeGreaterThan(20);
      expect(mass / 255).toBeLessThan(300);
      expect(Math.abs(mx / mass - 13.5)).toBeLessThan(4);
      expect(Math.abs(my / mass - 13.5)).toBeLessThan(4);
    }
  });

  it('draws the same from the same numbers and differs from hand to hand', () => {
    expect(drawDigit(3, noisy(5))).toEqual(drawDigit(3, noisy(5)));
    expect(drawDigit(3, noisy(5))).not.toEqual(drawDigit(3, noisy(6)));
  });

  it('refuses what is no digit', () => {
    expect(() => drawDigit(10, half)).toThrow('drawDigit: digit must be 0 to 9, got 10.');
  });
});

describe('drawDigits', () => {
  it('draws all ten digits about equally often', () => {
    const { labels, images, count } = drawDigits(2000, noisy(3));
    const counts = Array.from({ length: 10 }, (_, d) => labels.filter((l) => l === d).length);
    for (const n of counts) expect(Math.abs(n - 200)).toBeLessThan(60);
    expect(images.length).toBe(count * 784);
  });

  it('draws digits that the nearest of a few hundred others identifies', () => {
    const train = drawDigits(600, noisy(7));
    const test = drawDigits(100, noisy(8));
    const image = (d: typeof train, i: number) => d.images.subarray(i * 784, (i + 1) * 784);
    let right = 0;
    for (let i = 0; i < test.count; i++) {
      const x = image(test, i);
      let [best, label] = [Number.POSITIVE_INFINITY, -1];
      for (let j = 0; j < train.count; j++) {
        const y = image(train, j);
        let distance = 0;
        for (let k = 0; k < 784; k++) distance += ((x[k] as number) - (y[k] as number)) ** 2;
        if (distance < best) [best, label] = [distance, train.labels[j] as number];
      }
      right += Number(label === test.labels[i]);
    }
    expect(right).toBeGreaterThan(85);
  });
});
