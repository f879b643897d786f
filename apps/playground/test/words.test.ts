import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch, seen, type Visit, visit } from './browser.js';
import { type Site, serveSite } from './site.js';

const chips = (page: Page) => page.locator('#tokens button').allInnerTexts();
const input = (page: Page) => page.getByLabel('Your text, in any script');

async function until(page: Page, expected: string[]): Promise<void> {
  await expect.poll(() => chips(page), { timeout: 10_000 }).toEqual(expected);
}

describe.skipIf(!hasBrowser)('the page on pieces of words', () => {
  let browser: Browser;
  let site: Site;
  let url: string;
  let open: Visit;
  beforeAll(async () => {
    site = await serveSite();
    url = `${site.url}words/`;
    browser = await launch();
    open = await visit(browser, url);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('grows a name from its bytes to its pieces, by keyboard alone', async () => {
    const { page, troubles } = await visit(browser, `${url}#text=%20Keyvan&step=0`);
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.locator('.timeline input').focus();
    await page.keyboard.press('End');
    await until(page, ['␣K', 'ey', 'v', 'an']);
    await page.keyboard.press('Home');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.keyboard.press('k');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) > 30,
    );
    await page.keyboard.press('k');
    expect(await chips(page)).toContain('an');
    expect(await page.locator('.tree svg').getAttribute('aria-label')).toContain(
      'a + n (merge 25)',
    );
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('takes any script, and says that the pieces are the text', async () => {
    const { page } = await visit(browser, url);
    for (const text of ['کیوان', '🦆🏽‍🦱 duck', 'Ça', '\u202Eabc', 'a\u0000b']) {
      await input(page).fill(text);
      const bytes = new TextEncoder().encode(text).length;
      await page.locator('#tokens-state', { hasText: `from ${bytes} bytes` }).waitFor();
      expect(await seen(page.locator('.tokens .hint'))).toContain('byte for byte');
    }
    await input(page).fill('');
    await page.getByText('Write something above.').waitFor();
    await page.context().close();
  });

  it('cuts a merge out and puts it back, and a link carries the wound', async () => {
    const { page } = await visit(browser, `${url}#text=%20Keyvan&step=25`);
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'an']);
    await page.getByRole('button', { name: 'Cut out the merge of a and n' }).press('Enter');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.waitForURL(/gone=24/);
    const second = await visit(browser, page.url());
    await until(second.page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.getByRole('button', { name: 'Put back the merge of a and n' }).press('Enter');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'an']);
    await second.page.context().close();
    await page.context().close();
  });

  it('learns from a text of one’s own, and refuses ten million characters', async () => {
    const { page, troubles } = await visit(browser, `${url}#text=%D8%B3%D9%84%D8%A7%D9%85`);
    await page.locator('#tokens-state', { hasText: '8 tokens from 8 bytes' }).waitFor();
    await page.locator('.paste summary').click();
    await page.getByLabel('Text to learn from').fill('سلام '.repeat(50));
    await page.getByRole('button', { name: 'Learn from this' }).click();
    await page.locator('#tokens-state', { hasText: '1 token from 8 bytes' }).waitFor();
    await page.getByLabel('Text to learn from').evaluate((area) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'x'.repeat(10_000_000));
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }),
      );
    });
    await page.getByText('That is 10,000,000 characters').waitFor();
    await page.locator('#tokens-state', { hasText: '1 token from 8 bytes' }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['a step beyond the end', '#step=4000'],
    ['merges that are none', '#gone=-1,x'],
    ['a text far too long', `#text=${'a'.repeat(5000)}`],
    ['a packed part that is damaged', '#z=AAAA'],
  ])('opens a link with %s, says so in a sentence, and still splits', async (_, hash) => {
    const { page, troubles } = open;
    await page.goto(`${url}#step=9`);
    await page.locator('.notice').waitFor({ state: 'detached' });
    await page.goto(url + hash);
    await page.locator('.notice p', { hasText: 'of this link could not be read' }).waitFor();
    await page.locator('#tokens-state', { hasText: '18 tokens from 41 bytes' }).waitFor();
    expect(troubles).toEqual([]);
  });

  it('says so where its worker does not load', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/wordsWorker*', (route) => route.abort());
    await page.goto(url);
    await page.getByText('The tokenizer could not be started in this browser').waitFor();
    await context.close();
  });
});
