/** Refuses what is no whole number from `least` to `most`; `what` begins with who says so. */
export function checkWhole(
  what: string,
  value: number,
  least = 0,
  most: number = 2 ** 32 - 1,
): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw new RangeError(`${what} must be a whole number from ${least} to ${most}, got ${value}.`);
  }
}
