// The contender's side of the protocol: answers each asked row with units of work per second, or with a figure of its own.

import { createInterface } from 'node:readline';

const sampleSeconds = 0.3;

/**
 * Serves rows until standard input ends. Each row is a function that prepares the work once and returns
 * `{ run, units }`: `run` does the work one time (it may be async), `units` says how much that is. A row may return
 * `{ measure }` instead, which yields the sample itself, or `{ value, note }`.
 */
export async function serve(version, rows) {
  console.log(JSON.stringify({ ready: true, version, rows: Object.keys(rows) }));
  const prepared = new Map();
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const { row } = JSON.parse(line);
      if (!prepared.has(row)) prepared.set(row, await prepare(rows[row]));
      console.log(JSON.stringify(await sample(prepared.get(row))));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error?.message ?? error).slice(0, 300) }));
    }
  }
  process.exit(0);
}

/** Sets the work up and warms it until the compilers have settled. */
async function prepare(setUp) {
  const work = await setUp();
  if (work.run) await repeat(work.run, work.warmSeconds ?? 1);
  return work;
}

async function sample(work) {
  if (work.measure) {
    const measured = await work.measure();
    return typeof measured === 'object' ? measured : { value: measured };
  }
  const { times, seconds } = await repeat(work.run, work.sampleSeconds ?? sampleSeconds);
  return { value: (work.units * times) / seconds };
}

/** Runs in growing batches until `limit` seconds have passed, so that the clock is read rarely. */
async function repeat(run, limit) {
  let times = 0;
  let batch = 1;
  const began = performance.now();
  for (;;) {
    for (let i = 0; i < batch; i++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    times += batch;
    const seconds = (performance.now() - began) / 1000;
    if (seconds >= limit) return { times, seconds };
    const perRun = seconds / times;
    batch = Math.max(1, Math.min(times * 2, Math.ceil((limit - seconds) / perRun / 2)));
  }
}
