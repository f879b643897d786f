import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage, stepsOn } from './pageTest.js';
import { type Site, serveSite } from './site.js';

describePage('a worker that dies', 'heat', (stage) => {
  it('is started again, and the run goes on from where it was', async () => {
    const { page, troubles } = await stage.visit('#particles=64&deeds=r5&step=9');
    const sentence = () => page.locator('.gas canvas').getAttribute('aria-label');
    const before = await sentence();
    const [worker] = page.workers();
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error('died of the test');
      });
    });
    await page.getByText('The worker that computes this page stopped.').waitFor();
    await expect.poll(sentence).toBe(before);
    await stepsOn(page);
    await stepsOn(page);
    await expect.poll(sentence).not.toBe(before);
    // Once is an accident, twice is a browser that cannot.
    const again = page.workers().at(-1);
    await again?.evaluate(() => {
      setTimeout(() => {
        throw new Error('died of the test');
      });
    });
    await page.getByText('could not be started in this browser').waitFor();
    expect(await seen(page.locator('h1'))).toBe('Heat runs downhill');
    // Its two deaths are all that was in the console.
    expect(troubles.splice(0).filter((each) => !each.includes('died of the test'))).toEqual([]);
  });
});

/** What a browser may lack, taken away in the page and, by a line before their code, in its workers. */
const lacks: Record<string, string> = {
  WebAssembly: 'delete globalThis.WebAssembly;',
  'SIMD in WebAssembly':
    'const validate = WebAssembly.validate; WebAssembly.validate = () => false; WebAssembly.Module = function () { throw new WebAssembly.CompileError("no SIMD"); };',
  'threads and shared memory': 'delete globalThis.SharedArrayBuffer; delete globalThis.Atomics;',
  'sound, storage and the clipboard':
    'delete globalThis.AudioContext; for (const name of ["localStorage", "indexedDB", "caches"]) Object.defineProperty(globalThis, name, { get() { throw new DOMException("denied", "SecurityError"); } });',
};

describe.each(Object.entries(lacks))('in a browser without %s', (_, what) => {
  const before = `{${what}}\n`;
  let site: Site;
  beforeAll(async () => {
    site = await serveSite({ beforeWorkers: before });
  });
  afterAll(() => site.close());

  for (const id of Object.keys(map) as PageId[]) {
    describePage(`the page ${id}`, id, (stage) => {
      it('is whole', async () => {
        const path = stage.url.slice(stage.site.url.length);
        const { page, troubles } = await stage.visit(site.url + path, { before });
        for (const key of ['k', '.', 'k', '?', 'Escape']) await page.keyboard.press(key);
        await page.waitForTimeout(300);
        expect(await seen(page.locator('h1'))).not.toBe('');
        const body = await seen(page.locator('main'));
        expect(body.length).toBeGreaterThan(400);
        // The reference speaks of such values.
        if (id !== 'api') expect(body).not.toMatch(/NaN|undefined|\[object/);
        // Uncaught errors of a worker are told to its page, which says so in a sentence.
        if (troubles.splice(0).length > 0) expect(body).toMatch(/could not|cannot/);
      });
    });
  }
});
