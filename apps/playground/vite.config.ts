import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './build/offline.js';
import { afterPaint, pages } from './build/pages.js';
import { sourcePages } from './build/sources.js';

// The headers that give a page shared memory, and so threads; without them it runs on one thread.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const entry = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  base: './',
  plugins: [pages(), afterPaint(), sourcePages(), offline()],
  server: { headers: isolation },
  preview: { headers: isolation },
  // Names of classes are kept: summaries and errors show them.
  worker: { format: 'es', rolldownOptions: { output: { keepNames: true } } },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs is one file, what most need a second: each costs a request.
          groups: [
            { name: 'base', tags: ['$initial'], minShareCount: 20 },
            { name: 'frame', test: /\/src\/frame\//, tags: ['$initial'], minShareCount: 5 },
          ],
        },
      },
      input: {
        home: entry('index.html'),
        gate: entry('gate/index.html'),
        digits: entry('digits/index.html'),
        lookup: entry('lookup/index.html'),
        next: entry('next/index.html'),
        words: entry('words/index.html'),
        names: entry('names/index.html'),
        transformer: entry('transformer/index.html'),
        heat: entry('heat/index.html'),
        engines: entry('engines/index.html'),
        demon: entry('demon/index.html'),
        interesting: entry('interesting/index.html'),
        planet: entry('planet/index.html'),
        run: entry('run/index.html'),
        api: entry('api/index.html'),
        ...Object.fromEntries(
          readdirSync(entry('api'), { withFileTypes: true })
            .filter((each) => each.isDirectory())
            .map(({ name }) => [`api-${name}`, entry(`api/${name}/index.html`)]),
        ),
      },
    },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
