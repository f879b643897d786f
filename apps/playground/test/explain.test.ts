import { expect, it } from 'vitest';
import { sources } from '../src/frame/sources.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

const popover = '#explainer';

describePage('a number that explains itself', 'planet', (stage) => {
  it('shows its formula with its numbers, and leads down to what was set, by keyboard alone', async () => {
    const { page } = await stage.visit();
    await page.locator('#surface .explain').press('Enter');
    expect(await seen(page.locator(`${popover} h2`))).toBe('Ground = 288.1 K, 14.9 °C');
    expect(await seen(page.locator(`${popover} .working`))).toContain('254.6 · (2 / (2 − 0.78))^¼');
    await page.getByRole('button', { name: 'Seen from space = 254.6 K' }).press('Enter');
    await page.getByRole('button', { name: 'Absorbed = 238.2 W/m²' }).press('Enter');
    expect(await seen(page.locator(`${popover} .working`))).toContain('1361 · (1 − 0.3) / 4');
    await page.getByRole('button', { name: 'Sunlight at its distance = 1361 W/m²' }).press('Enter');
    expect(await seen(page.locator(popover))).toContain('Set by its slider.');
    await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
    expect(await seen(page.locator(`${popover} h2`))).toContain('Absorbed');
    await page.keyboard.press('Escape');
    expect(await page.locator(popover).isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.closest('td')?.id)).toBe('surface');
  });

  it('leads to the line of source', async () => {
    const { page } = await stage.visit();
    await page.locator('#photons .explain').click();
    await page.getByRole('link', { name: 'The line of source' }).click();
    await page.waitForURL(/source\/planet\.html#here$/);
    expect(await seen(page.locator('#here'))).toContain(sources.planet.line);
    expect(await seen(page.locator('h1'))).toContain('packages/physics/src/planet/planet.ts, line');
  });
});

describePage('the loss that explains itself', 'lookup', (stage) => {
  it('follows the run while it is looked at, gradient and all', async () => {
    const { page } = await stage.visit();
    await page.locator('#loss').press('Enter');
    const before = await seen(page.locator(`${popover} h2`));
    expect(await seen(page.locator(popover))).toContain('Its slope along the query is (');
    await page.keyboard.press('.');
    await expect.poll(() => seen(page.locator(`${popover} h2`))).not.toBe(before);
    const loss = (await seen(page.locator('#loss'))).trim();
    expect(await seen(page.locator(`${popover} h2`))).toBe(`Loss = ${loss}`);
  });
});

/** On each page a number that explains itself, and what its formula looks like. */
const explained = [
  ['gate', '.truth .explain', /p = 1 \/ \(1 \+ exp\(−z\)\)/],
  ['words', '.tokens .explain', /bytes − joins/],
  ['engines', '#made .explain', /ΔS = −Q_hot \/ T_hot − Q_cold \/ T_cold/],
  ['planet', '#to-street .explain', /Q_street = Q_room \+ W/],
  ['planet', '#entropy .explain', /4\/3 · F/],
  ['lookup', '#result .explain', /Σ share · value/],
  ['names', '#answer-attention .explain', /p = Π exp\(z\)/],
  ['transformer', '#likeliest .explain', /p = exp\(z \/ T\)/],
  ['transformer', '#why-loss', /mean of −ln p/],
  ['demon', '#sum .explain', /gas \+ memory \+ surroundings/],
  ['interesting', '#interest', /bits\(picture\) − bits\(blank\)/],
] as const;

for (const [id, number, formula] of explained) {
  describePage(`${number} on ${id}`, id, (stage) => {
    it('says its formula with its values, its parents and its line of source', async () => {
      const { page } = await stage.visit();
      await page.locator(number).first().press('Enter');
      const working = await seen(page.locator(`${popover} .working`));
      expect(working).toMatch(formula);
      expect(working.replace(formula, '')).toMatch(/\d/);
      expect(await page.locator(`${popover} .parents button`).count()).toBeGreaterThan(0);
      const source = page.getByRole('link', { name: 'The line of source' });
      expect(await source.getAttribute('href')).toMatch(/^\.\.\/source\/\w+\.html#here$/);
      await page.locator(`${popover} .parents button`).first().press('Enter');
      expect(await seen(page.locator(popover))).not.toMatch(/NaN|undefined|Infinity/);
    });
  });
}
