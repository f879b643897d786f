// What Lighthouse says of every page of the built site, as it judges a telephone: performance, accessibility and best
// practices, 0 to 100, and below them the audits that cost something:
//   pnpm build && node benchmarks/playground/lighthouse.mjs [page…]
// Text is sent compressed, as static hosts send it.
// Lighthouse is installed on demand beside this file, or found where LIGHTHOUSE points.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveSite } from './site.mjs';

const playground = join(import.meta.dirname, '../../apps/playground');
const require = createRequire(join(playground, 'package.json'));
const { chromium } = require('playwright-core');
const { default: lighthouse } = await import(
  pathToFileURL(join(installed(), 'core/index.js')).href
);

const categories = ['performance', 'accessibility', 'best-practices'];
const pages = readdirSync(join(playground, 'dist'), { recursive: true }).filter((path) =>
  /^((?!source)[a-z]+\/)?index\.html$/.test(path),
);
const nameOf = (entry) => entry.replace(/\/?index\.html$/, '') || 'home';
const asked = process.argv.slice(2);

const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`],
});
const server = await serveSite();
const base = `http://127.0.0.1:${server.address().port}/`;
for (const entry of pages) {
  if (asked.length > 0 && !asked.includes(nameOf(entry))) continue;
  const url = base + entry.replace('index.html', '');
  const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'silent' });
  const score = (id) => Math.round(100 * (lhr.categories[id].score ?? Number.NaN));
  const ms = (id) => `${Math.round(lhr.audits[id].numericValue ?? Number.NaN)} ms`;
  const paints = `first paint ${ms('first-contentful-paint')}, largest ${ms('largest-contentful-paint')}`;
  const scores = categories.map((id) => `${id} ${String(score(id)).padStart(3)}`).join('  ');
  const trouble = lhr.runtimeError?.message ?? '';
  console.log(
    `${nameOf(entry).padEnd(12)} ${scores}  ${paints}, blocked ${ms('total-blocking-time')} ${trouble}`,
  );
  for (const id of categories) {
    for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
      const { score: found, title, displayValue = '' } = lhr.audits[audit];
      if (weight > 0 && found !== null && found < 0.9) console.log(`  − ${title} ${displayValue}`);
    }
  }
}
await browser.close();
server.close();

/** Where Lighthouse is. */
function installed() {
  if (process.env.LIGHTHOUSE) return process.env.LIGHTHOUSE;
  const folder = join(import.meta.dirname, '.peers/lighthouse');
  const found = join(folder, 'node_modules/lighthouse');
  if (!existsSync(found)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const line = ['install', '--ignore-scripts', '--no-audit', '--no-fund', 'lighthouse@13.5.0'];
    execFileSync('npm', line, { cwd: folder, stdio: 'inherit' });
  }
  return found;
}

function freePort() {
  return new Promise((ready) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => ready(port));
    });
  });
}
