import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as t from '../src/index.js';
import { digests } from './operations.js';
import { trainingDigest } from './trainingStep.js';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const there = existsSync(executablePath);
if (!there) console.warn('skipped: no Chromium. Debian has one: apt-get install chromium');

const files: Record<string, [type: string, body: string]> = {
  '/': ['text/html', '<!doctype html><title>tensor</title>'],
  '/index.js': ['text/javascript', readFileSync(`${import.meta.dirname}/../dist/index.js`, 'utf8')],
  '/trainingStep.js': [
    'text/javascript',
    stripTypeScriptTypes(readFileSync(`${import.meta.dirname}/trainingStep.ts`, 'utf8')),
  ],
};
const text = readFileSync(`${import.meta.dirname}/operations.ts`, 'utf8');
files['/operations.js'] = [
  'text/javascript',
  stripTypeScriptTypes(text).replace("'../src/index.js'", "'/index.js'"),
];
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

interface Outcome {
  readonly digest: string;
  readonly isolated: boolean;
  readonly threads: number;
  readonly notes: readonly string[];
}

describe.skipIf(!there)('in Chromium', () => {
  let browser: Browser;
  let inNode: string;
  beforeAll(async () => {
    await t.init({ fused: false });
    inNode = trainingDigest(t, { captured: true, steps: 4 });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await t.init({ fused: true });
  });

  async function open(headers: Record<string, string>): Promise<Page> {
    const page = await browser.newPage();
    await page.route('**/*', (route) => {
      const [contentType, body] = files[new URL(route.request().url()).pathname] ?? [
        'text/plain',
        '',
      ];
      return route.fulfill({ contentType, body, headers });
    });
    await page.goto('https://tensor.test/');
    return page;
  }

  /** Trains in a page and says what came of it. */
  async function trainInPage(headers: Record<string, string>, threads: number): Promise<Outcome> {
    const page = await open(headers);
    // as text: the test's own loader would rewrite its imports
    const outcome = (await page.evaluate(`(async () => {
      const t = await import('/index.js');
      const { trainingDigest } = await import('/trainingStep.js');
      const { threads, notes } = await t.init({ fused: false, threads: ${threads} });
      const digest = trainingDigest(t, { captured: true, steps: 4 });
      return { digest, isolated: crossOriginIsolated, threads, notes };
    })()`)) as Outcome;
    await page.close();
    return outcome;
  }

  it('a page without isolation works at once on one thread, says why, and has the bits of Node', async () => {
    const { digest, isolated, threads, notes } = await trainInPage({}, 2);
    expect({ isolated, threads }).toEqual({ isolated: false, threads: 1 });
    expect(notes).toEqual([
      'threads: memory cannot be shared here; a page must be cross-origin isolated (COOP and COEP headers)',
    ]);
    expect(digest).toBe(inNode);
  });

  it('an isolated page shares the work among threads, with the same bits', async () => {
    const { digest, isolated, threads, notes } = await trainInPage(isolation, 2);
    expect({ isolated, threads, notes }).toEqual({ isolated: true, threads: 2, notes: [] });
    expect(digest).toBe(inNode);
  });

  it('every op and every gradient has the bits of Node', async () => {
    const page = await open({});
    const inPage = await page.evaluate(`(async () => {
      const t = await import('/index.js');
      await t.init({ fused: false });
      const { digests } = await import('/operations.js');
      return digests();
    })()`);
    await page.close();
    expect(inPage).toEqual(digests());
  });
});
