import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage, stepsOn } from './pageTest.js';

describePage('a worker that dies', 'heat', (stage) => {
  it('is started again, and the run goes on from where it was', async () => {
    const context = await stage.browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(`${stage.url}#particles=64&deeds=r5&step=9`);
    await page.waitForSelector('html[data-ready]');
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
    await context.close();
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

async function without(page: Page, what: string): Promise<void> {
  await page.addInitScript(`{${what}}`);
  await page.route('**/*Worker*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `{${what}}\n${await response.text()}` });
  });
}

for (const id of Object.keys(map) as PageId[]) {
  describePage(`in a poor browser, ${id}`, id, (stage) => {
    it.each(Object.entries(lacks))('is a whole page without %s', async (_, what) => {
      const context = await stage.browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await without(page, what);
      await page.goto(stage.url);
      await page.waitForSelector('html[data-ready]');
      for (const key of ['k', '.', 'k', '?', 'Escape']) await page.keyboard.press(key);
      await page.waitForTimeout(300);
      expect(await seen(page.locator('h1'))).not.toBe('');
      const body = await seen(page.locator('main'));
      expect(body.length).toBeGreaterThan(400);
      // The reference speaks of such values.
      if (id !== 'api') expect(body).not.toMatch(/NaN|undefined|\[object/);
      // Uncaught errors of a worker are told to its page, which says so in a sentence.
      if (errors.length > 0) expect(body).toMatch(/could not|cannot/);
      await context.close();
    });
  });
}
