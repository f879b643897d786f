import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** With these a page has shared memory, and so threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
};

/** A server of the files of one folder, and of nothing outside it. */
export function pagesServer(folder: string): Server {
  return createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead
      ? send(folder, request.url ?? '/', request.method === 'HEAD', response)
      : refuse(response, 405, 'only GET and HEAD');
    answer.catch(() => response.destroy());
  });
}

async function send(
  folder: string,
  url: string,
  headOnly: boolean,
  response: ServerResponse,
): Promise<void> {
  let path: string;
  try {
    path = decodeURIComponent(url.split(/[?#]/)[0] as string);
  } catch {
    return refuse(response, 400, 'bad address');
  }
  if (path.includes('\0') || path.split(/[/\\]/).includes('..'))
    return refuse(response, 403, 'not in the playground');
  const file = await fileAt(folder, path);
  if (file === 'slash') {
    response.writeHead(308, { ...headers, Location: `${path}/` }).end();
    return;
  }
  if (file === undefined) return refuse(response, 404, 'no such page');
  const { size } = await stat(file);
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': size,
  });
  if (headOnly) response.end();
  else await pipeline(createReadStream(file), response);
}

/** The file an address stands for: a folder's own page, and no file that a link leads to outside the folder. */
async function fileAt(folder: string, path: string): Promise<string | 'slash' | undefined> {
  const root = await realpath(folder);
  try {
    let file = await realpath(join(root, path));
    if ((await stat(file)).isDirectory()) {
      if (!path.endsWith('/')) return 'slash';
      file = await realpath(join(file, 'index.html'));
    }
    return file.startsWith(root + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}

async function refuse(response: ServerResponse, status: number, why: string): Promise<void> {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${why}\n`);
}
