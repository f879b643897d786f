import type { Fields } from '@gibbs/journeys';
import { expect, it } from 'vitest';
import { fields as runFields, start as runStart } from '../src/pages/run/state.js';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

/** Enough to find what is easily found; set GIBBS_FUZZ_SECONDS for a proper go, and GIBBS_FUZZ_SEED for another. */
const links = 12;
const seconds = Number(process.env.GIBBS_FUZZ_SECONDS ?? 0);
const seed = Number(process.env.GIBBS_FUZZ_SEED ?? 20_261_124);

type Parts = [fields: Fields<Record<string, unknown>>, start: Record<string, unknown>];
const stated = import.meta.glob('../../../packages/journeys/src/*/index.ts');

/** What a link to a page can carry, and what it carries at first. */
async function partsOf(id: PageId): Promise<Parts> {
  if (id === 'run') return [runFields, runStart] as unknown as Parts;
  const load = stated[`../../../packages/journeys/src/${id}/index.ts`];
  if (load === undefined) return [{}, {}];
  const { fields, start } = (await load()) as { fields: Parts[0]; start: Parts[1] };
  return [fields, start];
}

/** What nobody wrote by using a page. */
const hostile = [
  ...['', '-1', '0', '1', '7', '1e999', '-1e400', 'NaN', 'Infinity', '9007199254740993', '0x10'],
  ...['null', 'true', '[]', '{}', '{"a":1}', '1,2', '1,2,3', ',,,,', 'NaN,NaN', '1e308,1e308'],
  ...['__proto__', 'constructor', '%00', '%E0%A4%A', '%', '\u202Eabc', 'کیوان', '🦆🏽‍🦱'],
  ...[
    'r5',
    'r5;r5;r5',
    ';;;',
    'x'.repeat(1_000_000),
    '%F0%9F%A6'.repeat(2000),
    '1,'.repeat(50_000),
  ],
];

/** Links of this seed: some parts of the state, each cut, with a digit more, or of another kind altogether. */
function* linksTo([fields, start]: Parts): Generator<string, never> {
  let state = seed;
  const below = (n: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
  const names = [...Object.keys(fields), 'z', 'digest', '__proto__', 'toString'];
  for (;;) {
    const parts = Array.from({ length: 1 + below(3) }, () => {
      const name = names[below(names.length)] as string;
      const usual = Object.hasOwn(fields, name) ? (fields[name]?.write(start[name]) ?? '') : '';
      const written = encodeURIComponent(usual);
      const value = [
        hostile[below(hostile.length)] as string,
        written.slice(0, below(written.length + 1)),
        `${written}${below(10)}`,
      ][below(3)];
      return `${name}=${value}`;
    });
    yield parts.join('&');
  }
}

for (const id of Object.keys(map) as PageId[]) {
  describePage(`links that nobody made, ${id}`, id, (stage) => {
    it('open as a whole page without NaN and without an error', async () => {
      const { page } = await stage.visit();
      const until = Date.now() + seconds * 1000;
      let opened = 0;
      for (const link of linksTo(await partsOf(id))) {
        if (opened >= links && Date.now() > until) break;
        opened += 1;
        await page.evaluate((hash) => {
          location.hash = hash;
        }, link);
        await page.waitForTimeout(60);
        const said = link.slice(0, 300);
        expect(await seen(page.locator('h1')), said).not.toBe('');
        const shown = (await seen(page.locator('main'))).slice(0, 20_000);
        expect(shown.length, said).toBeGreaterThan(400);
        // The reference speaks of such values; and a text that a link brings is shown as it is.
        if (id !== 'api' && !/NaN|Infinity/.test(link))
          expect(shown, said).not.toMatch(/NaN|undefined|Infinity|\[object/);
      }
      // It still answers.
      await page.keyboard.press('?');
      expect(await seen(page.locator('dialog[open] h2'))).toBe('Keyboard');
    });
  });
}
