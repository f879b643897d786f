import { describe, expect, it } from 'vitest';
import { encodeReference, patternNames, patternRegExp, trainTokenizer } from '../src/index.js';
import { chance, randomText } from './oracles.js';

/** Texts that come to the edges of what the kernel treats apart: sizes of pieces, repeats, windows. */
function hardText(below: (n: number) => number): string {
  const kinds = [
    () => randomText(below),
    () => 'ab'[below(2)]?.repeat(1 + below(200)) ?? '',
    () => Array.from({ length: 1 + below(70) }, () => 'abcde'[below(5)]).join(''),
    () => Array.from({ length: 1 + below(20) }, () => 'éß中あ😀\u0301'.charAt(below(7))).join(''),
    () => ' '.repeat(below(40)) + '\n'.repeat(below(3)),
    () => '=-/'.charAt(below(3)).repeat(1 + below(80)),
    () => String(below(1e9)),
  ];
  let text = '';
  for (let left = 1 + below(8); left > 0; left--) text += kinds[below(kinds.length)]?.() ?? '';
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

describe('the kernel against the textbook', () => {
  it.each(patternNames)('gives its ids for hard texts, %s', async (pattern) => {
    const below = chance(17);
    const corpus = Array.from({ length: 1500 }, () => hardText(below)).join(' ');
    const tokenizer = await trainTokenizer(corpus, { vocabSize: 700, pattern });
    const merges = tokenizer.merges().map((merge) => ({ ...merge, count: merge.count ?? 0 }));
    expect(merges.length).toBeGreaterThan(400);
    for (let i = 0; i < 1200; i++) {
      const text = hardText(below);
      const ids = encodeReference(text, merges, patternRegExp(pattern));
      expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
      expect(tokenizer.count(text)).toBe(ids.length);
    }
  });

  it('gives its ids where a piece takes many windows', async () => {
    const below = chance(23);
    const corpus = Array.from({ length: 3000 }, () => 'ab'[below(2)]).join('');
    const tokenizer = await trainTokenizer([corpus, 'abab'.repeat(30)], { vocabSize: 330 });
    const merges = tokenizer.merges().map((merge) => ({ ...merge, count: merge.count ?? 0 }));
    for (let i = 0; i < 12; i++) {
      const some = 1 + below(4);
      const text = Array.from(
        { length: 4000 },
        () => 'ab'[Math.floor(below(some * 2) / some)],
      ).join('');
      const ids = encodeReference(text, merges, patternRegExp('gpt2'));
      expect(Array.from(tokenizer.encode(text))).toEqual(ids);
    }
  });
});
