import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Snippet, snippets } from '../build/snippets.js';
import { words as readWords } from '../build/words.js';
import { asScript } from '../src/pages/run/asScript.js';
import { format } from '../src/pages/run/format.js';
import { accept, complete } from '../src/pages/run/words.js';
import { seen } from './browser.js';
import { describePage, refusesHostileLinks } from './pageTest.js';

const words = readWords();
const examples = snippets();

describe('the room', () => {
  it('has a policy that names its one script by hash and allows no network', () => {
    const file = fileURLToPath(new URL('../public/run/room.html', import.meta.url));
    const html = readFileSync(file, 'utf8');
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] as string;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(html).toContain(
      `default-src 'none'; script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'; worker-src blob:`,
    );
  });
});

describe('a module as a script', () => {
  it('takes its imports from the packages, and keeps every line where it was', () => {
    const code =
      "import { a, b as c, type D } from '@gibbs/x';\nimport type { E } from 'y';\nimport * as all from 'z';\nimport {\n  f,\n  g,\n} from 'w';\nexport const h = 1;\n";
    const script = asScript(code);
    expect(script).toContain('const { a, b: c } = gibbsTake("@gibbs/x", ["a", "b"]);');
    expect(script).toContain('const all = gibbsTake("z", []);');
    expect(script).toContain('const { f, g } = gibbsTake("w", ["f", "g"]);');
    expect(script).not.toContain('import');
    const lines = script.split('\n');
    expect(lines[code.split('\n').indexOf('export const h = 1;')]).toBe('const h = 1;');
  });

  it('is made of whatever is typed without an error of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (code) => {
        expect(asScript(code).split('\n').length).toBeGreaterThanOrEqual(code.split('\n').length);
      }),
      { seed: 5 },
    );
  });
});

describe('what is printed', () => {
  it.each([
    [-0],
    [12n],
    [null],
    [undefined],
    [[1, 'a', [true, { b: -0.5 }]]],
    [{ 'a b': 1, c: { d: { e: { f: 1 } } } }],
    [new Map([['a', 1]])],
    [new Set([1, 2])],
    [new Float32Array([1, 2.5])],
    [[]],
    [{}],
    [class A {}],
    [function f() {}],
    [["it's"]],
  ])('looks as Node prints it: %o', (value) => {
    expect(format(value)).toBe(inspect(value));
  });

  it('ends, however deep, wide or circular a value is', () => {
    const circle: Record<string, unknown> = { long: Array.from({ length: 5000 }, (_, i) => i) };
    circle.self = circle;
    expect(format(circle)).toContain('[Circular *1]');
    expect(format(circle)).toContain('4900 more items');
  });
});

