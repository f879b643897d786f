import { createHash } from 'node:crypto';
import { beginScholar, start } from '@gibbs/journeys/transformer';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepsOn,
  training,
  untilStep,
  untilStill,
} from './pageTest.js';

const likeliest = (page: Page) => seen(page.locator('#likeliest'));
const chances = (page: Page) => page.locator('.chances tbody td:nth-child(3)').allInnerTexts();

async function provenLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy link with proof' }).click();
  return seen(page.locator('.copy pre'));
}

/** Waits until a training has come to its end. */
async function trained(page: Page, steps: number): Promise<void> {
  await page
    .locator('.timeline .slider output', { hasText: `${steps} / ${steps}` })
    .waitFor(training);
  await page.locator('.timeline .primary', { hasText: 'Trained' }).waitFor();
}

/** Sets a range by its keys, from its lowest value. */
async function temperature(page: Page, presses: number): Promise<void> {
  const slider = page.getByLabel('Temperature T in p ∝ exp(−E/T)');
  await slider.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < presses; i++) await page.keyboard.press('ArrowRight');
}

describePage('the page on the Transformer', 'transformer', (stage) => {
  it('learns a text, shows where heads look, loses by one taken away, and speaks: by keyboard alone', async () => {
    const { page } = await stage.visit('#steps=100');
    const guess = Number.parseFloat((await likeliest(page)).replace(/.*p = /, ''));
    expect(guess).toBeLessThan(5);
    await page.keyboard.press('k');
    await trained(page, 100);
    const sentence = await seen(page.locator('.curve figcaption span'));
    expect(sentence).toContain('After 100 steps');
    const [, held] = /\(line\), ([\d.]+) on the text held back/.exec(sentence) ?? [];
    // Counting tokens loses 3.9 nats here, a guess 6.2.
    expect(Number(held)).toBeLessThan(2);
    // A head is taken away and given back.
    await page.keyboard.press('m');
    await page.locator('#ablated', { hasText: 'Without this head' }).waitFor();
    const [without, whole] = (await seen(page.locator('#ablated'))).match(/\d+\.\d+/g) ?? [];
    expect(Number(without)).not.toBe(Number(whole));
    await page.keyboard.press('m');
    await page.locator('#ablated', { hasText: 'No head is taken away' }).waitFor();
    // Every map of looks has a sentence of its own, and the next head can be shown.
    const maps = await page
      .locator('.head canvas')
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
    expect(maps).toHaveLength(8);
    expect(new Set(maps).size).toBe(8);
    await page.keyboard.press('v');
    await page.locator('#looking', { hasText: 'block 1, head 2' }).waitFor();
    // It goes on with the text, word by word.
    await page.keyboard.press('n');
    await page.waitForFunction(
      () => (document.querySelector('#said')?.textContent?.length ?? 0) > 90,
    );
    expect(await seen(page.locator('#said'))).toContain('because the');
    // And answers a line, once it has said what it was about to.
    await page.keyboard.press('n');
    await page.locator('.speech [type=submit]:enabled').waitFor();
    await page.getByLabel('A line of yours').fill('in the evening the young sailor');
    await page.getByLabel('A line of yours').press('Enter');
    await page.waitForFunction(
      () => (document.querySelector('#conversation .model dd')?.textContent?.length ?? 0) > 3,
    );
  });

  it('is cold and sure, or hot and at a loss', async () => {
    const { page } = await stage.visit('#step=20');
    await temperature(page, 0);
    await page.locator('#likeliest', { hasText: 'At temperature 0 ' }).waitFor();
    expect((await chances(page))[0]).toBe('100 %');
    await temperature(page, 20);
    await page.locator('#likeliest', { hasText: 'At temperature 1 ' }).waitFor();
    const warm = Number.parseFloat((await chances(page))[0] as string);
    await page.keyboard.press('End');
    await page.locator('#likeliest', { hasText: 'At temperature 3 ' }).waitFor();
    const hot = Number.parseFloat((await chances(page))[0] as string);
    expect(hot).toBeLessThan(warm);
    expect(warm).toBeLessThan(100);
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await stage.visit('#step=6&exact=yes&temperature=0.5&silent=1.2,2.1');
    const link = await provenLink(first.page);
    const scholar = await beginScholar({ ...start, exact: true });
    while (scholar.tick < 6) scholar.toward(6);
    const digest = () => createHash('sha256').update(scholar.bits()).digest('hex').slice(0, 16);
    const inNode = digest();
    expect(link).toContain(`digest=${inNode}`);
    // Going back and on again leads to the same bits.
    scholar.toward(2);
    while (scholar.tick < 6) scholar.toward(6);
    expect(digest()).toBe(inNode);
    scholar.dispose();
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
    await second.page.locator('#ablated', { hasText: 'Without these 2 heads' }).waitFor();
    const third = await stage.visit(link.replace(inNode, '0123456789abcdef'));
    await third.page.getByText('Not identical').waitFor();
  });

  it('learns a text of one’s own in any script, and says why it cannot learn from three words', async () => {
    const { page } = await stage.visit();
    await page.locator('.paste summary').click();
    const area = page.getByLabel('Text to learn from');
    await area.fill('سلام دنیا، امروز هوا خوب است. '.repeat(120));
    await page.getByRole('button', { name: 'Train on this' }).press('Enter');
    await untilStep(page, 5);
    await page.keyboard.press('Tab');
    await page.locator('h1').click();
    await page.keyboard.press('k');
    expect(await seen(page.locator('.read'))).toContain('سلام');
    await area.fill('only three words');
    await page.getByRole('button', { name: 'Train on this' }).press('Enter');
    await page.locator('.notice p', { hasText: 'could not learn from this' }).waitFor();
    await area.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'x'.repeat(10_000_000));
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }),
      );
    });
    await page.getByText('That is 10,000,000 characters').waitFor();
    await page.getByRole('button', { name: 'Back to the built-in stories' }).press('Enter');
    await untilStep(page, 2);
  });

  it('stops at once when it is paused', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('k');
    await untilStep(page, 4);
    await page.keyboard.press('k');
    await page.locator('.timeline .primary', { hasText: 'Train' }).waitFor();
    await untilStill(page);
  });

  it('hands out what it shows as a command and as code', async () => {
    const { page } = await stage.visit('#size=medium&steps=100');
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs train --tokenizer bpe --vocab 512 --context 64 --channels 128 --layers 4 --heads 4 --batch 6 --learning-rate 0.002 --steps 100 --seed 7',
    );
    await page.getByRole('button', { name: 'Copy as code' }).click();
    expect(await seen(page.locator('.copy pre'))).toContain('new TextTraining({');
  });

  it.each([
    ['nothing', ''],
    ['a space', ' '],
    ['an emoji of many parts', '🦆🏽‍🦱'],
    ['a sign that turns text round', '\u202Eabc'],
    ['a control character', 'a\u0000b'],
    ['markup', '<b>x</b>\n\n'],
    ['a thousand characters', 'x '.repeat(500)],
  ])('looks at %s without trouble', async (_, written) => {
    const { page } = await stage.open();
    await page.getByLabel('The text so far').fill(written);
    await page.waitForTimeout(300);
    await page.locator('#looking').waitFor();
    expect(await seen(page.locator('main'))).not.toMatch(/NaN|undefined/);
  });

  refusesHostileLinks(stage, {
    links: [
      ['a model of no size', '#size=huge'],
      ['a billion steps', '#steps=1000000000'],
      ['a step beyond the end', '#step=100000'],
      ['a seed that is none', '#seed=-1'],
      ['a temperature below nought', '#temperature=-1'],
      ['heads that it has not', '#silent=9.9'],
      ['a text far too long', `#prompt=${'a'.repeat(5000)}`],
    ],
    sound: '#steps=100',
    works: async (page) => {
      await page.locator('h1').click();
      await stepsOn(page);
    },
  });

  outlivesItsWorker(stage, {
    worker: 'transformerWorker',
    sentence: 'The model could not be started in this browser',
  });
});
