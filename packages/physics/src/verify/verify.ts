import { whole } from '../check.js';
import { type Check, type Row, runCheck } from './check.js';
import { closedFormChecks } from './closedForm.js';
import { hardDiskChecks } from './hardDisks.js';
import { sampledChecks } from './sampled.js';

/** What `verify` found. */
export interface Report {
  readonly rows: readonly Row[];
  /** Rows that hold, and rows in all. */
  readonly passed: number;
  readonly total: number;
  readonly holds: boolean;
  readonly seconds: number;
}

/** All checks in the order they are run: computed, sampled, hard disks. */
export const checks: readonly Check[] = [...closedFormChecks, ...sampledChecks, ...hardDiskChecks];

/**
 * Runs the reference table of the package and says how each row came out.
 *
 * Every row has its value, what it should be, the deviation in standard errors (or in tolerances where
 * nothing is sampled) and the source of the expected value. `only` picks rows by id; `onRow` is called
 * after each, so that a page can show progress. The whole table takes well under a minute.
 *
 * @example
 * ```ts
 * import { verify } from '@gibbs/physics/verify';
 *
 * const { rows, passed, total } = verify({ only: (id) => id.startsWith('otto-') });
 * console.log(passed, 'of', total); // → 7 of 7
 * console.log(rows[0]?.quantity, rows[0]?.value.toFixed(6)); // → Otto r = 8, γ = 1.4 0.564725
 * ```
 */
export function verify({
  seed = 1,
  only = () => true,
  onRow,
}: {
  seed?: number;
  only?: (id: string) => boolean;
  onRow?: (row: Row) => void;
} = {}): Report {
  whole('verify', 'seed', seed, 0);
  const rows: Row[] = [];
  for (const row of verifyEach({ seed, only })) {
    rows.push(row);
    onRow?.(row);
  }
  const passed = rows.filter((row) => row.holds).length;
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  return { rows, passed, total: rows.length, holds: passed === rows.length, seconds };
}

/** The same row by row, so that a worker can breathe between them. */
export function* verifyEach({
  seed = 1,
  only = () => true,
}: {
  seed?: number;
  only?: (id: string) => boolean;
} = {}): Generator<Row> {
  for (const check of checks) if (only(check.id)) yield runCheck(check, seed);
}
