import type { Command, Option } from 'commander';
import { CommanderError } from 'commander';
import { Failure } from './failure.js';
import { parseJsonc } from './jsonc.js';
import { nearest } from './nearest.js';
import { readText } from './readText.js';
import { variableOf } from './values.js';

/**
 * Option values from elsewhere than the command line: `{ "seed": 3, "steps": 100, "train": { "layers": 2 } }`. A key
 * with an object is the name of a command and holds what is meant for that command alone.
 */
export interface Settings {
  /** What errors call it: `--config: cannot use gibbs.json`. */
  readonly label: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where an option's value comes from, the weakest first. */
export const origins = ['default', 'file', 'environment', 'set', 'typed'] as const;
export type Origin = (typeof origins)[number];

/** Reads a config file: JSON, comments allowed. Exit 3 where it cannot be read or is no object. */
export async function readSettings(option: string, path: string): Promise<Settings> {
  const { text } = await readText(option, path, 1 << 24);
  const label = `${option}: cannot use ${path}`;
  let values: unknown;
  try {
    values = parseJsonc(text);
  } catch (error) {
    throw new Failure('file', `${label}: ${(error as Error).message}`, error);
  }
  if (!isSection(values)) throw new Failure('file', `${label}: it must hold one object`);
  const { $schema: _, ...rest } = values;
  return { label, values: rest };
}

/** `['train.steps=5', 'seed=3']` as settings. Exit 2 where one is not of that form. */
export function settingsOf(pairs: readonly string[]): Settings {
  const values: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [, path = '', value = ''] = /^([\w-]+(?:\.[\w-]+)*)=(.*)$/s.exec(pair) ?? [];
    if (path === '')
      throw new Failure('usage', `--set: it is of the form name=value, got '${pair}'`);
    const names = path.split('.');
    const last = names.pop() as string;
    let section = values;
    for (const name of names) {
      if (!isSection(section[name])) section[name] = {};
      section = section[name] as Record<string, unknown>;
    }
    section[last] = readValue(value);
  }
  return { label: '--set', values };
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The values that settings hold for a command and for the options that every command takes. Exit 2 for a key that is
 * neither an option of the two nor the name of a command.
 */
export function takeSettings(command: Command, { label, values }: Settings, origin: Origin): void {
  const root = rootOf(command);
  const known = new Map<string, [Command, Option]>();
  for (const owner of [root, command])
    for (const option of owner.options) known.set(nameOf(option), [owner, option]);
  let section: Record<string, unknown> | undefined = values;
  let place = '';
  for (const owner of pathTo(command)) {
    let next: Record<string, unknown> | undefined;
    const names = owner.commands.map((child) => child.name());
    for (const [key, value] of Object.entries(section)) {
      if (isSection(value)) {
        if (!names.includes(key))
          throw unknown(label, `${place}${key}`, [...names, ...known.keys()]);
        if (pathTo(command).some((step) => step.parent === owner && step.name() === key))
          next = value;
        continue;
      }
      const found = known.get(camel(key));
      if (!found) throw unknown(label, `${place}${key}`, [...known.keys(), ...names]);
      give(found[0], found[1], value, origin, `${label}: '${place}${key}'`);
    }
    if (!next) return;
    section = next;
    place += `${pathTo(command)[pathTo(command).indexOf(owner) + 1]?.name()}.`;
  }
}

/** Every option may be set by the environment, `--hot` by GIBBS_HOT; what is typed goes before it. */
export function takeEnvironment(command: Command): void {
  for (const option of command.options) {
    const variable = variableOf((option.long ?? '').slice(2));
    const value = process.env[variable];
    if (value === undefined || value === '') continue;
    const takesValue = option.required || option.optional;
    const meant = takesValue ? value : (value !== '0') !== option.negate;
    give(command, option, meant, 'environment', variable);
  }
}

/** Sets an option that nothing stronger has set. */
function give(
  command: Command,
  option: Option,
  value: unknown,
  origin: Origin,
  where: string,
): void {
  const name = option.attributeName();
  const now = originOf(command, name);
  if (origins.indexOf(now) > origins.indexOf(origin)) return;
  command.setOptionValueWithSource(name, parsed(option, value, where), origin);
}

/** Where the present value of an option comes from. */
export function originOf(command: Command, name: string): Origin {
  const source = command.getOptionValueSource(name);
  if (source === undefined || source === 'default') return 'default';
  return source === 'cli' ? 'typed' : (source as Origin);
}

function parsed(option: Option, value: unknown, where: string): unknown {
  const shown = JSON.stringify(value);
  const refuse = (reason: string): never => {
    const what = where.startsWith('GIBBS_') ? `${where}='${value}'` : `${where} = ${shown}`;
    throw new CommanderError(2, 'gibbs.settings', `${what} is invalid. ${reason}`);
  };
  if (!option.required && !option.optional)
    return typeof value === 'boolean' ? value : refuse('It is true or false.');
  if (Array.isArray(value)) {
    if (!option.variadic) refuse('It is one value.');
    return value.map((one) => parsedOne(option, one, refuse));
  }
  const one = parsedOne(option, value, refuse);
  return option.variadic ? [one] : one;
}

function parsedOne(option: Option, value: unknown, refuse: (reason: string) => never): unknown {
  if (typeof value === 'boolean' && option.optional) return value;
  if (typeof value !== 'string' && typeof value !== 'number')
    return refuse('It is a text or a number.');
  try {
    return option.parseArg ? option.parseArg(String(value), undefined) : String(value);
  } catch (error) {
    if (error instanceof CommanderError) return refuse(error.message);
    throw error;
  }
}

function unknown(label: string, key: string, candidates: readonly string[]): CommanderError {
  const bare = key.split('.').at(-1) as string;
  const near = nearest(camel(bare), candidates);
  const hint = near ? ` (Did you mean '${near}'?)` : '';
  return new CommanderError(2, 'gibbs.settings', `${label}: there is no key '${key}'${hint}`);
}

/** The name an option has in a file: `--no-color` is `color`, `--learning-rate` is `learningRate`. */
const nameOf = (option: Option): string => option.attributeName();

const camel = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The commands from the root to this one. */
function pathTo(command: Command): Command[] {
  return command.parent ? [...pathTo(command.parent), command] : [command];
}

const rootOf = (command: Command): Command => pathTo(command)[0] as Command;
