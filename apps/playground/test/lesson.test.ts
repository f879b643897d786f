import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, stepOf, stepsOn } from './pageTest.js';

describePage('a lesson', 'heat', (stage) => {
  it('holds what its link says, for pointer, keys and screen readers alike', async () => {
    const { page } = await stage.visit('?lock=particles,deeds#particles=64&step=3');
    expect(await page.getByRole('slider', { name: 'Disks' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Turn every disk round' }).isDisabled()).toBe(
      true,
    );
    await page.keyboard.press('v');
    await page.keyboard.press('k');
    await page.waitForTimeout(500);
    expect(page.url()).toContain('?lock=particles,deeds#particles=64');
    expect(page.url()).not.toContain('deeds=r');
    await page.keyboard.press('r');
    await page.waitForURL((url) => !url.hash.includes('step'));
    // Starting over leaves what is held as the lesson has it.
    expect(page.url()).toContain('particles=64');
  });

  it('holds the timeline', async () => {
    const { page } = await stage.visit('?lock=timeline#particles=64&step=3');
    await page.keyboard.press('k');
    await page.keyboard.press(',');
    await page.waitForTimeout(300);
    expect(await stepOf(page)).toBe(3);
    expect(await page.locator('.timeline button:enabled').count()).toBe(0);
  });

  it('shows the instrument alone where it is embedded, works there, and keeps nothing', async () => {
    const { page } = await stage.visit('?embed#particles=64');
    for (const part of ['.masthead', '.page-head', '.prose', '.copy'])
      expect(await page.locator(part).first().isVisible()).toBe(false);
    expect(await page.locator('.instrument').isVisible()).toBe(true);
    await stepsOn(page);
    await page.waitForURL(/\?embed#particles=64&step=1/);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    const [own] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open this on its own page' }).click(),
    ]);
    expect(own.url()).toBe(`${stage.url}#particles=64&step=1`);
  });

  it('is made on the page itself', async () => {
    const { page } = await stage.visit('#particles=64&step=3');
    await page.locator('.more summary').press('Enter');
    await page.getByLabel('The instrument alone').check();
    await page.getByLabel('particles').check();
    await page.getByLabel('the timeline').check();
    await page.getByRole('button', { name: 'Copy the link of the lesson' }).press('Enter');
    expect(await seen(page.locator('.copy pre'))).toBe(
      `${stage.url}?embed&lock=timeline,particles#particles=64&step=3`,
    );
  });
});

for (const id of ['gate', 'lookup', 'words', 'engines', 'interesting', 'planet'] as const) {
  describePage(`a lesson on ${id}`, id, (stage) => {
    it('holds everything, and only looking is left', async () => {
      const { page } = await stage.visit('?lock=all');
      await page.waitForTimeout(500);
      const before = page.url();
      for (const key of 'kvocm+.,r') await page.keyboard.press(key);
      await page.waitForTimeout(500);
      expect(page.url()).toBe(before);
    });
  });
}

describePage('what it costs', 'heat', (stage) => {
  it('counts steps, bits and joules, beside the least they can cost', async () => {
    const { page } = await stage.visit('#particles=64');
    await page.locator('.more summary').press('Enter');
    await page.getByText('Nothing has been computed yet.').waitFor();
    for (const _ of [1, 2, 3]) await stepsOn(page);
    await expect.poll(() => seen(page.locator('#cost-steps'))).toBe('3');
    // Positions now and a leap ago, 32 bits each way, 64 disks, three times.
    expect(await seen(page.locator('#cost-bits'))).toBe((3 * 64 * 2 * 2 * 32).toLocaleString('en'));
    const joules = (await seen(page.locator('#cost-least'))).replaceAll('−', '-');
    expect(Number.parseFloat(joules)).toBeCloseTo(3 * 64 * 128 * 2.871e-21, 18);
    await page.getByRole('slider', { name: 'Watts while computing' }).fill('20');
    expect(await seen(page.locator('.more'))).toContain('if the machine takes 20 watts');
  });
});
