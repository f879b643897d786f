// Serves the built site as a static host does: text compressed.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../../apps/playground/dist');
const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The headers that give a page shared memory, and so threads. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Resolves to a server that listens at `server.address().port`. */
export function serveSite(headers = {}) {
  const zipped = new Map();
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://x');
    const path = join(dist, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const type = types[extname(path)] ?? 'application/octet-stream';
    const isText = /text|json|svg/.test(type);
    try {
      if (!zipped.has(path)) {
        const body = await readFile(path);
        zipped.set(path, isText ? gzipSync(body) : body);
      }
      const encoding = isText ? { 'content-encoding': 'gzip' } : {};
      response.writeHead(200, { 'content-type': type, ...encoding, ...headers });
      response.end(zipped.get(path));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}
