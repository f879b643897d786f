import type { Tint } from '../style.js';
import type { Page } from './page.js';

/** Braille cells: bit by column (0, 1) and row (0 to 3) of a dot in its cell. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** A patch of the page made of Braille dots, two by four to a character; a character has the tint of its last dot. */
export class Dots {
  readonly #across: number;
  readonly #down: number;
  readonly #cells: Uint8Array;
  readonly #tints: (Tint | undefined)[];

  constructor(across: number, down: number) {
    this.#across = across;
    this.#down = down;
    this.#cells = new Uint8Array(across * down);
    this.#tints = new Array(across * down).fill(undefined);
  }

  line(
    from: readonly [number, number],
    to: readonly [number, number],
    tint: Tint | undefined,
  ): void {
    const steps = Math.max(
      1,
      Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]))),
    );
    for (let i = 0; i <= steps; i++) {
      const share = i / steps;
      this.dot(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, tint);
    }
  }

  /** Sets the dot at (x, y), counted in dots from the upper left corner; outside of the patch nothing happens. */
  dot(x: number, y: number, tint: Tint | undefined): void {
    const column = Math.round(x);
    const row = Math.round(y);
    if (!(column >= 0 && row >= 0 && column < this.#across * 2 && row < this.#down * 4)) return;
    const cell = (row >> 2) * this.#across + (column >> 1);
    this.#cells[cell] =
      (this.#cells[cell] as number) | (bits[(column & 1) as 0 | 1][row & 3] as number);
    this.#tints[cell] = tint;
  }

  rows(page: Page): string[] {
    return Array.from({ length: this.#down }, (_, row) => {
      let text = '';
      for (let column = 0; column < this.#across; column++) {
        const cell = row * this.#across + column;
        const byte = this.#cells[cell] as number;
        const tint = this.#tints[cell];
        const character = byte === 0 ? ' ' : String.fromCharCode(0x2800 + byte);
        text += byte !== 0 && tint ? page.paint(tint, character) : character;
      }
      return text;
    });
  }
}
