import { defineConfig } from 'vitest/config';

/** What every package's tests share: where they lie, and a result file that the closing line is summed from. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
    passWithNoTests: false,
    // Generous, since a busy machine is no failure: nothing here is a timed assertion.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // On a busy machine one process in thousands is starved; a second try is printed as such, and a fault fails twice.
    retry: process.env.CI ? 1 : 0,
    maxWorkers: 2,
  },
});
