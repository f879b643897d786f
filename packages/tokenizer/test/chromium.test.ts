/** Training in a page, with workers and where the page refuses them: the same tokenizer as here. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveTokenizerJson, trainTokenizer } from '../src/index.js';
import { chance, randomText } from './oracles.js';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const there = existsSync(executablePath);
if (!there) console.warn('skipped: no Chromium. Debian has one: apt-get install chromium');

const below = chance(17);
const text = Array.from({ length: 60_000 }, () => {
  const word = String.fromCharCode(97 + below(26), 97 + below(6), 97 + below(3), 97 + below(26));
  return below(30) ? word : randomText(below);
}).join(' ');
const options = { vocabSize: 600, specialTokens: ['<end>'] };
const digestOf = (json: string) => createHash('sha256').update(json).digest('hex');

/** What a page answers: the digest of the trained vocabulary, and how many workers were started for it. */
interface Outcome {
  digest: string;
  workers: number;
}

/** Trains in the page; a stream is what `fetch` gives, parted anywhere. */
const TRAIN = `async ([pattern, threads, streamed, options]) => {
  const { saveTokenizerJson, trainTokenizer } = await import('/index.js');
  let workers = 0;
  const Whole = globalThis.Worker;
  globalThis.Worker = class extends Whole {
    constructor(...args) {
      super(...args);
      workers++;
    }
  };
  try {
    const answer = await fetch('/text.txt');
    const source = streamed ? [answer.body] : await answer.text();
    const tokenizer = await trainTokenizer(source, { ...options, pattern, threads });
    const bytes = new TextEncoder().encode(saveTokenizerJson(tokenizer));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return { digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), workers };
  } finally {
    globalThis.Worker = Whole;
  }
}`;

describe.skipIf(!there)('in a page in Chromium', () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ url = '/' }, answer) => {
      if (url === '/strict') answer.setHeader('content-security-policy', "worker-src 'self'");
      const [type, body] =
        url === '/index.js'
          ? ['text/javascript', readFileSync(`${import.meta.dirname}/../dist/index.js`)]
          : url === '/text.txt'
            ? ['text/plain', text]
            : ['text/html', '<!doctype html><title>tokenizer</title>'];
      answer.setHeader('content-type', `${type}; charset=utf-8`);
      answer.end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const train = async (path: string, ...args: unknown[]): Promise<Outcome> => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    const outcome = await page.evaluate(`(${TRAIN})(${JSON.stringify([...args, options])})`);
    await page.close();
    return outcome as Outcome;
  };

  it.each(['gpt2', 'o200k'] as const)(
    'one thread and three learn what they learn here, %s',
    async (pattern) => {
      const here = digestOf(saveTokenizerJson(await trainTokenizer(text, { ...options, pattern })));
      expect(await train('/', pattern, 1, false)).toEqual({ digest: here, workers: 0 });
      expect(await train('/', pattern, 3, false)).toEqual({ digest: here, workers: 3 });
      expect(await train('/', pattern, 2, true)).toEqual({ digest: here, workers: 2 });
    },
    60_000,
  );

  it('counts by itself where the page refuses workers from text', async () => {
    const here = digestOf(saveTokenizerJson(await trainTokenizer(text, options)));
    expect((await train('/strict', 'gpt2', 2, false)).digest).toBe(here);
  }, 60_000);
});
