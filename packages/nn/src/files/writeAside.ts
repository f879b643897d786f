import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a whole file or nothing: the bytes go to `path.part`, are flushed to the disk, and the finished file
 * takes the name in one step. Whatever stood at `path` before stays until then, also when the process is killed
 * or the disk is full.
 */
export async function writeAside(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.part`;
  try {
    const file = await open(aside, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `files: ${path} must be writable, got ${reason}. What was saved there before is untouched.`,
      { cause: error },
    );
  }
  await syncFolder(dirname(path));
}

/** Makes the new name itself survive a power cut; not every file system lets a folder be opened for that. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {}
}
