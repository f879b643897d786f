import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { open, seen } from './browser.js';
import { describePage, type Stage } from './pageTest.js';

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

/** What paper has no use for. */
const printedNot = [
  ...[
    '.masthead nav',
    '.tools',
    '.timeline',
    '.copy',
    '.bet',
    '.paste',
    '.badge',
    '.deeds',
    '.hands',
  ],
  ...['input[type=range]', '.chart button', '.controls button', '.row button'],
];

for (const id of Object.keys(map) as PageId[]) {
  const onThePage = (stage: Stage) => {
    it('moves nothing on its own where reduced motion is asked for', async () => {
      const { page } = await stage.open();
      const text = () => seen(page.locator('main'));
      const before = await text();
      await page.waitForTimeout(500);
      expect(await text()).toBe(before);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    });

    it('gives each of its charts a table of its numbers', async () => {
      const { page } = await stage.open();
      for (const chart of await page.locator('figure.chart').all()) {
        expect(await chart.locator('.data tbody td').count()).toBeGreaterThan(0);
        expect(await chart.locator('[role=slider]').getAttribute('aria-valuetext')).toBeTruthy();
      }
    });

    it.each(Object.entries(views))(
      'has no trouble and nothing for axe to find in %s',
      async (_, { width = 1280, colorScheme = 'light', forcedColors = 'none' }) => {
        const { page } = await stage.open();
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme, forcedColors });
        // Folded parts count too.
        await page.evaluate(() => {
          for (const each of document.querySelectorAll('details')) each.open = true;
        });
        if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { run } = (window as unknown as { axe: typeof import('axe-core') }).axe;
          return (await run({ resultTypes: ['violations'] })).violations;
        });
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([]);
      },
    );

    it.each([
      ['at 320 px', 320, 'ltr'],
      ['at 360 px, from right to left', 360, 'rtl'],
    ])('never scrolls sideways %s', async (_, width, direction) => {
      const { page } = await stage.open();
      await page.setViewportSize({ width, height: 640 });
      const { scroll, client } = await page.evaluate((dir) => {
        const root = document.documentElement;
        root.dir = dir;
        const widths = { scroll: root.scrollWidth, client: root.clientWidth };
        root.removeAttribute('dir');
        return widths;
      }, direction);
      expect(scroll).toBeLessThanOrEqual(client);
    });

    it('prints what is to be read, on light paper, and no controls', async () => {
      const { page } = await stage.open();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const part of printedNot)
        for (const each of await page.locator(part).all())
          expect(await each.isVisible()).toBe(false);
      expect(await page.locator('h1').isVisible()).toBe(true);
      const scheme = () => getComputedStyle(document.documentElement).colorScheme;
      expect(await page.evaluate(scheme)).toBe('light');
      await page.emulateMedia({ media: null, colorScheme: 'light' });
    });

    it('opens its keyboard help with ?, and Escape closes it', async () => {
      const { page } = await stage.open();
      await page.keyboard.press('?');
      expect(await seen(page.locator('dialog[open] h2'))).toBe('Keyboard');
      await page.keyboard.press('Escape');
      expect(await page.locator('dialog[open]').count()).toBe(0);
    });

    it('remembers the theme, and shows it before anything is drawn', async () => {
      const { page } = await stage.open();
      await page.getByLabel('Theme').selectOption('dark');
      await page.reload();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      expect(await page.getByLabel('Theme').inputValue()).toBe('dark');
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
  };
  // Without transitions, or axe would measure colours half-way between two themes.
  describePage(`the page ${id}`, id, onThePage, { reducedMotion: 'reduce' });
}

describePage('the map', 'home', (stage) => {
  it('leads to every page by Tab and Enter alone', async () => {
    const { page } = await stage.visit();
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('href') ?? 'nowhere');
    const wanted = Object.keys(map).filter((id) => id !== 'home');
    const reached = new Set<string>();
    for (let tabs = 0; tabs < 80 && !wanted.every((id) => reached.has(`./${id}/`)); tabs++) {
      await page.keyboard.press('Tab');
      reached.add(await focused());
    }
    expect([...reached]).toEqual(expect.arrayContaining(wanted.map((id) => `./${id}/`)));
    const last = await focused();
    await page.keyboard.press('Enter');
    await page.waitForURL(new URL(last, stage.url).href, { waitUntil: 'commit' });
    await open(page, page.url());
  });
});
