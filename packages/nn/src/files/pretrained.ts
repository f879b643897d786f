import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeEntry,
  decodeSafetensorsHeader,
  encodeSafetensors,
  type SafetensorsEntry,
} from '@gibbs/tensor';
import type { GenerateOptions } from '../generate.js';
import { fromGenerationConfig, toGenerationConfig } from '../generationConfig.js';
import type { GPT } from '../gpt.js';
import { fromHuggingFace, type HuggingFaceConfig, toHuggingFace } from '../huggingFace.js';
import type { Weight } from '../huggingFaceNames.js';
import type { Llama } from '../llama.js';
import { writeAside } from './writeAside.js';

export interface Pretrained {
  readonly model: GPT | Llama;
  readonly config: HuggingFaceConfig;
  /** `generation_config.json`, empty if there is none. */
  readonly generation: HuggingFaceConfig;
  /** The same for `generate`. */
  readonly options: GenerateOptions;
  /** The text of `tokenizer.json`, if there is one. */
  readonly tokenizer: string | undefined;
}

const WEIGHTS = 'model.safetensors';
const INDEX = `${WEIGHTS}.index.json`;
/** The format allows a header of 100 MB, behind eight bytes for its length. */
const MOST_HEADER = 100_000_008;

/** Reads a model from a folder in Hugging Face's layout; weights lie in one file, or in several with an index. */
export async function loadPretrained(folder: string): Promise<Pretrained> {
  const config = await readJson(folder, 'config.json');
  const weights = new Map<string, Weight>();
  // where there are both, the single file is taken, as transformers does
  const several = !(await isThere(folder, WEIGHTS)) && (await isThere(folder, INDEX));
  const index = several ? await readJson(folder, INDEX) : undefined;
  const map = index && (index.weight_map as Record<string, unknown>);
  for (const file of index ? new Set(Object.values(map ?? {})) : [WEIGHTS]) {
    if (typeof file !== 'string' || !/^(?!\.\.?$)[^\\/]+$/.test(file)) {
      throw new RangeError(`files: weights must lie in ${folder}, got ${JSON.stringify(file)}.`);
    }
    for await (const [name, weight] of readWeights(join(folder, file))) {
      if (map && map[name] !== file) {
        throw new RangeError(
          `files: ${INDEX} must list every weight, got ${name} in ${file} without it.`,
        );
      }
      weights.set(name, weight);
    }
  }
  const generation =
    (await readText(folder, 'generation_config.json')) === undefined
      ? {}
      : await readJson(folder, 'generation_config.json');
  return {
    model: fromHuggingFace(config, weights),
    config,
    generation,
    options: fromGenerationConfig(generation),
    tokenizer: await readText(folder, 'tokenizer.json'),
  };
}

/**
 * Writes a model to a folder that is there, as `transformers` reads it. Weights beyond `shardBytes` are split over
 * several files with an index; `config.json` comes last, so that a folder with one is whole.
 */
export async function savePretrained(
  folder: string,
  model: GPT | Llama,
  {
    tokenizer,
    options,
    generation = {},
    config: extra = {},
    shardBytes = 1e9,
  }: {
    /** The text of `tokenizer.json`. */
    readonly tokenizer?: string;
    /** How answers are to be sampled; becomes `generation_config.json`. */
    readonly options?: GenerateOptions;
    /** Further entries of `generation_config.json`. */
    readonly generation?: HuggingFaceConfig;
    /** Entries to add to `config.json`, such as `bos_token_id`. */
    readonly config?: HuggingFaceConfig;
    readonly shardBytes?: number;
  } = {},
): Promise<void> {
  const { config, weights } = toHuggingFace(model);
  const shards: [string, NonNullable<ReturnType<typeof weights.get>>][][] = [[]];
  let [room, total] = [shardBytes, 0];
  for (const [name, array] of weights) {
    const bytes = array.data.byteLength;
    if (bytes > room && (shards.at(-1) as unknown[]).length > 0) {
      shards.push([]);
      room = shardBytes;
    }
    (shards.at(-1) as (typeof shards)[number]).push([name, array]);
    room -= bytes;
    total += bytes;
  }
  const map: Record<string, string> = {};
  for (const [i, shard] of shards.entries()) {
    const place = (n: number) => String(n).padStart(5, '0');
    const file =
      shards.length === 1
        ? WEIGHTS
        : `model-${place(i + 1)}-of-${place(shards.length)}.safetensors`;
    for (const [name] of shard) map[name] = file;
    await writeAside(join(folder, file), encodeSafetensors(shard, { format: 'pt' }));
  }
  const json = (name: string, value: unknown) =>
    writeAside(join(folder, name), new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
  if (shards.length > 1) await json(INDEX, { metadata: { total_size: total }, weight_map: map });
  // what a model saved here before would be read by
  await rm(join(folder, shards.length > 1 ? WEIGHTS : INDEX), { force: true });
  if (tokenizer !== undefined) {
    await writeAside(join(folder, 'tokenizer.json'), new TextEncoder().encode(tokenizer));
  }
  await json('generation_config.json', {
    ...(options && toGenerationConfig(options)),
    ...generation,
  });
  await json('config.json', { ...config, ...extra });
}

/** All arrays of a safetensors file, one after the other, so that a file may be larger than a buffer. */
async function* readWeights(path: string): AsyncGenerator<[string, Weight]> {
  const file = await open(path).catch((error: Error) => unreadable(path, error));
  try {
    const { size } = await file.stat();
    const part = async (begin: number, end: number) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - begin));
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await file
          .read(bytes, at, bytes.length - at, begin + at)
          .catch((error: Error) => unreadable(path, error));
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes;
    };
    const length = await part(0, 8);
    const header =
      length.length < 8 ? 0 : Number(new DataView(length.buffer).getBigUint64(0, true));
    for (const entry of headerOf(path, await part(0, Math.min(8 + header, MOST_HEADER)), size)) {
      const { shape, data } = decodeEntry(entry, await part(entry.begin, entry.end));
      const whole = data instanceof Int32Array ? { whole: entry.kind } : {};
      yield [entry.name, { shape, data: Float32Array.from(data), ...whole }];
    }
  } finally {
    await file.close();
  }
}

function headerOf(path: string, bytes: Uint8Array, size: number): SafetensorsEntry[] {
  try {
    return decodeSafetensorsHeader(bytes, size).entries;
  } catch (error) {
    throw new RangeError(`files: ${path} must be whole, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readJson(folder: string, name: string): Promise<HuggingFaceConfig> {
  const path = join(folder, name);
  const text = await readFile(path, 'utf8').catch((error: Error) => unreadable(path, error));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`files: ${path} must be JSON, got ${(error as Error).message}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`files: ${path} must hold an object, got ${text.slice(0, 20)}.`);
  }
  return value as HuggingFaceConfig;
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return stat(join(folder, name)).then(
    () => true,
    () => false,
  );
}

async function readText(folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, name);
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? undefined : unreadable(path, error),
  );
}

function unreadable(path: string, error: Error): never {
  throw new Error(`files: ${path} must be readable, got ${error.message}.`, { cause: error });
}
