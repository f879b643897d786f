import { describe, expect, it } from 'vitest';
import {
  encodings,
  loadTiktoken,
  patternNames,
  patternRegExp,
  trainTokenizer,
} from '../src/index.js';
import { chance, huggingFace, idsOf, names, ours, randomText, ranks, tiktoken } from './oracles.js';

const asciiParts = [
  ...' \'\n\r\t/!-_"(.,09aszASZ'.split(''),
  ...[
    'the',
    ' the',
    ' a',
    '  ',
    '   \n',
    '\n   ',
    '\n\n',
    '!\n',
    '!\n/',
    ' \t ',
    '\r\n',
    '\x0b',
    '\x1f',
    '-----',
  ],
  ...[
    "'s",
    "'S",
    "'ll",
    "'Ll",
    "'re",
    "'ve",
    "'st",
    "don't",
    "x's's",
    "it'LLx",
    'camelCase',
    'HTTPServer',
    'x1',
  ],
  ...['1234567', '20', ' 7', '(foo', ' (foo', 'a-b', '\tx', '\n1'],
];
const younger =
  /[^\p{ASCII}\u0085\u00a0-\u02ff\u0900-\u0950\u2028\u3040-\u3090\u4e00-\u9f00\uff10-\uff19]/gu;

describe('encode', () => {
  it.each(names)('gives the ids of tiktoken on random texts, %s', (name) => {
    const oracle = tiktoken(name);
    const below = chance(7);
    for (let i = 0; i < 3000; i++) {
      // Unicode versions differ in what they assign, so that only old characters are compared here.
      const text = randomText(below).replace(younger, 'x');
      expect([text, ...ours(name).encodeOrdinary(text)]).toEqual([
        text,
        ...oracle.encode_ordinary(text),
      ]);
    }
  });

  it('gives the ids that tiktoken tests itself with', () => {
    const cl100k = ours('cl100k_base');
    const ids = (text: string) => [...cl100k.encode(text)];
    expect(ids('rer')).toEqual([38149]);
    expect(ids("'rer")).toEqual([2351, 81]);
    expect(ids('today\n ')).toEqual([31213, 198, 220]);
    expect(ids('today\n \n')).toEqual([31213, 27907]);
    expect(ids('today\n  \n')).toEqual([31213, 14211]);
    expect(ids(' \u00850')).toEqual([220, 126, 227, 15]);
    expect(ids('a\uFEFFb')).toEqual([64, 3305, 65]);
    expect(ids('hello world')).toEqual([15339, 1917]);
    const gpt2 = ours('r50k_base');
    expect([...gpt2.encode('0'.repeat(17))]).toEqual([8269, 10535, 830]);
  });

  it('merges a million equal letters as the ranks say', () => {
    // In o200k the tokens of x alone are, by rank: x, xx, xxxx, xxx, xxxxxxxx and five of them. So pairs
    // form from the left, then pairs of pairs; what is left over at the end, xx and x, becomes xxx; then
    // eights, of which no two merge.
    const o200k = ours('o200k_base');
    const x = (n: number): number => o200k.tokenId('x'.repeat(n)) ?? -1;
    expect([1, 2, 4, 3, 8, 5].map(x)).toEqual([87, 7605, 30950, 49993, 92984, 162711]);
    const runs = (n: number) => {
      const counts = new Map<number, number>();
      for (const id of o200k.encode('x'.repeat(n))) counts.set(id, (counts.get(id) ?? 0) + 1);
      return [...counts];
    };
    expect(runs(1_000_000)).toEqual([[x(8), 125_000]]);
    expect(runs(999_999)).toEqual([
      [x(8), 124_999],
      [x(4), 1],
      [x(3), 1],
    ]);
  });

  it('gives the ids of Hugging Face on long runs', async () => {
    const cl100k = ours('cl100k_base');
    const native = huggingFace(cl100k);
    const below = chance(3);
    const letters = Array.from({ length: 40000 }, () => String.fromCharCode(97 + below(26))).join(
      '',
    );
    const cjk = Array.from({ length: 20000 }, () =>
      String.fromCharCode(0x4e00 + below(20000)),
    ).join('');
    for (const text of [
      'a'.repeat(30000),
      ' '.repeat(30000),
      letters,
      cjk,
      `${'^0a'.repeat(9000)}\n`,
    ]) {
      expect(Array.from(cl100k.encodeOrdinary(text))).toEqual(await idsOf(native, text));
    }
  }, 60_000);

  it('brings every text and every bytes back', () => {
    const below = chance(11);
    for (let i = 0; i < 500; i++) {
      const text = randomText(below);
      expect(
        ours('o200k_base').decode(ours('o200k_base').encode(text, { disallowedSpecial: [] })),
      ).toBe(text);
      const bytes = Uint8Array.from({ length: below(40) }, () => below(256));
      for (const name of names)
        expect(ours(name).decodeBytes(ours(name).encode(bytes))).toEqual(bytes);
    }
    expect(ours('cl100k_base').decode(ours('cl100k_base').encode('\uFEFFa\uD800b'))).toBe(
      '\uFEFFa\uFFFDb',
    );
    expect(ours('cl100k_base').encode('').length).toBe(0);
  });

  it.each(patternNames)('splits as the regular expression of %s does', async (pattern) => {
    const tokenizer = await trainTokenizer('', { vocabSize: 256, pattern });
    const below = chance(5);
    for (let i = 0; i < 5000; i++) {
      const text = randomText(below);
      expect(tokenizer.split(text)).toEqual(text.match(patternRegExp(pattern)));
    }
    // Long texts of mostly ASCII are split 64 bytes at a time.
    for (let i = 0; i < 1000; i++) {
      const parts = Array.from({ length: below(150) }, () =>
        below(20) ? (asciiParts[below(asciiParts.length)] as string) : randomText(below),
      );
      const text = `${parts.join('')}.`;
      expect(tokenizer.split(text)).toEqual(text.match(patternRegExp(pattern)));
    }
  });

  it('remembers so many pieces that it has to forget, and gives the same ids', () => {
    // Twice 160,000 pieces; one tokenizer meets all, two others the half each.
    const words = Array.from({ length: 400 }, (_, i) => i.toString(26).replace(/\d/g, 'zq'));
    const text = (tail: string) =>
      words.map((a) => words.map((b) => ` ${a}x${b}${tail}`).join('')).join('');
    const fresh = () => loadTiktoken(ranks('cl100k_base'), encodings.cl100k_base);
    const t = fresh();
    const apart = [text(''), text('XqJ')].map((half) => fresh().encodeOrdinary(half));
    const ids = t.encodeOrdinary(text('') + text('XqJ'));
    expect(ids.length).toBe(apart.reduce((sum, half) => sum + half.length, 0));
    let differing = 0;
    let at = 0;
    for (const half of apart) for (const id of half) if (ids[at++] !== id) differing++;
    expect(differing).toBe(0);
  });

  it('treats special tokens as tiktoken does', () => {
    const t = ours('cl100k_base');
    const text = 'a<|endoftext|>b';
    expect(() => t.encode(text)).toThrow(
      "encode: a special token must be allowed by name, got <|endoftext|> in the text. Pass allowedSpecial: ['<|endoftext|>'] to encode it as one, or disallowedSpecial: [] to encode it as plain text.",
    );
    expect([...t.encode(text, { allowedSpecial: 'all' })]).toEqual([64, 100257, 65]);
    expect([...t.encode(text, { disallowedSpecial: [] })]).toEqual([...t.encodeOrdinary(text)]);
    expect(t.decode([64, 100257])).toBe('a<|endoftext|>');
    expect(() => t.encode('a', { allowedSpecial: ['<x>'] })).toThrow(
      'allowedSpecial must name special tokens',
    );
  });

  it('counts, limits, streams, batches and offsets agree with it', async () => {
    const t = ours('cl100k_base');
    const below = chance(9);
    for (let i = 0; i < 200; i++) {
      const text = Array.from({ length: 5 }, () => randomText(below)).join(' ');
      const ids = [...t.encode(text)];
      expect(t.count(text)).toBe(ids.length);
      expect(t.isWithinLimit(text, ids.length)).toBe(ids.length);
      expect(t.isWithinLimit(text, ids.length - 1)).toBe(false);
      const parts = text.match(/[\s\S]{1,3}/g) ?? [];
      const streamed: number[] = [];
      for await (const some of t.encodeStream(parts)) streamed.push(...some);
      expect(streamed).toEqual(ids);
      const counter = t.counter();
      let sofar = '';
      for (const part of parts) {
        sofar += part;
        expect(counter.append(part).count).toBe(t.count(sofar));
      }
      const decoder = t.decoder();
      expect(ids.map((id) => decoder.push(id)).join('') + decoder.flush()).toBe(text);
      const { starts, ends } = t.encodeWithOffsets(text);
      ids.forEach((id, k) => {
        const piece = t.decode([id]);
        if (!piece.includes('\uFFFD')) expect(text.slice(starts[k], ends[k])).toBe(piece);
      });
    }
    expect(t.encodeBatch(['a', 'b']).map((ids) => [...ids])).toEqual([[64], [65]]);
  });

  it('places tokens inside a character at the whole of it', () => {
    const { ids, starts, ends } = ours('cl100k_base').encodeWithOffsets('a🤖b');
    expect([ids.length, [...starts], [...ends]]).toEqual([5, [0, 1, 1, 1, 3], [1, 3, 3, 3, 4]]);
  });

  it('drops merges by chance and the same ones for the same seed', () => {
    const t = ours('cl100k_base');
    const text = 'tokenization of internationalization';
    const once = t.encode(text, { dropout: 0.3, seed: 1 });
    expect(t.encode(text, { dropout: 0.3, seed: 1 })).toEqual(once);
    expect(t.decode(once)).toBe(text);
    expect(once.length).toBeGreaterThan(t.encode(text).length);
    expect(t.encode('ab', { dropout: 1 }).length).toBe(2);
    expect(() => t.encode('a', { dropout: 2 })).toThrow(
      'encode: dropout must be a chance from 0 to 1, got 2.',
    );
  });

  it('keeps bytes that are no text, with a pattern of one’s own too', async () => {
    const t = await trainTokenizer('so it is, said she; so it is 3.', {
      vocabSize: 270,
      pattern: /\p{L}+|[^\p{L}\s]+|\s+/gu,
    });
    const bytes = (...all: number[]) => Uint8Array.from(all);
    const hard = [
      bytes(0xff),
      bytes(0xe2, 0x82),
      bytes(0xe2, 0x82, 0x41),
      bytes(0xf0, 0x9f, 0x98, 0x41, 0xef, 0xbf, 0xbd, 0x80),
      bytes(0xc2, 0xc2, 0xa9, 0x20, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80),
      bytes(0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbf),
    ];
    const next = chance(77);
    for (let i = 0; i < 300; i++) {
      const size = i === 0 ? 100_000 : next(40);
      hard.push(Uint8Array.from({ length: size }, () => next(128) + (next(10) < 7 ? 128 : 0)));
    }
    for (const one of hard) expect(t.decodeBytes(t.encode(one))).toEqual(one);
    const text = 'so: it’s a \ufffd and a 😀';
    expect(t.encode(new TextEncoder().encode(text))).toEqual(t.encode(text));
  });

  it('names a byte without a token every time, and forgets the text it was in', () => {
    const t = loadTiktoken('YQ== 0\nYg== 1\nYWI= 2\n', { pattern: 'cl100k' });
    for (const text of ['abc', 'c'.repeat(20), 'c'.repeat(200)]) {
      for (let i = 0; i < 2; i++) {
        expect(() => t.encode(text)).toThrow(
          'encode: every byte of a text must have a token, got byte 99.',
        );
        expect([...t.encode('ab')]).toEqual([2]);
      }
    }
  });

  it('refuses ids that mean nothing', () => {
    const t = ours('cl100k_base');
    for (const id of [100256, 100277, -1, 1.5, 2 ** 32, Number.NaN]) {
      expect(() => t.decode([id])).toThrow(`decode: every id must be that of a token, got ${id}.`);
    }
  });
});
