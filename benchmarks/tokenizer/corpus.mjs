/**
 * The texts that the bench reads, built from Debian packages: dictionaries, a collection of quotations,
 * the kernel's documentation. `apt-get download` fetches them; nothing is installed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const data = join(import.meta.dirname, '.data');
const small = ['dict-foldoc', 'dict-jargon', 'fortunes', 'fortunes-min', 'dict-gcide', 'dict-wn'];
const large = ['linux-doc-6.1', 'rust-doc'];
/** Of en10 from the packages of Debian 12, for which published ids are known. */
const digest = 'd11b9d0005bc5ee92edfac64e8391f2216098cbfde62f4dc0cb36abec8a63126';

/** Where a corpus is. */
export const corpusPath = (name) => join(data, `${name}.txt`);

/** Writes what is missing of en10 (10 MB), warm (7 MB of another text) and en100 (100 MB). */
export function buildCorpora(log = () => {}) {
  const missing = (...names) => !names.every((name) => existsSync(corpusPath(name)));
  if (!missing('en10', 'en100', 'warm')) return;
  const tree = join(data, 'tree');
  try {
    unpack(small, tree, log);
    const fortunes = join(tree, 'usr/share/games/fortunes');
    const first =
      dictionary(tree, 'foldoc') +
      dictionary(tree, 'jargon') +
      readdirSync(fortunes)
        .filter((file) => !/\.(dat|u8)$/.test(file))
        .sort()
        .map((file) => clean(readFileSync(join(fortunes, file))))
        .join('\n') +
      dictionary(tree, 'gcide');
    const wordnet = dictionary(tree, 'wn');
    writeFileSync(corpusPath('warm'), cut(wordnet, 7e6));
    writeFileSync(corpusPath('en10'), cut(first, 1e7));
    if (!isPublished(readFileSync(corpusPath('en10')))) {
      log('the packages have changed since: ids are not held against the published ones');
    }
    if (!missing('en100')) return;
    unpack(large, tree, log);
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
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** Writes mixed: 22 MB of English, of markup and code, and of manual pages in Japanese, Russian, Chinese and French. */
export function buildMixed(log = () => {}) {
  buildCorpora(log);
  if (existsSync(corpusPath('mixed'))) return;
  const tree = join(data, 'tree');
  try {
    unpack(['manpages-ja', 'manpages-ru', 'manpages-zh', 'manpages-fr'], tree, log);
    const pages = files(join(tree, 'usr/share/man'), (file) => file.endsWith('.gz'));
    const large = readFileSync(corpusPath('en100'));
    const parts = [
      readFileSync(corpusPath('en10')).subarray(0, 6e6),
      readFileSync(corpusPath('warm')).subarray(0, 4e6),
      large.subarray(60e6, 64e6),
      large.subarray(-4e6),
      cut(pages, 8e6),
    ];
    writeFileSync(corpusPath('mixed'), clean(Buffer.concat(parts)));
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/** Unpacks Debian's sentencepiece and says where it is. */
export function sentencePieceFolder(log = () => {}) {
  const folder = join(data, 'sentencepiece');
  if (!existsSync(folder)) unpack(['sentencepiece', 'libsentencepiece0'], folder, log);
  return join(folder, 'usr');
}

/** Whether a text is the en10 whose ids are known. */
export const isPublished = (bytes) => createHash('sha256').update(bytes).digest('hex') === digest;

/** Fetches packages, each once, and unpacks them into a folder. */
function unpack(packages, tree, log) {
  const debs = join(data, 'debs');
  mkdirSync(debs, { recursive: true });
  mkdirSync(tree, { recursive: true });
  for (const name of packages) {
    const fetched = () => readdirSync(debs).find((file) => file.startsWith(`${name}_`));
    if (!fetched()) {
      log(`downloading ${name}`);
      execFileSync('apt-get', ['download', name], { cwd: debs, stdio: 'pipe', timeout: 120_000 });
    }
    log(`unpacking ${name}`);
    execFileSync('dpkg-deb', ['-x', join(debs, fetched()), tree], { timeout: 120_000 });
  }
}

/** The text of a dictionary. */
const dictionary = (tree, name) =>
  clean(gunzipSync(readFileSync(join(tree, `usr/share/dictd/${name}.dict.dz`))));

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

/** At most the first `size` bytes, to the end of a character. */
function cut(text, size) {
  const bytes = Buffer.from(text);
  let end = Math.min(size, bytes.length);
  while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
