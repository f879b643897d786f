import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  loadTokenizerJson,
  patternNames,
  patternRegExp,
  saveTokenizerJson,
  Trainer,
  trainReference,
  trainTokenizer,
} from '../src/index.js';
import { huggingFaceTrainer } from './oracles.js';

const text =
  readFileSync(join(import.meta.dirname, '../README.md'), 'utf8').repeat(2) +
  readFileSync(join(import.meta.dirname, '../src/tokenizer.ts'), 'utf8');

it.each(patternNames)('learns what the textbook learns, %s', async (pattern) => {
  const documents = [text, 'aaaaaaaaaaa aaaaaaa aaaa', 'ababababab'];
  const { merges, counts } = (await trainTokenizer(documents, { vocabSize: 600, pattern })).parts;
  const expected = trainReference(documents, 600, patternRegExp(pattern));
  expect(Array.from(merges ?? [])).toEqual(
    expected.flatMap(({ left, right, id }) => [left, right, id]),
  );
  expect(Array.from(counts ?? [])).toEqual(expected.map(({ count }) => count));
});

it('learns what Hugging Face learns', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'train-')), 'text.txt');
  writeFileSync(path, text);
  const native = huggingFaceTrainer();
  native.train([path]);
  native.save(`${path}.json`);
  const { merges } = JSON.parse(readFileSync(`${path}.json`, 'utf8')).model;
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  // Each line is a document there; bytes that do not occur have no token.
  const ours = await trainTokenizer(lines, { vocabSize: 30000 });
  expect(JSON.parse(saveTokenizerJson(ours)).model.merges).toEqual(merges);
});

it('gives the same for texts, bytes, streams and a saved training', async () => {
  const bytes = new TextEncoder().encode(text);
  async function* stream() {
    for (let i = 0; i < bytes.length; i += 777) yield bytes.subarray(i, i + 777);
  }
  const whole = saveTokenizerJson(await trainTokenizer(text, { vocabSize: 500 }));
  expect(saveTokenizerJson(await trainTokenizer(bytes, { vocabSize: 500 }))).toBe(whole);
  expect(saveTokenizerJson(await trainTokenizer(stream(), { vocabSize: 500 }))).toBe(whole);
  expect(saveTokenizerJson(await trainTokenizer([stream()], { vocabSize: 500 }))).toBe(whole);
  const saved = new Trainer().add(text).save();
  expect(saveTokenizerJson(await Trainer.load(saved).learn({ vocabSize: 500 }))).toBe(whole);
  const more = new Trainer({ pattern: 'gpt2' }).addCounts(saved);
  expect([more.bytes, more.pieces > 100]).toEqual([bytes.length, true]);
  expect(() => Trainer.load(saved.subarray(0, saved.length - 1))).toThrow(
    'Trainer.load: the file must be whole',
  );
  expect(() => Trainer.load(bytes)).toThrow('Trainer.load: the file must begin with');
  expect(() => new Trainer({ pattern: 'cl100k' }).addCounts(saved)).toThrow(
    'counts must be of the same pattern',
  );
});

it('stops at rare pairs, at a signal, and refuses sizes that cannot be', async () => {
  expect(
    (await trainTokenizer('ab ab ac', { vocabSize: 300, minFrequency: 2 })).merges().length,
  ).toBe(1);
  await expect(
    trainTokenizer(text, { vocabSize: 300, signal: AbortSignal.abort() }),
  ).rejects.toThrow('aborted');
  await expect(trainTokenizer(text, { vocabSize: 255 })).rejects.toThrow(
    'vocabSize must be a whole number from 256',
  );
  expect(() => new Trainer({ pattern: 'no' as 'gpt2' })).toThrow(
    'Trainer: the pattern must be one of gpt2',
  );
});

it('keeps special tokens last and counts in the file', async () => {
  const t = await trainTokenizer(text, { vocabSize: 300, specialTokens: ['<s>'] });
  const again = loadTokenizerJson(saveTokenizerJson(t));
  expect(again.specialTokens).toEqual({ '<s>': 299 });
  expect(again.explain('tokenizer')).toEqual(t.explain('tokenizer'));
});
