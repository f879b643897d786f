import { describe, expect, it } from 'vitest';
import { augmentImage } from './augment.js';
import { drawDigit } from './strokes.js';

const still = { rotation: 0, scaling: 0, shear: 0, shift: 0 };

describe('augmentImage', () => {
  it('leaves the image as it is when nothing may change', () => {
    const image = drawDigit(7, () => 0.3);
    const out = new Float32Array(784);
    augmentImage(image, 28, 28, out, Math.random, still);
    expect([...out]).toEqual([...image].map((shade) => Math.fround(shade / 255)));
  });

  it('shifts by whole and half pixels as worked out by hand', () => {
    const image = Uint8Array.of(0, 0, 0, 0, 200, 0, 0, 0, 0);
    const out = new Float32Array(9);
    // The last two numbers drawn are the shift: 2·0.75 − 1 = ½ of the limit, to the right by none or a half.
    const draws = (x: number) => {
      const list = [0.5, 0.5, 0.5, 0.5, x, 0.5];
      return () => list.shift() as number;
    };
    augmentImage(image, 3, 3, out, draws(1), { ...still, shift: 1 });
    expect([...out]).toEqual([0, 0, 0, Math.fround(200 / 255), 0, 0, 0, 0, 0]);
    augmentImage(image, 3, 3, out, draws(0.75), { ...still, shift: 1 });
    expect([...out].map((v) => Math.round(v * 255))).toEqual([0, 0, 0, 100, 100, 0, 0, 0, 0]);
  });

  it('keeps most of the ink and stays between black and white', () => {
    let state = 1;
    const uniform = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const out = new Float32Array(784);
    for (let i = 0; i < 100; i++) {
      const image = drawDigit(i % 10, uniform);
      augmentImage(image, 28, 28, out, uniform);
      const before = image.reduce((a, b) => a + b, 0) / 255;
      const after = out.reduce((a, b) => a + b, 0);
      expect(Math.abs(after / before - 1)).toBeLessThan(0.4);
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...out)).toBeLessThanOrEqual(1);
    }
  });
});
