// What the pages cost a reader, measured in Chromium on the built site. Prints one row for each page, and what does not
// hold. Usage: pnpm measure [page…]. Everything is measured on the machine it runs on, so figures of a busy one are too
// high; those of tasks less so, being processor time of the page's thread.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}dist/.vite/manifest.json`, 'utf8'));
const all = readdirSync(`${root}dist`, { recursive: true }).filter((path) =>
  /^((?!source)[a-z]+\/)?index\.html$/.test(path),
);
const asked = process.argv.slice(2);
const entries = all.filter((entry) => asked.length === 0 || asked.includes(pageOf(entry)));

const server = await preview({ root, logLevel: 'silent', preview: { port: 0 } });
const base =
  server.resolvedUrls?.local[0] ?? `http://localhost:${server.httpServer.address().port}/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});

/** What shall hold on every page. */
const bounds = {
  'first picture at ¼ speed, ms': 1500,
  'longest task opening, ms': 50,
  'longest task running, ms': 50,
  'pause, ms': 100,
  'JS, KB gzip': 40,
};

const rows = [];
for (const entry of entries) {
  const url = base + entry.replace('index.html', '');
  const row = {
    page: pageOf(entry),
    ...(await opening(url)),
    ...(await running(url)),
    'JS, KB gzip': Math.round((gzipped(entry) / 1024) * 10) / 10,
  };
  const most = entry === 'index.html' ? { ...bounds, 'JS, KB gzip': 25 } : bounds;
  const over = Object.keys(most).filter((what) => row[what] > most[what]);
  rows.push({ ...row, holds: over.length === 0 ? 'all' : `all but ${over.join(', ')}` });
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

/** The longest tasks of the page's thread while it opens and while it runs, and how long a pause takes to be one. */
async function running(url) {
  const { page, close } = await visit();
  const trace = await traced();
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  await page.waitForTimeout(500);
  await page.evaluate(() => performance.mark('opened'));
  let pause = '';
  if ((await page.locator('.timeline .primary').count()) > 0) {
    await page.keyboard.press('k');
    await page.waitForTimeout(3000);
    pause = await page.evaluate(async () => {
      const [button] = document.querySelectorAll('.timeline .primary');
      const said = button.textContent;
      const from = performance.now();
      button.click();
      while (button.textContent === said) await new Promise((next) => setTimeout(next));
      await new Promise((next) => requestAnimationFrame(next));
      return Math.round(performance.now() - from);
    });
  }
  const tasks = tasksOf(await trace());
  await close();
  const longest = (some) =>
    Math.round(Math.max(0, ...some.map(({ milliseconds }) => milliseconds)));
  return {
    'longest task opening, ms': longest(tasks.filter(({ opened }) => !opened)),
    'longest task running, ms': pause === '' ? '' : longest(tasks.filter(({ opened }) => opened)),
    'pause, ms': pause,
  };
}

/** Begins a trace of the browser; what is returned ends it and has its events. */
async function traced() {
  const client = await browser.newBrowserCDPSession();
  const events = [];
  client.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const includedCategories = ['toplevel', 'blink.user_timing', '__metadata'];
  const traceConfig = { includedCategories, excludedCategories: ['*'] };
  await client.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  return async () => {
    const complete = new Promise((done) => client.once('Tracing.tracingComplete', done));
    await client.send('Tracing.end');
    await complete;
    await client.detach();
    return events;
  };
}

/** The tasks of the page's thread with the processor time they took, and whether the page was open by then. */
function tasksOf(events) {
  const mark = events.find(({ name }) => name === 'opened');
  const isMain = ({ name, pid, args }) =>
    name === 'thread_name' && pid === mark.pid && args.name === 'CrRendererMain';
  const { tid } = events.find(isMain);
  return events
    .filter((event) => event.pid === mark.pid && event.tid === tid && /RunTask$/.test(event.name))
    .map(({ ts, tdur = 0 }) => ({ milliseconds: tdur / 1000, opened: ts > mark.ts }));
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
function gzipped(entry) {
  const html = readFileSync(`${root}dist/${entry}`, 'utf8');
  const [, file] = /<script type="module"[^>]* src="[./]+\/([^"]+)"/.exec(html);
  const seen = new Set();
  const bytesOf = (chunk) => {
    if (!chunk || seen.has(chunk.file)) return 0;
    seen.add(chunk.file);
    const own = gzipSync(readFileSync(`${root}dist/${chunk.file}`)).length;
    return (chunk.imports ?? []).reduce((sum, each) => sum + bytesOf(manifest[each]), own);
  };
  return bytesOf(Object.values(manifest).find((chunk) => chunk.file === file));
}
