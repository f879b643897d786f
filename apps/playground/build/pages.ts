import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, runnerImport } from 'vite';
import { png } from './png.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the scripts of a page into a template, from which `theme.js` takes them once the page has been painted: until
 * then nothing is fetched or run that the first picture does without.
 */
export function afterPaint(): Plugin {
  return {
    name: 'gibbs-after-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const scripts: string[] = [];
        const rest = html.replace(
          /\s*(<script type="module"[^>]*><\/script>|<link rel="modulepreload"[^>]*>)/g,
          (_, tag: string) => {
            scripts.push(tag);
            return '';
          },
        );
        return rest.replace(
          '</body>',
          `<template id="scripts">${scripts.join('')}</template></body>`,
        );
      },
    },
  };
}

/**
 * Writes each page's whole document at build time, so that its text, its formulas (as MathML) and
 * its first frame are there before any script runs. The folder of an `index.html` names the page.
 */
export function pages(): Plugin {
  let loaded: Promise<typeof import('../src/prerender.js')> | undefined;
  const load = () => {
    loaded ??= runnerImport<typeof import('../src/prerender.js')>(`${root}src/prerender.tsx`, {
      configFile: false,
      logLevel: 'warn',
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    }).then(({ module }) => module);
    return loaded;
  };
  return {
    name: 'gibbs-pages',
    transformIndexHtml: {
      order: 'pre',
      async handler(_html, { filename, server }) {
        const folder = relative(root, dirname(filename)).split(sep).join('/');
        const { prerender } = await load();
        return prerender(folder === '' ? 'home' : folder, { policy: server === undefined });
      },
    },
    async generateBundle() {
      const { data, pictures } = await load();
      for (const { fileName, data: value } of data()) {
        this.emitFile({ type: 'asset', fileName, source: JSON.stringify(value) });
      }
      for (const { fileName, picture } of pictures()) {
        const source = typeof picture === 'string' ? picture : png(picture.pixels, picture.size);
        this.emitFile({ type: 'asset', fileName, source });
      }
    },
  };
}
