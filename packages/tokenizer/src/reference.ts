/**
 * Byte-level byte-pair encoding as a textbook has it: read this first. It is slow on purpose, and the
 * oracle of everything fast in this package.
 *
 * Training: count the pieces of the text, then again and again make the most frequent pair of
 * neighbouring tokens one token. Encoding: in each piece do those merges, earliest learned first.
 * (Gage 1994; Sennrich, Haddow and Birch 2016; over bytes: Radford et al. 2019.)
 */
import { byteIds, byteOrder, spellBytes, utf8 } from './bytes.js';

/** Tokens `left` and `right` become token `id`; the training text had the pair `count` times then. */
export interface Merge {
  left: number;
  right: number;
  id: number;
  count: number;
}

const bytesAsIds = (piece: string): number[] =>
  Array.from(utf8.encode(piece), (b) => byteIds[b] as number);

/** Learns merges until there are `vocabSize` tokens, the 256 bytes included, or no pair is left. */
export function trainReference(
  texts: Iterable<string>,
  vocabSize: number,
  pattern: RegExp,
  minFrequency = 1,
): Merge[] {
  const pieces = new Map<string, number>();
  for (const text of texts) {
    for (const [piece] of text.matchAll(pattern)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
  }
  let words = [...pieces].map(([piece, count]) => ({ ids: bytesAsIds(piece), count }));
  const spelling = Array.from(byteOrder, (byte) => spellBytes(Uint8Array.of(byte)));
  const merges: Merge[] = [];
  while (spelling.length < vocabSize) {
    const best = mostFrequentPair(words);
    if (!best || best.count < minFrequency) break;
    const { left, right, count } = best;
    const word = `${spelling[left]}${spelling[right]}`;
    // Two ways to the same bytes are two merges into one token.
    const known = spelling.indexOf(word);
    const id = known < 0 ? spelling.push(word) - 1 : known;
    merges.push({ left, right, id, count });
    words = words.map((w) => ({ ids: mergePair(w.ids, left, right, id), count: w.count }));
  }
  return merges;
}

/** The pair that occurs most often; of equals the one with the smaller ids. */
function mostFrequentPair(
  words: { ids: number[]; count: number }[],
): Omit<Merge, 'id'> | undefined {
  const pairs = new Map<string, Omit<Merge, 'id'>>();
  for (const { ids, count } of words) {
    for (let i = 0; i + 1 < ids.length; i++) {
      const [left, right] = [ids[i] as number, ids[i + 1] as number];
      const pair = pairs.get(`${left} ${right}`) ?? { left, right, count: 0 };
      pair.count += count;
      pairs.set(`${left} ${right}`, pair);
    }
  }
  const order = (p: Omit<Merge, 'id'>, q: Omit<Merge, 'id'>) =>
    q.count - p.count || p.left - q.left || p.right - q.right;
  return [...pairs.values()].sort(order)[0];
}

/** Makes every `left, right` in the list one `id`, from the left. */
function mergePair(ids: number[], left: number, right: number, id: number): number[] {
  const merged: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const isPair = ids[i] === left && ids[i + 1] === right;
    merged.push(isPair ? id : (ids[i] as number));
    if (isPair) i++;
  }
  return merged;
}

/** Encodes: in each piece of the text, the earliest learned merge that applies, until none does. */
export function encodeReference(text: string, merges: Merge[], pattern: RegExp): number[] {
  const rank = new Map(merges.map(({ left, right }, i) => [`${left} ${right}`, i]));
  return Array.from(text.matchAll(pattern), ([piece]) => {
    let ids = bytesAsIds(piece);
    for (;;) {
      const ranks = ids
        .slice(1)
        .map((right, i) => rank.get(`${ids[i]} ${right}`) ?? Number.POSITIVE_INFINITY);
      const merge = merges[Math.min(...ranks)];
      if (!merge) return ids;
      ids = mergePair(ids, merge.left, merge.right, merge.id);
    }
  }).flat();
}
