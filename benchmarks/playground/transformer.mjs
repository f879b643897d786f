// Steps per second of the small GPT (4 blocks, 128 wide) in the page's worker, beside Node on the same machine:
//   pnpm build && node benchmarks/playground/transformer.mjs [rounds]
// Node trains as fast as it can; the page trains as a reader sees it, with its curves, maps and judgements, on as many
// threads as it chooses: Node gets as many. Rounds alternate, with shared memory (so threads) and without. The page is
// asked twenty times a second how far it is: asked every millisecond, it was a third slower for being asked.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TextTraining, villageCorpus } from '../../packages/nn/dist/tasks/index.js';
import { generator, init } from '../../packages/tensor/dist/index.js';
import { trainTokenizer } from '../../packages/tokenizer/dist/index.js';
import { isolation, serveSite } from './site.mjs';

const playground = join(import.meta.dirname, '../../apps/playground');
const { chromium } = createRequire(join(playground, 'package.json'))('playwright-core');
const rounds = Number(process.argv[2] ?? 3);
const [first, last] = [4, 54];
// As src/pages/transformer/protocol.ts has it.
const model = { context: 64, channels: 128, layers: 4, heads: 4 };
const training = { batch: 6, learningRate: 2e-3, steps: 300, seed: 7 };

async function inPage(browser, headers) {
  const server = await serveSite(headers);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/transformer/#size=medium`);
  await page.waitForSelector('html[data-ready]', { timeout: 120_000 });
  await page.keyboard.press('k');
  const rate = await page.evaluate(
    async ([from, to]) => {
      const shown = () => Number(document.querySelector('.timeline input').value);
      const reached = async (step) => {
        // A step counts from the moment it is seen to have changed.
        for (let before = shown(); ; before = shown()) {
          await new Promise((next) => setTimeout(next, 50));
          if (shown() >= step && shown() !== before) return [shown(), performance.now()];
        }
      };
      const [begun, begin] = await reached(from);
      const [ended, end] = await reached(to);
      return ((ended - begun) * 1000) / (end - begin);
    },
    [first, last],
  );
  const [, threads = '1'] = /(\d+) threads/.exec(await page.locator('#app').innerText()) ?? [];
  await page.close();
  server.close();
  return { rate, threads: Number(threads) };
}

async function inNode(threads) {
  await init({ threads });
  const chance = generator(training.seed);
  const text = `${villageCorpus(4000, () => chance.uniform())}\n`;
  const tokenizer = await trainTokenizer(text, { vocabSize: 512 });
  const run = new TextTraining({ text, tokenizer, model, ...training });
  while (run.step < first) run.advance();
  const begin = performance.now();
  while (run.step < last) run.advance();
  const rate = ((last - first) * 1000) / (performance.now() - begin);
  run.dispose();
  return rate;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const found = { page1: [], node1: [], page: [], node: [] };
let threads = 1;
for (let round = 0; round < rounds; round++) {
  found.page1.push((await inPage(browser, {})).rate);
  found.node1.push(await inNode(1));
  const isolated = await inPage(browser, isolation);
  threads = isolated.threads;
  found.page.push(isolated.rate);
  found.node.push(await inNode(threads));
  const now = Object.entries(found).map(([name, rates]) => `${name} ${rates.at(-1).toFixed(2)}`);
  console.log(`round ${round + 1}: ${now.join(', ')} steps/s`);
}
await browser.close();
// What is held against each other was measured within the same seconds.
const line = (what, page, node) =>
  console.log(
    `${what}: page ${median(page).toFixed(2)}, Node ${median(node).toFixed(2)} steps/s, median ratio of a round ${median(page.map((rate, round) => rate / node[round])).toFixed(2)}`,
  );
line('without shared memory, one thread', found.page1, found.node1);
line(`with it, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, found.page, found.node);
process.exit(0);
