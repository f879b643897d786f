// What the pages cost a reader, measured in Chromium on the built site. Prints one row for each page.
// Usage: pnpm measure [page…]. Everything is measured on the machine it runs on, so figures of a busy one are too high.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}dist/.vite/manifest.json`, 'utf8'));
const all = Object.keys(manifest).filter((entry) => /^([a-z]+\/)?index\.html$/.test(entry));
const asked = process.argv.slice(2);
const entries = all.filter((entry) => asked.length === 0 || asked.includes(pageOf(entry)));

const server = await preview({ root, logLevel: 'silent', preview: { port: 0 } });
const base =
  server.resolvedUrls?.local[0] ?? `http://localhost:${server.httpServer.address().port}/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

const rows = [];
for (const entry of entries) {
  const url = base + entry.replace('index.html', '');
  rows.push({
    page: pageOf(entry),
    ...(await opening(url)),
    ...(await running(url)),
    'JS, KB gzip': Math.round((gzipped(entry) / 1024) * 10) / 10,
  });
}
console.table(rows);
if (entries.includes('heat/index.html')) {
  for (const particles of [4096, 8192, 16_384, 131_072]) {
    const frames = await framesPerSecond(`${base}heat/#particles=${particles}`);
    console.log(`gas of ${particles.toLocaleString('en')} disks: ${frames.toFixed(1)} frames/s`);
  }
}
await browser.close();
await server.close();

function pageOf(entry) {
  return entry === 'index.html' ? 'home' : entry.replace('/index.html', '');
}

/** Time to the first picture with content and to the largest, on a processor four times as slow. */
async function opening(url) {
  const { page, close } = await visit();
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  const paint = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list) => {
          const first = performance.getEntriesByName('first-contentful-paint')[0];
          done({ first: first.startTime, largest: list.getEntries().at(-1).startTime });
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await close();
  return {
    'first picture at ¼ speed, ms': Math.round(paint.first),
    'largest, ms': Math.round(paint.largest),
  };
}

/** Long tasks of the page's thread while it opens and runs, and how long a pause takes to be one. */
async function running(url) {
  const { page, close } = await visit();
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration));
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  let pause = null;
  if ((await page.locator('.timeline .primary').count()) > 0) {
    await page.evaluate(() => {
      window.longTasks.length = 0;
    });
    await page.keyboard.press('k');
    await page.waitForTimeout(3000);
    pause = await page.evaluate(async () => {
      const [button] = document.querySelectorAll('.timeline .primary');
      const said = button.textContent;
      const from = performance.now();
      button.click();
      while (button.textContent === said) await new Promise((next) => setTimeout(next));
      await new Promise((next) => requestAnimationFrame(next));
      return performance.now() - from;
    });
  }
  const tasks = await page.evaluate(() => window.longTasks);
  await close();
  return {
    'long tasks in 3 s': tasks.length,
    'longest, ms': Math.max(0, ...tasks),
    'pause, ms': pause === null ? '' : Math.round(pause),
  };
}

/** Pictures of another step per second while the page plays. */
async function framesPerSecond(url) {
  const { page, close } = await visit();
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  await page.keyboard.press('k');
  await page.waitForTimeout(1000);
  const frames = await page.evaluate(async () => {
    const slider = document.querySelector('.timeline input');
    const from = performance.now();
    let [count, seen] = [0, slider.value];
    while (performance.now() < from + 4000) {
      await new Promise((next) => requestAnimationFrame(next));
      if (slider.value !== seen) count += 1;
      seen = slider.value;
    }
    return (count / (performance.now() - from)) * 1000;
  });
  await close();
  return frames;
}

async function visit() {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  return { page: await context.newPage(), close: () => context.close() };
}

/** Bytes of every script the page loads when it opens. */
function gzipped(entry, seen = new Set()) {
  const chunk = manifest[entry];
  if (!chunk || seen.has(chunk.file)) return 0;
  seen.add(chunk.file);
  const own = gzipSync(readFileSync(`${root}dist/${chunk.file}`)).length;
  return (chunk.imports ?? []).reduce((sum, each) => sum + gzipped(each, seen), own);
}
