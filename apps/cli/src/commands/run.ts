import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { readExperiment, wordsOf } from '../runFile.js';

export default defineCommand({
  description:
    'Runs an experiment from a file: { "command": "engine", "args": ["otto"], "options": { "hot": 900 }, ' +
    '"seed": 7 }, with comments if you like. A run.json is one too. The environment goes before the file, ' +
    'and options given here before both.',
  examples: [
    ['gibbs run experiment.json', 'as the file says'],
    ['gibbs run experiment.json --seed 8 --json', 'with another seed, as JSON'],
  ],
  configure: (command) => {
    command
      .argument('<file>', 'JSON, comments allowed')
      .allowUnknownOption()
      .allowExcessArguments();
  },
  schema: v.unknown(),
  expand: async ({ args: [path = ''] }) => {
    const { options, seed, ...rest } = await readExperiment('run', path);
    return {
      words: wordsOf({ ...rest, options: {} }),
      settings: {
        label: `run: cannot use ${path}`,
        values: { ...options, ...(seed !== undefined && { seed }) },
      },
    };
  },
  run: async () => {
    throw new Error('run: an experiment is run by its own command');
  },
  human: () => '',
  csv: () => [],
  quiet: () => '',
});
