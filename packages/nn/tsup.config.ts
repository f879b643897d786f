import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/tasks/index.ts', 'src/files/index.ts'],
  external: [/^node:/],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
});
