import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as all from '../src/index.js';
import {
  encodings,
  loadEncoding,
  loadGpt2,
  loadTiktoken,
  loadTokenizerJson,
  pad,
  readSource,
  saveGpt2,
  saveTiktoken,
  saveTokenizerJson,
  trainTokenizer,
  truncate,
} from '../src/index.js';
import { chance, huggingFace, idsOf, names, ours, randomText, ranks } from './oracles.js';

it('exports what it says', () => {
  expect(Object.keys(all).sort()).toMatchInlineSnapshot(`
    [
      "Tokenizer",
      "Trainer",
      "encodeReference",
      "encodings",
      "loadEncoding",
      "loadGpt2",
      "loadSentencePiece",
      "loadTiktoken",
      "loadTokenizerJson",
      "pad",
      "patternNames",
      "patternRegExp",
      "publishedPatterns",
      "readSource",
      "saveGpt2",
      "saveTiktoken",
      "saveTokenizerJson",
      "trainReference",
      "trainTokenizer",
      "truncate",
    ]
  `);
});

it('writes a tokenizer.json that Hugging Face reads to the same ids', async () => {
  const text = "I'll tokenize THIS, 12345 times!\n\n  über 中文 \u0085 <|endoftext";
  for (const name of ['r50k_base'] as const) {
    const native = huggingFace(ours(name));
    expect(await idsOf(native, text)).toEqual([...ours(name).encode(text)]);
    const again = loadTokenizerJson(saveTokenizerJson(ours(name)));
    expect([again.pattern, ...again.encode(text)]).toEqual([
      ours(name).pattern,
      ...ours(name).encode(text),
    ]);
  }
}, 60_000);

it('reads back what it writes', async () => {
  const t = await trainTokenizer('the cat sat on the mat. '.repeat(9), {
    vocabSize: 290,
    specialTokens: ['<s>'],
  });
  const { vocabulary, merges } = saveGpt2(t);
  const gpt2 = loadGpt2(vocabulary, merges, { specialTokens: ['<s>'] });
  const tiktoken = loadTiktoken(saveTiktoken(t), {
    pattern: 'gpt2',
    specialTokens: t.specialTokens,
  });
  const legacy = JSON.parse(saveTokenizerJson(t));
  legacy.model.merges = legacy.model.merges.map((pair: string[]) => pair.join(' '));
  const json = loadTokenizerJson(JSON.stringify(legacy));
  const below = chance(1);
  for (let i = 0; i < 200; i++) {
    const text = `the mat ${randomText(below)}`;
    for (const other of [gpt2, tiktoken, json]) expect(other.encode(text)).toEqual(t.encode(text));
  }
});

it("knows OpenAI's vocabularies by their digests", async () => {
  for (const name of names) {
    expect(createHash('sha256').update(ranks(name)).digest('hex')).toBe(encodings[name].sha256);
    expect((await loadEncoding(name, ranks(name))).encode('hi').length).toBe(1);
  }
  const harmony = await loadEncoding('o200k_harmony', ranks('o200k_base'));
  expect([
    ...harmony.encode('<|start|><|call|><|reserved_201087|>', { allowedSpecial: 'all' }),
  ]).toEqual([200006, 200012, 201087]);
  expect(harmony.vocabSize).toBe(201088);
  await expect(loadEncoding('cl100k_base', ranks('o200k_base'))).rejects.toThrow(
    'readSource: the file must have the SHA-256',
  );
  await expect(readSource('/no/such/file')).rejects.toThrow('ENOENT');
  expect((await readSource(new URL(`data:text/plain,hi`))).length).toBe(2);
});

