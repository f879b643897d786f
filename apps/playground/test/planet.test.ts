import { dayOf, longest, start } from '@gibbs/journeys/planet';
import { describe, expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, refusesHostileLinks, stepsOn } from './pageTest.js';

describe('a day in the room', () => {
  it('gives the street the heat of the room and the work, and entropy only grows', () => {
    const day = dayOf(start);
    expect(day).toHaveLength(longest + 1);
    for (const [tick, { fromRoom, toStreet, work, entropy }] of day.entries()) {
      expect(Math.abs(toStreet - fromRoom - work)).toBeLessThan(1e-6 * Math.max(1, toStreet));
      expect(entropy).toBeGreaterThanOrEqual(day[Math.max(0, tick - 1)]?.entropy ?? 0);
    }
    expect(day.at(-1)?.room).toBeCloseTo(start.target, 1);
  });

  it('gets hotter with the machine off, and takes less work from a better one', () => {
    const off = dayOf({ ...start, cooler: 'off' });
    expect(off.at(-1)?.work).toBeCloseTo(0, 12);
    expect(off.at(-1)?.room).toBeGreaterThan(start.street);
    const work = (quality: number) => dayOf({ ...start, quality }).at(-1)?.work as number;
    expect(work(1)).toBeLessThan(work(0.3));
  });
});

describePage('the page on the planet', 'planet', (stage) => {
  it('sends out some twenty photons for one, and freezes without air, by keyboard alone', async () => {
    const { page } = await stage.visit();
    expect(Number(await seen(page.locator('#photons')))).toBeCloseTo(22.67, 2);
    await page.getByRole('button', { name: 'the Earth without air' }).focus();
    await page.keyboard.press('Enter');
    expect(await seen(page.locator('#surface'))).toContain('254.6 K, −18.6 °C');
    await page.keyboard.press('c');
    expect(await seen(page.locator('#share'))).toBe('It rests, and adds nothing.');
    await page.keyboard.press('c');
    expect(await seen(page.locator('#share'))).toContain('trillion of them');
  });

  it('opens a link as it was sent', async () => {
    const first = await stage.visit();
    await first.page.getByRole('button', { name: 'Mars' }).click();
    await first.page.keyboard.press('.');
    await first.page.getByRole('button', { name: 'Copy link' }).click();
    const link = await seen(first.page.locator('.copy pre'));
    const second = await stage.visit(link);
    expect(await seen(second.page.locator('.planet table').first())).toBe(
      await seen(first.page.locator('.planet table').first()),
    );
    expect(await second.page.locator('.timeline input').inputValue()).toBe('1');
  });

  refusesHostileLinks(stage, {
    sound: '#target=20',
    links: [
      ['a sun that is none', '#solar=0'],
      ['a perfect mirror', '#albedo=1'],
      ['a machine better than Carnot’s', '#quality=2'],
      ['a step beyond the end', '#step=999'],
      ['markup', '#cooler=%3Cscript%3E'],
    ],
    works: stepsOn,
  });
});
