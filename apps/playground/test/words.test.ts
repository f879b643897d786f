import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, outlivesItsWorker, refusesHostileLinks, untilStep } from './pageTest.js';

const chips = (page: Page) => page.locator('#tokens button').allInnerTexts();
const input = (page: Page) => page.getByLabel('Your text, in any script');

async function until(page: Page, expected: string[]): Promise<void> {
  await expect.poll(() => chips(page)).toEqual(expected);
}

describePage('the page on pieces of words', 'words', (stage) => {
  it('grows a name from its bytes to its pieces, by keyboard alone', async () => {
    const { page } = await stage.visit('#text=%20Keyvan&step=0');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.locator('.timeline input').focus();
    await page.keyboard.press('End');
    await until(page, ['␣Key', 'v', 'an']);
    await page.keyboard.press('Home');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.keyboard.press('k');
    await untilStep(page, 40);
    await page.keyboard.press('k');
    expect(await chips(page)).toContain('an');
    expect(await page.locator('.tree svg').getAttribute('aria-label')).toContain(
      'a + n (merge 34)',
    );
  });

  it('takes any script, and says that the pieces are the text', async () => {
    const { page } = await stage.visit();
    for (const text of ['کیوان', '🦆🏽‍🦱 duck', 'Ça', '\u202Eabc', 'a\u0000b']) {
      await input(page).fill(text);
      const bytes = new TextEncoder().encode(text).length;
      await page.locator('#tokens-state', { hasText: `from ${bytes} bytes` }).waitFor();
      expect(await seen(page.locator('.tokens .hint'))).toContain('byte for byte');
    }
    await input(page).fill('');
    await page.getByText('Write something above.').waitFor();
  });

  it('cuts a merge out and puts it back, and a link carries the wound', async () => {
    const { page } = await stage.visit('#text=%20Keyvan&step=34');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'an']);
    await page.getByRole('button', { name: 'Cut out the merge of a and n' }).press('Enter');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.waitForURL(/gone=33/);
    const second = await stage.visit(page.url());
    await until(second.page, ['␣', 'K', 'e', 'y', 'v', 'a', 'n']);
    await page.getByRole('button', { name: 'Put back the merge of a and n' }).press('Enter');
    await until(page, ['␣', 'K', 'e', 'y', 'v', 'an']);
  });

  it('is sent to the duel, which reads with it, wounds and all, and comes back', async () => {
    const { page } = await stage.visit('#step=1024&gone=857');
    await page.locator('#to-the-duel').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/names\/#.*merges=1024/);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    await page.locator('#pieces', { hasText: 'Keyvan is 4 pieces:  K | ey | v | an' }).waitFor();
    expect(await seen(page.locator('#tokenizer'))).toContain('1 of its merges is cut out');
    await page.getByRole('link', { name: 'Operate on it' }).press('Enter');
    await page.waitForURL(/words\/#.*gone=857.*step=1024/);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Start over' }).waitFor();
  });

  it('learns from a text of one’s own, and refuses ten million characters', async () => {
    const { page } = await stage.visit('#text=%D8%B3%D9%84%D8%A7%D9%85');
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
  });

  refusesHostileLinks(stage, {
    sound: '#step=9',
    links: [
      ['a step beyond the end', '#step=4000'],
      ['merges that are none', '#gone=-1,x'],
      ['a text far too long', `#text=${'a'.repeat(5000)}`],
    ],
    works: async (page) => {
      await page.locator('#tokens-state', { hasText: '18 tokens from 41 bytes' }).waitFor();
    },
  });

  outlivesItsWorker(stage, {
    worker: 'wordsWorker',
    sentence: 'The tokenizer could not be started in this browser',
  });
});
