import { sweepXor } from '@gibbs/nn/tasks';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, outlivesItsWorker, refusesHostileLinks } from './pageTest.js';

const solvedOf = (sentence: string) => Number(/^(\d+) of 256/.exec(sentence)?.[1]);

/** How many networks have learned it once the sentence speaks of this many neurons and steps. */
async function solved(page: Page, width: number, steps: number): Promise<number> {
  const end = `with ${width} hidden ${width === 1 ? 'neuron' : 'neurons'} have learned XOR after ${steps} steps.`;
  await page.locator('#solved', { hasText: end }).waitFor();
  return solvedOf(await seen(page.locator('#solved')));
}

describePage('the page on gates and neurons', 'gate', (stage) => {
  it('shows by keyboard alone that one neuron never learns XOR, two by luck, four nearly always', async () => {
    const { page } = await stage.visit('#step=119');
    await solved(page, 2, 595);
    await page.keyboard.press('k');
    const two = await solved(page, 2, 600);
    await page.keyboard.press('-');
    const one = await solved(page, 1, 600);
    for (const _ of [1, 2, 3]) await page.keyboard.press('+');
    const four = await solved(page, 4, 600);
    expect(one).toBe(0);
    expect(two).toBeGreaterThan(256 * 0.4);
    expect(two).toBeLessThan(256 * 0.65);
    expect(four).toBeGreaterThan(256 * 0.9);
  });

  it('counts what the package counts in Node', async () => {
    const [sweep] = sweepXor({ widths: [3], steps: 101 });
    const { page } = await stage.visit('#width=3&step=20');
    expect(await solved(page, 3, 100)).toBe(sweep?.solved);
  });

  it('unlearns when time is scrubbed back, and learns the same again', async () => {
    const { page } = await stage.visit('#step=40');
    const later = await solved(page, 2, 200);
    await page.locator('.timeline input').focus();
    await page.keyboard.press('Home');
    expect(await solved(page, 2, 0)).toBeLessThan(later);
    await page.keyboard.press('End');
    expect(await solved(page, 2, 200)).toBe(later);
  });

  it('chooses a network by arrow keys and by pointer, and keeps it in the link', async () => {
    const { page } = await stage.visit();
    await solved(page, 2, 40);
    await page.locator('.chooser g').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await seen(page.locator('#one-title'))).toBe('Seed 17 from inside');
    await page.waitForURL(/#seed=17$/);
    const second = await stage.visit(page.url());
    await solved(second.page, 2, 40);
    expect(await second.page.locator('.truth').allInnerTexts()).toEqual(
      await page.locator('.truth').allInnerTexts(),
    );
    const box = await page.locator('.chooser').boundingBox();
    if (box === null) throw new Error('no picture of the networks');
    await page.mouse.click(box.x + box.width * 0.99, box.y + 2);
    expect(await seen(page.locator('#one-title'))).toBe('Seed 15 from inside');
  });

  it('bends a line into a gate', async () => {
    const { page } = await stage.open();
    await page.getByLabel('Response').focus();
    await page.keyboard.press('Home');
    expect(await seen(page.locator('.morph'))).toContain('no line gets more than 3 of the 4 rows');
    expect(await seen(page.locator('#morph-score'))).not.toBe('4 of 4 rows right');
    await page.keyboard.press('End');
    expect(await seen(page.locator('#morph-score'))).toBe('4 of 4 rows right');
  });

  it('wires XOR from NAND, switch by switch', async () => {
    const { page } = await stage.open();
    const table: string[] = [];
    for (const name of ['a', 'b', 'a', 'b']) {
      await page.getByRole('button', { name: `${name} =` }).press('Enter');
      const bits = await page.locator('.circuit button').allInnerTexts();
      table.push(`${bits.join(' ')} ${await seen(page.locator('.circuit output'))}`);
    }
    expect(table).toEqual([
      'a = 0 b = 0 a XOR b = 0',
      'a = 0 b = 1 a XOR b = 1',
      'a = 1 b = 1 a XOR b = 0',
      'a = 1 b = 0 a XOR b = 1',
    ]);
  });

  refusesHostileLinks(stage, {
    sound: '#width=3',
    links: [
      ['no neuron', '#width=0'],
      ['a million neurons', '#width=1000000'],
      ['an activation that is none', '#activation=magic'],
      ['a learning rate that is none', '#learningRate=1e9'],
      ['a seed that is none', '#seed=256'],
      ['a step beyond the end', '#step=121'],
      ['markup', '#activation=%3Cb%3E'],
    ],
    works: async (page) => {
      expect(await solved(page, 2, 40)).toBeGreaterThan(0);
    },
  });

  outlivesItsWorker(stage, {
    worker: 'multiverseWorker',
    sentence: 'The networks could not be trained in this browser',
  });
});
