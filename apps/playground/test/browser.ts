import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContextOptions,
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

export function launch(): Promise<Browser> {
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

/** Opens an address in a fresh profile and waits until it has opened its link. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  // Offline copies would answer for the site, and be fetched by every visit.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!message.text().startsWith('Service Worker registration blocked'))
      troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== new URL(url).origin) {
      troubles.push(`off-origin: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]');
  return { page, troubles };
}

/** The text of an element as it is seen. */
export function seen(element: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden or set in capitals by style must read as seen
  return element.innerText();
}
