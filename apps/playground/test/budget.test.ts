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

/** Every script a page can come to load, its own and shared ones. */
function scripts(entry: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const each of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
    scripts(each, seen);
  return seen;
}

describe('the JavaScript of a page, gzipped', () => {
  it.each(Object.keys(map))('stays within its budget on %s', (id) => {
    const files = [...scripts(id === 'home' ? 'index.html' : `${id}/index.html`)];
    expect(files.length).toBeGreaterThan(0);
    const bytes = files
      .map((file) => gzipSync(readFileSync(new URL(file, dist))).length)
      .reduce((sum, each) => sum + each, 0);
    expect(bytes).toBeLessThanOrEqual((id === 'home' ? 25 : 40) * 1024);
  });
});
