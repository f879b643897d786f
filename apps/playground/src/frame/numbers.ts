/** A number as short as it can be shown and still be told from its neighbours: 0.2924, 8.177, 1.2e-9. */
export function short(value: number): string {
  if (Object.is(value, -0)) return '0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0005 || size >= 100_000)) return minus(value.toExponential(1));
  return minus(String(Number(value.toPrecision(4))));
}

/** A number with ten decimals where that is readable, as the book prints it. */
export function exact(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e6)) return minus(value.toExponential(3));
  return minus(value.toFixed(10));
}

/** A share of a whole in percent. A share that is neither none nor all is not shown as such. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  if (share < 1 && share > 0.9995) return '> 99.9 %';
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A whole number with its thousands apart. The browser's own way to do it takes 30 ms to get ready. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A large number in words, with two digits: 1.4 billion. */
export function inWords(count: number): string {
  const size = Number(count.toPrecision(2));
  const power = Math.max(0, Math.min(4, Math.floor(Math.log10(size) / 3)));
  const words = ['', ' thousand', ' million', ' billion', ' trillion'][power];
  return `${Number((size / 1000 ** power).toPrecision(2))}${words}`;
}

/** The true minus sign, which is as wide as the plus and read as a word. */
function minus(written: string): string {
  return written.replace(/^-/, '−').replace('e-', 'e−').replace('e+', 'e');
}

/** When something was done, in the words of the reader's own language. */
export function when(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
