/**
 * Numbers as bytes for a digest, each to twelve digits: computed with functions whose last bits the language leaves to
 * the machine, they agree that far everywhere.
 */
export function numberBits(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(numbers.map((each) => each.toPrecision(12)).join());
}
