/** A trained model of a task as one file: safetensors, with the task and its settings in the file's words about itself. */
import { decodeSafetensors, encodeSafetensors, type Tensor } from '@gibbs/tensor';
import type { Module } from '../module.js';
import { type ArrayData, arraysOf, loadArrays } from '../weights.js';

const format = 'gibbs-task-1';

/** What a file of a task holds. */
export interface SavedModel {
  config: Record<string, unknown>;
  arrays: ReadonlyMap<string, ArrayData>;
}

export function encodeModel(
  task: string,
  config: object,
  parameters: ReadonlyMap<string, Tensor>,
): Uint8Array {
  return encodeSafetensors(arraysOf(parameters), { format, task, config: JSON.stringify(config) });
}

/** Reads such a file. @throws RangeError when it is damaged, or a model of something else. */
export function decodeModel(task: string, bytes: Uint8Array): SavedModel {
  const { arrays, metadata } = whole(task, bytes);
  if (metadata.format !== format || metadata.task !== task) {
    const got = metadata.format === format ? `one of ${metadata.task}` : 'another kind of file';
    throw new RangeError(`${task} model: the file must be a model of ${task}, got ${got}.`);
  }
  let config: unknown;
  try {
    config = JSON.parse(metadata.config ?? '');
  } catch {
    // What is not JSON is told as what it is not, below.
  }
  if (typeof config !== 'object' || config === null) {
    throw new RangeError(`${task} model: the file must hold its settings, got ${metadata.config}.`);
  }
  return { config: config as Record<string, unknown>, arrays };
}

function whole(task: string, bytes: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(bytes);
  } catch (cause) {
    throw new RangeError(`${task} model: the file must be whole, got ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Puts the arrays into a model made from the same settings; frees it when they do not fit. */
export function fillModel<M extends Module>(task: string, model: M, { arrays }: SavedModel): M {
  try {
    loadArrays(`${task} model`, model.namedParameters(), arrays);
  } catch (error) {
    for (const x of model.parameters()) x.dispose();
    throw error;
  }
  return model;
}

/** A whole number of a file's settings, from 1 to a limit that keeps a hostile file from asking for all memory. */
export function sizeOf(task: string, { config }: SavedModel, name: string, most = 65_536): number {
  const size = config[name];
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= most) return size;
  throw new RangeError(
    `${task} model: ${name} must be a whole number from 1 to ${most}, got ${JSON.stringify(size)}.`,
  );
}
