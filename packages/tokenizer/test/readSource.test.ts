import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEncoding, readSource } from '../src/index.js';
import { names, ranks } from './oracles.js';

const file = new TextEncoder().encode('the file');
const sha256 = 'e16d9d3d3d4c8f4a';
let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/file' }).end();
    else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (request.url === '/file') response.end(file);
    else if (request.url === '/ranks') response.end(ranks('r50k_base'));
    else if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': 100 });
      response.write(file, () => response.destroy());
    } else if (request.url === '/slow') response.write(file);
    else if (request.url === '/endless') {
      const more = () => response.write(new Uint8Array(1 << 16), more);
      more();
    } else response.writeHead(404).end('no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('reads from a URL, through redirects, and holds it against its digest', async () => {
  expect(await readSource(`${base}/file`)).toEqual(file);
  expect(await readSource(new URL('/moved', base))).toEqual(file);
  await expect(readSource(`${base}/file`, { sha256 })).rejects.toThrow(
    `readSource: the file must have the SHA-256 ${sha256}, got `,
  );
  const gpt2 = await loadEncoding(names[0], `${base}/ranks`);
  expect([...gpt2.encode('hello world')]).toEqual([31373, 995]);
});

it('takes a path with a drive or a colon for a path', async () => {
  for (const path of ['C:\\models\\tokenizer.json', 'c:/none', 'notes:monday']) {
    await expect(readSource(path)).rejects.toThrow(`no such file or directory, open '${path}'`);
  }
});

it('refuses what is not the whole file', async () => {
  await expect(readSource(`${base}/none`)).rejects.toThrow(
    `readSource: ${base}/none must answer with the whole file, got status 404.`,
  );
  await expect(readSource(`${base}/cut`)).rejects.toThrow(
    `readSource: ${base}/cut must answer with the whole file, got `,
  );
  await expect(readSource(`${base}/round`)).rejects.toThrow('got redirect count exceeded.');
  await expect(readSource(`${base}/endless`, { maxBytes: 1e6 })).rejects.toThrow(
    `${base}/endless must answer with the whole file, got more than 1000000 bytes.`,
  );
  await expect(readSource('http://127.0.0.1:9/')).rejects.toThrow(
    'readSource: http://127.0.0.1:9/ must answer with the whole file, got ',
  );
});

it('stops waiting when told', async () => {
  const signal = AbortSignal.timeout(50);
  await expect(readSource(`${base}/slow`, { signal })).rejects.toThrow('due to timeout');
  await expect(loadEncoding('cl100k_base', `${base}/slow`, { signal })).rejects.toThrow('timeout');
});
