import { defineConfig } from 'tsup';

export default defineConfig({
  // The root holds what all subjects share; each subject folder with an index is an entry of its own.
  entry: ['src/index.ts', 'src/*/index.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
});
