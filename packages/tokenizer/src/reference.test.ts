import { expect, it } from 'vitest';
import { patternRegExp } from './patterns.js';
import { encodeReference, trainReference } from './reference.js';
import { loadTokenizerJson, saveTokenizerJson } from './tokenizerJson.js';
import { trainTokenizer } from './trainTokenizer.js';

it('learns the most frequent pair first and the smaller ids of equals', () => {
  const merges = trainReference(['low lower lowest'], 259, patternRegExp('gpt2'));
  expect(merges.map(({ id, count }) => [id, count])).toEqual([
    [256, 3],
    [257, 3],
    [258, 2],
  ]);
});

it('gives the same ids through the tokenizer, its file and the reference', async () => {
  const text = 'the cat sat on the mat; the rat sat on the cat. ＃ é 中文';
  const tokenizer = await trainTokenizer(text, { vocabSize: 280, specialTokens: ['<|end|>'] });
  const again = loadTokenizerJson(saveTokenizerJson(tokenizer));
  const merges = trainReference([text], 279, patternRegExp('gpt2'));
  const ids = encodeReference(text, merges, patternRegExp('gpt2'));
  expect(Array.from(tokenizer.encode(text))).toEqual(ids);
  expect(Array.from(again.encode(text))).toEqual(ids);
  expect(again.decode(ids)).toBe(text);
  expect(Array.from(again.encode('<|end|>', { allowedSpecial: 'all' }))).toEqual([279]);
});
