import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Failure } from './failure.js';

/** A text as it was read, and how much of the file that is. */
export interface ReadText {
  path: string;
  text: string;
  /** Bytes that were read. */
  bytes: number;
  /** Bytes the file has; more than `bytes` when only its beginning was asked for. */
  fileBytes: number;
}

/**
 * Reads the first `limit` bytes of a text file, cut at a whole character; `-` is standard input.
 * Throws a Failure (exit 3) that names the option, the path and the reason when there is no text to
 * be had: no such file, a directory, no permission, empty, or not UTF-8 text.
 */
export async function readText(option: string, path: string, limit: number): Promise<ReadText> {
  const { bytes, fileBytes } = await readBeginning(option, path, limit);
  if (bytes.length === 0) throw cannotRead(option, path, 'the file is empty');
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw cannotRead(option, path, `not a text file, byte ${zero} is zero`);
  const whole = fileBytes > bytes.length ? bytes.subarray(0, wholeCharacters(bytes)) : bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole);
    return { path, text, bytes: whole.length, fileBytes };
  } catch {
    throw cannotRead(option, path, 'not a text file, it is not valid UTF-8');
  }
}

/** The bytes of a file as they come, whatever they are; `-` is standard input. Failures as `readText`. */
export async function* readBytes(option: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    const stream =
      path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 20 });
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw cannotRead(option, path, reasonOf(error), error);
  }
}

async function readBeginning(
  option: string,
  path: string,
  limit: number,
): Promise<{ bytes: Uint8Array; fileBytes: number }> {
  if (path === '-') return readStandardInput(limit);
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(limit);
      let length = 0;
      while (length < limit) {
        const { bytesRead } = await file.read(bytes, length, limit - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { bytes: bytes.subarray(0, length), fileBytes: Math.max(size, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw cannotRead(option, path, reasonOf(error), error);
  }
}

/** Standard input has no size: one byte more than the limit says that there is more. */
async function readStandardInput(limit: number): Promise<{ bytes: Uint8Array; fileBytes: number }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  const all = Buffer.concat(chunks);
  return { bytes: all.subarray(0, limit), fileBytes: length };
}

/** The length of `bytes` without a character that the cut at its end left unfinished. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length - 1;
  while (start > 0 && ((bytes[start] as number) & 0xc0) === 0x80) start--;
  const lead = bytes[start] as number;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - start < needed ? start : bytes.length;
}

function cannotRead(option: string, path: string, reason: string, cause?: unknown): Failure {
  return new Failure('file', `${option}: cannot read ${path}: ${reason}`, cause);
}

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the path is too long',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
};

/** The reason of a failed file operation in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
