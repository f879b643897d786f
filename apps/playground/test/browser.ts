import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser to test in; without one the tests of pages are skipped, and counted. */
export const hasBrowser: boolean = existsSync(executablePath);

if (!hasBrowser) {
  console.warn(
    `No browser at ${executablePath}: the tests of pages are skipped. To get one: apt-get install -y chromium`,
  );
}

/** How long anything on a page may take before it counts as never: a busy machine is no failure. */
const patience = 60_000;

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page in a fresh profile, with everything it should not do written down. */
export interface Visit {
  page: Page;
  /** Console errors, uncaught errors and requests that leave the site. */
  troubles: string[];
}

/** What a visitor's browser is like. */
export interface Visitor extends BrowserContextOptions {
  /** Code that runs on every page before its own, to take away what a poorer browser lacks. */
  before?: string;
}

interface Profile {
  page: Page;
  session: CDPSession;
  /** Where the present visit's trouble is written down. */
  troubles: string[];
  /** The first origin of the present visit: all requests should go there. */
  home: string | undefined;
}

/**
 * The profiles of one browser. To open a window costs more than to load a page, so a window that has been left is
 * emptied of all that a site can keep or a test can set, and lent to the next visitor of the same kind.
 */
export class Profiles {
  #browser: Browser | undefined;
  readonly #free = new Map<string, Profile[]>();
  readonly #lent = new Map<Visit, { profile: Profile; visitor: Visitor }>();

  /** An empty page in a fresh profile. */
  async enter(visitor: Visitor = {}): Promise<Visit> {
    const profile = this.#free.get(JSON.stringify(visitor))?.pop() ?? (await this.#make(visitor));
    profile.troubles = [];
    const visit = { page: profile.page, troubles: profile.troubles };
    this.#lent.set(visit, { profile, visitor });
    return visit;
  }

  /** Takes a page back; one that is `spoilt`, since a test may still be at work on it, is closed. */
  async leave(visit: Visit, spoilt = false): Promise<void> {
    const lent = this.#lent.get(visit);
    if (!lent) return;
    this.#lent.delete(visit);
    const { profile, visitor } = lent;
    const emptied = !spoilt && (await empty(profile, visitor).catch(() => false));
    if (!emptied) return profile.page.context().close();
    const kind = JSON.stringify(visitor);
    this.#free.set(kind, [...(this.#free.get(kind) ?? []), profile]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  async #make({ before, ...options }: Visitor): Promise<Profile> {
    if (!this.#browser?.isConnected()) {
      this.#free.clear();
      this.#browser = await launch();
    }
    // Offline copies would answer for the site, and be fetched by every visit.
    const context = await this.#browser.newContext({ serviceWorkers: 'block', ...options });
    context.setDefaultTimeout(patience);
    if (before !== undefined) await context.addInitScript(before);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const profile: Profile = { page, session, troubles: [], home: undefined };
    writeTroubles(profile);
    return profile;
  }
}

function writeTroubles(profile: Profile): void {
  const { page } = profile;
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!message.text().startsWith('Service Worker registration blocked'))
      profile.troubles.push(message.text());
  });
  page.on('pageerror', (error) => profile.troubles.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (['about:', 'blob:', 'data:'].includes(protocol)) return;
    profile.home ??= origin;
    if (origin !== profile.home) profile.troubles.push(`off-origin: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) profile.troubles.push(`${response.status()}: ${response.url()}`);
  });
}

/** Forgets what the site has kept, and undoes what a test may have set. */
async function empty(profile: Profile, visitor: Visitor): Promise<true> {
  const { page, session, home } = profile;
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.setOffline(false);
  await page.goto('about:blank');
  if (home !== undefined)
    await session.send('Storage.clearDataForOrigin', { origin: home, storageTypes: 'all' });
  await context.clearCookies();
  await context.clearPermissions();
  await page.setViewportSize(visitor.viewport ?? { width: 1280, height: 720 });
  await page.emulateMedia({
    media: null,
    colorScheme: visitor.colorScheme ?? 'light',
    reducedMotion: visitor.reducedMotion ?? 'no-preference',
    forcedColors: visitor.forcedColors ?? 'none',
  });
  await page.mouse.move(0, 0);
  profile.home = undefined;
  return true;
}

/** Opens an address, and waits until the page has opened its link. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** The text of an element as it is seen. */
export function seen(element: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden or set in capitals by style must read as seen
  return element.innerText();
}
