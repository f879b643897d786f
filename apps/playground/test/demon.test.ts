import { createHash } from 'node:crypto';
import {
  type Deed,
  DemonRoom,
  deedKinds,
  type Keeper,
  type Mark,
  type Rule,
  start,
  teach,
} from '@gibbs/journeys/demon';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepOf,
  untilStep,
} from './pageTest.js';

const untaught = (): Keeper => {
  throw new Error('no net in this test');
};

function run(rule: Rule, ticks: number, options: Partial<typeof start> = {}): Mark[] {
  const setup = { ...start, ...options };
  const room = new DemonRoom(setup, () => teach(setup));
  room.rewrite([{ at: 0, kind: rule }]);
  const marks = [room.mark()];
  while (room.tick < ticks) {
    room.toward(ticks);
    marks.push(room.mark());
  }
  return marks;
}

describe('the demon’s room', () => {
  it('is the same to the last bit whichever way a tick is reached', () => {
    const kinds = deedKinds.filter((kind) => kind !== 'net');
    const deeds = fc
      .array(fc.record<Deed>({ at: fc.nat(90), kind: fc.constantFrom(...kinds) }), { maxLength: 6 })
      .map((list) => list.toSorted((a, b) => a.at - b.at));
    const small = { ...start, particles: 20, memory: 8 };
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(140), { maxLength: 3 }), (done, detour) => {
        const straight = new DemonRoom(small, untaught);
        const wandering = new DemonRoom(small, untaught);
        straight.rewrite(done);
        for (const tick of detour) while (wandering.tick !== tick) wandering.toward(tick);
        wandering.rewrite(done);
        for (const room of [straight, wandering]) while (room.tick !== 100) room.toward(100);
        expect(wandering.bits()).toEqual(straight.bits());
        expect(wandering.look()).toEqual(straight.look());
        expect(wandering.mark()).toEqual(straight.mark());
      }),
      { seed: 9, numRuns: 30 },
    );
  });

  it.each(['speed', 'way', 'greedy', 'net'] as const)(
    'sorts the gas under the rule %s, and in sum entropy never falls from one full memory to the next',
    (rule) => {
      const marks = run(rule, 2000);
      const last = marks.at(-1) as Mark;
      expect(last.gas).toBeLessThan(-8);
      expect(last.erasures).toBeGreaterThanOrEqual(4);
      for (const { total, tick } of marks.slice(1)) {
        expect(total).toBeGreaterThan(-1e-9);
        const later = marks[tick + 400];
        if (later) expect(later.total).toBeGreaterThan(total);
      }
    },
  );

  it('stays blind with a full memory that nobody wipes', () => {
    const marks = run('way', 900, { erases: false, memory: 32 });
    const full = marks.findIndex(({ looks }) => looks === 32);
    expect(full).toBeGreaterThan(0);
    expect(marks.slice(full).every(({ gas }) => gas === marks[full]?.gas)).toBe(true);
  });

  it('mixes again, unremembered, once nobody minds the door', () => {
    const room = new DemonRoom(start, untaught);
    room.rewrite([
      { at: 0, kind: 'way' },
      { at: 1500, kind: 'nobody' },
    ]);
    while (room.tick < 1500) room.toward(1500);
    const sorted = room.mark();
    while (room.tick < 3500) room.toward(3500);
    const mixed = room.mark();
    expect(sorted.gas).toBeLessThan(-20);
    expect(mixed.gas).toBeGreaterThan(-5);
    expect(mixed.looks).toBe(sorted.looks);
    expect(mixed.memory + mixed.bath).toBeCloseTo(sorted.memory + sorted.bath, 9);
  });

  it('teaches a net that sorts better the more lessons it had', () => {
    const sorted = (lessons: number) =>
      [7, 8, 9]
        .map((seed) => run('net', 1500, { lessons, seed }).at(-1) as Mark)
        .reduce((sum, { gas }) => sum + gas, 0);
    expect(sorted(200)).toBeLessThan(-45);
    expect(sorted(200)).toBeLessThan(sorted(0) - 20);
  });
});

const number = async (page: Page, id: string) =>
  Number((await seen(page.locator(id))).replace('−', '-').replace('e−', 'e-'));

/** The total entropy at every step that its table shows. */
async function totals(page: Page): Promise<number[]> {
  const cells = await page.locator('.total tbody td').allTextContents();
  return cells.map((text) => Number(text.replace('−', '-').replace('e−', 'e-')));
}

