import { expect, it } from 'vitest';
import { printOf } from '../src/frame/journeyWorker.js';
import { seen } from './browser.js';
import { describePage, stepOf, stepsOn, untilStep } from './pageTest.js';

const comparison = '#comparison';

it('gives states that differ in one word different prints', () => {
  const bits = Int32Array.from({ length: 99 }, (_, i) => Math.imul(i, 0x9e_37_79_b9));
  const print = printOf(bits);
  expect(printOf(bits.slice())).toBe(print);
  for (let at = 0; at < bits.length; at++) {
    const other = bits.slice();
    other[at] = (other[at] as number) + 1;
    expect(printOf(other)).not.toBe(print);
  }
  expect(printOf(new Uint8Array([1, 2, 3]))).not.toBe(printOf(new Uint8Array([1, 2, 4])));
  // In parts, one handed on to the next.
  const inParts = (first: number) => printOf(bits, printOf(Int32Array.of(first, 2)));
  expect(inParts(1)).toBe(inParts(1));
  expect(inParts(1)).not.toBe(inParts(3));
});

describePage('a fork of the gas', 'heat', (stage) => {
  it('keeps the other line, and finds the step at which a nudge first shows, by keyboard alone', async () => {
    const { page } = await stage.visit('#particles=64&step=30');
    await page.keyboard.press('f');
    expect(await seen(page.locator(comparison))).toContain('Forked at step 30. Up to step 30');
    await page.keyboard.press('.');
    await page.locator(comparison, { hasText: 'Up to step 31' }).waitFor();
    await page.keyboard.press('n');
    await untilStep(page, 40);
    await page.keyboard.press('k');
    expect(await seen(page.locator(comparison))).toBe('The two runs first differ at step 32.');
    await expect
      .poll(() => page.locator('#announcer').textContent())
      .toContain('first differ at step 32');
    // Coarse cells see nothing of a quarter of a nanometre: the prints do, and both lines are drawn.
    expect(await page.locator('.entropy .curve.other').count()).toBe(1);
    expect(await page.locator('.entropy th', { hasText: 'the run you left' }).count()).toBe(1);
  });

  it('goes on with the other line where it is, and with each of them their link proves itself', async () => {
    const { page } = await stage.visit('#particles=64&step=30');
    await page.keyboard.press('f');
    await page.keyboard.press('v');
    await untilStep(page, 36);
    await page.keyboard.press('k');
    await page.waitForURL(/deeds=r30/);
    const turned = await stepOf(page);
    await page.getByRole('button', { name: 'Go on with the other' }).click();
    await page.waitForURL((url) => !url.hash.includes('deeds'));
    expect(await stepOf(page)).toBe(turned);
    await page.getByRole('button', { name: 'Copy link with proof' }).click();
    const straight = await seen(page.locator('.copy pre'));
    const fresh = await stage.visit(straight);
    await fresh.page.getByText('Identical: your machine reached the same result').waitFor();
    await page.getByRole('button', { name: 'Go on with the other' }).click();
    await page.waitForURL(/deeds=r30/);
    await page.getByRole('button', { name: 'Drop the other' }).click();
    expect(await page.locator(comparison).count()).toBe(0);
    await stepsOn(page);
  });

  it('compares runs with another knob from their first step on', async () => {
    const { page } = await stage.visit('#particles=64&step=30');
    await page.keyboard.press('f');
    await page.getByRole('slider', { name: 'Disks' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator(comparison, { hasText: 'first differ at step 0' }).waitFor();
  });
});

describePage('a fork of the room', 'planet', (stage) => {
  it('says at which step the curves part', async () => {
    const { page } = await stage.visit('#step=50');
    await page.keyboard.press('f');
    expect(await seen(page.locator(comparison))).toContain('the two runs are the same.');
    await page.getByRole('slider', { name: 'Sun through the window' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await seen(page.locator(comparison))).toMatch(
      /^The two curves first differ at step \d+/,
    );
    expect(await page.locator('.curve.other').count()).toBe(1);
  });
});
