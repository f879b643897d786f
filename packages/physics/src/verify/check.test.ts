import { expect, test } from 'vitest';
import { runCheck } from './check.js';

const base = { id: 'a', quantity: 'b', source: 'c' };

test('judges by tolerance, by standard errors and by one-sided bounds', () => {
  const holds = (finding: object) => runCheck({ ...base, run: () => finding as never }, 1).holds;
  expect(holds({ value: 1.01, expected: 1, tolerance: 0.02 })).toBe(true);
  expect(holds({ value: 1.03, expected: 1, tolerance: 0.02 })).toBe(false);
  expect(holds({ value: 0.97, expected: 1, tolerance: 0.02 })).toBe(false);
  expect(holds({ value: 1.03, expected: 1, standardError: 0.01 })).toBe(true);
  expect(holds({ value: 1.05, expected: 1, standardError: 0.01 })).toBe(false);
  expect(holds({ value: -9, expected: 1, tolerance: 0.02, relation: 'at most' })).toBe(true);
  expect(holds({ value: 1.03, expected: 1, tolerance: 0.02, relation: 'at most' })).toBe(false);
  expect(holds({ value: 9, expected: 1, tolerance: 0, relation: 'at least' })).toBe(true);
  expect(holds({ value: 0.9, expected: 1, tolerance: 0, relation: 'at least' })).toBe(false);
  expect(holds({ value: Number.NaN, expected: 1, tolerance: 9 })).toBe(false);
  expect(holds({ value: 1, expected: 1, tolerance: 0 })).toBe(true);
});

test('says how far off in standard errors, and passes the seed on', () => {
  const row = runCheck(
    { ...base, run: (seed) => ({ value: seed, expected: 1, standardError: 2 }) },
    7,
  );
  expect([row.deviation, row.unit, row.value]).toEqual([3, 'standard errors', 7]);
});

test('a check that throws does not hold and says why', () => {
  const row = runCheck(
    {
      ...base,
      run: () => {
        throw new Error('a piston went through the wall');
      },
    },
    1,
  );
  expect([row.holds, row.source]).toEqual([false, 'a piston went through the wall']);
});
