import type { GreyImage } from '../tasks/readImage.js';
import type { Page } from './page.js';

const inks = [' ', '░', '▒', '▓', '█'];

/** A grey image with a character for each two rows of a column. */
export function digitLines({ width, height, shades }: GreyImage, page: Page): string[] {
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const line = Array.from({ length: width }, (_, column) => {
      const [upper = 0, lower = 0] = [2 * row, 2 * row + 1].map(
        (at) => shades[at * width + column],
      );
      return inks[Math.round(((upper + lower) / 510) * (inks.length - 1))] as string;
    });
    return page.paint('cyan', line.join('').trimEnd());
  });
}
