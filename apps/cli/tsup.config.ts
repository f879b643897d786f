import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

// The four packages are bundled in, so that one tarball is the whole tool; splitting keeps each command lazy.
export default defineConfig({
  entry: ['src/gibbs.ts'],
  format: ['esm'],
  target: 'node22',
  platform: 'node',
  splitting: true,
  clean: true,
  sourcemap: true,
  dts: false,
  define: { __VERSION__: JSON.stringify(version) },
  noExternal: [/^@gibbs\//],
});
