import type { Command } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { rows } from '../draw/page.js';
import { optionsFor } from '../program.js';
import { originOf, origins } from '../settings.js';

const option = v.object({
  name: v.string(),
  value: v.unknown(),
  from: v.picklist(origins),
  description: v.string(),
});

export default defineCommand({
  description:
    'Shows the options that a command line comes to, and where each of them is from: defaults, then the file of ' +
    '--config, the environment, --set, and what is typed, the last being the strongest.',
  examples: [
    ['gibbs config show engine', 'what gibbs engine works with'],
    ['gibbs config show train --set layers=2 --steps 50', 'with options as they would be typed'],
  ],
  configure: (command) => {
    command
      .argument('<command...>', 'words of the command, and its options')
      .allowUnknownOption()
      .allowExcessArguments();
  },
  forAnother: true,
  schema: v.object({ command: v.string(), options: v.array(option) }),
  run: async ({ argv }) => {
    const { commands } = await import('../commands.js');
    const command = await optionsFor(after(argv, 'config', 'show'), commands);
    const root = rootOf(command);
    const own = [root, command].flatMap((owner) =>
      owner.options
        .filter(({ long }) => !notSettings.includes(long ?? ''))
        .map((one) => ({
          name: one.attributeName(),
          value: owner.getOptionValue(one.attributeName()) ?? (one.negate ? true : null),
          from: originOf(owner, one.attributeName()),
          description: one.description,
        })),
    );
    const names: string[] = [];
    for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name());
    return { command: names.join(' '), options: own };
  },
  human: ({ options }, page) =>
    rows([
      ['option', 'value', 'from'],
      ...options.map(({ name, value, from }) => [
        name,
        value === null ? '' : JSON.stringify(value),
        from === 'default' ? page.paint('dim', from) : page.paint('bold', from),
      ]),
    ]).join('\n'),
  csv: ({ options }) => [
    ['option', 'value', 'from'],
    ...options.map(({ name, value, from }) => [name, JSON.stringify(value), from]),
  ],
  quiet: ({ options }) =>
    options
      .filter(({ from }) => from !== 'default')
      .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
      .join('\n'),
});

/** What is no setting but an order. */
const notSettings = ['--version', '--help', '--config', '--set', '--debug', '--json', '--quiet'];

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

/** The words but for the first of each of these. */
function after(argv: readonly string[], ...gone: readonly string[]): string[] {
  const rest = [...argv];
  for (const word of gone) rest.splice(rest.indexOf(word), 1);
  return rest;
}
