import type { Command } from 'commander';
import type { Example } from './command.js';
import type { Entry } from './commands.js';
import { examplesOf, grow, load, rootCommand } from './program.js';

/** A command as help, completions and the man page tell of it. */
export interface CommandHelp {
  name: string;
  summary: string;
  description: string;
  /** Its arguments and that it takes options: `[options] <file...>`. */
  usage: string;
  examples: readonly Example[];
  options: OptionHelp[];
  commands: CommandHelp[];
}

export interface OptionHelp {
  /** With its two dashes. */
  flag: string;
  description: string;
  takesValue: boolean;
  /** The values it may have, where they are a short list. */
  choices: string[];
}

/** Loads every command and tells what it takes. */
export async function describeTree(tree: readonly Entry[]): Promise<CommandHelp> {
  const root = rootCommand('');
  for (const [command, entry] of grow(root, tree)) await load(command, entry);
  return describe(root);
}

function describe(command: Command): CommandHelp {
  return {
    name: command.name(),
    summary: command.summary(),
    description: command.description(),
    usage: command.usage(),
    examples: examplesOf(command),
    options: [...command.options]
      .filter((option) => option.long && !option.hidden)
      .map((option) => ({
        flag: option.long as string,
        description: option.description,
        takesValue: option.required || option.optional,
        choices: listed(option.description),
      })),
    commands: command.commands.map(describe),
  };
}

/** The words of a description that is nothing but a list: `auto, bar, lines, none`. */
function listed(description: string): string[] {
  return /^[a-z-]+(, [a-z-]+)+$/.test(description) ? description.split(', ') : [];
}
