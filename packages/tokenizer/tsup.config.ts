import { defineConfig } from 'tsup';
import { moduleBytes } from './src/kernel/modules.js';

/** Puts the compiled kernels in the place of their programs and of the compiler. */
const compiledKernels = {
  name: 'compiled-kernels',
  setup(build: { onLoad(filter: object, load: () => { contents: string; loader: 'ts' }): void }) {
    build.onLoad({ filter: /kernel\/modules\.ts$/ }, () => {
      const base64 = (purpose: 'encode' | 'train') =>
        JSON.stringify(Buffer.from(moduleBytes(purpose)).toString('base64'));
      const contents = `
        const modules = { encode: ${base64('encode')}, train: ${base64('train')} };
        export const moduleBytes = (purpose) => Uint8Array.from(atob(modules[purpose]), (c) => c.charCodeAt(0));`;
      return { contents, loader: 'ts' };
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
  esbuildPlugins: [compiledKernels],
});
