import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Node {
  type: string;
  [part: string]: unknown;
}

/** Parts of an element that a reader sees or hears. */
const read = new Set(['aria-label', 'aria-description', 'title', 'alt', 'placeholder', 'label']);

/** Every piece of text with letters that is written into markup, with the part of it that holds it. */
function textsIn(file: string, source: string): string[] {
  const texts: string[] = [];
  const words = (value: unknown) => typeof value === 'string' && /\p{L}{2,}/u.test(value);
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    else if (typeof node === 'object' && node !== null) {
      const { type, value, name } = node as Node;
      if (type === 'JSXText' && words(value)) texts.push(`${file}: ${String(value).trim()}`);
      if (type === 'JSXAttribute' && read.has((name as Node).name as string)) {
        const held = (value as Node | null)?.value;
        if (words(held)) texts.push(`${file}: ${held}`);
      }
      for (const part of Object.values(node)) walk(part);
    }
  };
  walk(parseSync(file, source).program);
  return texts;
}

it('finds text that is written into markup', () => {
  const source = 'export const a = <p title="Ha ho">{x} Well <b>{"k"}</b></p>;';
  expect(textsIn('a.tsx', source)).toEqual(['a.tsx: Ha ho', 'a.tsx: Well']);
});

it('keeps every sentence in src/text, and the long text of a page in its prose.tsx', () => {
  const files = globSync('src/**/*.tsx', { cwd: root }).filter(
    (file) => !file.startsWith('src/text/') && !file.endsWith('prose.tsx'),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.flatMap((file) => textsIn(file, readFileSync(root + file, 'utf8')))).toEqual([]);
});

it('says nothing of left and right in its style sheets', () => {
  const physical =
    /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|text-align:\s*(?:left|right)|float:\s*(?:left|right))\s*[:;]/;
  expect(physical.test('a { margin-left: 1px }')).toBe(true);
  for (const file of globSync('src/styles/*.css', { cwd: root }))
    expect(`${file}: ${physical.exec(readFileSync(root + file, 'utf8'))?.[0]}`).toBe(
      `${file}: undefined`,
    );
});
