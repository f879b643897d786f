import { createReadStream, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  loadTokenizerJson,
  patternNames,
  patternRegExp,
  saveTokenizerJson,
  Trainer,
  type TrainProgress,
  trainReference,
  trainTokenizer,
} from '../src/index.js';
import { chance, huggingFaceTrainer, randomText } from './oracles.js';

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

it('counts in workers to the same tokenizer, whatever the text', async () => {
  const below = chance(4);
  // Texts without a space, with an open piece from one message to the next, of other letters, and many small ones.
  const documents = [
    text.repeat(20),
    'ab\n'.repeat(40_000),
    Array.from({ length: 3000 }, () => randomText(below)).join(' '),
    '中文 😀é '.repeat(20_000),
    '',
    'x'.repeat(1_100_000),
    ...Array.from({ length: 500 }, () => randomText(below)),
  ];
  for (const pattern of ['gpt2', 'o200k'] as const) {
    const alone = await trainTokenizer(documents, { vocabSize: 700, pattern });
    const here = vi.spyOn(Trainer.prototype, 'add');
    const shared = await trainTokenizer(documents, { vocabSize: 700, pattern, threads: 2 });
    expect(here).not.toHaveBeenCalled();
    here.mockRestore();
    expect(shared.merges()).toEqual(alone.merges());
  }
}, 60_000);

it('counts here where workers are refused, and refuses no workers at all', async () => {
  const refused = vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
    throw new Error('none');
  });
  const tokenizer = await trainTokenizer(text, { vocabSize: 300, threads: 4 });
  refused.mockRestore();
  expect(tokenizer.merges()).toEqual((await trainTokenizer(text, { vocabSize: 300 })).merges());
  await expect(trainTokenizer(text, { vocabSize: 300, threads: 0 })).rejects.toThrow(
    'trainTokenizer: threads must be a whole number from 1 to 4294967295, got 0.',
  );
});

it.each([1, 2])(
  'says how far it is and how long it takes, and stops when told, %i threads',
  async (threads) => {
    const long = Array.from({ length: 40 }, (_, i) =>
      text.replaceAll('e', String.fromCharCode(97 + (i % 26))),
    );
    const bytes = long.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
    const seen: TrainProgress[] = [];
    await trainTokenizer(long, { vocabSize: 900, threads, onProgress: (step) => seen.push(step) });
    const counted = seen.filter(({ phase }) => phase === 'count').at(-1);
    expect(counted).toMatchObject({ done: bytes, total: bytes, secondsLeft: 0 });
    expect(counted?.rate).toBeGreaterThan(0);
    expect(seen.at(-1)).toMatchObject({ phase: 'merge', done: 900, total: 900, secondsLeft: 0 });
    const stop = new AbortController();
    async function* endless() {
      for (;;) yield new TextEncoder().encode(text.slice(0, 9000));
    }
    const training = trainTokenizer(endless(), {
      vocabSize: 900,
      threads,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(training).rejects.toThrow('enough');
  },
);

it('saves to a file in one step and goes on from it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'train-'));
  const path = join(folder, 'counts');
  const source = join(folder, 'text');
  writeFileSync(source, text);
  await new Trainer().add(text).saveTo(path);
  const before = readFileSync(path);
  await expect(new Trainer().saveTo(join(folder, 'none', 'counts'))).rejects.toThrow('ENOENT');
  expect(readdirSync(folder).sort()).toEqual(['counts', 'text']);
  const resumed = await trainTokenizer(createReadStream(source), {
    vocabSize: 400,
    resume: before,
  });
  const whole = await trainTokenizer([text, text], { vocabSize: 400 });
  expect(saveTokenizerJson(resumed)).toBe(saveTokenizerJson(whole));
  const trainer = await Trainer.loadFrom(path);
  expect([trainer.bytes, trainer.save()]).toEqual([
    Buffer.byteLength(text),
    new Uint8Array(before),
  ]);
});

it('refuses a saved training that is cut short, wherever', () => {
  const saved = new Trainer().add('low lower lowest slow').save();
  for (let size = 0; size < saved.length; size++) {
    expect(() => Trainer.load(saved.subarray(0, size))).toThrow(
      /^Trainer\.load: the file must (be whole, got|begin with)/,
    );
  }
});

it('counts beyond 32 bits', async () => {
  const saved = new Trainer().add('ab').save();
  const view = new DataView(saved.buffer);
  view.setBigUint64(saved.length - 10, 3_000_000_000n, true);
  const trainer = Trainer.load(saved).addCounts(saved);
  const tokenizer = await trainer.learn({ vocabSize: 257 });
  expect(tokenizer.merges()[0]?.count).toBe(6_000_000_000);
});

it('stops at rare pairs, at a signal, and refuses sizes that cannot be', async () => {
  expect(
    (await trainTokenizer('ab ab ac', { vocabSize: 300, minFrequency: 2 })).merges().length,
  ).toBe(1);
  await expect(
    trainTokenizer(text, { vocabSize: 300, signal: AbortSignal.abort() }),
  ).rejects.toThrow('aborted');
  await expect(trainTokenizer(text, { vocabSize: 255 })).rejects.toThrow(
    'vocabSize (256 bytes, merges and special tokens) must be a whole number from 256',
  );
  await expect(trainTokenizer(text, { vocabSize: 300, minFrequency: Number.NaN })).rejects.toThrow(
    'trainTokenizer: minFrequency must be a whole number from 0 to 4294967295, got NaN.',
  );
  for (const specialTokens of [['<s>', '<s>'], ['']]) {
    await expect(trainTokenizer(text, { vocabSize: 300, specialTokens })).rejects.toThrow(
      'trainTokenizer: special tokens must be different texts, got ["',
    );
  }
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
