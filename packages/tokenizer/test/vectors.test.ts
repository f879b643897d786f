/** Texts whose ids others have published. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { encodings, loadTiktoken, type Tokenizer } from '../src/index.js';
import { ours, ranks } from './oracles.js';

const files: Record<string, string> = { p50k_edit: 'p50k_base', o200k_harmony: 'o200k_base' };
const loaded = new Map<string, Tokenizer>();
function tokenizer(name: keyof typeof encodings): Tokenizer {
  const known = loaded.get(name) ?? loadTiktoken(ranks(files[name] ?? name), encodings[name]);
  loaded.set(name, known);
  return known;
}

const folder = createRequire(import.meta.url)
  .resolve('gpt-tokenizer')
  .replace(/(.*\/gpt-tokenizer)\/.*/, '$1/data');
const plans = readFileSync(`${folder}/TestPlans.txt`, 'utf8').replaceAll('\r\n', '\n');

it('gives the ids of the published test plans', () => {
  const blocks = plans.matchAll(/EncodingName: (\w+)\nSample: ([\s\S]*?)\nEncoded: \[(.*?)\]/g);
  const seen = new Map<string, number>();
  for (const [, name, sample, list] of blocks) {
    const ids = list === '' ? [] : (list as string).split(',').map(Number);
    const t = tokenizer(name as keyof typeof encodings);
    expect([sample, ...t.encode(sample as string, { allowedSpecial: 'all' })]).toEqual([
      sample,
      ...ids,
    ]);
    expect(t.decode(ids)).toBe(sample);
    seen.set(name as string, (seen.get(name as string) ?? 0) + 1);
  }
  expect(Object.fromEntries(seen)).toEqual({
    r50k_base: 64,
    p50k_base: 64,
    p50k_edit: 64,
    cl100k_base: 64,
    o200k_base: 57,
  });
});

describe('what tiktoken tests itself with', () => {
  it('noughts', () => {
    const expected = [
      [15],
      [405],
      [830],
      [2388],
      [20483],
      [10535],
      [24598],
      [8269],
      [10535, 830],
      [8269, 405],
      [8269, 830],
      [8269, 2388],
      [8269, 20483],
      [8269, 10535],
      [8269, 24598],
      [25645],
      [8269, 10535, 830],
    ];
    expected.forEach((ids, i) => {
      expect([...ours('r50k_base').encode('0'.repeat(i + 1))]).toEqual(ids);
    });
  });

  it('surrogates, whole and alone', () => {
    const t = ours('cl100k_base');
    expect([...t.encode('👍')]).toEqual([9468, 239, 235]);
    expect([...t.encode('\ud83d\udc4d')]).toEqual([9468, 239, 235]);
    expect(t.encode('\ud83d')).toEqual(t.encode('\ufffd'));
    expect(t.encode('a\udc4d b\ud83d')).toEqual(t.encode('a\ufffd b\ufffd'));
  });

  it.each(['r50k_base', 'cl100k_base', 'o200k_base'] as const)(
    'repetition without end, %s',
    (name) => {
      const t = ours(name);
      for (const one of ['^', '0', 'a', "'s", ' ', '\n']) {
        for (const text of [
          one.repeat(10_000),
          ` ${one.repeat(10_000)}`,
          `${one.repeat(10_000)}\n`,
        ]) {
          expect(t.decode(t.encode(text))).toBe(text);
        }
      }
    },
  );

  it.each(['r50k_base', 'p50k_base', 'cl100k_base', 'o200k_base'] as const)(
    'each token alone, %s',
    (name) => {
      const t = tokenizer(name);
      const special = new Set(Object.values(t.specialTokens));
      let tokens = 0;
      for (let id = 0; id < t.vocabSize; id++) {
        if (special.has(id)) continue;
        // Some ids before the special ones are holes.
        const bytes = hole(() => t.tokenBytes(id));
        if (!bytes) continue;
        tokens++;
        if (t.tokenId(bytes) !== id) expect([name, id]).toBe('found by its bytes');
      }
      expect(tokens).toBe(
        { r50k_base: 50256, p50k_base: 50280, cl100k_base: 100256, o200k_base: 199998 }[name],
      );
    },
  );

  it('special tokens, allowed and disallowed', () => {
    const t = tokenizer('cl100k_base');
    const { '<|endoftext|>': eot, '<|fim_prefix|>': fip, '<|fim_middle|>': fim } = t.specialTokens;
    const short = '<|endoftext|> hello <|fim_prefix|>';
    for (const disallowedSpecial of ['all', ['<|endoftext|>'], ['<|fim_prefix|>']] as const) {
      expect(() => t.encode(short, { disallowedSpecial })).toThrow(
        'a special token must be allowed',
      );
    }
    const text = '<|endoftext|> hello <|fim_prefix|> there <|fim_middle|>';
    const found = (allowedSpecial: 'all' | string[]): number[] =>
      [...t.encode(text, { allowedSpecial, disallowedSpecial: [] })].filter((id) =>
        [eot, fip, fim].includes(id),
      );
    expect(found([])).toEqual([]);
    expect(found('all')).toEqual([eot, fip, fim]);
    expect(found(['<|fim_prefix|>'])).toEqual([fip]);
    expect(found(['<|endoftext|>'])).toEqual([eot]);
    expect(found(['<|fim_middle|>'])).toEqual([fim]);
    const gpt2 = ours('r50k_base');
    expect([...gpt2.encode('hello <|endoftext|>', { allowedSpecial: 'all' })]).toEqual([
      31373, 220, 50256,
    ]);
    expect([...t.encode('hello <|endoftext|>', { allowedSpecial: 'all' })]).toEqual([
      15339, 220, 100257,
    ]);
    const edit = tokenizer('p50k_edit');
    expect([...edit.encode('<|fim_prefix|>a<|fim_suffix|>', { allowedSpecial: 'all' })]).toEqual([
      50281, 64, 50283,
    ]);
    expect(() => tokenizer('p50k_base').encode('<|fim_prefix|>')).not.toThrow();
  });

  it('offsets, of tokens that begin inside a character too', () => {
    const t = ours('cl100k_base');
    const starts = (text: string) => [
      ...t.encodeWithOffsets(text, { allowedSpecial: 'all' }).starts,
    ];
    expect(starts('hello world')).toEqual([0, 5]);
    expect(starts('hello world<|endoftext|> green cow')).toEqual([0, 5, 11, 24, 30]);
    expect(starts('我非常渴望与人工智能一起工作')).toEqual([
      0, 1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13,
    ]);
    expect(starts('நடிகர் சூர்யா')).toEqual([
      0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 9, 9, 10, 11, 12, 12,
    ]);
    expect(starts(' Ġ除')).toEqual([0, 1]);
  });
});

function hole<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
