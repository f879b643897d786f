import { expect, it } from 'vitest';
import { loadSentencePiece, loadTokenizerJson, type Tokenizer } from '../src/index.js';
import { chance, randomText } from './oracles.js';

const utf8 = new TextEncoder();
const byteTokens = Array.from(
  { length: 256 },
  (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`,
);
// In the order of their scores; single characters come last, as SentencePiece has it.
const merged = ['▁a', 'ab', '▁▁', '▁ab', 'éa'];
const pieces = ['<unk>', '<s>', '</s>', ...byteTokens, ...merged, '▁', 'a', 'b', 'é'];
const id = (piece: string) => pieces.indexOf(piece);

/** A field of a protocol buffer message. */
function field(number: number, value: number | Uint8Array): number[] {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
  if (typeof value === 'number') return [...varint(number * 8), ...varint(value)];
  return [...varint(number * 8 + 2), ...varint(value.length), ...value];
}

function model(change: { kind?: number; spaces?: number } = {}): Uint8Array {
  const { kind = 2, spaces = 0 } = change;
  const body = pieces.flatMap((piece, i) => {
    const type = i === 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1;
    const score = new Uint8Array(new Float32Array([i < 259 ? 0 : 258 - i]).buffer);
    return field(
      1,
      Uint8Array.from([...field(1, utf8.encode(piece)), 0x15, ...score, ...field(3, type)]),
    );
  });
  const trainer = field(2, Uint8Array.from([...field(3, kind), ...field(35, 1)]));
  return Uint8Array.from([...body, ...trainer, ...field(3, Uint8Array.from(field(4, spaces)))]);
}

const json = JSON.stringify({
  added_tokens: pieces.slice(0, 3).map((content, i) => ({ content, id: i, special: true })),
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Prepend', prepend: '▁' },
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  pre_tokenizer: null,
  model: {
    type: 'BPE',
    byte_fallback: true,
    vocab: Object.fromEntries(pieces.map((piece, i) => [piece, i])),
    merges: ['▁ a', 'a b', '▁ ▁', '▁a b', '▁ ab', 'é a'],
  },
});

it.each([
  ['tokenizer.model', () => loadSentencePiece(model())],
  ['tokenizer.json', () => loadTokenizerJson(json)],
])('merges characters and falls back to bytes, %s', (_, load: () => Tokenizer) => {
  const t = load();
  expect([...t.encode('ab')]).toEqual([id('▁ab')]);
  expect([...t.encode('b ab')]).toEqual([id('▁'), id('b'), id('▁ab')]);
  expect([...t.encode('éaü')]).toEqual([id('▁'), id('éa'), id('<0xC3>'), id('<0xBC>')]);
  // U+2582 begins with the same two bytes as the sign for a space.
  expect([...t.encode('\u2582')]).toEqual([id('▁'), id('<0xE2>'), id('<0x96>'), id('<0x82>')]);
  expect(t.explain('ab')[0]?.merges.map(({ left, right }) => `${left}+${right}`)).toEqual([
    '▁+a',
    '▁a+b',
  ]);
  expect(t.encode('').length).toBe(0);
  const below = chance(2);
  for (let i = 0; i < 300; i++) {
    const text = randomText(below);
    const ids = t.encode(text);
    expect(t.decode(ids)).toBe(text);
    const decoder = t.decoder();
    expect(Array.from(ids, (one) => decoder.push(one)).join('') + decoder.flush()).toBe(text);
    expect(t.encode(text, { dropout: 1e-12 })).toEqual(ids);
  }
});

it('refuses other models and broken files', () => {
  expect(() => loadSentencePiece(model({ kind: 1 }))).toThrow(
    'loadSentencePiece: the model must be of type BPE',
  );
  expect(() => loadSentencePiece(model({ spaces: 1 }))).toThrow(
    'the model must keep extra white space',
  );
  expect(() => loadSentencePiece(model().subarray(0, 100))).toThrow('the file must be');
  expect(() => loadSentencePiece(utf8.encode('not a model'))).toThrow('loadSentencePiece');
});
