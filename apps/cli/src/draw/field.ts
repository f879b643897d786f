import type { Page } from './page.js';

const glyphs = [' ', '·', '░', '▒', '▓', '█'];

/** A value from 0 to 1 as a shade, light to dark. */
export function shade(value: number): string {
  const level = Math.floor(value * glyphs.length);
  return glyphs[Math.min(glyphs.length - 1, Math.max(0, level))] as string;
}

/**
 * A field of values from 0 to 1 as shades, the first row on top; half of it reads as the middle
 * shade, so that a decision border is where light turns to dark. Each value is two columns wide.
 */
export function field(values: readonly (readonly number[])[], page: Page): string[] {
  return values.map((row) =>
    row
      .map((value) => page.paint(value < 0.5 ? 'blue' : 'yellow', shade(value).repeat(2)))
      .join(''),
  );
}
