import { defineConfig } from 'vitest/config';

/** What every package's tests share: where they lie, and a result file that the closing line is summed from. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.results/vitest.json' },
    passWithNoTests: false,
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
