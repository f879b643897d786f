import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type Difference, differences } from '../differences.js';
import { rows } from '../draw/page.js';
import { exitCodes } from '../failure.js';
import { parse } from '../program.js';
import { comparable, digestOf, readRun, wordsOf } from '../runFile.js';

const difference = v.object({ path: v.string(), a: v.string(), b: v.string() });

const schema = v.object({
  run: v.string(),
  command: v.string(),
  /** Whether the digest of the run file's own result is the one it claims. */
  intact: v.boolean(),
  /** Whether running it again gives that digest. */
  repeated: v.boolean(),
  recordedDigest: v.string(),
  digest: v.string(),
  /** Versions that are not the recorded ones. */
  versions: v.array(difference),
  /** The first place where the recorded result (a) and the new one (b) part. */
  parting: v.nullable(difference),
});

export default defineCommand({
  description:
    'Runs a recorded run again and proves that it gives the same digest; exits 1 where it does not, and ' +
    'says where the results part.',
  examples: [
    ['gibbs engine otto --out runs/otto', 'records a run'],
    ['gibbs verify runs/otto/run.json', 'proves it'],
  ],
  configure: (command) => {
    command.argument('<run>', 'a run.json');
  },
  schema,
  run: async ({ args: [path = ''] }, session) => {
    const run = await readRun('verify', path);
    const { commands } = await import('../commands.js');
    const parsed = await parse(wordsOf(run), commands, '');
    if (!('call' in parsed)) throw new Error(`verify: ${path} names no command`);
    const { command, input } = parsed.call;
    const result = await command.run(input, { ...session, seed: run.seed });
    const digest = digestOf(result);
    const { versionsNow } = await import('../versions.js');
    const [parting = null] = differences(comparable(run.result), comparable(result), 1);
    return {
      run: path,
      command: run.command,
      intact: digestOf(run.result) === run.digest,
      repeated: digest === run.digest,
      recordedDigest: run.digest,
      digest,
      versions: differences(run.versions, versionsNow(), 20),
      parting,
    };
  },
  exitCode: ({ intact, repeated }) => (intact && repeated ? exitCodes.done : exitCodes.goalNotMet),
  human: (result, page) => {
    const good = result.intact && result.repeated;
    const verdict = good
      ? page.paint('green', 'The same result again.')
      : page.paint('red', result.intact ? 'Another result.' : 'The file is not as it was written.');
    return [
      verdict,
      '',
      ...rows([
        ['command', result.command],
        ['recorded', result.recordedDigest],
        ['now', result.digest],
        ...result.versions.map(({ path, a, b }) => [`version of ${path}`, `${a} then, ${b} now`]),
        ...(result.parting ? partingRows(result.parting) : []),
      ]),
    ].join('\n');
  },
  csv: ({ run, intact, repeated, recordedDigest, digest }) => [
    ['run', 'intact', 'repeated', 'recordedDigest', 'digest'],
    [run, String(intact), String(repeated), recordedDigest, digest],
  ],
  quiet: ({ digest }) => digest,
});

function partingRows({ path, a, b }: Difference): string[][] {
  return [['they part at', `${path}: ${a} recorded, ${b} now`]];
}
