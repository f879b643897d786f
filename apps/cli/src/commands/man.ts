import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type CommandHelp, describeTree, type OptionHelp } from '../commandHelp.js';
import { exitCodes } from '../failure.js';
import { version } from '../versions.js';

export default defineCommand({
  description:
    'Prints the manual page of gibbs in roff, for man; npm install --global puts it in place.',
  examples: [
    ['gibbs man > gibbs.1', 'to keep'],
    ['gibbs man | man -l - || true', 'to read'],
  ],
  schema: v.object({ page: v.string() }),
  run: async () => {
    const { commands } = await import('../commands.js');
    return { page: roff(await describeTree(commands)) };
  },
  human: ({ page }) => page,
  csv: ({ page }) => [['page'], [page]],
  quiet: ({ page }) => page,
});

const meanings: Record<keyof typeof exitCodes, string> = {
  done: 'done',
  goalNotMet: 'done, and the goal was not met',
  usage: 'the command line or a config file is wrong',
  file: 'a file cannot be read or written',
  checkpoint: 'a checkpoint is damaged or does not fit',
  internal: 'a fault of Gibbs',
  interrupted: 'interrupted; a training run left a checkpoint to go on from',
};

function roff(root: CommandHelp): string {
  return [
    `.TH GIBBS 1 "" "gibbs ${version}" "User Commands"`,
    '.SH NAME',
    `gibbs \\- ${text('attention and heat from the terminal')}`,
    '.SH SYNOPSIS',
    '.B gibbs',
    text('COMMAND [OPTIONS] [ARGUMENTS]'),
    '.SH DESCRIPTION',
    text(root.description),
    text('Results go to standard output, all else to standard error.'),
    '.SH OPTIONS',
    ...root.options.flatMap(optionLines),
    '.SH COMMANDS',
    ...root.commands.flatMap((command) => commandLines(command, 'gibbs')),
    '.SH CONFIGURATION',
    text(
      'An option is looked for in five places, the last being the strongest: its default, the file of --config, the environment (GIBBS_NAME for --name), --set name=value, and what is typed.',
    ),
    '.SH EXIT STATUS',
    ...Object.entries(meanings).flatMap(([name, meaning]) => [
      '.TP',
      String(exitCodes[name as keyof typeof exitCodes]),
      text(meaning),
    ]),
    '',
  ].join('\n');
}

function commandLines(command: CommandHelp, before: string): string[] {
  const name = `${before} ${command.name}`;
  const own =
    command.examples.length === 0
      ? []
      : [
          `.SS "${text(name)} ${text(command.usage)}"`,
          text(command.description),
          ...command.options.flatMap(optionLines),
          '.PP',
          'Examples:',
          ...command.examples.flatMap(([line, what]) => [
            '.PP',
            '.RS',
            '.nf',
            text(line),
            '.fi',
            text(what),
            '.RE',
          ]),
        ];
  return [...own, ...command.commands.flatMap((child) => commandLines(child, name))];
}

function optionLines({ flag, description, takesValue }: OptionHelp): string[] {
  return ['.TP', `.B ${text(flag)}${takesValue ? ' VALUE' : ''}`, text(description)];
}

/** Text as roff reads it: backslashes and dashes escaped, and no line that begins with a control character. */
function text(plain: string): string {
  const safe = plain.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq');
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}
