import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

describePage('a chart', 'heat', (stage) => {
  const chart = '.entropy .plot';

  it('is read value by value with the arrow keys, and agrees with its table', async () => {
    const { page } = await stage.visit('#particles=64&step=40');
    const plot = page.locator(chart);
    await plot.focus();
    expect(await plot.getAttribute('aria-valuenow')).toBe('40');
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowLeft'])
      await page.keyboard.press(key);
    expect(await plot.getAttribute('aria-valuenow')).toBe('5');
    await page.locator('.entropy .data summary').click();
    const cell = page.locator('.entropy .data tbody tr').nth(5).locator('td');
    const said = `Tick 5: ${await seen(cell)} (Entropy per disk, in k)`;
    await plot.focus();
    for (const key of [
      'Home',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
    ])
      await page.keyboard.press(key);
    expect(await plot.getAttribute('aria-valuetext')).toBe(said);
    expect(await page.locator(`${chart} text.reading`).textContent()).toBe(said);
    // Reading is not seeking: the run stays where it is.
    expect(await page.locator('.timeline input').inputValue()).toBe('40');
    await page.keyboard.press('Tab');
    expect(await page.locator(`${chart} text.reading`).count()).toBe(0);
  });

  it('is read by pointing at it', async () => {
    const { page } = await stage.visit('#particles=64&step=40');
    const plot = page.locator(chart);
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    expect(await plot.getAttribute('aria-valuenow')).toBe('20');
  });

  it('makes sound only once it is asked to, and then with every arrow key until it is hushed', async () => {
    const { page } = await stage.visit('#particles=64&step=40');
    await page.evaluate(() => {
      const counts = { tones: 0 };
      Object.assign(window, { counts });
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (this: OscillatorNode, at?: number) {
        counts.tones += 1;
        start.call(this, at);
      };
    });
    const tones = () =>
      page.evaluate(() => (window as unknown as { counts: { tones: number } }).counts.tones);
    await page.locator(chart).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await tones()).toBe(0);
    await page.locator('.entropy figcaption button').press('Enter');
    expect(await tones()).toBe(1);
    await page.locator(chart).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await tones()).toBe(2);
    await page.locator('.entropy figcaption button', { hasText: 'Silence' }).press('Enter');
    await page.locator(chart).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await tones()).toBe(2);
    await expect
      .poll(() => page.locator('#announcer').textContent())
      .toContain('Two seconds of sound');
  });
});
