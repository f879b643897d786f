import { files } from './files.js';

/** Writes a file aside and renames it, so that whoever reads it finds the old one or the new one, whole. */
export async function writeAside(path: string, bytes: Uint8Array): Promise<void> {
  const { open, rename, rm } = files('saveTo', path);
  const aside = `${path}.${process.pid}.part`;
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
    await rm(aside, { force: true });
    throw error;
  }
}
