import { open, rename, rm } from 'node:fs/promises';
import { Failure } from './failure.js';
import { reasonOf } from './readText.js';

/**
 * Writes a file so that its path holds either the old content or the whole new one: the bytes go to
 * a file beside it, reach the disk, and take the name in one rename.
 * Throws a Failure (exit 3) with the path and the reason; nothing is left behind then.
 */
export async function writeWhole(
  option: string,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(aside, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw new Failure('file', `${option}: cannot write ${path}: ${reasonOf(error)}`, error);
  }
}
