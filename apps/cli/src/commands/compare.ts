import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { differences } from '../differences.js';
import { rows } from '../draw/page.js';
import { exitCodes } from '../failure.js';
import { comparable, readRun } from '../runFile.js';

const difference = v.object({ path: v.string(), a: v.string(), b: v.string() });

const schema = v.object({
  a: v.string(),
  b: v.string(),
  same: v.boolean(),
  /** Where the two experiments differ: command, options, seed, versions. */
  experiment: v.array(difference),
  /** Where their results part, in reading order, the first ones. */
  result: v.array(difference),
});

const most = 20;

export default defineCommand({
  description:
    'Compares two recorded runs: what was asked differently, and where their results first part. Exits 1 ' +
    'where the results differ.',
  examples: [
    ['gibbs compare runs/a/run.json runs/b/run.json', 'a report to read'],
    ['gibbs compare a.json b.json --json', 'for a script'],
  ],
  configure: (command) => {
    command.argument('<a>', 'a run.json').argument('<b>', 'another');
  },
  schema,
  run: async ({ args: [a = '', b = ''] }) => {
    const [first, second] = [await readRun('compare', a), await readRun('compare', b)];
    const asked = ({ command, args, options, seed, versions }: typeof first) => ({
      command,
      args,
      options,
      seed,
      versions,
    });
    const result = differences(comparable(first.result), comparable(second.result), most);
    return {
      a,
      b,
      same: result.length === 0,
      experiment: differences(asked(first), asked(second), most),
      result,
    };
  },
  exitCode: ({ same }) => (same ? exitCodes.done : exitCodes.goalNotMet),
  human: (found, page) => {
    const table = (list: typeof found.result): string[] =>
      rows([['', 'a', 'b'], ...list.map(({ path, a, b }) => [path, a, b])]);
    return [
      found.experiment.length === 0 ? 'Asked for the same.' : 'Asked for differently:',
      ...(found.experiment.length === 0 ? [] : table(found.experiment)),
      '',
      found.same
        ? page.paint('green', 'The results are the same.')
        : page.paint('red', `The results part at ${found.result[0]?.path}:`),
      ...(found.same ? [] : table(found.result)),
      ...(found.result.length === most ? ['and maybe more'] : []),
    ].join('\n');
  },
  csv: ({ experiment, result }) => [
    ['part', 'path', 'a', 'b'],
    ...experiment.map(({ path, a, b }) => ['experiment', path, a, b]),
    ...result.map(({ path, a, b }) => ['result', path, a, b]),
  ],
  quiet: ({ result }) => result[0]?.path ?? '',
});
