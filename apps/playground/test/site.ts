import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Site {
  /** Where the home page is, with a closing slash. */
  url: string;
  close: () => Promise<void>;
}

/**
 * Serves the built site under a path of its own, as any static host would. `beforeWorkers` is code that every worker
 * begins with: what the test of a poor browser takes away.
 */
export async function serveSite({ under = '/some/path/', beforeWorkers = '' } = {}): Promise<Site> {
  if (!existsSync(join(dist, 'index.html'))) {
    throw new Error('serveSite: the site is not built. Run `pnpm build` in apps/playground.');
  }
  const files = new Map<string, Promise<Buffer>>();
  const read = (path: string) => {
    const held = files.get(path) ?? readFile(path);
    files.set(path, held);
    return held;
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const inside = pathname.startsWith(under) ? normalize(pathname.slice(under.length)) : null;
    const file = inside === null || inside.startsWith('..') ? null : join(dist, inside);
    try {
      const path = pathname.endsWith('/') ? join(file ?? '', 'index.html') : (file ?? '');
      const body = await read(path);
      response.writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        // Names in this folder change with what is in them, so a browser need not ask again.
        ...(path.startsWith(join(dist, 'assets')) && { 'cache-control': 'max-age=3600' }),
      });
      if (basename(path).includes('Worker')) response.write(beforeWorkers);
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${under}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