describe('completions', () => {
  const at = (code: string) => {
    const place = code.indexOf('|');
    return complete(code.replace('|', ''), place, words).offers.map(({ name }) => name);
  };

  it('know the members of what a class makes, and of what a call gives', () => {
    const box =
      "import { Chambers } from '@gibbs/physics/information';\nconst box = new Chambers({ seed: 7 });\n";
    expect(at(`${box}box.|`)).toContain('flyUntil');
    expect(at(`${box}box.fly|`)[0]).toBe('flyUntil');
    expect(at(`${box}box.ledger.uni|`)).toEqual(['universe']);
    const tensors = "import { tensor } from '@gibbs/tensor';\nconst a = tensor([1, 2]);\n";
    expect(at(`${tensors}a.soft|`)).toContain('softmax');
    expect(at(`${tensors}a.add(1).mul(a).back|`)).toEqual(['backward']);
    expect(at(`${tensors}tensor([3]).sq|`)).toContain('square');
  });

  it('know what a module exports, and the modules', () => {
    expect(at("import { Adam| } from '@gibbs/nn';")).toEqual(
      expect.arrayContaining(['Adam', 'AdamW']),
    );
    expect(at("import { x } from '@gibbs/phy|'")).toContain('@gibbs/physics/planet');
    expect(at("import * as nn from '@gibbs/nn';\nnn.ML|")[0]).toBe('MLP');
  });

  it('import what is taken, into the statement that is there or a new one', () => {
    const code = "import { MLP } from '@gibbs/nn';\nconst a = new Ada";
    const found = complete(code, code.length, words);
    const adam = found.offers.find(({ name }) => name === 'Adam');
    const done = accept(code, code.length, found, adam as (typeof found.offers)[number]);
    expect(done.code).toBe("import { MLP, Adam } from '@gibbs/nn';\nconst a = new Adam");
    expect(done.at).toBe(done.code.length);
    const bare = complete('landau', 6, words);
    expect(accept('landau', 6, bare, bare.offers[0] as (typeof bare.offers)[number]).code).toBe(
      "import { landauerJoules } from '@gibbs/physics/information';\nlandauerJoules",
    );
  });

  it('have an answer wherever they are asked', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat(60), (code, place) => {
        const { offers, from } = complete(code, Math.min(place, code.length), words);
        expect(offers.length).toBeLessThanOrEqual(50);
        expect(from).toBeGreaterThanOrEqual(0);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

const printed = (page: Page) => page.locator('.output pre:not(.note)').allTextContents();

async function run(page: Page, code: string): Promise<string[]> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  const output = page.locator('.output');
  const before = Number(await output.getAttribute('data-ended'));
  await page.getByLabel('Code', { exact: true }).press('Control+Enter');
  await page.locator(`.output[data-ended="${before + 1}"]`).waitFor();
  return printed(page);
}

describePage('the page that runs code', 'run', (stage) => {
  it('runs, completes and imports by keys alone', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('e');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('landau');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: 'landauerJoules' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type(';\nconsole.log(landauerJoules(300).toExponential(4));');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.getByText('2.8710e-21').waitFor();
    await page.getByText('Done in').first().waitFor();
  });

  it('runs every example of the packages, and prints what each says', async () => {
    const { page } = await stage.visit();
    const wrong: unknown[] = [];
    for (const { id, code } of examples) {
      const lines = await run(page, code);
      const said = promised({ code } as Snippet);
      const got = lines.join('\n').split('\n');
      if (said.length === 0 || JSON.stringify(got) !== JSON.stringify(said))
        wrong.push({ id, got, said });
    }
    expect(examples.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('stops a loop without end while the page goes on', async () => {
    const { page } = await stage.visit();
    await page.getByLabel('Code', { exact: true }).fill("console.log('in');\nwhile (true) {}");
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('in', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped.').first().waitFor();
    expect(await run(page, 'console.log(6 * 7);')).toEqual(['42']);
  });

  it('shows a thousand lines of a loop that prints, and says that there are more', async () => {
    const { page } = await stage.visit();
    const lines = await run(page, 'for (let i = 0; i < 50000; i++) console.log(i);');
    expect(lines.length).toBe(1000);
    await page.getByText('It has printed 1000 lines').first().waitFor();
  });

  it('says in a sentence what is wrong, and in which line', async () => {
    const { page } = await stage.visit();
    for (const [code, said] of [
      ['const a = 1;\nconst b = ;', 'Line 2: SyntaxError'],
      ['const a = 1;\n\nnull.x;', 'Line 3: TypeError'],
      ["import { nothing } from '@gibbs/nn';", "'@gibbs/nn' exports nothing called nothing"],
      ["import fs from 'node:fs';", "there is no module 'node:fs' here"],
      [
        "import { Chambers } from '@gibbs/physics/information';\nnew Chambers({ particles: 1 });",
        'Line 2: RangeError: Chambers: particles must be a whole number of at least 2, got 1.',
      ],
      ["throw 'a text';", 'a text'],
    ] as const) {
      const lines = await run(page, code);
      expect(lines.at(-1)).toContain(said);
    }
  });

  it('lets code reach no network, no storage, no page and no eval', async () => {
    const { page, troubles } = await stage.visit();
    const tries = {
      fetch: "await fetch('https://example.com/')",
      own: `await fetch('${stage.site.url}')`,
      storage:
        "await new Promise((yes, no) => { const o = indexedDB.open('x'); o.onerror = () => no(o.error); o.onsuccess = yes; })",
      eval: "eval('1')",
      function: "new Function('return 1')()",
      socket:
        "await new Promise((yes, no) => { const s = new WebSocket('wss://example.com'); s.onerror = no; s.onopen = yes; })",
      script: `importScripts('${stage.site.url}theme.js')`,
    };
    for (const [name, code] of Object.entries(tries)) {
      const lines = await run(
        page,
        `try { ${code}; console.log('reached'); } catch { console.log('refused'); }`,
      );
      expect({ name, lines }).toEqual({ name, lines: ['refused'] });
    }
    expect(await run(page, 'console.log(typeof document, typeof parent, self.origin);')).toEqual([
      'undefined undefined null',
    ]);
    // The browser says in the console what it refused; nothing has left.
    expect(troubles.filter((each) => each.startsWith('off-origin'))).toEqual([]);
    troubles.length = 0;
  });

  it('sends code by link, which does not run by itself', async () => {
    const { page } = await stage.visit();
    await run(page, "console.log('سلام', 1 + 1); // ✓");
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await seen(page.locator('.copy pre'));
    const { page: other } = await stage.visit(link);
    await other.getByText('This code came with a link').waitFor();
    expect(await other.getByLabel('Code', { exact: true }).inputValue()).toBe(
      "console.log('سلام', 1 + 1); // ✓",
    );
    await other.waitForTimeout(300);
    expect(await other.locator('iframe').count()).toBe(0);
    expect(await printed(other)).toEqual([]);
    await other.keyboard.press('k');
    await other.getByText('سلام 2').waitFor();
  });

  it('opens an example by its name, as the reference links to it', async () => {
    const { page } = await stage.visit('#example=physics-information.Chambers.0');
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toContain('new Chambers');
    const { page: none } = await stage.visit('#example=nn.Nothing.0');
    await none.getByText('There is no example called nn.Nothing.0').waitFor();
  });

  refusesHostileLinks(stage, {
    sound: '#example=physics.module.0',
    links: [
      ['an example that is a path', '#example=../../x.y.0'],
      ['code beyond the limit', `#code=${'a'.repeat(70_000)}`],
    ],
    works: async (page) => {
      expect(await run(page, 'console.log(1);')).toEqual(['1']);
    },
  });
});

/** The lines that an example says it prints. */
function promised({ code }: Snippet): string[] {
  return [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => (match[1] as string).trimEnd());
}
