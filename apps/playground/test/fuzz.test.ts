import { expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { map } from '../src/text/en/map.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

/** Enough to find what is easily found; set GIBBS_FUZZ_SECONDS=30 for a proper go, and GIBBS_FUZZ_SEED for another. */
const deeds = 120;
const seconds = Number(process.env.GIBBS_FUZZ_SECONDS ?? 0);
const seed = Number(process.env.GIBBS_FUZZ_SEED ?? 20_261_123);

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

/** What nobody expects in a field. */
const written = [
  '',
  ' ',
  'Ada',
  '-1e400',
  '0x10',
  '🦆🏽‍🦱',
  'کیوان',
  '\u202Eabc\u0000\u0007',
  '\uD83E',
  '<b>&amp;</b>',
  'x'.repeat(5000),
  'a,b\n1,2,3\n"',
];

/** Uses one of the controls of the page, as far as it can be seen: presses, chooses, drags or writes. */
function useControl({
  at,
  choice,
  written,
}: {
  at: number;
  choice: number;
  written: string;
}): void {
  const all = document.querySelectorAll<HTMLElement>(
    'main :is(button, summary, select, textarea, input:not([type=file])):not(:disabled)',
  );
  const seen = [...all].filter((each) => each.checkVisibility());
  const control = seen[at % Math.max(1, seen.length)];
  const tell = (type: string) => control?.dispatchEvent(new Event(type, { bubbles: true }));
  if (control instanceof HTMLSelectElement) {
    control.selectedIndex = choice % control.options.length;
    tell('change');
  } else if (control instanceof HTMLInputElement && control.type === 'range') {
    const [low, high] = [Number(control.min), Number(control.max)];
    control.value = String(low + ((choice % 101) / 100) * (high - low));
    tell('input');
  } else if (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && /text|search|number/.test(control.type))
  ) {
    control.value = control.type === 'number' ? String((choice - 5000) ** 3) : written;
    tell('input');
    tell('change');
  } else control?.click();
}

for (const id of Object.keys(map) as PageId[]) {
  describePage(`under random clicks and keys, ${id}`, id, (stage) => {
    it('throws nothing and never shows NaN', async () => {
      const { page } = await stage.visit();
      // Links would leave the page that is being tried.
      await page.evaluate(() =>
        addEventListener(
          'click',
          (event) => {
            if (!(event.target as Element).closest('a')) return;
            event.preventDefault();
            event.stopPropagation();
          },
          true,
        ),
      );
      const below = chance(seed);
      const until = Date.now() + seconds * 1000;
      for (let deed = 0; deed < deeds || Date.now() < until; deed++) {
        const kind = below(4);
        if (kind === 0) {
          await page.mouse.wheel(0, below(1200) - 600);
          await page.mouse.click(below(1280), below(720));
        } else if (kind === 1) {
          const text = written[below(written.length)] as string;
          const [at, choice] = [below(10_000), below(10_000)];
          await page.evaluate(useControl, { at, choice, written: text });
        } else await page.keyboard.press(keys[below(keys.length)] as string);
        // The reference speaks of such values.
        if (id !== 'api' && deed % 20 === 19)
          expect(await seen(page.locator('main'))).not.toMatch(/NaN|undefined|Infinity|\[object/);
      }
    });
  });
}
