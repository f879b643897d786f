const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar of `fraction` of `width` columns, true to an eighth of a column. */
export function bar(fraction: number, width: number): string {
  const units = Math.round(Math.max(0, Math.min(1, fraction)) * width * 8);
  const text = '█'.repeat(Math.floor(units / 8)) + (eighths[units % 8] as string);
  return text === '' && fraction > 0 ? '▏' : text;
}
