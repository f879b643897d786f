import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Failure } from '../failure.js';
import { reasonOf } from '../readText.js';

/** What is to be fetched, and what it must be. */
export interface Wanted {
  url: string;
  bytes: number;
  sha256: string;
}

/**
 * Fetches a file to `path`: the bytes go to `path.part`, which a later call goes on with, and take the name only with
 * the right length and digest. Exit 3 with the reason otherwise; a wrong digest also drops what came.
 */
export async function download(
  { url, bytes, sha256 }: Wanted,
  path: string,
  onBytes: (total: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const part = `${path}.part`;
  const there = await sizeOf(part);
  const from = there < bytes ? there : 0;
  const response = await fetch(url, {
    signal,
    ...(from > 0 && { headers: { Range: `bytes=${from}-` } }),
  }).catch((error: Error) => {
    signal.throwIfAborted();
    throw cannot(url, reasonOf(error.cause ?? error), error);
  });
  if (!response.ok || !response.body)
    throw cannot(url, `the server answers ${response.status} ${response.statusText}`.trim());
  // A server that knows no ranges sends the whole file.
  const goesOn = from > 0 && response.status === 206;
  let total = goesOn ? from : 0;
  try {
    const file = await open(part, goesOn ? 'a' : 'w');
    try {
      for await (const chunk of response.body) {
        total += chunk.length;
        if (total > bytes) break;
        await file.write(chunk);
        onBytes(total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (code && /^E(NOSPC|ACCES|ROFS|DQUOT|ISDIR|NOENT)$/.test(code))
      throw new Failure('file', `data: cannot write ${part}: ${reasonOf(error)}`, error);
    throw cannot(url, `cut off at ${total} of ${bytes} bytes; run it again to go on`, error);
  }
  if (total < bytes)
    throw cannot(url, `cut off at ${total} of ${bytes} bytes; run it again to go on`);
  const digest = total === bytes ? await digestOf(part) : `that of more than ${bytes} bytes`;
  if (digest !== sha256) {
    await rm(part, { force: true });
    throw cannot(url, `its SHA-256 must be ${sha256}, got ${digest}; nothing is kept`);
  }
  await rename(part, path);
}

/** Whether a file is there and is the right one. */
export async function isWhole(
  path: string,
  { bytes, sha256 }: Omit<Wanted, 'url'>,
): Promise<boolean> {
  return (await sizeOf(path)) === bytes && (await digestOf(path)) === sha256;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

function cannot(url: string, reason: string, cause?: unknown): Failure {
  return new Failure('file', `data: cannot fetch ${url}: ${reason}`, cause);
}
