/**
 * The texts that the bench reads, built from Debian packages: dictionaries, a collection of quotations,
 * the kernel's documentation. `apt-get download` fetches them; nothing is installed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const data = join(import.meta.dirname, '.data');
const packages = [
  'dict-foldoc',
  'dict-jargon',
  'fortunes',
  'dict-gcide',
  'dict-wn',
  'linux-doc-6.1',
  'rust-doc',
];

/** Where a corpus is. */
export const corpusPath = (name) => join(data, `${name}.txt`);

/** Writes what is missing of en10 (10 MB), en100 (100 MB) and warm (7 MB of another text). */
export function buildCorpora(log = () => {}) {
  if (['en10', 'en100', 'warm'].every((name) => existsSync(corpusPath(name)))) return;
  const debs = join(data, 'debs');
  const tree = join(data, 'tree');
  mkdirSync(debs, { recursive: true });
  mkdirSync(tree, { recursive: true });
  for (const name of packages) {
    if (readdirSync(debs).some((file) => file.startsWith(`${name}_`))) continue;
    log(`downloading ${name}`);
    execFileSync('apt-get', ['download', name], { cwd: debs, stdio: 'pipe' });
  }
  for (const file of readdirSync(debs).sort()) {
    log(`unpacking ${file}`);
    execFileSync('dpkg-deb', ['-x', join(debs, file), tree]);
  }
  const dictionary = (name) =>
    clean(gunzipSync(readFileSync(join(tree, `usr/share/dictd/${name}.dict.dz`))));
  const fortunes = files(
    join(tree, 'usr/share/games/fortunes'),
    (file) => !/\.(dat|u8)$/.test(file),
  );
  const first = dictionary('foldoc') + dictionary('jargon') + fortunes + dictionary('gcide');
  const wordnet = dictionary('wn');
  writeFileSync(corpusPath('warm'), cut(wordnet, 7e6));
  writeFileSync(corpusPath('en10'), cut(first, 1e7));
  const manual = files(join(tree, 'usr/share/doc/linux-doc-6.1'), (file) =>
    /\.rst(\.txt)?(\.gz)?$/.test(file),
  );
  const pages = files(
    join(tree, 'usr/share/doc'),
    (file) => file.endsWith('.html'),
    60e6,
    stripTags,
  );
  writeFileSync(corpusPath('en100'), cut(first + wordnet + manual + pages, 1e8));
  rmSync(tree, { recursive: true });
}

/** All files of a folder that pass, in order, up to about `most` characters. */
function files(folder, passes, most = Number.POSITIVE_INFINITY, change = (text) => text) {
  let text = '';
  for (const file of readdirSync(folder, { recursive: true }).sort()) {
    if (text.length > most) break;
    if (!passes(file)) continue;
    let bytes;
    try {
      bytes = readFileSync(join(folder, file));
    } catch {
      continue; // A folder, or a link to a package that is not here.
    }
    text += `${change(clean(file.endsWith('.gz') ? gunzipSync(bytes) : bytes))}\n`;
  }
  return text;
}

function stripTags(html) {
  const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|amp|quot|#39);/g, (entity) => entities[entity]);
}

const clean = (bytes) => new TextDecoder().decode(bytes).replaceAll('\uFFFD', '?');

/** The first `size` bytes, to the end of a character. */
function cut(text, size) {
  const bytes = Buffer.from(text);
  let end = Math.min(size, bytes.length);
  while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) end++;
  return bytes.subarray(0, end);
}
