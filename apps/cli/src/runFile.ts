import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failure } from './failure.js';
import { parseJsonc } from './jsonc.js';
import { nearest } from './nearest.js';
import { readText, reasonOf } from './readText.js';
import { writeWhole } from './writeWhole.js';

/** An experiment as a file: which command, with what. A run file is one of these and what came of it. */
const experiment = {
  command: v.string(),
  args: v.optional(v.array(v.string()), []),
  options: v.optional(
    v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.array(v.string())])),
    {},
  ),
  seed: v.optional(v.number()),
};

const outcome = {
  version: v.literal(1),
  versions: v.record(v.string(), v.string()),
  /** SHA-256 of the result as canonical JSON, times left out: the same on every run of the same experiment. */
  digest: v.string(),
  seconds: v.number(),
  result: v.unknown(),
};

const experimentSchema = v.object(experiment);
export const runSchema = v.object({ ...experiment, seed: v.number(), ...outcome });
export type Experiment = v.InferOutput<typeof experimentSchema>;
export type Run = v.InferOutput<typeof runSchema>;

/** Reads an experiment, be it written by hand or a finished run; comments are allowed. Exit 3 with the reason. */
export async function readExperiment(option: string, path: string): Promise<Experiment> {
  const value = await readJson(option, path);
  const known = [...Object.keys(experiment), ...Object.keys(outcome), '$schema'];
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    const hint = near ? ` (Did you mean '${near}'?)` : '';
    throw new Failure('file', `${option}: cannot use ${path}: there is no key '${key}'${hint}`);
  }
  return check(experimentSchema, option, path, value);
}

/** Reads a finished run. Exit 3 with the reason. */
export async function readRun(option: string, path: string): Promise<Run> {
  return check(runSchema, option, path, await readJson(option, path));
}

async function readJson(option: string, path: string): Promise<object> {
  const { text } = await readText(option, path, 1 << 28);
  try {
    const value = parseJsonc(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new Failure('file', `${option}: cannot use ${path}: ${(error as Error).message}`, error);
  }
  throw new Failure('file', `${option}: cannot use ${path}: it must hold one object`);
}

function check<S extends v.GenericSchema>(
  schema: S,
  option: string,
  path: string,
  value: unknown,
): v.InferOutput<S> {
  const checked = v.safeParse(schema, value);
  if (checked.success) return checked.output;
  const issue = checked.issues[0];
  const where = v.getDotPath(issue) ?? '';
  const what = issue.message.replace(/^Invalid (type|key): /, '');
  throw new Failure('file', `${option}: cannot use ${path}: '${where}': ${what}`);
}

/**
 * The words by which an experiment is called: `{ command: 'engine', options: { hot: 900 } }` → engine --set=hot=900.
 * Options go by their names, since a flag that is on unless told is typed in another way than one that is off.
 */
export function wordsOf({ command, args, options, seed }: Experiment): string[] {
  return [
    ...command.split(' '),
    ...Object.entries(options).map(([name, value]) => `--set=${name}=${JSON.stringify(value)}`),
    ...(seed === undefined ? [] : [`--seed=${seed}`]),
    ...(args.length > 0 ? ['--', ...args] : []),
  ];
}

/** SHA-256 over a result, keys sorted and times left out. */
export function digestOf(result: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(comparable(result)))
    .digest('hex');
}

/** The part of a result that another run can be held against: times left out, keys sorted. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !isTime(key) && inner !== undefined,
  );
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
}

/** How long things took is no part of what came out. */
const isTime = (key: string): boolean => /(^s|S)econds$|PerSecond$/.test(key);

/** Writes `run.json` into a folder, which is made where it is missing. */
export async function writeRun(folder: string, run: Run): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Failure('file', `--out: cannot make ${folder}: ${reasonOf(error)}`, error);
  }
  await writeWhole('--out', join(folder, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
}
