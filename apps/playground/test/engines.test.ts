import { createHash } from 'node:crypto';
import {
  type Deed,
  EngineRoom,
  hands,
  lapsOf,
  type Mark,
  type Setup,
  start,
} from '@gibbs/journeys/engines';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { loopOf } from '../src/pages/engines/loops.js';
import { seen } from './browser.js';
import {
  describePage,
  outlivesItsWorker,
  refusesHostileLinks,
  stepOf,
  stepsOn,
  untilStep,
} from './pageTest.js';

const { deeds: _deeds, step: _step, ...setup } = start;

function run(options: Partial<Setup>, ticks: number, deeds: Deed[] = []): Mark[] {
  const room = new EngineRoom({ ...setup, ...options });
  room.rewrite(deeds);
  const marks = [room.mark()];
  while (room.tick < ticks) {
    room.toward(ticks);
    marks.push(room.mark());
  }
  return marks;
}

describe('the engine room', () => {
  it('is the same to the last bit whichever way a tick is reached', () => {
    const deeds = fc
      .array(fc.record<Deed>({ at: fc.nat(90), kind: fc.constantFrom(...hands) }), { maxLength: 4 })
      .map((list) => list.toSorted((a, b) => a.at - b.at));
    const small = { ...setup, disks: 12, speed: 0.4 };
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(140), { maxLength: 3 }), (done, detour) => {
        const straight = new EngineRoom(small);
        const wandering = new EngineRoom(small);
        straight.rewrite(done);
        for (const tick of detour) while (wandering.tick !== tick) wandering.toward(tick);
        wandering.rewrite(done);
        for (const room of [straight, wandering]) while (room.tick !== 100) room.toward(100);
        expect(wandering.bits()).toEqual(straight.bits());
        expect(wandering.mark()).toEqual(straight.mark());
      }),
      { seed: 9, numRuns: 12 },
    );
  });

  it('keeps the first law at every tick, in a cycle and by hand', () => {
    const byHand: Deed[] = [
      { at: 50, kind: 'hot' },
      { at: 50, kind: 'out' },
      { at: 120, kind: 'in' },
      { at: 140, kind: 'apart' },
    ];
    for (const deeds of [[], byHand]) {
      const marks = run({ disks: 40 }, 300, deeds);
      const first = marks[0] as Mark;
      for (const { heatHot, heatCold, work, energy } of marks) {
        expect(Math.abs(heatHot + heatCold - work - (energy - first.energy))).toBeLessThan(1e-9);
      }
    }
  });

  it('turns less heat into work than Carnot allows, and its loop encloses the work', () => {
    const marks = run({}, 6400);
    const laps = lapsOf(marks, 6400).filter(({ lap }) => lap > 0);
    expect(laps.length).toBeGreaterThan(7);
    const work = laps.reduce((sum, lap) => sum + lap.work, 0);
    const heat = laps.reduce((sum, lap) => sum + lap.heatHot, 0);
    expect(work / heat).toBeGreaterThan(0.25);
    expect(work / heat).toBeLessThan(0.5);
    const [lap] = laps as [ReturnType<typeof lapsOf>[number]];
    const loop = loopOf(marks, 6400, lap.lap);
    const enclosed = loop.reduce((sum, { area, pressure }, i) => {
      const next = loop[(i + 1) % loop.length] as (typeof loop)[number];
      return sum + ((pressure + next.pressure) / 2) * (next.area - area);
    }, 0);
    expect(Math.abs(enclosed / lap.work - 1)).toBeLessThan(0.15);
  });

  it('lifts heat from the cold side when it runs backwards', () => {
    const laps = lapsOf(run({ reverse: true, speed: 0.05 }, 4000), 4000).filter(
      ({ lap }) => lap > 0,
    );
    const sum = (pick: (lap: (typeof laps)[number]) => number) =>
      laps.reduce((total, lap) => total + pick(lap), 0);
    expect(sum(({ heatCold }) => heatCold)).toBeGreaterThan(0);
    expect(sum(({ work }) => work)).toBeLessThan(0);
    expect(sum(({ heatCold }) => heatCold) / -sum(({ work }) => work)).toBeLessThan(1);
  });
});

