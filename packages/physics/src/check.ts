/**
 * Input checks shared by every public entry. Each message names the quantity, the allowed range and
 * the value it got: `op: name must be …, got ….`
 */

/** Returns `value` where it is a finite number, else throws. */
export function finite(op: string, name: string, value: number): number {
  if (!Number.isFinite(value)) refuse(op, name, 'a finite number', value);
  return value;
}

/** Returns `value` where it is finite and above 0, else throws. */
export function positive(op: string, name: string, value: number): number {
  if (!(Number.isFinite(value) && value > 0)) refuse(op, name, 'a finite number above 0', value);
  return value;
}

/** Returns `value` where it is finite and at least 0, else throws. */
export function notNegative(op: string, name: string, value: number): number {
  if (!(Number.isFinite(value) && value >= 0)) {
    refuse(op, name, 'a finite number of at least 0', value);
  }
  return value;
}

/** Returns `value` where it lies in the closed interval [low, high], else throws. */
export function within(op: string, name: string, value: number, low: number, high: number): number {
  if (!(value >= low && value <= high)) refuse(op, name, `between ${low} and ${high}`, value);
  return value;
}

/** Returns `value` where it is a whole number in [low, high], else throws. */
export function whole(
  op: string,
  name: string,
  value: number,
  low = 1,
  high: number = Number.MAX_SAFE_INTEGER,
): number {
  if (!(Number.isSafeInteger(value) && value >= low && value <= high)) {
    const range =
      high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
    refuse(op, name, `a whole number ${range}`, value);
  }
  return value;
}

function refuse(op: string, name: string, range: string, value: unknown): never {
  throw new RangeError(`${op}: ${name} must be ${range}, got ${show(value)}.`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
