import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage, stepsOn } from './pageTest.js';

const dist = new URL('../dist/', import.meta.url);

it('names every file of the site in its service worker, and is a manifest with its icons', () => {
  const worker = readFileSync(new URL('serviceWorker.js', dist), 'utf8');
  for (const id of Object.keys(map))
    expect(worker).toContain(id === 'home' ? '"index.html"' : `"${id}/index.html"`);
  expect(worker).not.toContain('entries(FILES)');
  const manifest = JSON.parse(readFileSync(new URL('manifest.webmanifest', dist), 'utf8'));
  expect(manifest).toMatchObject({ start_url: './', scope: './', display: 'standalone' });
  for (const { src, sizes } of manifest.icons.slice(1)) {
    const png = readFileSync(new URL(src, dist));
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  }
});

describePage('without a network', 'heat', (stage) => {
  it('every page opens and works, from one visit of one page', async () => {
    const { page } = await stage.visit('', { serviceWorkers: 'allow' });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    await stepsOn(page);
    for (const id of Object.keys(map) as PageId[]) {
      await page.goto(id === 'home' ? stage.site.url : `${stage.site.url}${id}/`);
      await page.waitForSelector('html[data-ready]');
      expect(await seen(page.locator('h1'))).not.toBe('');
      // A picture that did not come, or a worker, would say so.
      expect(await seen(page.locator('main'))).not.toContain('in this browser:');
    }
    await page.context().setOffline(false);
  });
});