const number = async (page: Page, id: string) =>
  Number((await seen(page.locator(id))).replace('−', '-').replace('e−', 'e-'));

describePage('the page on engines', 'engines', (stage) => {
  it('shows an efficiency below the limit after some rounds, and turns into a refrigerator on v', async () => {
    const { page } = await stage.visit('#step=2500');
    await page.waitForFunction(() => document.querySelector('#performance')?.textContent !== '–');
    await page.waitForFunction(() => document.querySelectorAll('.laps tbody tr').length >= 3);
    const share = Number((await seen(page.locator('#performance'))).replace(' %', ''));
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(50);
    expect(Math.abs(await number(page, '#off'))).toBeLessThan(1e-9);
    await page.keyboard.press('v');
    await page.getByText('Backwards through').waitFor();
    await untilStep(page, 20);
    await page.keyboard.press('k');
    expect(await seen(page.locator('.choice'))).toContain('Refrigerator');
  });

  it('is driven by hand, by keys alone', async () => {
    const { page } = await stage.visit();
    for (const key of ['1', 'o']) await page.keyboard.press(key);
    await untilStep(page, 30);
    await page.keyboard.press('k');
    expect(await seen(page.locator('.cylinder figcaption'))).toBe('Driven by hand');
    expect(await number(page, '#heat-hot')).toBeGreaterThan(0);
    expect(await number(page, '#heat-cold')).toBe(0);
    expect(page.url()).toContain('/engines/');
  });

  it('proves a link in a fresh profile, and Node agrees on the digest', async () => {
    const deeds: Deed[] = [
      { at: 10, kind: 'cold' },
      { at: 10, kind: 'in' },
    ];
    const first = await stage.visit('#disks=20&deeds=cold10,in10&step=70');
    await first.page.getByRole('button', { name: 'Copy link with proof' }).click();
    const link = await seen(first.page.locator('.copy pre'));
    const room = new EngineRoom({ ...setup, disks: 20 });
    room.rewrite(deeds);
    while (room.tick < 70) room.toward(70);
    const bits = new Uint8Array((room.bits() as Float64Array<ArrayBuffer>).buffer);
    const inNode = createHash('sha256').update(bits).digest('hex').slice(0, 16);
    expect(link).toContain(`digest=${inNode}`);
    const second = await stage.visit(link);
    await second.page.getByText('Identical: your machine reached the same result').waitFor();
  });

  it('goes back as well as on', async () => {
    const { page } = await stage.visit('#disks=20&step=70');
    const width = await page.locator('.cylinder canvas').getAttribute('aria-label');
    for (const key of ['.', '.', ',', ',']) {
      const from = await stepOf(page);
      await page.keyboard.press(key);
      await page.waitForFunction(
        (old) => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) !== old,
        from,
      );
    }
    expect(await stepOf(page)).toBe(70);
    expect(await page.locator('.cylinder canvas').getAttribute('aria-label')).toBe(width);
  });

  refusesHostileLinks(stage, {
    sound: '#disks=20',
    links: [
      ['a machine that is none', '#cycle=perpetual'],
      ['a hot side that is not hot', '#hot=1'],
      ['a million disks', '#disks=1000000'],
      ['deeds out of order', '#deeds=out9,in3'],
      ['a deed that is none', '#deeds=jump3'],
      ['a step beyond the end', '#step=9999999'],
      ['markup', '#cycle=%3Cscript%3E'],
    ],
    works: stepsOn,
  });

  outlivesItsWorker(stage, {
    worker: 'engineWorker',
    sentence: 'The engine could not be started in this browser',
  });
});
