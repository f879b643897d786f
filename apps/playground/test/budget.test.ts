import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { map } from '../src/text/en/map.js';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

const dist = new URL('../dist/', import.meta.url);
const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(new URL('.vite/manifest.json', dist), 'utf8'),
);

/** Every script a page loads when it opens, its own and shared ones; `later` adds those it can come to load. */
function scripts(entry: string, later: boolean, seen = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const each of [...(chunk.imports ?? []), ...(later ? (chunk.dynamicImports ?? []) : [])])
    scripts(each, later, seen);
  return seen;
}

/** The chunks that a page's document begins with. */
function entriesOf(id: string): string[] {
  const page = id === 'home' ? 'index.html' : `${id}/index.html`;
  const html = readFileSync(new URL(page, dist), 'utf8');
  const begun = [...html.matchAll(/<script type="module"[^>]* src="[./]+\/([^"]+)"/g)];
  return begun.map(([, file]) => {
    const key = Object.keys(manifest).find((each) => manifest[each]?.file === file);
    if (key === undefined) throw new Error(`entriesOf: ${page} loads ${file}, which is no chunk.`);
    return key;
  });
}

function sizeOf(id: string, later: boolean): number {
  const seen = new Set<string>();
  for (const entry of entriesOf(id)) scripts(entry, later, seen);
  const files = [...seen];
  expect(files.length).toBeGreaterThan(0);
  return files
    .map((file) => gzipSync(readFileSync(new URL(file, dist))).length)
    .reduce((sum, each) => sum + each, 0);
}

describe('the JavaScript of a page, gzipped', () => {
  it.each(Object.keys(map))('stays within its budget on %s', (id) => {
    expect(sizeOf(id, false)).toBeLessThanOrEqual((id === 'home' ? 25 : 40) * 1024);
    // What comes when it is asked for: files, lessons, the bill.
    expect(sizeOf(id, true) - sizeOf(id, false)).toBeLessThanOrEqual(8 * 1024);
  });
});
