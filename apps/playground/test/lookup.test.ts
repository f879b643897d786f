import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, outlivesItsWorker, refusesHostileLinks } from './pageTest.js';

const book = ['0.2923802149', '0.5098329793', '0.1729290213'];
const rowA = ['0.2900000000', '0.5100000000', '0.1700000000'];

const result = (page: Page) => page.locator('#result li').allInnerTexts();
const gradient = (page: Page) => page.locator('#gradient .number').allInnerTexts();

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < 80; tabs++) {
    if (await page.evaluate((each) => document.activeElement?.matches(each), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`tabTo: no Tab leads to ${selector}.`);
}

describePage('the lookup page', 'lookup', (stage) => {
  it('answers the query of the book to ten digits, before and after its script runs', async () => {
    const still = await stage.visit('', { javaScriptEnabled: false });
    expect(await result(still.page)).toEqual(book);
    const live = await stage.visit();
    expect(await result(live.page)).toEqual(book);
  });

  it('shows by keyboard alone that a hard lookup cannot learn and a soft one finds its row', async () => {
    const { page } = await stage.visit();
    await tabTo(page, 'input[name=mode]');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('input[value=hard]').isChecked()).toBe(true);
    expect(await result(page)).toEqual(rowA);
    expect(await gradient(page)).toEqual(['0', '0', '0']);
    await page.keyboard.press('k');
    await page.locator('.stopped', { hasText: 'Stopped at once' }).waitFor();
    expect(await seen(page.locator('#train-state'))).toMatch(/^Step 0:/);

    await page.keyboard.press('m');
    expect(await page.locator('input[value=soft]').isChecked()).toBe(true);
    expect((await gradient(page)).every((each) => each !== '0')).toBe(true);
    await page.keyboard.press('k');
    await page.locator('.stopped', { hasText: 'Found it' }).waitFor();
    const state = await seen(page.locator('#train-state'));
    expect(Number(/row B holds ([\d.]+) %/.exec(state)?.[1])).toBeGreaterThan(95);

    await page.keyboard.press(',');
    expect(await seen(page.locator('#train-state'))).not.toBe(state);
    await page.keyboard.press('.');
    expect(await seen(page.locator('#train-state'))).toBe(state);
  });

  it('becomes the hard lookup at the cold end of the temperature', async () => {
    const { page } = await stage.visit();
    await tabTo(page, '.temperature input');
    await page.keyboard.press('Home');
    expect(await result(page)).toEqual(rowA);
    await page.keyboard.press('End');
    expect(await result(page)).not.toEqual(rowA);
  });

  it('moves the query by arrow keys on the map', async () => {
    const { page } = await stage.visit();
    await tabTo(page, '.handle');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.locator('.handle').getAttribute('aria-valuetext')).not.toBe('0.5, 0.6');
    expect(await result(page)).not.toEqual(book);
  });

  it('moves the query to where the map is pressed', async () => {
    const { page } = await stage.visit();
    const mark = page.locator('.key-mark circle').nth(1);
    await mark.scrollIntoViewIfNeeded();
    const box = await mark.boundingBox();
    if (box === null) throw new Error('no mark of row B');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    expect(await page.locator('.handle').getAttribute('aria-valuetext')).toBe('0.45, 0.12');
  });

  it('explains a share with its numbers', async () => {
    const { page } = await stage.visit();
    await page.getByRole('button', { name: 'Why does row A have this share?' }).click();
    expect(await seen(page.locator('.why'))).toContain('exp(8.192 / 1)');
  });

  it('opens its own link in a fresh profile with the same numbers, step and table', async () => {
    const first = await stage.visit();
    await first.page.keyboard.press('.');
    await first.page.keyboard.press('.');
    await first.page.keyboard.press('.');
    await first.page.waitForURL(/#step=3$/);
    const second = await stage.visit(first.page.url());
    await second.page.locator('#train-state', { hasText: 'Step 3:' }).waitFor();
    expect(await result(second.page)).toEqual(await result(first.page));
    expect(await result(second.page)).not.toEqual(book);

    await first.page.locator('.paste summary').click();
    await first.page
      .getByLabel('Rows as text')
      .fill('name,key,value\nکیوان,0.1,1\n"Keyvan, 2",0.9,2\n🦆,0.5,3');
    await first.page.getByRole('button', { name: 'Use this table' }).click();
    await first.page.waitForURL(/rows=|z=/);
    const third = await stage.visit(first.page.url());
    const labels = () => third.page.locator('.rows tbody th').allInnerTexts();
    await expect.poll(labels).toEqual(['کیوان', 'Keyvan, 2', '🦆']);
    expect(await result(third.page)).toEqual(await result(first.page));
  });

  refusesHostileLinks(stage, {
    sound: '#mode=hard',
    links: [
      ['a number that is none', '#temperature=NaN&query=0.5,Infinity,1'],
      ['numbers out of range', '#temperature=1e308&step=999999&want=-1&learningRate=0'],
      ['a query of another length', '#query=1,2'],
      ['a row that does not exist', '#want=9'],
      ['ragged rows', '#rows=A:1,2:3;B:1:3'],
      ['markup', '#mode=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'],
    ],
    works: async (page) => {
      expect(await result(page)).toEqual(book);
    },
  });

  it.each([
    ['', 'There is nothing to read'],
    ['A,1,2,3', 'do not split into a key and a value'],
    ['A,1,x', 'is not a number'],
    ['a,b\n1,2', 'The heading names no key or no value'],
    ['A,1,2\nB,1', 'Line 2 has 2 cells where 3 are expected'],
  ])(
    'refuses the pasted table %j with a plain sentence and keeps the old one',
    async (pasted, sentence) => {
      const { page } = await stage.open();
      await page.locator('.paste').evaluate((details) => {
        (details as HTMLDetailsElement).open = true;
      });
      await page.getByLabel('Rows as text').fill(pasted);
      await page.getByRole('button', { name: 'Use this table' }).click();
      expect(await seen(page.locator('.paste [role=status]'))).toContain(sentence);
      expect(await result(page)).toEqual(book);
    },
  );

  it('refuses ten million pasted characters at once', async () => {
    const { page } = await stage.visit();
    await page.locator('.paste summary').click();
    await page.getByLabel('Rows as text').evaluate((area) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'x'.repeat(10_000_000));
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }),
      );
    });
    await page.getByText('That is 10,000,000 characters').waitFor();
    expect(await result(page)).toEqual(book);
  });

  it('hands out what it shows as a command and as code', async () => {
    const { page } = await stage.visit();
    await page.getByRole('button', { name: 'Copy as command' }).click();
    await expect.poll(() => seen(page.locator('.copy pre'))).toBe('gibbs lookup 0.5,0.7,0.6');
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Copy as code' }).click();
    await expect.poll(() => seen(page.locator('.copy pre'))).toContain("mode: 'hard'");
  });

  outlivesItsWorker(stage, {
    worker: 'fieldWorker',
    sentence: 'The picture of all answers could not be computed',
    works: async (page) => {
      await page.keyboard.press('m');
      await expect.poll(() => result(page)).toEqual(rowA);
    },
  });
});
