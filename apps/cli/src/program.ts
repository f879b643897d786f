import { Command, CommanderError, Help, Option } from 'commander';
import type { AnyCommand, Example, Input } from './command.js';
import type { Entry } from './commands.js';
import { type Format, formats } from './format.js';
import { nearest } from './nearest.js';
import {
  originOf,
  readSettings,
  type Settings,
  settingsOf,
  takeEnvironment,
  takeSettings,
} from './settings.js';
import { endingIn, oneOf, wholeNumber } from './values.js';

/** The options every command takes. */
export interface GlobalOptions {
  seed: number;
  format: Format;
  progress: 'auto' | 'bar' | 'lines' | 'none';
  color: boolean;
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
  file?: Settings,
): Promise<Parsed> {
  let call: Call | undefined;
  let text = '';
  const program = rootCommand(version);
  program.configureOutput({
    writeOut: (written) => {
      text += written;
    },
    writeErr: (written) => {
      text += written;
    },
    outputError: () => {},
  });
  takeEnvironment(program);
  const entries = grow(program, tree);
  for (const [command, entry] of entries) {
    command.action(() => {
      const spec = specs.get(command) as AnyCommand;
      const input = { options: command.opts(), args: command.args, argv };
      call = { path: pathOf(command), command: spec, input, globals: globalsOf(program) };
    });
    command.parent?.hook('preSubcommand', async (_parent, chosen) => {
      // Commander hands a command every option of the line first, also those of a command below it.
      if (chosen !== command || isOnTheWay(entry, argv)) return;
      await load(command, entry);
      if (specs.get(command)?.forAnother !== true) await settle(command, file);
    });
  }
  try {
    await program.parseAsync(tidy(argv), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { text };
    if (error instanceof CommanderError && error.code === 'commander.help') throw noCommand(text);
    const bare = withoutValue(error, argv);
    if (bare) return parse(bare, tree, version, file);
    throw error;
  }
  if (!call) throw noCommand(program.helpInformation());
  return { call };
}

/** Gives a loaded command's options what the file, the environment and `--set` say, the strongest last. */
async function settle(command: Command, file?: Settings): Promise<void> {
  const root = rootOf(command);
  const { config, set = [] } = root.opts() as { config?: string; set?: string[] };
  if (file) takeSettings(command, file, 'file');
  if (config !== undefined) takeSettings(command, await readSettings('--config', config), 'file');
  takeEnvironment(command);
  takeSettings(command, settingsOf(set), 'set');
}

/** Whether the line names a command below this one. */
function isOnTheWay({ name, children }: Entry, argv: readonly string[]): boolean {
  const next = argv[argv.indexOf(name) + 1];
  return children?.some((child) => child.name === next) ?? false;
}

/** A command with its options as a command line would have them, whatever else that line lacks. */
export async function optionsFor(
  words: readonly string[],
  tree: readonly Entry[],
): Promise<Command> {
  const root = rootCommand('');
  const entries = new Map(grow(root, tree));
  takeEnvironment(root);
  const rest = root.parseOptions([...words]);
  let command = root;
  const path = [...rest.operands, ...rest.unknown];
  for (const word of path) {
    const child = command.commands.find((one) => one.name() === word);
    if (!child) break;
    command = child;
  }
  const entry = entries.get(command);
  if (!entry) {
    const names = command.commands.map((child) => child.name());
    const word = rest.operands.find((one) => !pathOf(command).split(' ').includes(one)) ?? '';
    const near = nearest(word, names);
    throw new CommanderError(
      2,
      'gibbs.noSuchCommand',
      `there is no command '${rest.operands.join(' ')}'.${near ? ` (Did you mean ${near}?)` : ''}`,
    );
  }
  await load(command, entry);
  const { unknown } = command.parseOptions(rest.unknown);
  const [strange] = unknown.filter((word) => word.startsWith('--'));
  if (strange !== undefined)
    throw new CommanderError(2, 'commander.unknownOption', `unknown option '${strange}'`);
  await settle(command);
  return command;
}

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

/** Commander finds no neighbour of an unknown `--flag=value`: the same words without the value give a better error. */
function withoutValue(error: unknown, argv: readonly string[]): string[] | undefined {
  if (!(error instanceof CommanderError && error.code === 'commander.unknownOption'))
    return undefined;
  const flag = /'(--[^']*?)=/.exec(error.message)?.[1];
  return flag === undefined
    ? undefined
    : argv.map((word) => (word.startsWith(`${flag}=`) ? flag : word));
}

/** A command line that stops at a group of commands is answered with the help of that group. */
function noCommand(help: string): CommanderError {
  return new CommanderError(2, 'gibbs.noCommand', help);
}

