import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { text } from '../src/text/en/frame.js';
import { map } from '../src/text/en/map.js';
import { iconPixels } from './icon.js';
import { png } from './png.js';

const sizes = [192, 512];

/** Makes the site one that can be installed and opens without a network: a manifest, icons, a service worker. */
export function offline(): Plugin {
  let out = '';
  return {
    name: 'gibbs-offline',
    apply: 'build',
    configResolved({ root, build }) {
      out = join(root, build.outDir);
    },
    generateBundle() {
      for (const size of sizes) {
        const source = png(iconPixels(size), size);
        this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source });
      }
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: manifest() });
    },
    async closeBundle() {
      const files: Record<string, string> = {};
      for (const path of await filesIn(out)) {
        if (/^(\.vite|licences)\/|^serviceWorker\.js$/.test(path)) continue;
        const digest = createHash('sha256').update(await readFile(join(out, path)));
        files[path] = digest.digest('hex').slice(0, 12);
      }
      const worker = fileURLToPath(new URL('serviceWorker.js', import.meta.url));
      const source = (await readFile(worker, 'utf8')).replace(
        'FILES)',
        `${JSON.stringify(files)})`,
      );
      await writeFile(join(out, 'serviceWorker.js'), source);
    },
  };
}

/** What a browser needs to know to install the site; every path is relative, so that it works under any. */
function manifest(): string {
  return JSON.stringify({
    name: `${text.siteName}: ${text.subtitle}`,
    short_name: text.siteName,
    description: map.home.claim,
    lang: 'en',
    dir: 'ltr',
    id: './',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#14161f',
    theme_color: '#14161f',
    icons: [
      { src: './icon.svg', type: 'image/svg+xml', sizes: 'any', purpose: 'any' },
      ...sizes.map((size) => ({
        src: `./icon-${size}.png`,
        type: 'image/png',
        sizes: `${size}x${size}`,
        purpose: 'any maskable',
      })),
    ],
  });
}

/** Every file below a folder, by its path from there, in order. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .sort();
}