describePage('the page on the demon', 'demon', (stage) => {
  it('sorts by keys alone, and total entropy never falls', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('2');
    const speed = page.getByLabel('Time goes');
    await speed.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('k');
    await untilStep(page, 1500);
    await page.keyboard.press('k');
    await page.getByText('Gas, memory and surroundings together').waitFor();
    expect(await number(page, '#gas')).toBeLessThan(-20);
    expect(await number(page, '#sum')).toBeGreaterThan(50);
    expect(await number(page, '#sum')).toBeCloseTo(
      (await number(page, '#gas')) +
        (await number(page, '#memory')) +
        (await number(page, '#bath')),
      0,
    );
    await page.locator('.total summary').click();
    const rows = await totals(page);
    expect(rows.length).toBeGreaterThan(40);
    // Ten rows of the table are some forty looks: single ones may dip, so many may not.
    rows.forEach((total, row) => {
      expect(total).toBeGreaterThanOrEqual(0);
      expect(rows[row + 10] ?? Infinity).toBeGreaterThan(total);
    });
  });

  it('lets the reader mind the door by keys: time stops at each molecule', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('o');
    for (let look = 0; look < 6; look++) {
      await page.getByText('At the door waits').waitFor();
      const side = (await seen(page.locator('.chambers figcaption'))).includes('from the left');
      await page.keyboard.press(side ? 'o' : 's');
      await page.waitForFunction(
        (least) => Number(document.querySelector('#looks')?.textContent?.split(',')[0]) > least,
        look,
      );
    }
    await page.getByText('At the door waits').waitFor();
    expect(await number(page, '#gas')).not.toBe(0);
    await page.getByRole('button', { name: 'Wipe the memory' }).click();
    await page.waitForFunction(() => document.querySelector('#paid')?.textContent !== '0 kT');
    expect(await number(page, '#sum')).toBeGreaterThan(0);
  });

  it('shows what a net was taught, in words and numbers', async () => {
    const { page } = await stage.visit('#deeds=net0&step=200');
    await page.getByText('It was never told a rule').waitFor();
    expect(await page.locator('.mind tbody tr').count()).toBe(5);
    await page.getByLabel('Lessons of the net').focus();
    await page.keyboard.press('Home');
    await page.getByText('It has had no lesson').waitFor();
  });

  it('proves its link in a fresh profile, net and hand included, with the digest of Node', async () => {
    const deeds: Deed[] = [
      { at: 0, kind: 'greedy' },
      { at: 300, kind: 'hand' },
      { at: 302, kind: 'open' },
      { at: 320, kind: 'erase' },
      { at: 400, kind: 'nobody' },
    ];
    const room = new DemonRoom(start, untaught);
    room.rewrite(deeds);
    while (room.tick < 500) room.toward(500);
    const { buffer } = room.bits() as Float64Array<ArrayBuffer>;
    const digest = createHash('sha256').update(new Uint8Array(buffer)).digest('hex').slice(0, 16);
    const written = deeds.map(({ at, kind }) => `${kind}${at}`).join(',');
    const { page } = await stage.visit(`#deeds=${written}&step=500&digest=${digest}`);
    await page.getByText('identical').waitFor();
    expect(await seen(page.locator('.proof'))).toContain(digest);

    const { page: other } = await stage.visit(`#deeds=${written}&step=500&digest=0123456789abcdef`);
    await other.locator('.proof.bad').waitFor();
  });

  it('sends a link that proves itself elsewhere, with a net at the door', async () => {
    const { page } = await stage.visit('#deeds=net0&lessons=20&step=300');
    await page.getByText('It was never told a rule').waitFor();
    await page.getByRole('button', { name: 'Copy link with proof' }).click();
    const link = await seen(page.locator('.copy pre'));
    expect(link).toMatch(/digest=[0-9a-f]{16}/);
    const { page: other } = await stage.visit(link);
    await other.getByText('identical').waitFor();
    expect(await stepOf(other)).toBe(300);
  });

  refusesHostileLinks(stage, {
    sound: '#step=5',
    links: [
      ['too many molecules', '#particles=1000000'],
      ['a memory of no size', '#memory=63'],
      ['deeds of no kind', '#deeds=smash3'],
      ['deeds out of order', '#deeds=open9,open3'],
      ['a step beyond the end', '#step=999999'],
    ],
    works: async (page) => {
      await page.keyboard.press('.');
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) > 0,
      );
      await page.keyboard.press('r');
    },
  });

  outlivesItsWorker(stage, {
    worker: 'assets/demonWorker',
    sentence: 'The gas could not be started in this browser',
  });
});
