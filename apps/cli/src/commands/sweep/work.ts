import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { understood } from '../../sweep/jobs.js';
import { runJob } from '../../sweep/runJob.js';
import { wholeNumber } from '../../values.js';

export default defineCommand({
  description:
    'Takes runs of sweeps out of a queue in Redis and runs them, until it is interrupted or, with --drain, until ' +
    'none is left. A run that is under way when the worker ends is taken by another.',
  examples: [
    ['gibbs sweep work --queue "$REDIS" --drain', 'until the queue is empty'],
    ['gibbs sweep work --queue "$REDIS" --jobs 1 --drain --json', 'one run at a time'],
  ],
  configure: (command) => {
    command
      .requiredOption('--queue <url>', 'redis://host:port')
      .addOption(
        new Option('--jobs <n>', 'runs at once')
          .default(availableParallelism(), 'one per core')
          .argParser(wholeNumber(1, 1024)),
      )
      .option('--drain', 'end when nothing is left to do');
  },
  schema: v.object({ runs: v.number() }),
  run: async ({ options }, session) => {
    const { commands } = await import('../../commands.js');
    const { withRedis, work } = await import('../../sweep/queue.js');
    const runs = await withRedis(options.queue as string, session.note, (redis) => {
      session.note('waiting for runs');
      return work(
        redis,
        { width: options.jobs as number, drain: options.drain === true },
        async (words, name) => {
          session.note(`run ${name}`);
          session.event('run', { name, words });
          // What comes from a queue is checked like what is typed.
          const { words: safe } = await understood(words, commands);
          return runJob(safe, session.signal);
        },
        session.signal,
      );
    });
    session.signal.throwIfAborted();
    return { runs };
  },
  human: ({ runs }) => `${runs} ${runs === 1 ? 'run' : 'runs'} done`,
  csv: ({ runs }) => [['runs'], [runs]],
  quiet: ({ runs }) => String(runs),
});
