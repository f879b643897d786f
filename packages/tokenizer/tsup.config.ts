import { defineConfig } from 'tsup';
import { moduleBytes } from './src/kernel/modules.js';

/** Puts the compiled kernels in the place of their programs and of the compiler. */
const compiledKernels = {
  name: 'compiled-kernels',
  setup(build: { onLoad(filter: object, load: () => { contents: string; loader: 'ts' }): void }) {
    build.onLoad({ filter: /kernel\/modules\.ts$/ }, () => {
      // Hexadecimal, since what is repeated in a module stays so in its text: it packs a quarter smaller than base64.
      const hex = (purpose: 'encode' | 'train') =>
        JSON.stringify(Buffer.from(moduleBytes(purpose)).toString('hex'));
      const contents = `
        const modules = { encode: ${hex('encode')}, train: ${hex('train')} };
        const digit = (code) => code < 58 ? code - 48 : code - 87;
        export function moduleBytes(purpose) {
          const text = modules[purpose];
          const bytes = new Uint8Array(text.length / 2);
          for (let i = 0; i < text.length; i += 2) {
            bytes[i / 2] = digit(text.charCodeAt(i)) << 4 | digit(text.charCodeAt(i + 1));
          }
          return bytes;
        }`;
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
