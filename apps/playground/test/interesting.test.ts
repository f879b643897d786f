import { createHash } from 'node:crypto';
import { Cup, type Mark, pieceLength, type Setup, start } from '@gibbs/journeys/interesting';
import { describe, expect, it } from 'vitest';
import { piecesOf, verdictOf } from '../src/pages/interesting/verdict.js';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepOf,
  stepsOn,
  untilStep,
} from './pageTest.js';

const { measure: _measure, step: _step, ...setup } = start;

function run(options: Partial<Setup>, ticks: number): Mark[] {
  const cup = new Cup({ ...setup, ...options });
  const marks = [cup.mark()];
  while (cup.tick < ticks) {
    cup.toward(ticks);
    marks.push(cup.mark());
  }
  return marks;
}

/** How far the highest complexity stands above the larger of the two ends. */
function hump(marks: readonly Mark[]): number {
  const values = marks.map(({ complexity }) => complexity);
  return Math.max(...values) / Math.max(values[0] as number, values.at(-1) as number);
}

describe('the cup', () => {
  it('is the same to the last bit whichever way a step is reached', () => {
    const straight = new Cup({ ...setup, size: 64 });
    const wandering = new Cup({ ...setup, size: 64 });
    while (straight.tick < 70) straight.toward(70);
    for (const goal of [90, 3, 80, 70]) while (wandering.tick !== goal) wandering.toward(goal);
    expect(wandering.bits()).toEqual(straight.bits());
    expect(wandering.mark()).toEqual(straight.mark());
  });

  it('grows in entropy all along, and in interest only on the way, where it is stirred', () => {
    const marks = run({}, 120);
    for (const each of [20, 40, 60, 80, 100, 120]) {
      expect((marks[each] as Mark).entropy).toBeGreaterThan(
        (marks[each - 20] as Mark).entropy - 0.005,
      );
    }
    expect(hump(marks)).toBeGreaterThan(3);
    expect(hump(run({ model: 'exclusion' }, 120))).toBeLessThan(hump(marks));
  });
});

describe('the meter on something of one’s own', () => {
  it('finds the piece of a text that says most', () => {
    const dull = 'la '.repeat(2000).slice(0, pieceLength);
    const prose = Array.from(
      { length: 400 },
      (_, i) => `${i} green bottles hanging; ${i * 7} fell. `,
    )
      .join('')
      .slice(0, pieceLength);
    const { peak, pieces, reading } = verdictOf({ kind: 'text', text: dull + prose + dull });
    expect(pieces).toHaveLength(3);
    expect(peak).toBe(1);
    expect(reading.entropy).toBeGreaterThan(1);
  });

  it('loses no character of a text cut into pieces', () => {
    for (const length of [0, 1, pieceLength - 1, pieceLength, 2 * pieceLength + 7]) {
      const text = 'x'.repeat(length);
      expect(piecesOf(text).join('')).toBe(text);
    }
  });

  it('tells a drawing from an empty sheet', () => {
    const width = 48;
    const empty = new Uint8Array(width * width);
    const rings = empty.map((_, i) => {
      const [x, y] = [(i % width) - 24, Math.floor(i / width) - 24];
      return Math.floor(Math.hypot(x, y) / 6) % 2;
    });
    const of = (cells: Uint8Array<ArrayBuffer>) =>
      verdictOf({ kind: 'drawing', cells, width }, { block: 4 }).reading.complexity;
    expect(of(empty)).toBe(0);
    expect(of(rings)).toBeGreaterThan(50);
  });
});

describePage('the page on what is interesting', 'interesting', (stage) => {
  it('takes the reader to the peak strictly inside the run, by keyboard alone', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('k');
    await untilStep(page, 60);
    await page.keyboard.press('k');
    const last = await stepOf(page);
    await page.keyboard.press('m');
    await page.waitForFunction(
      (end) => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) < end,
      last,
    );
    const peak = await stepOf(page);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(last);
    expect(await seen(page.locator('#peak'))).toContain(`step ${peak},`);
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await stage.visit('#size=64&block=4&step=20');
    await first.page.getByRole('button', { name: 'Copy link with proof' }).click();
    const link = await seen(first.page.locator('.copy pre'));
    const cup = new Cup({ ...setup, size: 64, block: 4 });
    while (cup.tick < 20) cup.toward(20);
    const bits = new Uint8Array((cup.bits() as Float64Array<ArrayBuffer>).buffer);
    const inNode = createHash('sha256').update(bits).digest('hex').slice(0, 16);
    expect(link).toContain(`digest=${inNode}`);
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
  });

  it('measures a text and a drawing, and refuses ten megabytes in a sentence', async () => {
    const { page } = await stage.visit();
    await page.getByText('The same meter on something of yours').click();
    await page.locator('.own textarea').fill('Ein Text, اردو and 👋. '.repeat(40));
    await page.getByRole('button', { name: 'Measure the text' }).click();
    await page.locator('[data-reading=entropy]').waitFor();
    await page.locator('.sheet').focus();
    for (const key of [' ', 'ArrowRight', ' ', 'ArrowDown', ' ']) await page.keyboard.press(key);
    expect(await page.locator('.sheet').getAttribute('aria-label')).toContain('3 of them painted');
    await page.getByRole('button', { name: 'Measure the drawing' }).click();
    await page.waitForFunction(
      () => document.querySelector('[data-reading=complexity]')?.textContent !== undefined,
    );
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'x'.repeat(10_000_000));
      document
        .querySelector('.own textarea')
        ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await page.getByText('A text may have at most 200,000 characters').waitFor();
    await page.locator('.own input[type=file]').setInputFiles({
      name: 'notes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('no picture'),
    });
    await page.getByText('This file is no picture').waitFor();
  });

  refusesHostileLinks(stage, {
    sound: '#size=64',
    links: [
      ['a model that is none', '#model=shaken'],
      ['a block that is none', '#block=3'],
      ['a cup of a million', '#size=1000000'],
      ['a step beyond the end', '#step=9999999'],
      ['markup', '#measure=%3Cscript%3E'],
    ],
    works: stepsOn,
  });

  outlivesItsWorker(stage, {
    worker: 'cupWorker',
    sentence: 'The cup could not be started in this browser',
  });
});
