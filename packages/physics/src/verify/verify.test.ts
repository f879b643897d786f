import { describe, expect, test } from 'vitest';
import { checks, verify, verifyEach } from './verify.js';

/** Rows that take long; the benchmark runs them, and each has a smaller test beside its source. */
const slow =
  /^(disks-(?!echo)|coffee|reversal|drag|quench|brownian-carnot-lucky|mutual|temperature)/;

describe('verify', () => {
  test('every row that takes little time holds', () => {
    const { rows, passed, total } = verify({ only: (id) => !slow.test(id) });
    const broken = rows.filter((row) => !row.holds);
    expect(
      broken.map(({ id, value, expected, source }) => ({ id, value, expected, source })),
    ).toEqual([]);
    expect(passed).toBe(total);
    expect(total).toBeGreaterThan(110);
  });

  test('every row has an id of its own, a quantity and a source', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, quantity, source } of checks) {
      expect(id).toMatch(/^[a-z0-9.-]+$/);
      expect(quantity.length * source.length).toBeGreaterThan(0);
    }
  });

  test('gives the same values for the same seed, and other samples for another', () => {
    const values = (seed: number) =>
      [
        ...verifyEach({ seed, only: (id) => id.startsWith('szilard') || id.startsWith('fluct') }),
      ].map((r) => r.value);
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
  });

  test('tells of each row as it comes', () => {
    const seen: string[] = [];
    verify({ only: (id) => id.startsWith('virial-b'), onRow: (row) => seen.push(row.id) });
    expect(seen).toEqual(['virial-b3', 'virial-b4', 'virial-b10']);
    expect(() => verify({ seed: -1 })).toThrow(
      'verify: seed must be a whole number of at least 0, got -1.',
    );
  });
});
