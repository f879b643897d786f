import { createHash } from 'node:crypto';
import {
  begin,
  type Deed,
  drawOn,
  type Lens,
  type Pupil,
  padPattern,
  pixelsOf,
  readPad,
  start,
  undo,
  writePad,
} from '@gibbs/journeys/digits';
import type { PenStroke } from '@gibbs/nn/tasks';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepOf,
  stepsOn,
  untilStep,
} from './pageTest.js';

/** A one that lies down: a line from left to right. */
const lyingOne = '4SoS';
const lens = (pad: string): Lens => ({ pad, digit: null, flip: false });

function walk(pupil: Pupil, ...goals: number[]): void {
  for (const goal of goals) while (pupil.tick !== goal) pupil.toward(goal);
}

async function pupil(deeds: readonly Deed[], ...goals: number[]): Promise<Pupil> {
  const made = await begin({ ...start, hidden: 16 });
  made.rewrite(deeds);
  walk(made, ...goals);
  return made;
}

describe('a drawing as text', () => {
  const coordinate = fc.integer({ min: 0, max: 55 }).map((half) => half / 2);
  const strokes = fc.array(
    fc.record({
      points: fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 }),
      erase: fc.boolean(),
    }),
    { maxLength: 6 },
  );

  it('comes back as it was written, and always has the form a link may hold', () => {
    fc.assert(
      fc.property(strokes, (drawn) => {
        const pad = writePad(drawn as PenStroke[]);
        expect(pad).toMatch(padPattern);
        expect(readPad(pad)).toEqual(drawn);
        expect(readPad(undo(pad))).toEqual(drawn.slice(0, -1));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('grows by strokes and points, and not where the pen stands still', () => {
    let pad = drawOn('', [2, 14], { begin: true, erase: false });
    pad = drawOn(pad, [25, 14], { begin: false, erase: false });
    expect(pad).toBe('4SoS');
    expect(drawOn(pad, [25, 14], { begin: false, erase: false })).toBe('4SoS');
    expect(drawOn(pad, [0, 0], { begin: true, erase: true })).toBe('4SoS.-00');
  });

  it('is seen scaled and centred', () => {
    const image = pixelsOf('4444.4AA4');
    const mass = image.reduce((sum, shade) => sum + shade, 0);
    const mean = (of: (i: number) => number) =>
      image.reduce((sum, shade, i) => sum + shade * of(i), 0) / mass;
    expect(mean((i) => i % 28)).toBeCloseTo(13.5, 0);
    expect(mean((i) => Math.floor(i / 28))).toBeCloseTo(13.5, 0);
    expect(pixelsOf('').some(Boolean)).toBe(false);
  });
});

describe('the pupil', () => {
  it('reads more than nine of ten digits after a hundred steps, from guessing', async () => {
    const made = await pupil([], 0);
    expect(made.mark().accuracy).toBeLessThan(0.3);
    expect(made.mark().loss).toBeCloseTo(Math.LN10, 0);
    walk(made, 100);
    expect(made.mark().accuracy).toBeGreaterThan(0.9);
    const { confusion, judged, misread } = made.look(lens(start.pad));
    const right = confusion.reduce((sum, row, digit) => sum + (row[digit] as number), 0);
    expect(right / judged).toBeCloseTo(made.mark().accuracy, 12);
    for (const { shown, said } of misread) expect(said).not.toBe(shown);
    made.dispose();
  });

  it('is the same to the last bit whichever way a tick is reached', async () => {
    const deeds: Deed[] = [
      { at: 30, kind: 'noise', layer: 1 },
      { at: 70, kind: 'teach', label: 1, pad: lyingOne },
    ];
    const straight = await pupil(deeds, 75);
    const wandering = await pupil(deeds, 80, 5, 90, 75);
    expect(wandering.bits()).toEqual(straight.bits());
    expect(wandering.mark()).toEqual(straight.mark());
    for (const each of [straight, wandering]) each.dispose();
  });

  it('takes a lying one for something else, learns it in a lesson, and keeps the others', async () => {
    const made = await pupil([{ at: 120, kind: 'teach', label: 1, pad: lyingOne }], 120);
    expect(made.look(lens(lyingOne)).reading?.answer).not.toBe(1);
    const before = made.mark().accuracy;
    walk(made, 121);
    const after = made.look(lens(lyingOne)).reading;
    expect(after?.answer).toBe(1);
    expect(after?.probabilities[1]).toBeGreaterThan(0.9);
    expect(made.mark().accuracy).toBeGreaterThan(before - 0.05);
    made.dispose();
  });

  it('forgets when a layer is zeroed, and learns it again', async () => {
    const made = await pupil([{ at: 60, kind: 'zero', layer: 1 }], 61);
    expect(made.mark().accuracy).toBeLessThan(0.25);
    walk(made, 200);
    expect(made.mark().accuracy).toBeGreaterThan(0.5);
    made.dispose();
  });

  it('gives reasons that add up to the logit, and a flip of few pixels', async () => {
    const made = await pupil([], 100);
    const { reading } = made.look({ ...lens(start.pad), flip: true });
    if (!reading || reading.flip === 'not asked' || !reading.flip) throw new Error('no reading');
    const parts = reading.parts.reduce((sum, each) => sum + each.activity * each.weight, 0);
    expect(parts + reading.rest + reading.bias).toBeCloseTo(reading.logit, 4);
    expect(reading.flip.to).not.toBe(reading.answer);
    expect(reading.flip.pixels).toBeLessThan(60);
    expect(made.look(lens('')).reading).toBeNull();
    made.dispose();
  });
});

const accuracy = async (page: Page) =>
  Number((await seen(page.locator('#accuracy'))).replace(/[^\d.]/g, ''));
const answer = (page: Page) => seen(page.locator('#answer'));

/** An IDX file (LeCun, Cortes and Burges) of unsigned bytes. */
function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, values]);
}

