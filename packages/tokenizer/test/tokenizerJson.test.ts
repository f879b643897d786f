/** `tokenizer.json` as others write it, against Hugging Face's own library. */
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { loadTokenizerJson, saveTokenizerJson, trainTokenizer } from '../src/index.js';
import { chance, huggingFace, idsOf, randomText } from './oracles.js';

const { Tokenizer: Native } = createRequire(import.meta.url)('tokenizers');
const text = 'the cat sat on the mat; the rat sat on the cat. lower lowest slow slower. '.repeat(3);

it('finds added tokens as Hugging Face does, with what they strip and where they may stand', async () => {
  const trained = await trainTokenizer(text, { vocabSize: 300 });
  const json = JSON.parse(saveTokenizerJson(trained));
  const add = (content: string, options: object) =>
    json.added_tokens.push({
      ...{ id: trained.vocabSize + json.added_tokens.length, content, special: false },
      ...{ single_word: false, lstrip: false, rstrip: false, normalized: false, ...options },
    });
  add('<s>', { special: true });
  add('dog', { single_word: true });
  add('[L]', { lstrip: true });
  add('[R]', { rstrip: true, normalized: true });
  add('[B]', { lstrip: true, rstrip: true, special: true });
  add('mut', {});
  add('mutter', {});
  add('é中', { single_word: true, normalized: true });
  const file = JSON.stringify(json);
  const mine = loadTokenizerJson(file);
  const theirs = Native.fromString(file);
  const below = chance(8);
  const words = [
    '<s>',
    'dog',
    '[L]',
    '[R]',
    '[B]',
    'mut',
    'mutter',
    'é中',
    ' ',
    '  ',
    '\n',
    'the',
    'a',
    '_',
    '9',
    '.',
  ];
  for (let i = 0; i < 3000; i++) {
    const some = Array.from({ length: 1 + below(7) }, () => words[below(words.length)]).join('');
    const ids = await idsOf(theirs, some);
    expect([some, ...mine.encode(some, { allowedSpecial: 'all' })]).toEqual([some, ...ids]);
  }
  // And what is written again reads the same.
  const again = loadTokenizerJson(saveTokenizerJson(mine));
  for (const some of ['the dog [L] [B] mut', 'mutter é中 é中a<s>']) {
    expect(again.encode(some, { allowedSpecial: 'all' })).toEqual(
      mine.encode(some, { allowedSpecial: 'all' }),
    );
  }
});

it.each([true, false])(
  'follows ignore_merges %s, in pairs and in the older spelling',
  async (ignoreMerges) => {
    const json = JSON.parse(saveTokenizerJson(await trainTokenizer(text, { vocabSize: 290 })));
    json.model.ignore_merges = ignoreMerges;
    // A token that no merges lead to, and one that other merges cut across.
    const next = Object.keys(json.model.vocab).length;
    json.model.vocab.xyz = next;
    json.model.vocab.Ġtherat = next + 1;
    const pairs = JSON.stringify(json);
    json.model.merges = json.model.merges.map((pair: string[]) => pair.join(' '));
    const legacy = JSON.stringify(json);
    const theirs = Native.fromString(pairs);
    const mine = [pairs, legacy].map((file) => loadTokenizerJson(file));
    const below = chance(6);
    for (const some of [
      'xyz',
      ' therat',
      'xyz xyzz',
      ...Array.from({ length: 300 }, () => `the cat ${randomText(below)}`),
    ]) {
      const ids = await idsOf(theirs, some);
      for (const one of mine) {
        expect([some, ...one.encode(some)]).toEqual([some, ...ids]);
      }
    }
  },
);

it.each(['cl100k', 'o200k', 'llama3', 'gpt2'] as const)(
  'trained here with %s, Hugging Face reads the same',
  async (pattern) => {
    const mine = await trainTokenizer(text, {
      vocabSize: 320,
      pattern,
      specialTokens: ['<|end|>'],
    });
    const theirs = huggingFace(mine);
    const below = chance(12);
    for (let i = 0; i < 500; i++) {
      const some = `the lowest ${randomText(below)}`.replace(
        /[^\p{ASCII}\u00a0-\u02ff\u4e00-\u9f00]/gu,
        'x',
      );
      expect([some, ...mine.encode(some)]).toEqual([some, ...(await idsOf(theirs, some))]);
    }
    expect([...mine.encode('a<|end|>', { allowedSpecial: 'all' })]).toEqual(
      await idsOf(theirs, 'a<|end|>'),
    );
  },
);

it('refuses nonsense in every place, whatever it is', async () => {
  const good = JSON.parse(saveTokenizerJson(await trainTokenizer(text, { vocabSize: 290 })));
  good.model.vocab = { a: 0, b: 1, ab: 2 };
  good.model.merges = [['a', 'b']];
  good.added_tokens = [{ id: 3, content: '<s>', special: true }];
  const nonsense = [
    null,
    true,
    -1,
    1.5,
    1e99,
    'x',
    '',
    [],
    {},
    [[]],
    [null],
    { a: null },
    { __proto__: 1 },
  ];
  const places: ((json: Record<string, never>, value: unknown) => void)[] = [];
  const walk = (value: unknown, path: string[]): void => {
    places.push((json, other) => {
      const last = path.at(-1) as string;
      const parent = path.slice(0, -1).reduce((at, key) => at[key] as never, json);
      (parent as Record<string, unknown>)[last] = other;
    });
    if (typeof value === 'object' && value) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    }
  };
  for (const [key, value] of Object.entries(good)) walk(value, [key]);
  let refused = 0;
  for (const place of places) {
    for (const value of nonsense) {
      const json = structuredClone(good);
      place(json, value);
      try {
        expect(loadTokenizerJson(JSON.stringify(json)).decode([0])).toMatch(/^.*$/su);
      } catch (error) {
        refused++;
        expect((error as Error).message).toMatch(/^(loadTokenizerJson|decode): .* must .*\.$/su);
      }
    }
  }
  expect(refused).toBeGreaterThan(places.length * 3);
});

