import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { optionsFor } from '../program.js';

const option = v.object({ name: v.string(), value: v.unknown(), description: v.string() });

export default defineCommand({
  description:
    'Prints a config file for a command: every option with its default and what it means, for --config.',
  examples: [
    ['gibbs config init engine > engine.json', 'a file to edit'],
    ['gibbs engine --config engine.json', 'and to use'],
  ],
  configure: (command) => {
    command.argument('<command...>', 'words of the command');
  },
  schema: v.object({ command: v.string(), options: v.array(option) }),
  run: async ({ args }) => {
    const { commands } = await import('../commands.js');
    const command = await optionsFor(args, commands);
    return {
      command: args.join(' '),
      options: [
        { name: 'seed', value: 7, description: 'seed of everything random' },
        ...command.options.map((one) => ({
          name: one.attributeName(),
          value: one.defaultValue ?? null,
          description: one.description,
        })),
      ],
    };
  },
  human: ({ command, options }) =>
    [
      `// gibbs ${command} --config FILE`,
      '{',
      ...options.flatMap(({ name, value, description }) => [
        `  // ${description}`,
        value === null ? `  // "${name}": …,` : `  "${name}": ${JSON.stringify(value)},`,
      ]),
      '}',
    ].join('\n'),
  csv: ({ options }) => [
    ['option', 'default', 'description'],
    ...options.map(({ name, value, description }) => [name, JSON.stringify(value), description]),
  ],
  quiet: ({ options }) =>
    JSON.stringify(
      Object.fromEntries(
        options.filter(({ value }) => value !== null).map(({ name, value }) => [name, value]),
      ),
    ),
});
