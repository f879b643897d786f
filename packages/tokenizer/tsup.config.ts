import { defineConfig } from 'tsup';
import { moduleBytes } from './src/kernel/modules.js';

/** What kernels show, where no other property has that name: short in the package, in the modules as in the code. */
const shortNames: Record<string, string> = {};
for (const purpose of ['encode', 'train'] as const) {
  for (const { name } of WebAssembly.Module.exports(new WebAssembly.Module(moduleBytes(purpose)))) {
    if (/[A-Z]/.test(name)) shortNames[name] ??= `_${Object.keys(shortNames).length.toString(36)}`;
  }
}
const longNames = Object.keys(shortNames).join('|');
const shorten = (source: string): string =>
  source.replace(new RegExp(`\\b(${longNames})\\b`, 'g'), (name) => shortNames[name] as string);

/** Puts the compiled kernels in the place of their programs and of the compiler. */
const compiledKernels = {
  name: 'compiled-kernels',
  setup(build: { onLoad(filter: object, load: () => { contents: string; loader: 'ts' }): void }) {
    build.onLoad({ filter: /kernel\/modules\.ts$/ }, () => {
      // A letter for each byte below 92, two for others: what is repeated in a module stays so in its text,
      // which packs a quarter smaller than base64.
      const letters = (purpose: 'encode' | 'train') => {
        const text = Array.from(moduleBytes(purpose, shorten), (byte) => {
          return ['', '!', ' '][Math.floor(byte / 92)] + String.fromCharCode(35 + (byte % 92));
        });
        return JSON.stringify(text.join(''));
      };
      const contents = `
        const modules = { encode: ${letters('encode')}, train: ${letters('train')} };
        export function moduleBytes(purpose) {
          const text = modules[purpose];
          const bytes = new Uint8Array(text.length);
          let size = 0;
          let more = 0;
          for (let i = 0; i < text.length; i++) {
            const code = text.charCodeAt(i);
            if (code < 35) more = code === 33 ? 92 : 184;
            else {
              bytes[size++] = code - 35 + more;
              more = 0;
            }
          }
          return bytes.subarray(0, size);
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
  // A shorter text is parsed sooner at each start. Spaces stay, so that the exports stand on a line of their own.
  esbuildOptions: (options) => {
    options.minifyIdentifiers = true;
    options.minifySyntax = true;
    options.mangleProps = new RegExp(`^(${longNames})$`);
    options.mangleCache = shortNames;
  },
  clean: true,
  dts: false,
  esbuildPlugins: [compiledKernels],
});
