import { createHash } from 'node:crypto';
import { begin, longest, materialOf, type Setup, type Study, start } from '@gibbs/journeys/next';
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

async function study(setup: Partial<Setup>, ...goals: number[]): Promise<Study> {
  const made = await begin({ ...start, ...setup });
  for (const goal of goals) while (made.tick !== goal) made.toward(goal);
  return made;
}

describe('the study', () => {
  it('beats counted pairs with five tokens, and is about as good with one', async () => {
    const five = await study({}, 150);
    const { bigram, unigram, uniform } = five.look(start);
    expect(five.mark().loss).toBeLessThan(bigram - 0.4);
    expect(bigram).toBeLessThan(unigram);
    expect(unigram).toBeLessThan(uniform);
    expect(five.look(start).next[0]?.text).toBe('rose');
    five.dispose();
    const one = await study({ context: 1 }, longest);
    expect(Math.abs(one.mark().loss - one.look(start).bigram)).toBeLessThan(0.1);
    one.dispose();
  });

  it('says every name it was trained on, and never one it was not', async () => {
    const made = await study({ corpus: 'names' }, longest);
    const { names } = made.look(start);
    expect(names?.seen).toBe(45);
    expect(names?.known).toBe(45);
    expect(names?.said).not.toBe('Keyvan');
    expect(names?.right).toBeLessThan(0.001);
    made.dispose();
  });

  it('is the same to the last bit whichever way a step is reached', async () => {
    const straight = await study({ context: 3 }, 75);
    const wandering = await study({ context: 3 }, 80, 5, 90, 75);
    expect(wandering.bits()).toEqual(straight.bits());
    expect(wandering.mark()).toEqual(straight.mark());
    for (const each of [straight, wandering]) each.dispose();
  });

  it('leaves out words it has never met, and says which', async () => {
    const made = await study({}, 0);
    const asked = (text: string) => made.look({ ...start, text });
    expect(asked('the old spaceship').unknown).toEqual(['spaceship']);
    expect(asked('the old spaceship').read.tokens).toEqual(asked('the old').read.tokens);
    expect(asked('').read.tokens).toEqual(['\n', '\n', '\n', '\n', '\n']);
    expect(asked('\u202Eabc\u0000 🦆').unknown).toHaveLength(2);
    made.dispose();
  });

  it('cuts a text of many words into pieces, and gives way where one is too short', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => `word${i * 7919} کلمه`).join(' ');
    const pieces = await study({ corpus: 'own', own: many }, 1);
    const look = pieces.look({ ...start, text: 'word1 🦆 کلمه' });
    expect(look.kind).toBe('pieces');
    expect(look.vocab).toBeLessThanOrEqual(512);
    expect(look.unknown).toEqual([]);
    expect(look.refused).toBeNull();
    pieces.dispose();
    for (const own of ['too short', '', 'a'.repeat(5000)]) {
      const short = await study({ corpus: 'own', own }, 1);
      expect(short.look(start).refused).toContain('the text must have many more than');
      expect(short.look(start).vocab).toBe(88);
      short.dispose();
    }
  });

  it('keeps the reader’s name out of what is learned, and in the vocabulary', async () => {
    const { text, tokenizer, names } = await materialOf({ ...start, corpus: 'names' });
    expect(text).not.toContain('Keyvan');
    expect(tokenizer.encode('Keyvan')).toHaveLength(1);
    const [first] = names as [string];
    const other = await materialOf({ ...start, corpus: 'names', name: first });
    expect(other.text.split(/\s/)).not.toContain(first);
  });
});

const losses = async (page: Page) => ({
  mlp: Number(await seen(page.locator('#mlp'))),
  bigram: Number(await seen(page.locator('#bigram'))),
});

