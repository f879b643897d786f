import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { reference } from '../build/reference.js';
import { firstSentence } from '../src/pages/api/firstSentence.js';
import { seen } from './browser.js';
import { describePage } from './pageTest.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const modules = reference();

describe.each(modules)('the reference of $name', ({ slug, name, entries }) => {
  const html = readFileSync(join(dist, 'api', slug, 'index.html'), 'utf8');

  it('holds every value that the built module exports', async () => {
    const built = await import(
      join(
        root,
        'packages',
        ...name.replace('@gibbs/', '').split('/').toSpliced(1, 0, 'dist'),
        'index.js',
      )
    );
    const values = entries.filter(({ typeOnly }) => !typeOnly);
    expect(values.map((entry) => entry.name).toSorted()).toEqual(Object.keys(built).toSorted());
  });

  it('gives each export a signature, an anchor, and the lines it was read from', () => {
    for (const { name: each, signature, file, line, source } of entries) {
      expect(signature, each).toContain(each);
      expect(html, each).toContain(`id="${each}"`);
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      expect(lines[line - 1], each).toBe(source.split('\n')[0]);
    }
  });

  it('says what each value does, in a sentence', () => {
    const silent = entries
      .filter(({ kind }) => kind === 'function' || kind === 'class' || kind === 'constant')
      .filter(({ doc }) => firstSentence(doc.text) === '')
      .map((entry) => entry.name);
    expect(silent.filter((each) => !['Generator'].includes(each))).toEqual([]);
  });
});

describe('links within the reference', () => {
  it('all lead to a page that is there, and to a place on it', () => {
    const pages = globSync('api/**/index.html', { cwd: dist });
    expect(pages.length).toBe(modules.length + 1);
    const broken: string[] = [];
    const read = new Map<string, string>();
    for (const page of pages) {
      const html = readFileSync(join(dist, page), 'utf8');
      const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(
        (match) => match[1] as string,
      );
      expect(links.length).toBeGreaterThan(10);
      for (const link of links) {
        const [path = '', anchor = ''] = link.split('#');
        const file = path === '' ? page : normalize(join(dirname(page), path, 'index.html'));
        if (!existsSync(join(dist, file))) {
          broken.push(`${page}: ${link}`);
          continue;
        }
        if (anchor === '' || anchor.includes('=')) continue;
        const target = read.get(file) ?? readFileSync(join(dist, file), 'utf8');
        read.set(file, target);
        if (!target.includes(`id="${decodeURIComponent(anchor)}"`)) broken.push(`${page}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });
});

describePage('the reference', 'api', (stage) => {
  it('finds an export by keys alone and leads to it', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('/');
    await page.keyboard.type('maxwell demon');
    await page.getByText('fit “maxwell demon”').waitFor();
    const found = page.locator('.names li:visible a');
    expect((await found.allInnerTexts()).includes('Chambers')).toBe(true);
    expect(await found.count()).toBeLessThan(6);
    await page.locator('.names li:visible a', { hasText: 'Chambers' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/api/physics-information/#Chambers');
    expect(await seen(page.locator('#Chambers'))).toContain('class');
  });

  it('says so where nothing fits', async () => {
    const { page } = await stage.visit();
    await page.getByLabel('Find an export').fill('<b>perpetuum mobile');
    await page.getByText('Nothing is called or described like “<b>perpetuum mobile”').waitFor();
  });

  it('can be read without JavaScript, every module of it', async () => {
    const { page } = await stage.visit('tensor/', { javaScriptEnabled: false });
    expect(await seen(page.locator('h1'))).toBe('@gibbs/tensor');
    expect(await seen(page.locator('main'))).toContain('softmax');
  });
});