/** `gibbs help tour` reads like `gibbs tour --help`, and a list that starts with a negative number is no option. */
function tidy(argv: readonly string[]): string[] {
  const words = argv.map((word) => (/^-[\d.][^=]*,/.test(word) ? ` ${word}` : word));
  return words[0] === 'help' ? [...words.slice(1), '--help'] : words;
}

/** The command `gibbs` with the options that every command takes, and no command yet. */
export function rootCommand(version: string): Command {
  const seed = new Option('--seed <n>', 'seed of everything random')
    .default(7)
    .argParser(wholeNumber(0, 2 ** 32 - 1));
  const format = new Option('--format <format>', formats.join(', '))
    .default('human')
    .argParser(oneOf(formats));
  const styles = ['auto', 'bar', 'lines', 'none'] as const;
  const progress = new Option('--progress <style>', styles.join(', '))
    .default('auto')
    .argParser(oneOf(styles));
  return new Command('gibbs')
    .description('Attention and heat, one law p ∝ exp(−E/T), from the terminal.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addOption(seed)
    .option('--config <file>', 'option values: JSON, comments allowed')
    .addOption(
      new Option('--set <name=value>', 'one of them; may be given again').argParser(
        (pair: string, before: string[] | undefined) => [...(before ?? []), pair],
      ),
    )
    .addOption(format)
    .option('--json', 'short for --format json')
    .option('-q, --quiet', 'short for --format quiet, and no progress')
    .addOption(progress)
    .option('--no-color', 'no colour, as with NO_COLOR')
    .option('--debug', 'show where an error came from')
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, helpWidth: 80, formatHelp });
}

/** Adds the tree's commands; returns those that do something, with where they are loaded from. */
export function grow(parent: Command, tree: readonly Entry[]): [Command, Entry][] {
  return tree.flatMap((entry) => {
    const command = parent
      .command(entry.name)
      .summary(entry.summary)
      .description(entry.summary)
      .helpOption('-h, --help', 'print this help')
      .helpCommand(false);
    const own: [Command, Entry][] = entry.load ? [[command, entry]] : [];
    return [...own, ...grow(command, entry.children ?? [])];
  });
}

const specs = new WeakMap<Command, AnyCommand>();

/** Loads a command and tells commander what it takes. */
export async function load(command: Command, entry: Entry): Promise<void> {
  const spec = (await entry.load?.())?.default;
  if (!spec || specs.has(command)) return;
  specs.set(command, spec);
  command.description(spec.description);
  spec.configure?.(command);
  // Commander settles `--no-x` before it calls the hook that brought us here.
  for (const option of command.options)
    if (option.negate) command.setOptionValueWithSource(option.attributeName(), true, 'default');
  if (spec.charts)
    command.addOption(
      new Option('--plot <file>', 'draw the result into an SVG or PNG file').argParser(
        endingIn('.svg', '.png'),
      ),
    );
  if (spec.repeatable) command.option('--out <folder>', 'record the run there as run.json');
  if (spec.tensors)
    command
      .addOption(
        new Option('--threads <n>', 'threads to compute on; the results are the same')
          .default(1)
          .argParser(wholeNumber(1, 256)),
      )
      .option('--turbo', 'pair vector operations by an experimental switch of V8');
}

const firstExamples = [
  ['gibbs tour', 'everything once, in under a minute'],
  ['gibbs tour --name Ada --json', 'the same for your name, as one JSON document'],
  ['gibbs tour --help', 'what a command takes'],
] as const;

/** What a command's help opens with; a group of commands shows the first of each of them that is loaded. */
export function examplesOf(command: Command): readonly Example[] {
  if (!command.parent) return firstExamples;
  return specs.get(command)?.examples ?? [];
}

/** Commander's help with examples on top. */
function formatHelp(command: Command, helper: Help): string {
  const examples = examplesOf(command);
  const width = Math.max(0, ...examples.map(([line]) => line.length));
  const shown = examples.map(([line, what]) =>
    examples.every(([, each]) => width + each.length <= 76)
      ? `  ${line.padEnd(width)}  ${what}`
      : `  ${line}\n      ${what}`,
  );
  const head = examples.length > 0 ? `Examples:\n${shown.join('\n')}\n\n` : '';
  return head + Help.prototype.formatHelp.call(helper, command, helper);
}

function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

function globalsOf(program: Command): GlobalOptions {
  const given = program.opts();
  const wanted = new Set<Format>();
  if (originOf(program, 'format') === 'typed') wanted.add(given.format);
  if (given.json === true) wanted.add('json');
  if (given.quiet === true) wanted.add('quiet');
  if (wanted.size > 1)
    throw new CommanderError(
      2,
      'gibbs.formats',
      `one format at a time, got ${[...wanted].join(' and ')}`,
    );
  return {
    seed: given.seed,
    format: [...wanted][0] ?? given.format,
    progress: given.quiet === true ? 'none' : given.progress,
    color: given.color,
  };
}
