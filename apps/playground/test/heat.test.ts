import { createHash } from 'node:crypto';
import { History } from '@gibbs/journeys/heat';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepOf,
  stepsOn,
  untilStep,
  untilStill,
} from './pageTest.js';

const home = (page: Page) => seen(page.locator('#home'));
const sentence = (page: Page) => page.locator('.gas canvas').getAttribute('aria-label');

async function provenLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy link with proof' }).click();
  return seen(page.locator('.copy pre'));
}

describePage('the page on heat', 'heat', (stage) => {
  it('mixes, turns round and comes home to the last bit, by keyboard alone', async () => {
    const { page } = await stage.visit();
    expect(await home(page)).toBe('256 of 256');
    await page.keyboard.press('k');
    await untilStep(page, 60);
    await page.keyboard.press('k');
    expect(await home(page)).toBe('0 of 256');
    const turned = await stepOf(page);
    await page.keyboard.press('v');
    await untilStep(page, 2 * turned);
    await page.locator('.timeline .primary', { hasText: 'Run' }).waitFor();
    expect(await stepOf(page)).toBe(2 * turned);
    expect(await home(page)).toBe('256 of 256');
    expect(await sentence(page)).toContain('Every disk is exactly where it began.');
    expect(await sentence(page)).toContain('Entropy of mixing 0 per disk');
  });

  it('loses the way back when one disk is nudged', async () => {
    const { page } = await stage.visit('#deeds=n150,r150&step=300');
    await page.waitForFunction(() => document.querySelector('#home')?.textContent?.startsWith('0'));
    expect(await sentence(page)).toContain('0 disks are exactly where they began');
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await stage.visit('#particles=64&deeds=r30&step=45');
    const link = await provenLink(first.page);
    const history = new History({ particles: 64, seed: 7 });
    history.rewrite([{ at: 30, kind: 'reverse' }]);
    while (history.tick < 45) history.forward();
    const inNode = createHash('sha256')
      .update(new Uint8Array(history.bits().buffer))
      .digest('hex')
      .slice(0, 16);
    expect(link).toContain(`digest=${inNode}`);
    const second = await stage.visit(link);
    await second.page.getByText(`Identical: your machine reached the same result`).waitFor();
    const third = await stage.visit(link.replace(inNode, '0123456789abcdef'));
    await third.page.getByText('Not identical').waitFor();
  });

  it('walks back to the same state it came from', async () => {
    const { page } = await stage.visit('#particles=64&step=20');
    const before = await provenLink(page);
    for (const key of ['.', '.', '.', ',', ',', ',']) {
      const from = await stepOf(page);
      await page.keyboard.press(key);
      await page.waitForFunction(
        (old) => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) !== old,
        from,
      );
    }
    expect(await stepOf(page)).toBe(20);
    expect(await provenLink(page)).toBe(before);
  });

  it('pauses while it runs, and stays where it is', async () => {
    const { page } = await stage.visit('#particles=4096');
    await page.keyboard.press('k');
    await untilStep(page, 3);
    await page.locator('.timeline .primary').click();
    await page.locator('.timeline .primary', { hasText: 'Run' }).waitFor();
    await untilStill(page);
  });

  it('hands out what it shows as a command', async () => {
    const { page } = await stage.visit('#particles=1024&deeds=n10,r10&step=12');
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs reverse --particles 1024 --steps 200 --nudge 1 --seed 7',
    );
  });

  refusesHostileLinks(stage, {
    sound: '#particles=16',
    links: [
      ['odd disks', '#particles=7'],
      ['a billion disks', '#particles=1000000000'],
      ['a grid that is none', '#grid=5'],
      ['deeds out of order', '#deeds=r9,n3'],
      ['deeds beyond count', `#deeds=${Array(50).fill('r1').join(',')}`],
      ['a step beyond the end', '#step=100000'],
      ['a seed that is none', '#seed=-1'],
      ['markup', '#deeds=%3Cscript%3E'],
    ],
    works: stepsOn,
  });

  it('computes the reference table on the reader’s machine, row by row', async () => {
    const { page } = await stage.visit();
    await page.getByRole('button', { name: 'Compute the reference table' }).click();
    // The first rows are enough here: the whole table is computed in the package's own tests.
    await page.waitForFunction(() => document.querySelectorAll('.badge tbody tr').length >= 40);
    const cells = await page.locator('.badge tbody tr td:last-child').allTextContents();
    expect(new Set(cells)).toEqual(new Set(['✓']));
  });

  outlivesItsWorker(stage, {
    worker: 'gasWorker',
    sentence: 'The gas could not be started in this browser',
  });
});
