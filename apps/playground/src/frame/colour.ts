/** Colours of rows that are not colours themselves: equal in lightness, told apart also without red or green. */
const palette: readonly (readonly [number, number, number])[] = [
  [0.2, 0.45, 0.75],
  [0.9, 0.56, 0.15],
  [0.1, 0.6, 0.5],
  [0.75, 0.35, 0.55],
  [0.55, 0.55, 0.2],
  [0.4, 0.7, 0.9],
  [0.65, 0.3, 0.2],
  [0.45, 0.4, 0.65],
];

export type Rgb = readonly [number, number, number];

/** The numbers themselves where they are a colour (three of them, each from 0 to 1), else one from the palette. */
export function asColour(numbers: readonly number[], index: number): Rgb {
  return isColour(numbers) ? numbers : (palette[index % palette.length] as Rgb);
}

export function isColour(numbers: readonly number[]): numbers is Rgb {
  return numbers.length === 3 && numbers.every((each) => each >= 0 && each <= 1);
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red * 255)} ${Math.round(green * 255)} ${Math.round(blue * 255)})`;
}
