import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { rows } from '../../draw/page.js';

const schema = v.object({
  workers: v.number(),
  sweeps: v.array(
    v.object({
      sweep: v.string(),
      command: v.string(),
      total: v.number(),
      waiting: v.number(),
      active: v.number(),
      done: v.number(),
      failed: v.number(),
    }),
  ),
});

export default defineCommand({
  description:
    'Shows how the sweeps in a queue stand: runs that wait, are under way, are done or have failed, and how many ' +
    'workers there are. With --watch it goes on telling until all are done.',
  examples: [
    ['gibbs sweep status --queue "$REDIS"', 'as it stands now'],
    ['gibbs sweep status --queue "$REDIS" --watch', 'live, until nothing waits or runs'],
  ],
  configure: (command) => {
    command
      .requiredOption('--queue <url>', 'redis://host:port')
      .option('--watch', 'go on until all runs are done');
  },
  schema,
  run: async ({ options }, session) => {
    const { standings, withRedis } = await import('../../sweep/queue.js');
    return withRedis(options.queue as string, session.note, async (redis) => {
      let now = await standings(redis);
      if (options.watch !== true) return now;
      const sum = (key: 'total' | 'done' | 'failed' | 'waiting' | 'active'): number =>
        now.sweeps.reduce((total, one) => total + one[key], 0);
      const task = session.progress.start('sweeps', Math.max(1, sum('total')), 'runs');
      while (sum('waiting') + sum('active') > 0) {
        task.update(
          sum('done') + sum('failed'),
          `${sum('active')} under way, ${now.workers} workers`,
        );
        session.event('status', { ...now });
        await wait(400, undefined, { signal: session.signal }).catch(() => {});
        session.signal.throwIfAborted();
        now = await standings(redis);
      }
      task.finish(`${sum('done')} done, ${sum('failed')} failed`);
      return now;
    });
  },
  human: ({ sweeps, workers }) =>
    [
      ...(sweeps.length === 0
        ? ['Nothing in the queue.']
        : rows(
            [
              ['sweep', 'command', 'waiting', 'under way', 'done', 'failed', 'of'],
              ...sweeps.map((one) => [
                one.sweep,
                one.command,
                ...[one.waiting, one.active, one.done, one.failed, one.total].map(String),
              ]),
            ],
            [2, 3, 4, 5, 6],
          )),
      `${workers} ${workers === 1 ? 'worker' : 'workers'}`,
    ].join('\n'),
  csv: ({ sweeps }) => [
    ['sweep', 'command', 'waiting', 'active', 'done', 'failed', 'total'],
    ...sweeps.map((one) => [
      one.sweep,
      one.command,
      one.waiting,
      one.active,
      one.done,
      one.failed,
      one.total,
    ]),
  ],
  quiet: ({ sweeps }) =>
    sweeps.map(({ sweep, done, total }) => `${sweep} ${done}/${total}`).join('\n'),
});
