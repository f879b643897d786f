import { readFile } from 'node:fs/promises';
import { linkOfRun, openLink, shownCommands } from '@gibbs/journeys';
import * as demon from '@gibbs/journeys/demon';
import * as digits from '@gibbs/journeys/digits';
import * as engines from '@gibbs/journeys/engines';
import * as gate from '@gibbs/journeys/gate';
import * as heat from '@gibbs/journeys/heat';
import * as interesting from '@gibbs/journeys/interesting';
import * as lookup from '@gibbs/journeys/lookup';
import * as names from '@gibbs/journeys/names';
import * as next from '@gibbs/journeys/next';
import * as planet from '@gibbs/journeys/planet';
import * as transformer from '@gibbs/journeys/transformer';
import * as words from '@gibbs/journeys/words';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seen } from './browser.js';
import { describePage, stepOf, stepsOn } from './pageTest.js';

const picker = '#open-file';

/** Opens a file, and waits until the page says what it is to say about it. */
async function choose(page: Page, content: string, says: string, name = 'run.json'): Promise<void> {
  await page.locator('.more').evaluate((more) => {
    (more as HTMLDetailsElement).open = true;
  });
  await page
    .locator(picker)
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await page.locator('#said', { hasText: says }).waitFor();
}

async function savedFile(page: Page): Promise<string> {
  await page.locator('.more summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('gibbs-heat.json');
  return readFile(await download.path(), 'utf8');
}

describePage('work on a page', 'heat', (stage) => {
  it('is kept, and offered in the next visit of the page and of the map', async () => {
    const { page } = await stage.visit('#particles=64');
    for (const _ of [1, 2, 3]) await stepsOn(page);
    await page.waitForURL(/step=3/);
    await page.goto('about:blank');
    await page.goto(stage.url);
    await page.waitForSelector('html[data-ready]');
    expect(await stepOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Go on where you left' }).press('Enter');
    await page.waitForURL(/particles=64&step=3$/);
    expect(await stepOf(page)).toBe(3);
    expect(await page.getByRole('button', { name: 'Go on where you left' }).count()).toBe(0);
    await page.goto(stage.site.url);
    await page.locator('#works a', { hasText: 'Heat runs downhill' }).press('Enter');
    await page.waitForURL(/heat\/#particles=64&step=3$/);
    await page.waitForSelector('html[data-ready]');
    await page.locator('.more summary').click();
    await page.getByRole('button', { name: 'Forget all work' }).press('Enter');
    expect(await seen(page.locator('#said'))).toContain('Forgotten');
    await page.goto(stage.site.url);
    expect(await page.locator('#works a').count()).toBe(0);
  });

  it('is not overwritten by merely opening the page', async () => {
    const { page } = await stage.visit('#particles=64');
    await stepsOn(page);
    await page.waitForURL(/step=1/);
    for (const _ of [1, 2]) {
      await page.goto('about:blank');
      await page.goto(stage.url);
      await page.getByRole('button', { name: 'Go on where you left' }).waitFor();
      await page.waitForTimeout(400);
    }
  });

  it('survives a browser that denies storage, with a plain sentence', async () => {
    const { page } = await stage.visit('#particles=64');
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await stepsOn(page);
    await page.getByText('This browser keeps nothing').waitFor();
    await stepsOn(page);
  });

  it('opens whatever storage holds as no work at all', async () => {
    for (const stored of ['{', '[1,null,{"hash":3}]', '[{"hash":"step=%","at":1e999}]', 'null']) {
      const { page } = await stage.visit();
      await page.evaluate((value) => localStorage.setItem('gibbs-work-heat', value), stored);
      await page.reload();
      await page.waitForSelector('html[data-ready]');
      expect(await page.getByRole('button', { name: 'Go on where you left' }).count()).toBe(0);
    }
  });

  it('leaves as a file with a digest and comes back from it, proved, in a fresh profile', async () => {
    const { page } = await stage.visit('#particles=64&deeds=n2,r5&step=9');
    const file = await savedFile(page);
    expect(JSON.parse(file)).toMatchObject({
      gibbs: 'page',
      page: 'heat',
      hash: expect.stringMatching(/^particles=64&deeds=n2,r5&step=9&digest=[0-9a-f]{16}$/),
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const fresh = await stage.visit();
    await choose(fresh.page, file, 'Opened gibbs-heat.json.', 'gibbs-heat.json');
    await fresh.page.getByText('Identical: your machine reached the same result').waitFor();
    expect(await stepOf(fresh.page)).toBe(9);
    const edited = file.replace('step=9', 'step=8');
    await choose(fresh.page, edited, 'is not as it was saved');
    await fresh.page.getByText('Not identical').waitFor();
  });

  it.each([
    ['cut off', (file: string) => file.slice(0, 40), 'cut off, damaged or not JSON'],
    ['of another kind', () => '%PDF-1.7 …', 'cut off, damaged or not JSON'],
    ['of other JSON', () => '{"name":"x"}', 'neither a page saved here nor the run.json'],
    ['a list', () => '[1,2]', 'neither a page saved here nor the run.json'],
    ['of a page there is not', () => '{"gibbs":"page","page":"__proto__","hash":""}', 'neither'],
    ['of a command no page shows', () => '{"command":"constructor"}', 'No page shows runs of'],
    [
      'of a run too large for the page',
      () => '{"command":"reverse","options":{"particles":1e9,"steps":20}}',
      'it would have to have --particles from 4 to 131072',
    ],
  ])('is not lost to a file that is %s', async (_, spoil, sentence) => {
    const { page } = await stage.open();
    await page.goto(`${stage.url}#particles=16&step=2`);
    const name = `${sentence.length}<b>\u202E${'x'.repeat(99)}.json`;
    await choose(page, spoil('{"gibbs":"page","page":"heat","hash":"step=1"}'), sentence, name);
    const answer = await seen(page.locator('#said'));
    expect(answer).toContain('Your work is as it was.');
    expect(answer).not.toContain('\u202E');
    expect(await stepOf(page)).toBe(2);
  });

  it('takes the run of a command, dropped anywhere on the page', async () => {
    const { page } = await stage.visit();
    const drop = (run: object) =>
      page.evaluate((content) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], 'run.json'));
        const event = { dataTransfer, bubbles: true, cancelable: true };
        document.querySelector('h1')?.dispatchEvent(new DragEvent('drop', event));
      }, JSON.stringify(run));
    await drop({ command: 'reverse', seed: 5, options: { particles: 64, steps: 200, nudge: 0 } });
    await page.waitForURL(/#particles=64&seed=5&deeds=r10&step=20$/);
    await page.getByText('Opened run.json.').waitFor();
    await drop({
      command: 'planet',
      seed: 7,
      options: { solar: 590, albedo: 0.25, greenhouse: 0.1 },
    });
    await page.getByText('run.json belongs to another page.').waitFor();
    await page.getByRole('link', { name: 'Open it there' }).click();
    await page.waitForURL(/\/planet\/#solar=590/);
  });
});

it('shows the runs of commands by links that their pages can use', async () => {
  const pages = {
    ...{ gate, digits, lookup, next, words, names, transformer },
    ...{ heat, engines, demon, interesting, planet },
  };
  const runs: [page: keyof typeof pages, run: Record<string, unknown>][] = [
    [
      'gate',
      { command: 'xor', options: { hidden: 2, activation: 'tanh', learningRate: 0.3, steps: 40 } },
    ],
    [
      'lookup',
      {
        ...{ command: 'lookup', args: ['0.5,0.7'] },
        options: { table: 't', hard: true, temperature: 2, closeness: 'dot' },
        result: {
          keys: [
            [1, 2],
            [3, 4],
          ],
          values: [[3], [4]],
        },
      },
    ],
    ['words', { command: 'tokenizer explain', args: ['Key', 'van'], options: {} }],
    ['heat', { command: 'reverse', options: { particles: 64, steps: 200, nudge: 1 } }],
    [
      'interesting',
      { command: 'coffee', options: { model: 'stirred', size: 64, block: 4, steps: 40 } },
    ],
    ['planet', { command: 'planet', options: { solar: 1361, albedo: 0.3, greenhouse: 0.5 } }],
    [
      'names',
      {
        command: 'copy duel',
        options: {
          ...{ names: 200, position: 'fixed', embeddings: 'learned', values: 'stored' },
          ...{ steps: 120, name: 'Zoë' },
        },
      },
    ],
    [
      'digits',
      { command: 'digits train', options: { network: 'mlp', hidden: 16, passes: 3, count: 1000 } },
    ],
    ['next', { command: 'next train', options: { context: 2, steps: 40 } }],
    ['transformer', { command: 'train', options: { channels: 64, steps: 60 } }],
    ['demon', { command: 'demon', options: { particles: 100, memory: 64, erase: false } }],
    ['engines', { command: 'engine', args: ['otto'], options: { hot: 600, cold: 300 } }],
    ['engines', { command: 'fridge', options: { hot: 310, cold: 270 } }],
    ['heat', { command: 'mix', options: {} }],
    ['heat', { command: 'gas', options: {} }],
  ];
  expect(runs.map(([, { command }]) => command).sort()).toEqual(shownCommands.toSorted());
  for (const [page, run] of runs) {
    const link = linkOfRun({ args: [], seed: 9, ...run }) as {
      page: string;
      state: Record<string, string>;
    };
    expect(link.page).toBe(page);
    const { fields, start } = pages[page] as unknown as typeof heat;
    const { repairs } = await openLink(`${new URLSearchParams(link.state)}`, fields, start);
    expect(repairs, page).toEqual([]);
  }
  expect(linkOfRun({ command: 'check' })).toEqual({ unknown: 'check' });
  expect(linkOfRun({ command: 'engine', args: ['diesel'], options: {} })).toEqual({
    reason: 'the cycle carnot, stirling, otto, got diesel',
  });
  expect(linkOfRun({ command: 'planet', options: { solar: 9 } })).toEqual({
    reason: '--solar from 100 to 3000, got 9',
  });
});
