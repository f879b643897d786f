import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PageId } from '../src/prerender.js';
import { hasBrowser, launch, seen, type Visit, visit } from './browser.js';
import { type Site, serveSite } from './site.js';

/** Where the tests of one page take place: the built site, a real browser, and a page that stays open. */
export interface Stage {
  /** The page's own address. */
  readonly url: string;
  readonly site: Site;
  readonly browser: Browser;
  /** The page in a profile that the tests of this page share. */
  readonly open: Visit;
  /** The page in a fresh profile; `link` is a hash, or a whole address. Closed after the test. */
  visit: (link?: string, options?: BrowserContextOptions) => Promise<Visit>;
}

let browser: Browser | undefined;
let site: Site | undefined;
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/**
 * Tests of one page in a real Chromium. After each of them every page it visited must have been
 * without trouble: no console error, no uncaught error, no request that leaves the site.
 */
export function describePage(name: string, id: PageId, tests: (stage: Stage) => void): void {
  describe.skipIf(!hasBrowser)(name, () => {
    const visits: Visit[] = [];
    let shared: Visit | undefined;
    const given = <T>(value: T | undefined): T => {
      if (value === undefined) throw new Error('describePage: the stage is set within tests only.');
      return value;
    };
    const stage: Stage = {
      get url() {
        return id === 'home' ? stage.site.url : `${stage.site.url}${id}/`;
      },
      get site() {
        return given(site);
      },
      get browser() {
        return given(browser);
      },
      get open() {
        return given(shared);
      },
      async visit(link = '', options = {}) {
        const made = await visit(stage.browser, new URL(link, stage.url).href, options);
        visits.push(made);
        return made;
      },
    };
    beforeAll(async () => {
      site ??= await serveSite();
      browser ??= await launch();
      shared = await visit(browser, stage.url);
    });
    afterEach(async () => {
      const made = visits.splice(0);
      for (const { page } of made) await page.context().close();
      expect([stage.open, ...made].flatMap(({ troubles }) => troubles.splice(0))).toEqual([]);
    });
    afterAll(async () => {
      await shared?.page.context().close();
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
      const { page } = stage.open;
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
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.route(`**/${worker}*`, (route) => route.abort());
    await page.goto(stage.url);
    await page.getByText(sentence).waitFor();
    await works?.(page);
    await context.close();
  });
}

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

/** One step on by key, and waits until it has been taken. */
export async function stepsOn(page: Page): Promise<void> {
  const from = await stepOf(page);
  await page.keyboard.press('.');
  await untilStep(page, from + 1);
}
