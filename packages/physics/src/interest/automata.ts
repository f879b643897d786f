import { whole } from '../check.js';
import type { Field } from './field.js';

/**
 * One generation of Conway's Game of Life on a torus.
 *
 * A cell lives on with two or three live neighbours of eight, and is born with three. The field is
 * not changed; a new one is returned.
 */
export function lifeStep(field: Field): Field & { readonly cells: Uint8Array } {
  const { width, height } = field;
  whole('lifeStep', 'width', width, 3);
  whole('lifeStep', 'height', height, 3);
  const cells = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const up = ((y + height - 1) % height) * width;
    const here = y * width;
    const down = ((y + 1) % height) * width;
    for (let x = 0; x < width; x++) {
      const left = x === 0 ? width - 1 : x - 1;
      const right = x === width - 1 ? 0 : x + 1;
      const c = field.cells;
      const neighbours =
        (c[up + left] as number) +
        (c[up + x] as number) +
        (c[up + right] as number) +
        (c[here + left] as number) +
        (c[here + right] as number) +
        (c[down + left] as number) +
        (c[down + x] as number) +
        (c[down + right] as number);
      const alive = (c[here + x] as number) === 1;
      cells[here + x] = neighbours === 3 || (alive && neighbours === 2) ? 1 : 0;
    }
  }
  return { cells, width, height, top: 1 };
}

/**
 * The history of an elementary cellular automaton on a ring: row t is generation t.
 *
 * Bit 4a + 2b + c of `rule` (Wolfram 1983) is the next state of a cell b with left neighbour a and
 * right neighbour c. Starts from the given row, or from a single live cell in the middle.
 */
export function elementaryRule(
  rule: number,
  {
    width = 128,
    generations = 128,
    start,
  }: {
    width?: number;
    generations?: number;
    start?: ArrayLike<number>;
  } = {},
): Field & { readonly cells: Uint8Array } {
  whole('elementaryRule', 'rule', rule, 0, 255);
  whole('elementaryRule', 'width', width, 3);
  whole('elementaryRule', 'generations', generations);
  if (start !== undefined && start.length !== width) {
    throw new RangeError(`elementaryRule: start must hold ${width} cells, got ${start.length}.`);
  }
  const cells = new Uint8Array(width * generations);
  if (start === undefined) cells[width >> 1] = 1;
  else for (let x = 0; x < width; x++) cells[x] = (start[x] as number) > 0 ? 1 : 0;
  for (let t = 1; t < generations; t++) {
    const before = (t - 1) * width;
    for (let x = 0; x < width; x++) {
      const a = cells[before + (x === 0 ? width - 1 : x - 1)] as number;
      const b = cells[before + x] as number;
      const c = cells[before + (x === width - 1 ? 0 : x + 1)] as number;
      cells[t * width + x] = (rule >> (4 * a + 2 * b + c)) & 1;
    }
  }
  return { cells, width, height: generations, top: 1 };
}
