/**
 * All that a training run needs to go on as if it had never stopped, in one safetensors file: weights, what the
 * optimisers remember, averages, generator states, the number of steps (which is also the place in the data and in
 * the schedules) and the history.
 */
import {
  decodeSafetensors,
  encodeSafetensors,
  type Generator,
  type GeneratorState,
  type Tensor,
} from '@gibbs/tensor';
import type { WeightAverage } from './average.js';
import { Dropout } from './dropout.js';
import type { Module } from './module.js';
import type { Optimizer } from './optim/optimizer.js';
import { type ArrayData, arraysOf, loadArrays } from './weights.js';

/** A place where one checkpoint is kept. Writing must replace what is there as a whole or not at all. */
export interface CheckpointStore {
  /** What errors call it. */
  readonly name: string;
  /** What was written last, or nothing. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
}

/** What takes part in a run besides its data. */
export interface RunParts {
  readonly model: Module;
  readonly optimizers: readonly Optimizer[];
  readonly average?: WeightAverage | undefined;
  /** Generators that the model does not hold itself. */
  readonly generators?: readonly Generator[] | undefined;
}

/** The plain words and numbers of a checkpoint. */
export interface RunState {
  /** Steps done. */
  readonly step: number;
  /** Whatever else shall survive, as JSON. */
  readonly notes: unknown;
}

const FORMAT = 'gibbs-checkpoint-1';

export function encodeCheckpoint(parts: RunParts, { step, notes }: RunState): Uint8Array {
  const generators = generatorsOf(parts).map((each) => each.state());
  return encodeSafetensors(arraysOf(tensorsOf(parts)), {
    format: FORMAT,
    run: JSON.stringify({ step, notes, generators }),
  });
}

/** Puts every part into the state that the checkpoint holds; throws before anything is changed if it does not fit. */
export function restoreCheckpoint(name: string, bytes: Uint8Array, parts: RunParts): RunState {
  const what = `checkpoint ${name}`;
  let file: { arrays: Map<string, ArrayData>; metadata: Record<string, string> };
  try {
    file = decodeSafetensors(bytes);
  } catch (error) {
    throw new RangeError(`${what}: the file must be whole, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (file.metadata.format !== FORMAT) {
    throw new RangeError(
      `${what}: the file must be a checkpoint of this version, got format ${file.metadata.format}.`,
    );
  }
  const { step, notes, generators } = JSON.parse(file.metadata.run as string) as RunState & {
    generators: GeneratorState[];
  };
  const found = generatorsOf(parts);
  if (generators.length !== found.length) {
    throw new RangeError(
      `${what}: as many generators must take part as when it was written, got ${found.length} for ${generators.length}.`,
    );
  }
  loadArrays(what, tensorsOf(parts), file.arrays);
  for (const [i, each] of found.entries()) each.restore(generators[i] as GeneratorState);
  return { step, notes };
}

function tensorsOf({ model, optimizers, average }: RunParts): Map<string, Tensor> {
  const all = new Map<string, Tensor>();
  const add = (group: string, tensors: ReadonlyMap<string, Tensor>) => {
    for (const [name, t] of tensors) all.set(`${group}/${name}`, t);
  };
  add('model', model.namedParameters());
  for (const [i, optimizer] of optimizers.entries()) add(`optimizer.${i}`, optimizer.state());
  if (average) add('average', average.state());
  return all;
}

/** Those of dropout layers in the order of the model, then the others; each once. */
function generatorsOf({ model, generators = [] }: RunParts): Generator[] {
  const held = [...model.namedModules().values()].filter((part) => part instanceof Dropout);
  return [...new Set([...held.map((part) => part.generator), ...generators])];
}
