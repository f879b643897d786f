import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand, type Input } from '../command.js';
import { rows } from '../draw/page.js';
import { shortNumber } from '../draw/plot.js';
import { exitCodes } from '../failure.js';
import { digestOf } from '../runFile.js';
import type { Session } from '../session.js';
import { type Axis, axisOf, type Job, jobsOf, pointsOf, seedsOf } from '../sweep/jobs.js';
import { pool } from '../sweep/pool.js';
import { type Outcome, runJob } from '../sweep/runJob.js';
import { wholeNumber } from '../values.js';

const schema = v.object({
  command: v.string(),
  runs: v.array(
    v.object({
      /** The seed, and the options of the grid. */
      values: v.record(v.string(), v.string()),
      exitCode: v.number(),
      /** What `--quiet` prints of the run. */
      figure: v.string(),
      digest: v.nullable(v.string()),
      error: v.nullable(v.string()),
      seconds: v.number(),
    }),
  ),
  failed: v.number(),
  seconds: v.number(),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Runs an experiment over seeds and a grid of options, each run a process of its own, on all cores of this ' +
    'machine. With --queue the runs lie in Redis, and workers on any number of machines (gibbs sweep work) take ' +
    'them; one that is killed loses nothing.',
  examples: [
    ['gibbs sweep xor --seeds 1..4 --grid hidden=1,2,4', 'twelve runs'],
    ['gibbs sweep engine otto --hot 1780 --grid compression=4,6,8 --format csv', 'as a table'],
    [
      'gibbs sweep xor --seeds 1..4 --queue "$REDIS" --json',
      'over Redis, REDIS being redis://HOST:PORT',
    ],
  ],
  configure: (command) => {
    command
      .argument('<command...>', 'the command and its options')
      .allowUnknownOption()
      .addOption(
        new Option('--seeds <list>', 'such as 1..8 or 1,5,9').default([7], '7').argParser(seedsOf),
      )
      .addOption(
        new Option('--grid <option=values>', 'such as hidden=1,2,4; may be given again').argParser(
          axisOf,
        ),
      )
      .addOption(
        new Option('--jobs <n>', 'runs at once here; 0 leaves all to workers')
          .default(availableParallelism(), 'one per core')
          .argParser(wholeNumber(0, 1024)),
      )
      .option('--queue <url>', 'redis://host:port');
  },
  schema,
  forAnother: true,
  repeatable: true,
  unrecorded: ['jobs', 'queue'],
  run: async (input, session) => {
    const { options, args } = input;
    const { commands } = await import('../commands.js');
    const points = pointsOf(options.seeds as number[], (options.grid as Axis[]) ?? []);
    const words = [...args, ...settingsIn(input)];
    const { path, command, jobs } = await jobsOf(words, points, commands);
    const start = performance.now();
    const runs: (Result['runs'][number] | undefined)[] = jobs.map(() => undefined);
    const task = session.progress.start('sweep', jobs.length, 'runs');
    let done = 0;
    const keep = (index: number, { exitCode, result, error, seconds }: Outcome): void => {
      const run = {
        values: (jobs[index] as Job).values,
        exitCode,
        figure: result === undefined ? '' : command.quiet(result),
        digest: result === undefined ? null : digestOf(result),
        error: error ?? null,
        seconds,
      };
      runs[index] = run;
      session.event('run', run);
      task.update(++done);
    };
    const width = options.jobs as number;
    if (options.queue === undefined)
      await pool(jobs, Math.max(1, width), async ({ words: line }, index) => {
        session.signal.throwIfAborted();
        keep(index, await runJob(line, session.signal));
      });
    else await overQueue(options.queue as string, path, jobs, width, keep, session);
    const all = runs.filter((run) => run !== undefined);
    const failed = all.filter(({ digest }) => digest === null).length;
    task.finish(failed === 0 ? `${all.length} runs` : `${all.length} runs, ${failed} failed`);
    return { command: path, runs: all, failed, seconds: (performance.now() - start) / 1000 };
  },
  exitCode: ({ failed }) => (failed === 0 ? exitCodes.done : exitCodes.goalNotMet),
  human: (result, page) =>
    [
      ...rows(
        [
          [...namesOf(result), 'result', 'exit', 'digest'],
          ...result.runs.map(({ values, figure, exitCode, digest, error }) => [
            ...namesOf(result).map((name) => values[name] ?? ''),
            error === null ? figure.replaceAll('\n', ' ') : page.paint('red', error),
            String(exitCode),
            digest?.slice(0, 12) ?? '',
          ]),
        ],
        namesOf(result).map((_, i) => i),
      ),
      ...summary(result),
    ].join('\n'),
  csv: (result) => [
    [...namesOf(result), 'figure', 'exitCode', 'digest', 'error'],
    ...result.runs.map(({ values, figure, exitCode, digest, error }) => [
      ...namesOf(result).map((name) => values[name] ?? ''),
      figure,
      exitCode,
      digest ?? '',
      error ?? '',
    ]),
  ],
  quiet: ({ runs }) => runs.map(({ figure }) => figure).join('\n'),
});

async function overQueue(
  url: string,
  path: string,
  jobs: readonly Job[],
  width: number,
  keep: (index: number, outcome: Outcome) => void,
  session: Session,
): Promise<void> {
  const { collect, enqueue, withRedis, work } = await import('../sweep/queue.js');
  await withRedis(url, session.note, async (redis) => {
    const sweep = await enqueue(redis, path, jobs);
    session.note(`sweep ${sweep}: ${jobs.length} runs in the queue`);
    const collected = new AbortController();
    const signal = AbortSignal.any([session.signal, collected.signal]);
    const helping =
      width === 0
        ? undefined
        : work(redis, { width, drain: false }, (words) => runJob(words, signal), signal);
    try {
      await collect(redis, sweep, jobs.length, keep, session);
    } finally {
      collected.abort();
      await helping;
    }
  });
}

/** Config files and settings are for the command that is swept. */
function settingsIn({ argv }: Input): string[] {
  return argv.flatMap((word, i) => {
    if (word === '--config' || word === '--set') return [word, argv[i + 1] ?? ''];
    return /^--(config|set)=/.test(word) ? [word] : [];
  });
}

const namesOf = ({ runs }: Result): string[] => Object.keys(runs[0]?.values ?? {});

/** Where figures are numbers: their mean and spread over the seeds at each point of the grid. */
function summary({ runs }: Result): string[] {
  const groups = new Map<string, number[]>();
  for (const { values, figure } of runs) {
    const number = Number(figure);
    if (figure === '' || !Number.isFinite(number)) return [];
    const { seed: _, ...point } = values;
    const name = Object.entries(point)
      .map((pair) => pair.join(' '))
      .join(', ');
    groups.set(name, [...(groups.get(name) ?? []), number]);
  }
  if ([...groups.values()].every((numbers) => numbers.length < 2)) return [];
  return [
    '',
    ...rows(
      [...groups].map(([name, numbers]) => {
        const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
        const spread = Math.sqrt(
          numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) /
            Math.max(1, numbers.length - 1),
        );
        return [
          name || 'all',
          `mean ${shortNumber(mean)} ± ${shortNumber(spread)} over ${numbers.length} seeds`,
        ];
      }),
    ),
  ];
}
