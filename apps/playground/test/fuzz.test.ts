import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

/** Enough to find what is easily found; set GIBBS_FUZZ_SECONDS=30 for a proper go. */
const deeds = 120;
const seconds = Number(process.env.GIBBS_FUZZ_SECONDS ?? 0);

const keys = [
  ...'k.,rvnm+-h?',
  'Tab',
  'Tab',
  'Tab',
  'Enter',
  'Space',
  'Escape',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
];

/** A small seeded generator, so that what it finds can be found again (Marsaglia's xorshift32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

for (const id of Object.keys(map) as PageId[]) {
  describePage(`under random clicks and keys, ${id}`, id, (stage) => {
    it('throws nothing and never shows NaN', async () => {
      const { page } = await stage.visit();
      // Links would leave the page that is being tried.
      await page.evaluate(() =>
        addEventListener('click', (event) => {
          if ((event.target as Element).closest('a')) event.preventDefault();
        }),
      );
      const below = chance(20_261_123);
      const until = Date.now() + seconds * 1000;
      for (let deed = 0; deed < deeds || Date.now() < until; deed++) {
        if (below(3) > 0) await page.keyboard.press(keys[below(keys.length)] as string);
        else {
          await page.mouse.wheel(0, below(1200) - 600);
          await page.mouse.click(below(1280), below(720));
        }
      }
      await page.keyboard.press('Escape');
      // The reference speaks of such values.
      if (id !== 'api')
        expect(await seen(page.locator('main'))).not.toMatch(/NaN|undefined|Infinity|\[object/);
    });
  });
}
