import { Command, CommanderError, Help, InvalidArgumentError, Option } from 'commander';
import type { AnyCommand, Input } from './command.js';
import type { Entry } from './commands.js';
import { type Format, formats } from './format.js';
import { nearest } from './nearest.js';

/** The options every command takes. */
export interface GlobalOptions {
  seed: number;
  format: Format;
  progress: 'auto' | 'bar' | 'lines' | 'none';
  color: boolean;
  debug: boolean;
}

/** A command line that was understood: the command to run and what it was given. */
export interface Call {
  path: string;
  command: AnyCommand;
  input: Input;
  globals: GlobalOptions;
}

/** What a command line comes to: a command to run, or text to print (help or version) and be done. */
export type Parsed = { call: Call } | { text: string };

/**
 * Understands a command line against the tree of commands; only the command it names is loaded.
 * Throws a CommanderError whose message names what is wrong and the nearest right thing.
 */
export async function parse(
  argv: readonly string[],
  tree: readonly Entry[],
  version: string,
): Promise<Parsed> {
  let call: Call | undefined;
  let text = '';
  const program = new Command('gibbs')
    .description('Attention and heat, one law p ∝ exp(−E/T), from the terminal.')
    .version(version, '-V, --version', 'print the version')
    .addOption(new Option('--seed <n>', 'seed of everything random').default(7).argParser(seedOf))
    .addOption(
      new Option('--format <format>', `${formats.join(', ')}`).default('human').argParser(oneOf(formats)),
    )
    .option('--json', 'short for --format json')
    .option('-q, --quiet', 'short for --format quiet, and no progress')
    .addOption(
      new Option('--progress <style>', 'auto, bar, lines, none')
        .default('auto')
        .argParser(oneOf(['auto', 'bar', 'lines', 'none'] as const)),
    )
    .option('--no-color', 'no colour, as with NO_COLOR')
    .option('--debug', 'show where an error came from')
    .helpCommand(false);
  const grow = (parent: Command, entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const command = parent.command(entry.name).summary(entry.summary).description(entry.summary);
      command.copyInheritedSettings(parent).helpCommand(false);
      if (entry.children) grow(command, entry.children);
      else
        command.action(() => {
          const spec = specs.get(command) as AnyCommand;
          const input = { options: command.opts(), args: command.args };
          call = { path: pathOf(command), command: spec, input, globals: globalsOf(program) };
        });
      loaders.set(command, entry);
    }
  };
  const loaders = new Map<Command, Entry>();
  const specs = new Map<Command, AnyCommand>();
  settle(program, (written) => {
    text += written;
  });
  grow(program, tree);
  const onWay = async (_parent: Command, command: Command): Promise<void> => {
    const load = loaders.get(command)?.load;
    if (!load) return;
    const spec = (await load()).default;
    specs.set(command, spec);
    command.description(spec.description);
    examplesOf.set(command, spec);
    spec.configure?.(command);
  };
  const hook = (command: Command): void => {
    command.hook('preSubcommand', onWay);
    for (const child of command.commands) hook(child);
  };
  hook(program);
  try {
    await program.parseAsync(helpLast(argv), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { text };
    throw error;
  }
  if (!call) throw new CommanderError(2, 'gibbs.noCommand', program.helpInformation());
  return { call };
}

/** `gibbs help tour` reads like `gibbs tour --help`. */
function helpLast(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}

/** Which command's examples open its help. */
const examplesOf = new WeakMap<Command, AnyCommand>();

/** Errors are thrown, help goes to `write`, and help opens with examples. */
function settle(program: Command, write: (text: string) => void): void {
  program
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {}, outputError: () => {} })
    .configureHelp({ showGlobalOptions: true, helpWidth: 80, formatHelp });
}

const startExamples = [
  ['gibbs tour', 'everything once, in under a minute'],
  ['gibbs tour --name Keyvan --json', 'the same with your name, as one JSON document'],
  ['gibbs tour --help', 'what a command takes, with examples'],
] as const;

function formatHelp(command: Command, helper: Help): string {
  const examples = command.parent ? (examplesOf.get(command)?.examples ?? []) : startExamples;
  const width = Math.max(0, ...examples.map(([line]) => line.length));
  const shown = examples.map(([line, what]) =>
    width + what.length > 74 ? `  ${line}\n      ${what}` : `  ${line.padEnd(width)}  ${what}`,
  );
  const head = examples.length > 0 ? `Examples:\n${shown.join('\n')}\n\n` : '';
  return head + new Help().formatHelp.call(helper, command, helper);
}

function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

function globalsOf(program: Command): GlobalOptions {
  const given = program.opts();
  const quiet = given.quiet === true;
  const wanted = new Set<Format>();
  if (program.getOptionValueSource('format') === 'cli') wanted.add(given.format);
  if (given.json === true) wanted.add('json');
  if (quiet) wanted.add('quiet');
  if (wanted.size > 1)
    throw new CommanderError(2, 'gibbs.formats', `error: one format at a time, got ${[...wanted].join(' and ')}`);
  return {
    seed: given.seed,
    format: [...wanted][0] ?? 'human',
    progress: quiet ? 'none' : given.progress,
    color: given.color,
    debug: given.debug === true,
  };
}

/** An option value out of a list, with the nearest one suggested for anything else. */
export function oneOf<T extends string>(allowed: readonly T[]): (value: string) => T {
  return (value) => {
    if ((allowed as readonly string[]).includes(value)) return value as T;
    const near = nearest(value, allowed);
    throw new InvalidArgumentError(
      `It is one of ${allowed.join(', ')}.${near ? ` (Did you mean ${near}?)` : ''}`,
    );
  };
}

/** An option value that is a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

const seedOf = wholeNumber(0, 2 ** 32 - 1);
