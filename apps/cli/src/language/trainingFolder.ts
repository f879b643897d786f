/** Where a training run is kept while it goes on: its checkpoint and what it was asked for. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkpointFile } from '@gibbs/nn/files';
import { exitCodes, Failure } from '../failure.js';
import { reasonOf } from '../readText.js';
import { writeWhole } from '../writeWhole.js';

const checkpointName = 'checkpoint.safetensors';
const askedName = 'training.json';

/** What a run was asked for; a run that goes on must be asked for the same. */
export type Asked = Readonly<Record<string, unknown>>;

type Store = ReturnType<typeof checkpointFile>;

export interface TrainingFolder {
  /** Where the run is kept, or undefined: then nothing is written. */
  readonly folder: string | undefined;
  readonly store: Store | undefined;
}

/**
 * Opens the place of a run: a folder that is made, and with `--resume` the checkpoint to go on from.
 * Exit 4 where there is nothing to go on from, or the run that is there was asked for something else.
 */
export async function openTraining(
  out: string | undefined,
  resume: string | true | undefined,
  asked: Asked,
): Promise<TrainingFolder> {
  const isAuto = resume === true || resume === 'auto';
  if (isAuto && out === undefined)
    throw new Failure('usage', '--resume: auto looks into the folder of --out, and there is none');
  const from = resume === undefined || isAuto ? out : await folderOf(resume as string);
  const folder = out ?? from;
  if (folder === undefined) return { folder, store: undefined };
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Failure('file', `--out: cannot make ${folder}: ${reasonOf(error)}`, error);
  }
  const source = join(from as string, checkpointName);
  const isThere = existsSync(source);
  if (resume === undefined && isThere && !existsSync(join(folder, 'run.json')))
    throw new Failure(
      'checkpoint',
      `--out: ${folder} holds a run that is not finished; go on with --resume, or take another folder`,
    );
  if (resume !== undefined && !isAuto && !isThere)
    throw new Failure('checkpoint', `--resume: cannot read ${source}: no such file`);
  const goesOn = resume !== undefined && isThere;
  if (goesOn) await checkAsked(from as string, asked);
  await writeWhole('--out', join(folder, askedName), `${JSON.stringify(asked, null, 2)}\n`);
  return { folder, store: storeFor(join(folder, checkpointName), goesOn ? source : undefined) };
}

/** A folder, or the folder of a checkpoint in it. */
async function folderOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => !path.endsWith('.safetensors'),
  );
  if (isFolder) return path;
  if (basename(path) === checkpointName) return dirname(path);
  throw new Failure(
    'checkpoint',
    `--resume: a checkpoint is called ${checkpointName}, got ${path}`,
  );
}

/** Writes to one place and reads from another, or from none for a run that begins anew. */
function storeFor(to: string, from: string | undefined): Store {
  const target = checkpointFile(to);
  const source = from === undefined ? undefined : checkpointFile(from);
  return {
    name: from ?? to,
    read: async () => {
      try {
        return await source?.read();
      } catch (error) {
        throw new Failure('checkpoint', `--resume: ${plainly(error)}`, error);
      }
    },
    write: async (bytes) => {
      try {
        await target.write(bytes);
      } catch (error) {
        throw new Failure('file', `--out: ${plainly(error)}`, error);
      }
    },
  };
}

async function checkAsked(folder: string, asked: Asked): Promise<void> {
  const path = join(folder, askedName);
  let before: Asked;
  try {
    before = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Failure('checkpoint', `--resume: cannot use ${path}: ${reasonOf(error)}`, error);
  }
  const now = JSON.parse(JSON.stringify(asked)) as Asked;
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [was, is] = [before[key], now[key]].map((value) => JSON.stringify(value) ?? 'nothing');
    if (was !== is)
      throw new Failure(
        'checkpoint',
        `--resume: the run in ${folder} was begun with ${key} ${was}, got ${is}. The same is needed to go on.`,
      );
  }
}

/** Turns what training throws into an end that a user can act on. */
export function trainingFailure(error: unknown): never {
  if (error instanceof Failure && error.exitCode !== exitCodes.internal) throw error;
  const message = error instanceof Error ? error.message : String(error);
  if (/^checkpoint /.test(message)) throw new Failure('checkpoint', `--resume: ${message}`, error);
  if (/^fit: the (loss|length of the gradients) must be finite/.test(message))
    throw new Failure('goalNotMet', `train: ${message.replace(/^fit: /, '')}`, error);
  throw error;
}

const plainly = (error: unknown): string => (error as Error).message.replace(/^files: /, '');
