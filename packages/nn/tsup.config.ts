import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/tasks/index.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
});
