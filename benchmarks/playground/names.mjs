// Seconds from opening the page on names until attention has read the reader's own name, never trained on, from the
// sentence it is asked in; both students are trained from nothing:
//   pnpm build && node benchmarks/playground/names.mjs [rounds]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const playground = join(import.meta.dirname, '../../apps/playground');
const { chromium } = createRequire(join(playground, 'package.json'))('playwright-core');
const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
const server = createServer(async ({ url }, response) => {
  const { pathname } = new URL(url, 'http://x');
  const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  try {
    const body = await readFile(join(playground, 'dist', file));
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
for (let round = 0; round < Number(process.argv[2] ?? 3); round++) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const from = performance.now();
  const since = () => ((performance.now() - from) / 1000).toFixed(2);
  await page.goto(`http://127.0.0.1:${server.address().port}/names/`);
  await page.waitForSelector('html[data-ready]', { timeout: 120_000 });
  const ready = since();
  await page.keyboard.press('k');
  await page.locator('#answer-attention .good').waitFor({ timeout: 120_000 });
  const read = since();
  await page.locator('.timeline .primary', { hasText: 'Trained' }).waitFor({ timeout: 120_000 });
  console.log(`ready ${ready} s, the name is read ${read} s, trained to the end ${since()} s`);
  await context.close();
}
await browser.close();
server.close();
