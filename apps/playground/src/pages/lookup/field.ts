import { type LookupOptions, lookup } from '@gibbs/nn/tasks';

/** A square of queries: `x` and `y` of them run over `from` to `to`, the other numbers stay. */
export interface Square {
  query: readonly number[];
  /** The table, with colours for values. */
  table: LookupOptions;
  x: number;
  y: number;
  from: number;
  to: number;
}

/** Paints the answers of a square as `size` × `size` pixels of RGBA, row by row; `y` grows upwards. */
export function* paintField(
  { query, table, x, y, from, to }: Square,
  size: number,
): Generator<number, Uint8ClampedArray<ArrayBuffer>, void> {
  const pixels = new Uint8ClampedArray(size * size * 4);
  const point = [...query];
  const at = (index: number) => from + ((index + 0.5) / size) * (to - from);
  for (let row = 0; row < size; row++) {
    point[y] = at(size - 1 - row);
    for (let column = 0; column < size; column++) {
      point[x] = at(column);
      const { result } = lookup(point, table);
      pixels.set([...result.map((channel) => channel * 255), 255], (row * size + column) * 4);
    }
    yield row;
  }
  return pixels;
}
