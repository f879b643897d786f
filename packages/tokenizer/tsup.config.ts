import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

/** The kernels are programs in strings, whose comments and indents no minifier would take away. */
const bareKernels = {
  name: 'bare-kernels',
  setup(build: {
    onLoad(
      filter: object,
      load: (file: { path: string }) => { contents: string; loader: 'ts' },
    ): void;
  }) {
    build.onLoad({ filter: /kernel\/(hash|scan|encode|train)\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      return { contents: source.replace(/^\s*\/\/.*\n/gm, '').replace(/^ +/gm, ''), loader: 'ts' };
    });
  },
};

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
  esbuildPlugins: [bareKernels],
});
