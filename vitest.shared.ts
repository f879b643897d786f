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
    maxWorkers: 2,
  },
});
