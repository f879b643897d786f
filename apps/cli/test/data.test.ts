import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import data from '../src/commands/data.js';
import { download } from '../src/data/download.js';
import { sources } from '../src/data/sources.js';
import { binary, type Ended, gibbs } from './spawn.js';

const content = Buffer.from('all the world is a stage\n'.repeat(1000));
const wanted = {
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};
const folder = mkdtempSync(join(tmpdir(), 'gibbs-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A server on loopback that sends what `send` says for each request; where that is less than it promised, it hangs up
 * once `until` holds, since bytes that were sent may be lost when the line is cut.
 */
let server: Server;
let until = (): boolean => true;
let asked: (string | undefined)[] = [];
let send: (range: number) => { bytes: Buffer; status?: number; length?: number };
beforeEach(async () => {
  asked = [];
  until = () => true;
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const { bytes, status = from > 0 ? 206 : 200, length = bytes.length } = send(from);
    response.writeHead(status, { 'content-length': length });
    response.write(bytes, async () => {
      if (length === bytes.length) return response.end();
      while (!until()) await setTimeout(5);
      return response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const fetched = (path: string) =>
  download({ url: url(), ...wanted }, path, () => {}, AbortSignal.timeout(20_000));

describe('download', () => {
  it('keeps a file with the right digest', async () => {
    send = () => ({ bytes: content });
    const path = join(folder, 'whole');
    await fetched(path);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('goes on where it was cut off', async () => {
    const path = join(folder, 'cut');
    send = () => ({ bytes: content.subarray(0, 5000), length: content.length });
    until = () => existsSync(`${path}.part`) && statSync(`${path}.part`).size === 5000;
    await expect(fetched(path)).rejects.toThrow(
      /^data: cannot fetch .*: cut off at 5000 of 25000 bytes; run it again to go on$/,
    );
    expect(existsSync(path)).toBe(false);
    send = (from) => ({ bytes: content.subarray(from) });
    await fetched(path);
    expect(asked).toEqual([undefined, 'bytes=5000-']);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('begins anew where the server knows no ranges', async () => {
    const path = join(folder, 'anew');
    writeFileSync(`${path}.part`, 'something else');
    send = () => ({ bytes: content, status: 200 });
    await fetched(path);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it.each([
    ['another text', Buffer.from(content.map((byte) => byte ^ 1))],
    ['a longer one', Buffer.concat([content, content])],
  ])('keeps nothing of %s', async (_name, bytes) => {
    const path = join(folder, 'wrong');
    send = () => ({ bytes });
    await expect(fetched(path)).rejects.toThrow(/its SHA-256 must be .*, got .*; nothing is kept$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('wrong'))).toEqual([]);
  });

  it('says what the server says, and that there is none', async () => {
    send = () => ({ bytes: Buffer.from('no'), status: 404 });
    await expect(fetched(join(folder, 'x'))).rejects.toThrow(/: the server answers 404 Not Found$/);
    const nobody = download(
      { url: 'http://127.0.0.1:1/', ...wanted },
      join(folder, 'x'),
      () => {},
      AbortSignal.timeout(20_000),
    );
    await expect(nobody).rejects.toThrow(/^data: cannot fetch http:\/\/127\.0\.0\.1:1\/: /);
  });
});

describe('gibbs data', () => {
  it('tells what there is and fetches nothing unless asked', () => {
    const { stdout, code } = gibbs(['data', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(data.schema, result)).toBe(true);
    expect(result.sets.map(({ name }: { name: string }) => name)).toEqual(Object.keys(sources));
    for (const { places } of Object.values(sources))
      for (const place of places) expect(place).toMatch(/^https:\/\/.*\/$/);
  });

  it('refuses data that is not what was published, and exits 3', async () => {
    send = () => ({ bytes: content });
    const to = join(folder, 'to');
    const child = spawn(process.execPath, [
      binary,
      'data',
      'shakespeare',
      '--from',
      url(),
      '--to',
      to,
      '--progress',
      'none',
    ]);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise<Ended['code']>((resolve) => child.on('close', resolve));
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /\ngibbs: data: cannot fetch http:.*input\.txt: cut off at 25000 of 1115394 bytes; run it again to go on\n$/,
    );
    expect(readdirSync(to)).toEqual(['input.txt.part']);
  });

  it('knows no other data', () => {
    expect(gibbs(['data', 'mnits'])).toEqual({
      stdout: '',
      stderr:
        "gibbs: data: name must be one of mnist, shakespeare, got 'mnits'. (Did you mean mnist?)\n",
      code: 2,
    });
  });
});
