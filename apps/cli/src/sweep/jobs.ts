import { InvalidArgumentError } from 'commander';
import type { AnyCommand } from '../command.js';
import type { Entry } from '../commands.js';
import { Failure } from '../failure.js';
import { parse } from '../program.js';
import { wordsOf } from '../runFile.js';

/** One run of a sweep. */
export interface Job {
  /** What tells it from the others: `{ seed: '3', hidden: '2' }`. */
  values: Record<string, string>;
  /** The command line that it is. */
  words: string[];
}

/** One option of a grid with its values. */
export interface Axis {
  name: string;
  values: string[];
}

const most = 100_000;

/** `1..8` or `1,5,9` as seeds. */
export function seedsOf(text: string): number[] {
  const seeds = text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(part.trim()) ?? [];
    const [first, last] = [Number(from), Number(to ?? from)];
    if (!(first <= last && last < 2 ** 32 && last - first < most))
      throw new InvalidArgumentError('It is a list such as 1..8 or 1,5,9.');
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return [...new Set(seeds)];
}

/** `hidden=1,2,4` as one axis of a grid. */
export function axisOf(text: string, before: readonly Axis[] = []): Axis[] {
  const [, name = '', list = ''] = /^(?:--)?([\w-]+)=(.+)$/.exec(text) ?? [];
  const values = [...new Set(list.split(',').map((value) => value.trim()))];
  if (name === '' || values.includes(''))
    throw new InvalidArgumentError('It is of the form option=value,value,…');
  if (before.some((axis) => axis.name === name))
    throw new InvalidArgumentError(`The option ${name} is given twice.`);
  return [...before, { name, values }];
}

/** Every seed at every point of the grid. */
export function pointsOf(
  seeds: readonly number[],
  grid: readonly Axis[],
): Record<string, string>[] {
  let points: Record<string, string>[] = [{}];
  for (const { name, values } of grid)
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })));
  points = points.flatMap((point) => seeds.map((seed) => ({ ...point, seed: String(seed) })));
  if (points.length > most)
    throw new Failure('usage', `sweep: at most ${most} runs, got ${points.length}`);
  return points;
}

/**
 * The runs of a sweep over a command line; each is understood, so that a wrong word is found before the first begins.
 * Exit 2 where the command is not one that gives the same result for the same options.
 */
export async function jobsOf(
  words: readonly string[],
  points: readonly Record<string, string>[],
  tree: readonly Entry[],
): Promise<{ path: string; command: AnyCommand; jobs: Job[] }> {
  const jobs: Job[] = [];
  let found: { path: string; command: AnyCommand } | undefined;
  for (const values of points) {
    const more = Object.entries(values).map(([name, value]) => `--${name}=${value}`);
    const call = await understood([...words, ...more], tree);
    found = call;
    jobs.push({ values, words: call.words });
  }
  return { ...(found as { path: string; command: AnyCommand }), jobs };
}

/** Options that write files: a run of a sweep hands back its result and leaves nothing else. */
const writing = ['out', 'plot', 'save', 'resume'];

/** A command line as a sweep may run it. Exit 2 where it may not. */
export async function understood(
  words: readonly string[],
  tree: readonly Entry[],
): Promise<{ path: string; command: AnyCommand; words: string[] }> {
  const parsed = await parse(words, tree, '');
  if (!('call' in parsed)) throw new Failure('usage', 'sweep: say which command to run');
  const { path, command, input, globals } = parsed.call;
  if (!command.repeatable)
    throw new Failure('usage', `sweep: ${path} cannot be swept; it is no experiment`);
  const [wrong] = writing.filter((name) => input.options[name] !== undefined);
  if (wrong) throw new Failure('usage', `sweep: --${wrong} has no meaning for a run of a sweep`);
  const options = JSON.parse(JSON.stringify(input.options));
  return {
    path,
    command,
    words: wordsOf({ command: path, args: [...input.args], options, seed: globals.seed }),
  };
}
