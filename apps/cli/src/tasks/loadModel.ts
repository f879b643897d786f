import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { reasonOf } from '../readText.js';

/**
 * Reads a model of a task: a file, or the folder that `--out` made. Exit 3 where there is none, and exit 4 where the
 * file is damaged or of another task.
 */
export async function loadModel<Model>(
  op: string,
  path: string,
  name: string,
  load: (bytes: Uint8Array) => Model,
): Promise<Model> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(path, name) : path;
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(await readFile(file));
  } catch (error) {
    throw new Failure('file', `${op}: cannot read ${file}: ${reasonOf(error)}`, error);
  }
  try {
    return load(bytes);
  } catch (error) {
    throw new Failure(
      'checkpoint',
      `${op}: cannot use ${file}: ${(error as Error).message}`,
      error,
    );
  }
}
