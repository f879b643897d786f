import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import status from '../src/commands/sweep/status.js';
import sweep from '../src/commands/sweep.js';
import { hasRedis, startRedis, startRedisAt } from './redis.js';
import { binary, type Ended, gibbs } from './spawn.js';

describe('gibbs sweep', () => {
  it('runs every seed at every point of the grid, as the command itself would', () => {
    const { stdout, code } = gibbs([
      'sweep',
      'engine',
      'otto',
      '--hot',
      '900',
      '--grid',
      'compression=2,3',
      '--seeds',
      '1,4',
      '--json',
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(v.is(sweep.schema, result)).toBe(true);
    expect(result.runs.map(({ values }: { values: object }) => values)).toEqual([
      { compression: '2', seed: '1' },
      { compression: '2', seed: '4' },
      { compression: '3', seed: '1' },
      { compression: '3', seed: '4' },
    ]);
    const alone = gibbs(['engine', 'otto', '--hot', '900', '--compression', '3', '-q']).stdout;
    expect(`${result.runs[3].figure}\n`).toBe(alone);
    expect(result.failed).toBe(0);
  });

  it('tells mean and spread, counts what failed and exits 1 then', () => {
    const { stdout, code } = gibbs([
      'sweep',
      'engine',
      'otto',
      '--grid',
      'compression=2,9',
      '--seeds',
      '1..2',
      '--progress',
      'none',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/otto: compression must leave the gas below hotKelvin/);
  });

  it.each([
    [
      ['engine', '--seeds', '3..1'],
      "option '--seeds <list>' argument '3..1' is invalid. It is a list such as 1..8 or 1,5,9.",
    ],
    [
      ['engine', '--grid', 'hot'],
      "option '--grid <option=values>' argument 'hot' is invalid. It is of the form option=value,value,…",
    ],
    [['engine', '--grid', 'hto=3'], "unknown option '--hto' (Did you mean --hot?)"],
    [['doctor'], 'sweep: doctor cannot be swept; it is no experiment'],
    [['engin'], "unknown command 'engin' (Did you mean engine?)"],
  ])('%j exits 2', (args, message) => {
    expect(gibbs(['sweep', ...args])).toEqual({
      stdout: '',
      stderr: `gibbs: ${message}\n`,
      code: 2,
    });
  });

  it('says in one line that there is no Redis to be reached', () => {
    const { stdout, stderr, code } = gibbs([
      'sweep',
      'engine',
      '--queue',
      'redis://user:secret@127.0.0.1:1',
      '--progress',
      'none',
    ]);
    expect({ stdout, stderr, code }).toEqual({
      stdout: '',
      stderr: 'gibbs: --queue: cannot reach redis://127.0.0.1:1: connection refused\n',
      code: 3,
    });
  });
});

describe.skipIf(!hasRedis)('gibbs sweep --queue (redis-server)', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    redis?.stop();
  });

  function started(args: string[]): {
    child: ChildProcess;
    said: () => string;
    ended: Promise<Ended>;
  } {
    const child = spawn(process.execPath, [binary, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => resolve({ stdout, stderr, code }));
    });
    return { child, said: () => stderr, ended };
  }
  const standing = () =>
    JSON.parse(gibbs(['sweep', 'status', '--queue', redis.url, '--json']).stdout);

  it('gives what the local cores give, and leaves nothing in the queue', async () => {
    const asked = [
      'sweep',
      'engine',
      'otto',
      '--grid',
      'compression=2,3',
      '--seeds',
      '1..2',
      '--json',
    ];
    const { stdout, code } = gibbs([...asked, '--jobs', '2', '--queue', redis.url]);
    expect(code).toBe(0);
    const digests = (text: string) =>
      JSON.parse(text).runs.map(({ digest }: { digest: string }) => digest);
    expect(digests(stdout)).toEqual(digests(gibbs(asked).stdout));
    expect(standing().sweeps).toEqual([]);
  }, 60_000);

  it('loses nothing when a worker is killed in the middle of a run', async () => {
    const asked = ['sweep', 'coffee', '--size', '128', '--steps', '150', '--seeds', '1..2'];
    const collector = started([...asked, '--jobs', '0', '--queue', redis.url, '--json']);
    const first = started(['sweep', 'work', '--queue', redis.url, '--jobs', '1']);
    while (!/run coffee/.test(first.said())) await wait(30);
    const live = standing();
    expect(v.is(status.schema, live)).toBe(true);
    expect(live.sweeps).toMatchObject([
      { command: 'coffee', total: 2, active: 1, waiting: 1, done: 0 },
    ]);
    first.child.kill('SIGKILL');
    const second = started(['sweep', 'work', '--queue', redis.url, '--jobs', '1', '--drain', '-q']);
    const { stdout, code } = await collector.ended;
    expect(code).toBe(0);
    const { runs, failed } = JSON.parse(stdout);
    expect(failed).toBe(0);
    expect(runs.map(({ values }: { values: { seed: string } }) => values.seed)).toEqual(['1', '2']);
    const alone = gibbs([
      'sweep',
      'coffee',
      '--size',
      '128',
      '--steps',
      '150',
      '--seeds',
      '2',
      '--json',
    ]);
    expect(runs[1].digest).toBe(JSON.parse(alone.stdout).runs[0].digest);
    // The second worker ran both: the one that was left half done, and the one that waited.
    expect((await second.ended).stdout).toBe('2\n');
  }, 90_000);

  it('says that Redis is gone and back, goes on after that, and ends at an interrupt while it is away', async () => {
    const other = await startRedis();
    const waiting = started(['sweep', 'work', '--queue', other.url]);
    while (!/waiting for runs/.test(waiting.said())) await wait(30);
    other.stop();
    while (!/is gone/.test(waiting.said())) await wait(30);
    const again = await startRedisAt(other.port);
    while (!/is back/.test(waiting.said())) await wait(30);
    again?.stop();
    while (!/is back\n.* is gone/.test(waiting.said())) await wait(30);
    waiting.child.kill('SIGINT');
    const gone = `${other.url} is gone; waiting for it to come back (Ctrl-C ends)`;
    expect(await waiting.ended).toEqual({
      stdout: '',
      stderr: `waiting for runs\n${gone}\n${other.url} is back\n${gone}\ngibbs: interrupted\n`,
      code: 130,
    });
  }, 60_000);

  it('ends a worker at an interrupt with 130', async () => {
    const worker = started(['sweep', 'work', '--queue', redis.url]);
    while (!/waiting for runs/.test(worker.said())) await wait(30);
    worker.child.kill('SIGINT');
    expect(await worker.ended).toEqual({
      stdout: '',
      stderr: 'waiting for runs\ngibbs: interrupted\n',
      code: 130,
    });
  });
});