describePage('the page on digits', 'digits', (stage) => {
  it('learns to read, misreads a lying one and is taught it, by keyboard alone', async () => {
    const { page } = await stage.visit();
    expect(await accuracy(page)).toBeLessThan(30);
    await page.keyboard.press('k');
    await untilStep(page, 100);
    await page.keyboard.press('k');
    expect(await accuracy(page)).toBeGreaterThan(90);
    await page.keyboard.press('c');
    await page.getByText('Nothing yet: the sheet is empty.').waitFor();
    await page.locator('.sheet').focus();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) {
      await page.keyboard.press(`Shift+${key}`);
    }
    await page.keyboard.press('Space');
    for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Space');
    await expect.poll(() => answer(page)).toMatch(/^(A|Perhaps a) [02-9],/);
    expect(await page.locator('.sheet').getAttribute('aria-label')).toMatch(
      /pen is up at column 27/,
    );
    await page.getByLabel('This is a').focus();
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Teach it that' }).press('Enter');
    await expect.poll(() => answer(page)).toMatch(/^A 1,/);
    expect(await accuracy(page)).toBeGreaterThan(90);
    await page.getByText('Taught so far: one digit of yours, 1.').waitFor();
  });

  it('flips its answer with few pixels, and shows why it answers', async () => {
    const { page } = await stage.visit('#step=100');
    await expect.poll(() => answer(page)).toMatch(/^A 7,/);
    await page.keyboard.press('i');
    const told = await seen(page.locator('#flip', { hasText: 'changed' }));
    expect(Number(/^\d+/.exec(told)?.[0])).toBeLessThan(60);
    expect(told).toMatch(/reads [0-689]/);
    await page.getByRole('button', { name: /^3 .*%$/ }).press('Enter');
    await page.locator('#why', { hasText: 'Why is 3 at' }).press('Enter');
    expect(await seen(page.locator('#explainer h2'))).toMatch(/^p\(3\) = /);
    await page.getByRole('button', { name: /^z\(3\) = / }).press('Enter');
    await page
      .getByRole('button', { name: /^from hidden neuron/ })
      .first()
      .press('Enter');
    expect(await seen(page.locator('#explainer .working'))).toContain('h · w');
  });

  it('shows one table and one sentence for what it takes for what', async () => {
    const { page } = await stage.visit('#step=40');
    const cells = await page.locator('.confusion tbody td').allTextContents();
    expect(cells).toHaveLength(100);
    const numbers = cells.map((each) => Number(each.replace('·', '0')));
    expect(numbers.reduce((a, b) => a + b)).toBe(300);
    const right = numbers.reduce((sum, n, i) => sum + (i % 11 === 0 ? n : 0), 0);
    expect(await accuracy(page)).toBeCloseTo(right / 3, 1);
    expect(await page.locator('.misread li').count()).toBeGreaterThan(0);
  });

  it('proves a link with lessons and damage in a fresh profile, and Node agrees', async () => {
    const deeds: Deed[] = [
      { at: 40, kind: 'noise', layer: 2 },
      { at: 50, kind: 'teach', label: 1, pad: lyingOne },
    ];
    const hash = `#hidden=16&deeds=n2:40,t1:50:${lyingOne}&step=60&pad=${lyingOne}`;
    const first = await stage.visit(hash);
    await first.page.getByRole('button', { name: 'Copy link with proof' }).click();
    const link = await seen(first.page.locator('.copy pre'));
    const made = await pupil(deeds, 60);
    const bits = new Uint8Array(made.bits().buffer);
    const inNode = createHash('sha256').update(bits).digest('hex').slice(0, 16);
    made.dispose();
    expect(link).toContain(`digest=${inNode}`);
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
    expect(await answer(second.page)).toBe(await answer(first.page));
  });

  it('draws a digit itself, and hands out its training as a command', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('d');
    await page.waitForURL(/pad=|z=/);
    await page.getByRole('button', { name: 'Copy as command' }).click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs digits train --network mlp --hidden 36 --count 1000 --passes 20 --learning-rate 0.006 --seed 7',
    );
  });

  it('takes files of MNIST’s form, and says what is wrong with others', async () => {
    const { page } = await stage.visit();
    const summary = page.locator('.files summary');
    await summary.click();
    const input = page.locator('.files input');
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: '', buffer });
    await input.setInputFiles([file('notes.txt', Buffer.from('no digits at all'))]);
    await page.getByText('These files cannot be used: idx: a file begins with two zero').waitFor();
    const images = new Uint8Array(120 * 784).map((_, i) => (i * 31) % 256);
    const pictures = file('images', idx([120, 28, 28], images));
    await input.setInputFiles([pictures]);
    await page.getByText('there is no file of labels for 120 images').waitFor();
    const labels = new Uint8Array(120).map((_, i) => i % 10);
    await input.setInputFiles([file('labels', idx([120], labels)), pictures]);
    await page.getByText('It learns from 100 digits of your files now').waitFor();
    await stepsOn(page);
    expect(await seen(page.locator('.confusion'))).toContain('for 20 digits');
    await page.getByRole('button', { name: 'Back to drawn digits' }).click();
    await expect.poll(() => seen(page.locator('.confusion'))).toContain('for 300 digits');
  });

  it('un-learns when the timeline is taken back', async () => {
    const { page } = await stage.visit('#step=90&hidden=16');
    const learned = await accuracy(page);
    await page.locator('.timeline input').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => accuracy(page)).toBeLessThan(30);
    await page.keyboard.press('End');
    await expect.poll(() => accuracy(page)).toBe(learned);
    expect(await stepOf(page)).toBe(90);
  });

  refusesHostileLinks(stage, {
    sound: '#hidden=4',
    links: [
      ['neurons that are none', '#hidden=5'],
      ['a million neurons', '#hidden=1000000'],
      ['a drawing that is none', '#pad=%3Cscript%3E'],
      ['half a point', '#pad=4So'],
      ['a drawing far too long', `#pad=${'00'.repeat(5000)}`],
      ['a layer that is none', '#deeds=z3:10'],
      ['deeds out of order', '#deeds=z1:20,n1:10'],
      ['deeds beyond count', `#deeds=${Array(60).fill('z1:1').join(',')}`],
      ['a step beyond the end', '#step=401'],
      ['a file of somebody else', '#data=file'],
    ],
    works: async (page) => {
      await stepsOn(page);
      await expect.poll(() => answer(page)).toMatch(/^(A|Perhaps a) \d/);
    },
  });

  outlivesItsWorker(stage, {
    worker: 'digitsWorker',
    sentence: 'The network could not be started in this browser',
  });
});
