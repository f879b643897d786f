/** Answers over the unit square as bytes, 0 for no and 255 for yes; b grows upwards. */
export function fieldOf(size: number, answer: (a: number, b: number) => number): Uint8Array {
  const field = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const said = answer(column / (size - 1), 1 - row / (size - 1));
      field[row * size + column] = Math.round(255 * Math.min(1, Math.max(0, said)));
    }
  }
  return field;
}
