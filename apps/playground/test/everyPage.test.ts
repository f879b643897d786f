import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface View {
  colorScheme?: 'light' | 'dark';
  forcedColors?: 'active' | 'none';
  width?: number;
}

const views: Record<string, View> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
  'a phone of 360 px': { width: 360 },
};

for (const id of Object.keys(map) as PageId[]) {
  describePage(`the page ${id}`, id, (stage) => {
    it.each(Object.entries(views))(
      'has no trouble and nothing for axe to find in %s',
      async (_, { width = 1280, colorScheme = 'light', forcedColors = 'none' }) => {
        const { page } = await stage.open();
        await page.setViewportSize({ width, height: 800 });
        // Without transitions, or axe would measure colours half-way between two themes.
        await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
        // Folded parts count too.
        await page.evaluate(() => {
          for (const each of document.querySelectorAll('details')) each.open = true;
        });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
        );
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
      },
    );

    it('never scrolls sideways at 320 px', async () => {
      const { page } = await stage.open();
      await page.setViewportSize({ width: 320, height: 640 });
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(client);
    });

    it('prints what is to be read, on light paper, and no controls', async () => {
      const { page } = await stage.open();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const part of ['.masthead nav', '.tools', '.timeline', '.copy'])
        for (const each of await page.locator(part).all())
          expect(await each.isVisible()).toBe(false);
      expect(await page.locator('h1').isVisible()).toBe(true);
      const scheme = () => getComputedStyle(document.documentElement).colorScheme;
      expect(await page.evaluate(scheme)).toBe('light');
      await page.emulateMedia({ media: null, colorScheme: null });
    });

    it('can be read without JavaScript', async () => {
      const { page } = await stage.visit('', { javaScriptEnabled: false });
      const { title, claim } = map[id as keyof typeof map];
      const body = await seen(page.locator('main'));
      expect(await seen(page.locator('h1'))).toBe(id === 'home' ? 'One law, two worlds' : title);
      expect(body.length).toBeGreaterThan(400);
      if (id !== 'home') expect(body.replaceAll(/\s+/g, ' ')).toContain(claim);
      expect(await page.locator('math').count()).toBeGreaterThan(0);
    });

    it('moves nothing on its own where reduced motion is asked for', async () => {
      const { page } = await stage.visit('', { reducedMotion: 'reduce' });
      const text = () => seen(page.locator('main'));
      const before = await text();
      await page.waitForTimeout(500);
      expect(await text()).toBe(before);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    });

    it('opens its keyboard help with ?, and Escape closes it', async () => {
      const { page } = await stage.open();
      await page.keyboard.press('?');
      expect(await seen(page.locator('dialog[open] h2'))).toBe('Keyboard');
      await page.keyboard.press('Escape');
      expect(await page.locator('dialog[open]').count()).toBe(0);
    });

    it('remembers the theme, and shows it on every page before anything is drawn', async () => {
      const { page } = await stage.visit();
      await page.getByLabel('Theme').selectOption('dark');
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      expect(await page.getByLabel('Theme').inputValue()).toBe('dark');
    });
  });
}

describePage('the map', 'home', (stage) => {
  it('leads to every page by Tab and Enter alone', async () => {
    for (const id of Object.keys(map).filter((each) => each !== 'home')) {
      const { page } = await stage.visit();
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href'));
      for (let tabs = 0; tabs < 60 && (await focused()) !== `./${id}/`; tabs++) {
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(`${stage.url}${id}/`);
    }
  });
});