it('refuses what is cut short, nested without end, or not text', async () => {
  const file = saveTokenizerJson(await trainTokenizer(text, { vocabSize: 290 })).slice(0, 4000);
  for (let size = 0; size < file.length; size += 97) {
    expect(() => loadTokenizerJson(file.slice(0, size))).toThrow(
      'loadTokenizerJson: the file must be JSON, got ',
    );
  }
  const deep = `{"model":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect(() => loadTokenizerJson(deep)).toThrow('loadTokenizerJson: ');
  const steps = '{"type":"Sequence","pretokenizers":['.repeat(5000) + ']}'.repeat(5000);
  expect(() =>
    loadTokenizerJson(`{"pre_tokenizer":${steps},"model":{"vocab":{},"merges":[]}}`),
  ).toThrow('got sequences inside of more than 20 others.');
  expect(() => loadTokenizerJson(Uint8Array.of(0xff, 0xfe, 0x7b))).toThrow(
    'loadTokenizerJson: the file must be UTF-8',
  );
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const vocab = `{"a":0,"${name}":1}`;
    const added = `[{"id":2,"content":"<${name}>","special":true}]`;
    const odd = loadTokenizerJson(
      `{"added_tokens":${added},"model":{"vocab":${vocab},"merges":[]}}`,
    );
    expect(odd.decode([1, 2])).toBe(`${name}<${name}>`);
    expect([...odd.encode(`<${name}>`, { allowedSpecial: 'all' })]).toEqual([2]);
  }
  const special = loadTokenizerJson(
    '{"added_tokens":[{"id":1,"content":"__proto__","special":true}],"model":{"vocab":{"a":0},"merges":[]}}',
  );
  expect(Object.keys(special.specialTokens)).toEqual(['__proto__']);
  expect([...special.encode('a__proto__', { allowedSpecial: 'all' })]).toEqual([0, 1]);
});

it('places added tokens as Hugging Face does, with the white space they take', async () => {
  const trained = await trainTokenizer(text, { vocabSize: 300, specialTokens: ['<L>', '<R>'] });
  const json = JSON.parse(saveTokenizerJson(trained));
  Object.assign(json.added_tokens[0], { lstrip: true });
  Object.assign(json.added_tokens[1], { rstrip: true });
  const some = 'the  <L> cat <R>   mat <R>\n<L>';
  const { ids, starts, ends } = loadTokenizerJson(JSON.stringify(json)).encodeWithOffsets(some, {
    allowedSpecial: 'all',
  });
  const theirs = await Native.fromString(JSON.stringify(json)).encode(some);
  expect([...ids]).toEqual(theirs.getIds());
  expect(Array.from(starts, (start, i) => [start, ends[i]])).toEqual(theirs.getOffsets());
});

it('writes added tokens that merges reach or that are no ASCII, and reads them back', async () => {
  const json = JSON.parse(saveTokenizerJson(await trainTokenizer(text, { vocabSize: 300 })));
  const low = json.model.vocab.low;
  json.model.vocab.éé = 300;
  json.added_tokens.push(
    { id: low, content: 'low', single_word: true, special: false },
    { id: 300, content: 'éé', special: false },
  );
  const some = 'low lower éé slow';
  const mine = loadTokenizerJson(JSON.stringify(json));
  const ids = mine.encode(some);
  expect([...ids]).toContain(300);
  expect(mine.decode(ids)).toBe(some);
  expect(loadTokenizerJson(saveTokenizerJson(mine)).encode(some)).toEqual(ids);
});

it('reads a SentencePiece vocabulary with more added tokens than a call has arguments', () => {
  const byte = (_: unknown, i: number) => [
    `<0x${i.toString(16).toUpperCase().padStart(2, '0')}>`,
    i,
  ];
  const added = (_: unknown, i: number) => ({ id: 256 + i, content: `<${i}>`, special: true });
  const many = loadTokenizerJson(
    JSON.stringify({
      added_tokens: Array.from({ length: 150_000 }, added),
      model: {
        byte_fallback: true,
        vocab: Object.fromEntries(Array.from({ length: 256 }, byte)),
        merges: [],
      },
    }),
  );
  expect(many.decode([256 + 149_999])).toBe('<149999>');
});

it('splits by patterns that have no name as Hugging Face does', async () => {
  const trained = await trainTokenizer(text, { vocabSize: 300, pattern: 'cl100k' });
  const json = JSON.parse(saveTokenizerJson(trained));
  const below = chance(4);
  for (const regex of [
    String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    String.raw`\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n/]*+|\s++`,
  ]) {
    json.pre_tokenizer.pretokenizers[0].pattern.Regex = regex;
    const mine = loadTokenizerJson(JSON.stringify(json));
    const theirs = Native.fromString(JSON.stringify(json));
    for (let i = 0; i < 300; i++) {
      const some = `the cat's 1234 ${randomText(below)} lowest!/\n`;
      const ids = await idsOf(theirs, some);
      expect([some, ...mine.encodeOrdinary(some)]).toEqual([some, ...ids]);
    }
    expect(JSON.parse(saveTokenizerJson(mine)).pre_tokenizer.pretokenizers[0].pattern.Regex).toBe(
      mine.pattern instanceof RegExp ? mine.pattern.source : regex,
    );
  }
});
