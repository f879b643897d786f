import type { Tint } from '../style.js';
import { Dots } from './dots.js';
import type { Page } from './page.js';

/** Particles in a box: x and y as shares of its sides, y upwards, and the tint of each. */
export interface Inhabitants {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  tint: (particle: number) => Tint;
}

/** A framed box of Braille dots, so many characters across and down inside the frame. */
export function box(
  { x, y, tint }: Inhabitants,
  across: number,
  down: number,
  page: Page,
): string[] {
  const dots = new Dots(across, down);
  for (let i = 0; i < x.length; i++)
    dots.dot(
      Math.min(across * 2 - 1, Math.floor((x[i] as number) * across * 2)),
      Math.min(down * 4 - 1, Math.floor((1 - (y[i] as number)) * down * 4)),
      tint(i),
    );
  return [
    `┌${'─'.repeat(across)}┐`,
    ...dots.rows(page).map((row) => `│${row}│`),
    `└${'─'.repeat(across)}┘`,
  ];
}
