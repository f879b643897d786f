import type { Page } from 'playwright-core';
import { afterAll, afterEach, test as bare, describe, expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { hasBrowser, open, Profiles, seen, type Visit, type Visitor } from './browser.js';
import { type Site, serveSite } from './site.js';

/** Where the tests of one page take place: the built site, and profiles of a real browser. */
export interface Stage {
  /** The page's own address. */
  readonly url: string;
  readonly site: Site;
  /** The page in a profile that the tests of this page share. */
  open: () => Promise<Visit>;
  /** The page in a fresh profile; `link` is a hash, or a whole address. Left after the test. */
  visit: (link?: string, visitor?: Visitor) => Promise<Visit>;
  /** A fresh profile before it goes anywhere, left after the test. */
  enter: (visitor?: Visitor) => Promise<Visit>;
}

interface House {
  site: Site;
  profiles: Profiles;
}

/** One site and one browser for all the files that a worker runs, closed when the worker ends. */
const test = bare
  .extend('under', { scope: 'worker' }, '/some/path/')
  .extend('house', { scope: 'worker' }, async ({ under }, { onCleanup }): Promise<House> => {
    const profiles = new Profiles();
    const site = await serveSite({ under });
    onCleanup(async () => {
      await profiles.close();
      await site.close();
    });
    return { site, profiles };
  });

/**
 * Tests of one page in a real Chromium. After each of them every page it visited must have been
 * without trouble: no console error, no uncaught error, no request that leaves the site.
 * `sharer` is who the tests of this page share its open page as.
 */
export function describePage(
  name: string,
  id: PageId,
  tests: (stage: Stage) => void,
  sharer: Visitor = {},
): void {
  describe.skipIf(!hasBrowser)(name, () => {
    let house: House | undefined;
    let shared: Visit | undefined;
    const visits: Visit[] = [];
    const given = (): House => {
      if (house === undefined) throw new Error('describePage: the stage is set within tests only.');
      return house;
    };
    const stage: Stage = {
      get url() {
        return id === 'home' ? stage.site.url : `${stage.site.url}${id}/`;
      },
      get site() {
        return given().site;
      },
      async open() {
        if (shared === undefined) {
          shared = await given().profiles.enter(sharer);
          await open(shared.page, stage.url);
        }
        return shared;
      },
      async visit(link = '', visitor = {}) {
        const made = await stage.enter(visitor);
        const url = new URL(link, stage.url).href;
        if (visitor.javaScriptEnabled === false) await made.page.goto(url);
        else await open(made.page, url);
        return made;
      },
      async enter(visitor = {}) {
        const made = await given().profiles.enter(visitor);
        visits.push(made);
        return made;
      },
    };
    const leave = async (made: Visit[], spoilt: boolean) => {
      for (const each of made) await given().profiles.leave(each, spoilt);
      return made.flatMap(({ troubles }) => troubles.splice(0));
    };
    test.beforeAll(({ house: built }) => {
      house = built;
    });
    afterEach(async ({ task }) => {
      const failed = task.result?.state === 'fail';
      const troubles = await leave(visits.splice(0), failed);
      troubles.push(...(shared?.troubles.splice(0) ?? []));
      if (failed && shared !== undefined) {
        await leave([shared], true);
        shared = undefined;
      }
      expect(troubles).toEqual([]);
    });
    afterAll(async () => {
      if (shared !== undefined) await leave([shared], false);
    });
    tests(stage);
  });
}

/** What is wrong with a link whatever the page. */
const hostileAnywhere: readonly (readonly [what: string, hash: string])[] = [
  ['an unknown part', '#colour=red'],
  ['a broken escape', '#colour=%E0%A4%A&shape=%ZZ'],
  ['a packed part cut off', '#z=q1ZKLElN'],
  ['a packed part that is no packing', '#z=%00%00%00'],
  ['names of the language itself', '#__proto__=1&constructor=2&toString=3'],
  ['two hundred thousand characters', `#step=${'1'.repeat(200_000)}`],
];

interface Hostility {
  /** What is wrong with links to this page alone, and their hashes. */
  links: readonly (readonly [what: string, hash: string])[];
  /** A sound link, opened before each of them. */
  sound: string;
  /** That the page still does its work. */
  works: (page: Page) => Promise<void>;
}

/** Every link that is cut, edited or hostile opens the page with a plain sentence, and it still works. */
export function refusesHostileLinks(stage: Stage, { links, sound, works }: Hostility): void {
  it.each([...links, ...hostileAnywhere])(
    'opens a link with %s, says so in a sentence, and still works',
    async (_, hash) => {
      const { page } = await stage.open();
      await page.goto(stage.url + sound);
      await page.locator('.notice').waitFor({ state: 'detached' });
      await page.goto(stage.url + hash);
      const notice = page.locator('.notice p', { hasText: 'of this link could not be read' });
      await notice.waitFor();
      const said = await seen(notice);
      await works(page);
      // The sentence may quote what the link said, the page may not.
      expect((await seen(page.locator('main'))).replace(said, '')).not.toContain('NaN');
    },
  );
}

/** That a worker which does not load leaves a sentence, and what still works then. */
export function outlivesItsWorker(
  stage: Stage,
  {
    worker,
    sentence,
    works,
  }: { worker: string; sentence: string; works?: (page: Page) => Promise<void> },
): void {
  it(`says so where ${worker} does not load`, async () => {
    const { page, troubles } = await stage.enter();
    await page.route(`**/${worker}*`, (route) => route.abort());
    await page.goto(stage.url);
    await page.getByText(sentence).waitFor();
    await works?.(page);
    // The browser says in the console what did not load.
    troubles.length = 0;
  });
}

/** How long a whole training may take. */
export const training = { timeout: 240_000 };

/** The step that the timeline shows. */
export async function stepOf(page: Page): Promise<number> {
  return Number(await page.locator('.timeline input').inputValue());
}

/** Waits until the timeline has come to a step, or past it. */
export async function untilStep(page: Page, step: number): Promise<void> {
  await page.waitForFunction(
    (least) => Number(document.querySelector<HTMLInputElement>('.timeline input')?.value) >= least,
    step,
  );
}

/** Waits until the timeline stands still. */
export async function untilStill(page: Page): Promise<void> {
  const passed = async () => {
    const from = await stepOf(page);
    await page.waitForTimeout(500);
    return (await stepOf(page)) - from;
  };
  await expect.poll(passed).toBe(0);
}

/** One step on by key, and waits until it has been taken. */
export async function stepsOn(page: Page): Promise<void> {
  const from = await stepOf(page);
  await page.keyboard.press('.');
  await untilStep(page, from + 1);
}
