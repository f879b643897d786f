import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gas } from '../src/index.js';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const there = existsSync(executablePath);
if (!there) console.warn('skipped: no Chromium. Debian has one: apt-get install chromium');

/** The work, as text: it runs in a page's worker against what is published, and here against the source. */
const WORK = `(Gas, count) => {
  const side = Math.sqrt((count * Math.PI) / 4 / 0.3);
  const gas = new Gas({ width: side, height: side, walls: 'periodic', species: { count }, seed: 5 });
  const energy = gas.energy;
  const start = performance.now();
  gas.step(count / 2);
  const seconds = (performance.now() - start) / 1000;
  const bits = new Uint32Array(gas.positions().buffer);
  let digest = 0;
  for (const word of bits) digest = (Math.imul(digest, 31) + word) >>> 0;
  return { digest, drift: gas.energy / energy - 1, gap: gas.smallestGap, seconds };
}`;

const WORKER = `import { Gas } from '/index.js';
const work = ${WORK};
onmessage = ({ data }) => postMessage(work(Gas, data));
postMessage('ready');`;

interface Outcome {
  readonly digest: number;
  readonly drift: number;
  readonly gap: number;
  readonly seconds: number;
}

describe.skipIf(!there)('in a worker of a page in Chromium', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url = '/' }, answer) => {
      const script = url.endsWith('.js');
      answer.setHeader('content-type', script ? 'text/javascript' : 'text/html');
      if (url === '/worker.js') answer.end(WORKER);
      else if (script) answer.end(readFileSync(`${import.meta.dirname}/../dist${url}`));
      else answer.end('<!doctype html><title>gas</title>');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test('100,000 disks run, keep their energy, and are bit for bit those of Node', async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const outcomes = (await page.evaluate(`(async () => {
      const worker = new Worker('/worker.js', { type: 'module' });
      const next = () => new Promise((done, fail) => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => fail(new Error(message));
      });
      await next();
      const all = [];
      for (const count of [1000, 100_000]) {
        worker.postMessage(count);
        all.push(await next());
      }
      return all;
    })()`)) as Outcome[];
    await page.close();
    // biome-ignore lint/security/noGlobalEval: the very text that the worker runs
    const work = globalThis.eval(WORK) as (gas: typeof Gas, count: number) => Outcome;
    for (const [k, count] of [1000, 100_000].entries()) {
      const { digest, drift, gap, seconds } = outcomes[k] as Outcome;
      expect(digest).toBe(work(Gas, count).digest);
      expect(Math.abs(drift)).toBeLessThan(1e-13);
      expect(gap).toBeGreaterThan(-1e-12);
      console.log(`${count} disks in a worker: ${Math.round(count / 2 / seconds)} collisions/s`);
    }
  });
});