describePage('the page on the next token', 'next', (stage) => {
  it('passes the counted pairs, and with one token only reaches them, by keyboard alone', async () => {
    const { page } = await stage.visit();
    const before = await losses(page);
    expect(before.mlp).toBeGreaterThan(before.bigram);
    await page.keyboard.press('k');
    await untilStep(page, 120);
    await page.keyboard.press('k');
    const five = await losses(page);
    expect(five.mlp).toBeLessThan(five.bigram - 0.3);
    await expect.poll(() => seen(page.locator('#next'))).toContain('Most likely: “rose”');
    for (let i = 0; i < 4; i++) await page.keyboard.press('-');
    expect(await stepOf(page)).toBe(0);
    await page.keyboard.press('k');
    await untilStep(page, 250);
    await page.keyboard.press('k');
    const one = await losses(page);
    expect(Math.abs(one.mlp - one.bigram)).toBeLessThan(0.2);
    await expect.poll(() => seen(page.locator('#next'))).not.toContain('“rose”, at 9');
  });

  it('learns names by heart and cannot say the reader’s, and leads to attention, which can', async () => {
    const { page } = await stage.visit();
    await page.getByLabel('Your name').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('کیوان');
    await page.keyboard.press('Enter');
    await untilStep(page, 300);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => seen(page.locator('#seen'))).toMatch(/^4[0-5] of 45$/);
    const said = await seen(page.locator('#unseen'));
    expect(said).toContain('Asked for کیوان, it says “');
    expect(said).not.toContain('says “کیوان”');
    expect(await page.getByLabel('Your text').inputValue()).toBe("I'm called کیوان so my name is");
    const duel = page.getByRole('link', { name: 'See attention copy it' });
    expect(await duel.getAttribute('href')).toMatch(/^\.\.\/names\/#name=/);
    await page.getByLabel('Your name').fill('two words');
    await page.keyboard.press('Enter');
    await page.getByText('A name is one word here').waitFor();
  });

  it('goes on with a chosen token, draws other samples, and one only at temperature 0', async () => {
    const { page } = await stage.visit('#step=120&text=the%20old');
    const text = page.getByLabel('Your text');
    const first = page.locator('.guesses tbody button').first();
    const token = await seen(first);
    await first.press('Enter');
    expect(await text.inputValue()).toBe(`the old ${token}`);
    const sample = () => seen(page.locator('#sample'));
    const drawn = await sample();
    await page.getByRole('button', { name: 'Draw another' }).press('Enter');
    await expect.poll(sample).not.toBe(drawn);
    await page.getByRole('slider', { name: 'Temperature' }).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => seen(page.locator('#next'))).toContain('at 100 %');
    const cold = await sample();
    await page.locator('h1').click();
    await page.keyboard.press('s');
    await page.waitForURL(/draw=3/);
    expect(await sample()).toBe(cold);
  });

  it('walks the embedding table by arrow keys', async () => {
    const { page } = await stage.visit('#step=60');
    const list = page.getByRole('listbox', { name: 'Tokens with their rows' });
    await list.focus();
    const chosen = () => seen(page.locator('#chosen-title'));
    const before = await chosen();
    await page.keyboard.press('ArrowDown');
    await expect.poll(chosen).not.toBe(before);
    await page.keyboard.press('ArrowUp');
    await expect.poll(chosen).toBe(before);
    expect(await page.locator('.embedding .books tr').count()).toBe(5);
    await page.locator('.embedding .books button').first().press('Enter');
    await expect.poll(chosen).not.toBe(before);
  });

  it('learns from a text of one’s own, and refuses ten million characters', async () => {
    const { page } = await stage.visit();
    await page.locator('.paste summary').click();
    const area = page.getByLabel('Text to learn from');
    await area.fill('one two three four five six seven eight nine ten . '.repeat(60));
    await page.getByRole('button', { name: 'Learn from this' }).click();
    await page.getByText('It learns from your 3,060 characters.').waitFor();
    await page.getByText('660 tokens, 12 different words').waitFor();
    await page.getByLabel('Your text, of which').fill('one two three');
    await page.locator('h1').click();
    await stepsOn(page);
    await area.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', 'x'.repeat(10_000_000));
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }),
      );
    });
    await page.getByText('That is 10,000,000 characters').waitFor();
    await area.fill('short');
    await page.getByRole('button', { name: 'Learn from this' }).click();
    await page.getByText('This text is too short to learn from').waitFor();
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const first = await stage.visit('#context=2&step=40&temperature=0.7');
    await first.page.getByRole('button', { name: 'Copy link with proof' }).click();
    const link = await seen(first.page.locator('.copy pre'));
    const made = await study({ context: 2 }, 40);
    const bits = new Uint8Array(made.bits().buffer);
    const inNode = createHash('sha256').update(bits).digest('hex').slice(0, 16);
    made.dispose();
    expect(link).toContain(`digest=${inNode}`);
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
    const third = await stage.visit(link.replace(inNode, '0123456789abcdef'));
    await third.page.getByText('Not identical').waitFor();
  });

  it('hands out its training as a command, where there is one', async () => {
    const { page } = await stage.visit('#context=3');
    const command = page.getByRole('button', { name: 'Copy as command' });
    await command.click();
    expect(await seen(page.locator('.copy pre'))).toBe(
      'gibbs next train --context 3 --steps 400 --seed 7',
    );
    await page.getByLabel('Learns from').selectOption('names');
    await command.waitFor({ state: 'detached' });
  });

  refusesHostileLinks(stage, {
    sound: '#context=4',
    links: [
      ['a corpus that is none', '#corpus=library'],
      ['no token to read', '#context=0'],
      ['a hundred tokens to read', '#context=100'],
      ['a name of two words', '#name=a%20b'],
      ['a name that steers the text', '#name=%E2%80%AEabc'],
      ['a text far too long', `#text=${'a'.repeat(5000)}`],
      ['a temperature below zero', '#temperature=-1'],
      ['a step beyond the end', '#step=401'],
      ['markup', '#corpus=%3Cscript%3E'],
    ],
    works: async (page) => {
      await stepsOn(page);
      await expect.poll(() => seen(page.locator('#next'))).toContain('Most likely');
    },
  });

  outlivesItsWorker(stage, {
    worker: 'nextWorker',
    sentence: 'The model could not be started in this browser',
  });
});
