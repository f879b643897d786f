import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginDuel } from '../src/pages/names/duel.js';
import { start } from '../src/pages/names/state.js';
import { hasBrowser, launch, seen, type Visit, visit } from './browser.js';
import { type Site, serveSite } from './site.js';

const minute = 60_000;

async function provenLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy link with proof' }).click();
  return seen(page.locator('.copy pre'));
}

/** Share of unseen names that a student says, as its card shows it. */
async function unseen(page: Page, who: 'attention' | 'mlp'): Promise<number> {
  const shown = await seen(page.locator(`#answer-${who} .unseen`));
  return Number.parseFloat(shown.replace('<', '')) / 100;
}

/** Waits until a training has come to its end. */
async function trained(page: Page, steps = 120): Promise<void> {
  await page.locator('.timeline .slider output', { hasText: `${steps} / ${steps}` }).waitFor({
    timeout: minute,
  });
  await page.locator('.timeline .primary', { hasText: 'Trained' }).waitFor();
  await page.locator('#answer-mlp .unseen', { hasText: '1,024' }).waitFor({ timeout: minute });
}

describe.skipIf(!hasBrowser)('the page on names', () => {
  let browser: Browser;
  let site: Site;
  let url: string;
  let open: Visit;
  beforeAll(async () => {
    site = await serveSite();
    url = `${site.url}names/`;
    browser = await launch();
    open = await visit(browser, `${url}#names=50`);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('tells the one that looks back from the one that cannot, by keyboard alone', async () => {
    const { page, troubles } = await visit(browser, url);
    await page.keyboard.press('k');
    await trained(page);
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('Keyvan');
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('right');
    expect(await seen(page.locator('#answer-mlp .figure'))).toContain('wrong');
    expect(await unseen(page, 'attention')).toBeGreaterThan(0.97);
    expect(await unseen(page, 'mlp')).toBeLessThan(0.03);
    expect(await seen(page.locator('#looking'))).toContain('the very piece of the name');
    expect(await seen(page.locator('#switch-duel .pair'))).toMatch(/^(9[789]|100)/);
    // Another sentence needs no training: the look moves with the name.
    const fillers = page.getByLabel('Fillers after the name');
    await fillers.focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelectorAll('.read li').length > 25);
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('Keyvan');
    expect(await seen(page.locator('#looking'))).toContain('the very piece of the name');
    // Without both heads' best one, less is found.
    await page.keyboard.press('m');
    await page.locator('#silenced').waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('closes the gap with the name always in the same place', async () => {
    const { page } = await visit(browser, url);
    await page
      .getByRole('button', { name: 'Run: the name always in the same place' })
      .press('Enter');
    await trained(page);
    expect(await unseen(page, 'mlp')).toBeGreaterThan(0.7);
    expect(await unseen(page, 'attention')).toBeGreaterThan(0.9);
    const pair = await seen(page.locator('#switch-fixed-position .pair'));
    expect(Number.parseFloat(pair.split(':')[1] as string)).toBeGreaterThan(70);
    await page.context().close();
  }, 120_000);

  it('takes a name in any script, trained with it kept out', async () => {
    const { page, troubles } = await visit(browser, url);
    await page.getByLabel('Your name, in any script').fill('کیوان');
    await page.getByRole('button', { name: 'Train again with کیوان kept out' }).press('Enter');
    await trained(page);
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('کیوان');
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('right');
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await visit(browser, `${url}#names=50&step=7&name=Ada&clauses=2`);
    const link = await provenLink(first.page);
    const duel = await beginDuel({ ...start, names: 50 });
    while (duel.tick < 7) duel.toward(7);
    const inNode = createHash('sha256').update(duel.bits()).digest('hex').slice(0, 16);
    expect(link).toContain(`digest=${inNode}`);
    // Going back and on again leads to the same bits.
    duel.toward(3);
    expect(duel.tick).toBe(3);
    while (duel.tick < 7) duel.toward(7);
    expect(createHash('sha256').update(duel.bits()).digest('hex').slice(0, 16)).toBe(inNode);
    duel.dispose();
    const second = await visit(browser, link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
    const third = await visit(browser, link.replace(inNode, '0123456789abcdef'));
    await third.page.getByText('Not identical').waitFor();
    expect([...first.troubles, ...second.troubles, ...third.troubles]).toEqual([]);
    for (const { page } of [first, second, third]) await page.context().close();
  }, 120_000);

  it('stops at once when it is paused', async () => {
    const { page } = await visit(browser, url);
    await page.keyboard.press('k');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) > 4,
    );
    await page.keyboard.press('k');
    await page.locator('.timeline .primary', { hasText: 'Train both' }).waitFor();
    await page.waitForTimeout(500);
    const stopped = await page.locator('.timeline input').inputValue();
    await page.waitForTimeout(500);
    expect(await page.locator('.timeline input').inputValue()).toBe(stopped);
    await page.context().close();
  });

  it('hands out what it shows as a command and as code', async () => {
    const { page } = await visit(browser, `${url}#names=200&position=fixed&name=Zo%C3%AB`);
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs copy duel --name Zoë --names 200 --steps 120 --position fixed --embeddings learned --values stored --seed 7',
    );
    await page.getByRole('button', { name: 'Copy as code' }).click();
    expect(await seen(page.locator('.copy pre'))).toContain('new NameDuel({');
    await page.context().close();
  });

  it.each([
    ['nothing', '   '],
    ['a control character', 'a\u0000b'],
    ['far too much', 'x'.repeat(60)],
  ])('says what a name is when given %s, and keeps the last', async (_, written) => {
    const { page, troubles } = open;
    await page.getByLabel('Your name, in any script').fill('Ada');
    await page.locator('#pieces', { hasText: 'Ada is' }).waitFor();
    await page.getByLabel('Your name, in any script').fill(written);
    await page.locator('.advice .error', { hasText: 'A name has 1 to 40 characters' }).waitFor();
    expect(await seen(page.locator('#pieces'))).toContain('Ada is');
    expect(troubles).toEqual([]);
  });

  it.each(['🦆🏽‍🦱', '\u202Eabc', '<b>x</b>', '李雷', 'x'.repeat(40)])(
    'asks for %s without trouble',
    async (name) => {
      const { page, troubles } = open;
      await page.getByLabel('Your name, in any script').fill(name);
      await page.locator('.answer.attention .figure').waitFor();
      await page.waitForTimeout(200);
      expect(await seen(page.locator('main'))).not.toMatch(/NaN|undefined/);
      expect(troubles).toEqual([]);
    },
  );

  it.each([
    ['a billion names', '#names=1000000000'],
    ['no such place', '#position=nowhere'],
    ['a step beyond the end', '#step=100000'],
    ['a seed that is none', '#seed=-1'],
    ['a name that is none', '#name=%00'],
    ['markup', '#without=%3Cscript%3E%0A'],
    ['a head that it has not', '#silent=7'],
  ])('opens a link with %s, says so in a sentence, and still trains', async (_, hash) => {
    const { page, troubles } = open;
    await page.goto(`${url}#names=50`);
    await page.locator('.notice').waitFor({ state: 'detached' });
    await page.goto(url + hash);
    await page.locator('.notice p', { hasText: 'of this link could not be read' }).waitFor();
    await page.locator('h1').click();
    await page.keyboard.press('.');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('.timeline input')?.value === '1',
    );
    expect(await seen(page.locator('main'))).not.toContain('NaN');
    expect(troubles).toEqual([]);
  });

  it('says so where its worker does not load', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route('**/namesWorker*', (route) => route.abort());
    await page.goto(url);
    await page.getByText('The duel could not be started in this browser').waitFor();
    await context.close();
  });
});
