import type { Page } from './page.js';

const shades = [' ', '·', '░', '▒', '▓', '█'];

/**
 * A field of values from 0 to 1 as shades, the first row on top; half of it reads as the middle
 * shade, so that a decision border is where light turns to dark. Each value is two columns wide.
 */
export function field(values: readonly (readonly number[])[], page: Page): string[] {
  return values.map((row) =>
    row
      .map((value) => {
        const shade =
          shades[Math.min(shades.length - 1, Math.max(0, Math.floor(value * shades.length)))];
        return page.paint(value < 0.5 ? 'blue' : 'yellow', `${shade}${shade}`);
      })
      .join(''),
  );
}
