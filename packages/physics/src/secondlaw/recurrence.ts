import { whole } from '../check.js';

/**
 * One step of Arnold's cat map on an n × n picture: (x, y) → (2x + y, x + y) modulo n.
 *
 * A permutation of the cells, so nothing is ever lost, though it looks mixed after three steps.
 * `direction` −1 undoes it.
 */
export function catMap<T extends Uint8Array | Uint16Array | Float64Array>(
  cells: T,
  side: number,
  direction: 1 | -1 = 1,
): T {
  whole('catMap', 'side', side);
  if (cells.length !== side * side) {
    throw new RangeError(`catMap: cells must hold ${side} × ${side} values, got ${cells.length}.`);
  }
  const next = cells.slice() as T;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = y * side + x;
      const to = ((x + y) % side) * side + ((2 * x + y) % side);
      if (direction === 1) next[to] = cells[from] as number;
      else next[from] = cells[to] as number;
    }
  }
  return next;
}

/**
 * Steps after which the cat map on n × n cells is the identity: Poincaré's recurrence, exactly.
 *
 * The order of the matrix (2 1; 1 1) modulo n; never more than 3n (Dyson and Falk 1992).
 */
export function catMapPeriod(side: number): number {
  whole('catMapPeriod', 'side', side, 1, 1e6);
  if (side === 1) return 1;
  let [a, b, d] = [2 % side, 1, 1];
  for (let t = 1; ; t++) {
    if (a === 1 && b === 0 && d === 1) return t;
    // (a b; b d)(2 1; 1 1): powers of a symmetric matrix stay symmetric.
    [a, b, d] = [(2 * a + b) % side, (a + b) % side, (b + d) % side];
  }
}

/**
 * Poincaré's recurrence of any simulation: steps until `returned()` is true, at most `limit`.
 *
 * A bounded, reversible system comes back to every neighbourhood of its start; this counts how long
 * it takes, or returns null after `limit` steps.
 */
export function recurrenceTime(
  step: () => void,
  returned: () => boolean,
  limit: number,
): number | null {
  whole('recurrenceTime', 'limit', limit);
  for (let t = 1; t <= limit; t++) {
    step();
    if (returned()) return t;
  }
  return null;
}