it('keeps holes, and refuses ranks and tokens twice and broken lines', () => {
  const line = (text: string, rank: number) => `${btoa(text)} ${rank}\n`;
  const holes = loadTiktoken(line('a', 0) + line('b', 5) + line('ab', 9), { pattern: 'gpt2' });
  expect([[...holes.encode('aab')], holes.vocabSize]).toEqual([[0, 9], 10]);
  expect(() => holes.decode([1])).toThrow('got 1.');
  expect(() => holes.encode('c')).toThrow('every byte of a text must have a token, got byte 99');
  const load = (file: string) => () => loadTiktoken(file, { pattern: 'gpt2' });
  expect(load(line('a', 0) + line('b', 0))).toThrow(
    'loadTiktoken: a rank must stand once, got line 2',
  );
  expect(load(line('a', 0) + line('a', 1))).toThrow(
    'loadTiktoken: a token must stand once, got line 2',
  );
  expect(() =>
    loadTiktoken(line('a', 0), { pattern: 'gpt2', specialTokens: { '<s>': 0 } }),
  ).toThrow('loadTiktoken: an id must belong to one token, got 0 for two.');
  expect(() => loadTiktoken(line('a', 0), { pattern: /a/ })).toThrow(
    'loadTiktoken: the pattern must be one of gpt2, cl100k, o200k, llama3 or a global regular expression, got /a/.',
  );
  expect(() => loadGpt2('null', '')).toThrow('model.vocab must be an object, got null.');
  expect(load('')).toThrow('a line must be base64, a space and a rank, got line 0 without.');
  for (const broken of [
    'a',
    '!!!! 0',
    'YQ== x',
    'YQ== ',
    'YQ 0',
    'YQ==0',
    '= 0',
    ' 0',
    'YQ== 999999999',
  ]) {
    expect(load(line('b', 0) + broken), broken).toThrow(/line 2|a rank must be below/);
  }
});

it('refuses a hostile tokenizer.json by name', () => {
  const good = JSON.parse(saveTokenizerJson(ours('r50k_base')));
  good.model.vocab = { a: 0, b: 1, ab: 2 };
  good.model.merges = [['a', 'b']];
  const load = (change: (json: typeof good) => void) => () => {
    const json = structuredClone(good);
    change(json);
    return loadTokenizerJson(JSON.stringify(json));
  };
  expect([...load(() => {})().encode('ab')]).toEqual([2]);
  const cases: [(json: typeof good) => void, string][] = [
    [(j) => (j.model.vocab.b = 0), 'an id must belong to one token, got 0 for two.'],
    [
      (j) => (j.model.vocab.b = 2 ** 31),
      'an id must be a whole number from 0 to 4194303, got 2147483648.',
    ],
    [(j) => (j.model.vocab.b = 'x'), 'an id must be a whole number from 0 to 4194303, got x.'],
    [
      (j) => (j.model.merges = [['a', 'c']]),
      'a merge must be of two tokens into a third, got ["a","c"].',
    ],
    [(j) => (j.model.merges = {}), 'model.merges must be a list, got {}.'],
    [(j) => (j.model.vocab['\u0000'] = 7), 'a token must be spelt in the byte alphabet'],
    [
      (j) => (j.model.type = 'Unigram'),
      'model.type must be one this package can follow exactly, got Unigram.',
    ],
    [(j) => (j.model = null), 'model must be an object, got null.'],
    [
      (j) => (j.normalizer = { type: 'NFC' }),
      'normalizer must be one this package can follow exactly, got NFC.',
    ],
    [(j) => (j.pre_tokenizer = { type: 'BertPreTokenizer' }), 'got BertPreTokenizer.'],
    [
      (j) => j.added_tokens.push({ id: 1, content: '<s>', special: true }),
      'an id must belong to one token, got 1 for two.',
    ],
    [(j) => (j.added_tokens = [{ id: 9 }]), 'the content of an added token must be text'],
  ];
  for (const [change, message] of cases) expect(load(change)).toThrow(message);
  const text = JSON.stringify(good);
  expect(() => loadTokenizerJson(text.slice(0, 100))).toThrow(
    'loadTokenizerJson: the file must be JSON',
  );
  const odd = loadTokenizerJson('{"model":{"vocab":{"__proto__":0},"merges":[]}}');
  expect(odd.decode([0])).toBe('__proto__');
});

it('cuts and fills batches', () => {
  const ids = Uint32Array.of(1, 2, 3);
  expect([truncate(ids, 2), truncate(ids, 2, 'left'), truncate(ids, 5)]).toEqual([
    Uint32Array.of(1, 2),
    Uint32Array.of(2, 3),
    ids,
  ]);
  expect(pad([ids, Uint32Array.of(4)], { padId: 0, side: 'left' })).toEqual({
    ids: Uint32Array.of(1, 2, 3, 0, 0, 4),
    mask: Uint8Array.of(1, 1, 1, 0, 0, 1),
    batch: 2,
    time: 3,
  });
  expect(() => pad([ids], { padId: 0, length: 2 })).toThrow(
    'pad: length must be at least the longest list of ids, got 2 for 3. Truncate first?',
  );
  expect(() => truncate(ids, -1)).toThrow(
    'truncate: maxLength must be a whole number from 0 to 4294967295, got -1.',
  );
  expect(() => pad([ids], { padId: -1 })).toThrow(
    'pad: padId must be a whole number from 0 to 4294967295, got -1.',
  );
});
