import { createHash } from 'node:crypto';
import { beginDuel, start } from '@gibbs/journeys/names';
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
  await page
    .locator('.timeline .slider output', { hasText: `${steps} / ${steps}` })
    .waitFor(training);
  await page.locator('.timeline .primary', { hasText: 'Trained' }).waitFor();
  await page.locator('#answer-mlp .unseen', { hasText: '1,024' }).waitFor();
}

describePage('the page on names', 'names', (stage) => {
  it('tells the one that looks back from the one that cannot, by keyboard alone', async () => {
    const { page } = await stage.visit();
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
  });

  it('closes the gap with the name always in the same place', async () => {
    const { page } = await stage.visit();
    await page
      .getByRole('button', { name: 'Run: the name always in the same place' })
      .press('Enter');
    await trained(page);
    expect(await unseen(page, 'mlp')).toBeGreaterThan(0.7);
    expect(await unseen(page, 'attention')).toBeGreaterThan(0.9);
    const pair = await seen(page.locator('#switch-fixed-position .pair'));
    expect(Number.parseFloat(pair.split(':')[1] as string)).toBeGreaterThan(70);
  });

  it('takes a name in any script, trained with it kept out', async () => {
    const { page } = await stage.visit();
    await page.getByLabel('Your name, in any script').fill('李雷');
    await page.getByRole('button', { name: 'Train again with 李雷 kept out' }).press('Enter');
    await trained(page);
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('李雷');
    expect(await seen(page.locator('#answer-attention .figure'))).toContain('right');
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await stage.visit('#names=50&step=7&name=Ada&clauses=2');
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
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
    const third = await stage.visit(link.replace(inNode, '0123456789abcdef'));
    await third.page.getByText('Not identical').waitFor();
  });

  it('stops at once when it is paused', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('k');
    await untilStep(page, 4);
    await page.keyboard.press('k');
    await page.locator('.timeline .primary', { hasText: 'Train both' }).waitFor();
    await untilStill(page);
  });

  it('hands out what it shows as a command and as code', async () => {
    const { page } = await stage.visit('#names=200&position=fixed&name=Zo%C3%AB');
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs copy duel --name Zoë --names 200 --steps 120 --position fixed --embeddings learned --values stored --seed 7',
    );
    await page.getByRole('button', { name: 'Copy as code' }).click();
    expect(await seen(page.locator('.copy pre'))).toContain('new NameDuel({');
  });

  it.each([
    ['nothing', '   '],
    ['a control character', 'a\u0000b'],
    ['far too much', 'x'.repeat(60)],
  ])('says what a name is when given %s, and keeps the last', async (_, written) => {
    const { page } = await stage.open();
    await page.getByLabel('Your name, in any script').fill('Ada');
    await page.locator('#pieces', { hasText: 'Ada is' }).waitFor();
    await page.getByLabel('Your name, in any script').fill(written);
    await page.locator('.advice .error', { hasText: 'A name has 1 to 40 characters' }).waitFor();
    expect(await seen(page.locator('#pieces'))).toContain('Ada is');
  });

  it.each(['🦆🏽‍🦱', '\u202Eabc', '<b>x</b>', '李雷', 'x'.repeat(40)])(
    'asks for %s without trouble',
    async (name) => {
      const { page } = await stage.open();
      await page.getByLabel('Your name, in any script').fill(name);
      await page.locator('.answer.attention .figure').waitFor();
      await page.waitForTimeout(200);
      expect(await seen(page.locator('main'))).not.toMatch(/NaN|undefined/);
    },
  );

  refusesHostileLinks(stage, {
    links: [
      ['a billion names', '#names=1000000000'],
      ['no such place', '#position=nowhere'],
      ['a step beyond the end', '#step=100000'],
      ['a seed that is none', '#seed=-1'],
      ['a name that is none', '#name=%00'],
      ['a name of two lines', '#without=%3Cscript%3E%0A'],
      ['a head that it has not', '#silent=7'],
    ],
    sound: '#names=50',
    works: async (page) => {
      await page.locator('h1').click();
      await stepsOn(page);
    },
  });

  outlivesItsWorker(stage, {
    worker: 'namesWorker',
    sentence: 'The duel could not be started in this browser',
  });
});
