import { defineConfig, mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

export default mergeConfig(
  shared,
  defineConfig({
    test: {
      // The files that a worker runs share its browser.
      isolate: false,
      // What a test waits for may take long on a busy machine, and comes.
      expect: { poll: { timeout: 60_000 } },
      testTimeout: 300_000,
    },
  }),
);
