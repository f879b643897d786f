import { checks, type Row, verifyEach } from '@gibbs/physics/verify';

/** One row of the reference table, and how many there are. */
export interface Checked {
  row: Pick<Row, 'id' | 'quantity' | 'value' | 'expected' | 'deviation' | 'unit' | 'holds'>;
  total: number;
}

addEventListener('message', () => {
  for (const { id, quantity, value, expected, deviation, unit, holds } of verifyEach()) {
    const row = { id, quantity, value, expected, deviation, unit, holds };
    postMessage({ row, total: checks.length } satisfies Checked);
  }
});
