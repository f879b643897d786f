/**
 * Sweeps over several machines: jobs lie in Redis, any number of workers take them, one collector reads what came of
 * them. A worker holds a lock on its job and renews it; when it is killed, the lock runs out and another takes the job.
 */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Queue, type Job as Queued, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Failure } from '../failure.js';
import type { Session } from '../session.js';
import { version } from '../versions.js';
import type { Job } from './jobs.js';
import type { Outcome } from './runJob.js';

/** What lies in the queue. */
interface Parcel {
  sweep: string;
  command: string;
  index: number;
  total: number;
  words: string[];
}

/** Only workers of the same version take a job, since another may compute another result. */
const queueName = `gibbs-sweep-${version}`;
const lockMilliseconds = 4000;
const lookMilliseconds = 250;

/**
 * A connection to Redis, for as long as `use` takes. Exit 3 where there is none to be had; one that is lost later is
 * waited for, and `note` says so.
 */
export async function withRedis<T>(
  url: string,
  note: (text: string) => void,
  use: (redis: Redis) => Promise<T>,
): Promise<T> {
  let reached = false;
  let reason = 'it does not answer';
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    // A server that was there may come back; one that never was is not waited for.
    retryStrategy: (times) => (reached ? Math.min(times * 100, 2000) : null),
  });
  redis.on('error', (error: NodeJS.ErrnoException) => {
    reason = error.code === 'ECONNREFUSED' ? 'connection refused' : error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new Failure('file', `--queue: cannot reach ${withoutPassword(url)}: ${reason}`, error);
  }
  reached = true;
  let state: 'there' | 'lost' | 'done' = 'there';
  redis.on('close', () => {
    if (state !== 'there') return;
    state = 'lost';
    note(`${withoutPassword(url)} is gone; waiting for it to come back (Ctrl-C ends)`);
  });
  redis.on('ready', () => {
    if (state !== 'lost') return;
    state = 'there';
    note(`${withoutPassword(url)} is back`);
  });
  try {
    return await use(redis);
  } finally {
    state = 'done';
    redis.disconnect();
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

/** The queue, which leaves it to `withRedis` to say that a connection is lost. */
function queueOn(redis: Redis): Queue<Parcel, Outcome> {
  const queue = new Queue<Parcel, Outcome>(queueName, { connection: redis });
  queue.on('error', () => {});
  return queue;
}

/** A name for a sweep: the same runs by the same version have the same. */
function sweepName(jobs: readonly Job[]): string {
  const hash = createHash('sha256').update(version);
  for (const { words } of jobs) hash.update(JSON.stringify(words));
  return hash.digest('hex').slice(0, 12);
}

/** Puts the jobs into the queue; those that are there already, waiting or done, stay as they are. */
export async function enqueue(
  redis: Redis,
  command: string,
  jobs: readonly Job[],
): Promise<string> {
  const sweep = sweepName(jobs);
  const queue = queueOn(redis);
  try {
    await queue.addBulk(
      jobs.map(({ words }, index) => ({
        name: sweep,
        data: { sweep, command, index, total: jobs.length, words },
        opts: { jobId: `${sweep}-${index}`, removeOnComplete: false, removeOnFail: false },
      })),
    );
  } finally {
    await queue.close();
  }
  return sweep;
}

/** Waits for every job of a sweep and hands each outcome on once; then takes the sweep out of the queue. */
export async function collect(
  redis: Redis,
  sweep: string,
  total: number,
  onOutcome: (index: number, outcome: Outcome) => void,
  session: Session,
): Promise<void> {
  const queue = queueOn(redis);
  const open = new Set(Array.from({ length: total }, (_, index) => index));
  try {
    while (open.size > 0) {
      session.signal.throwIfAborted();
      const jobs = await Promise.all([...open].map((index) => queue.getJob(`${sweep}-${index}`)));
      for (const [at, index] of [...open].entries()) {
        const job = jobs[at];
        if (!job?.finishedOn) continue;
        open.delete(index);
        onOutcome(
          index,
          job.returnvalue ?? { exitCode: 70, error: job.failedReason ?? 'lost', seconds: 0 },
        );
      }
      if (open.size > 0) await wait(lookMilliseconds);
    }
    await Promise.all(
      Array.from({ length: total }, async (_, index) =>
        (await queue.getJob(`${sweep}-${index}`))?.remove(),
      ),
    );
  } finally {
    await queue.close();
  }
}

/** Takes jobs and runs them until the signal; with `drain`, until nothing waits any more. */
export async function work(
  redis: Redis,
  { width, drain }: { width: number; drain: boolean },
  run: (words: readonly string[], name: string) => Promise<Outcome>,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  const worker = new Worker<Parcel, Outcome>(
    queueName,
    async ({ data }) => {
      const outcome = await run(data.words, `${data.command} ${data.index + 1}/${data.total}`);
      done++;
      return outcome;
    },
    {
      connection: redis.duplicate({ maxRetriesPerRequest: null }),
      concurrency: width,
      lockDuration: lockMilliseconds,
      stalledInterval: lockMilliseconds / 2,
      // However many workers are killed over it, a job is not given up.
      maxStalledCount: 1_000_000,
    },
  );
  worker.on('error', () => {});
  const queue = queueOn(redis);
  try {
    for (;;) {
      await wait(lookMilliseconds, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      if (!drain) continue;
      const { waiting = 0, active = 0 } = await queue.getJobCounts('waiting', 'active');
      if (waiting + active === 0) break;
    }
  } finally {
    await queue.close();
    // Without waiting: a job that is under way goes back when its lock runs out.
    await worker.close(signal.aborted);
  }
  return done;
}

/** How a sweep stands. */
export interface Standing {
  sweep: string;
  command: string;
  total: number;
  waiting: number;
  active: number;
  done: number;
  failed: number;
}

/** Every sweep in the queue, and how many workers there are. */
export async function standings(redis: Redis): Promise<{ sweeps: Standing[]; workers: number }> {
  const queue = queueOn(redis);
  try {
    const sweeps = new Map<string, Standing>();
    const count = (
      jobs: readonly (Queued<Parcel, Outcome> | undefined)[],
      state: Counted,
    ): void => {
      for (const job of jobs) {
        if (!job) continue;
        const { sweep, command, total } = job.data;
        const one = sweeps.get(sweep) ?? {
          sweep,
          command,
          total,
          waiting: 0,
          active: 0,
          done: 0,
          failed: 0,
        };
        const isBad = state === 'done' && job.returnvalue?.result === undefined;
        one[isBad ? 'failed' : state]++;
        sweeps.set(sweep, one);
      }
    };
    count(await queue.getJobs(['waiting', 'prioritized', 'delayed']), 'waiting');
    count(await queue.getJobs(['active']), 'active');
    count(await queue.getJobs(['completed']), 'done');
    count(await queue.getJobs(['failed']), 'failed');
    return { sweeps: [...sweeps.values()], workers: await queue.getWorkersCount() };
  } finally {
    await queue.close();
  }
}

type Counted = 'waiting' | 'active' | 'done' | 'failed';
