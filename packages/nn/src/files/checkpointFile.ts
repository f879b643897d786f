import { readFile } from 'node:fs/promises';
import type { CheckpointStore } from '../checkpoint.js';
import { writeAside } from './writeAside.js';

/** Keeps a run's checkpoint in one file, replaced as a whole each time; see {@link writeAside}. */
export function checkpointFile(path: string): CheckpointStore {
  return {
    name: path,
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`files: ${path} must be readable, got ${(error as Error).message}.`, {
          cause: error,
        });
      }
    },
    write: (bytes) => writeAside(path, bytes),
  };
}
