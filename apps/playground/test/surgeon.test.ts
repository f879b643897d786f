import {
  assemble,
  builtInCorpus,
  mergesLearned,
  mergesOfDuel,
  Surgeon,
} from '@gibbs/journeys/words';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

describe('the surgeon of a tokenizer', () => {
  let surgeon: Surgeon;
  beforeAll(async () => {
    surgeon = await Surgeon.train(builtInCorpus());
  });
  const tokensOf = (text: string, gone: number[] = [], limit = mergesLearned) =>
    surgeon
      .explain(text, gone)
      .pieces.flatMap((piece, i) => assemble(piece, i, limit))
      .map(({ text }) => text);

  it('learns the merges asked for, the most frequent first', () => {
    expect(surgeon.learned).toHaveLength(mergesLearned);
    expect(surgeon.learned[0]).toMatchObject({ left: 'h', right: 'e', result: 'he' });
    const counts = surgeon.learned.map(({ count }) => count);
    expect(counts.every((count) => count >= 2)).toBe(true);
  });

  it('spells a name it has never met in ever larger pieces', () => {
    expect(builtInCorpus()).not.toContain('Keyvan');
    expect(tokensOf(' Keyvan', [], mergesOfDuel)).toEqual([' K', 'ey', 'v', 'an']);
    expect(tokensOf(' Keyvan', [], 857)).toEqual([' K', 'ey', 'v', 'an']);
    expect(tokensOf(' Keyvan', [], 858)).toEqual([' Key', 'v', 'an']);
    expect(tokensOf(' Keyvan')).toEqual([' Key', 'v', 'an']);
    expect(tokensOf(' Keyvan', [], 0)).toEqual([...' Keyvan']);
  });

  it('lets everything built on a merge fall apart when it is cut out', () => {
    const an = surgeon.learned.findIndex(({ left, right }) => left === 'a' && right === 'n');
    expect(tokensOf(' Keyvan', [an])).toEqual([' Key', 'va', 'n']);
    const all = Array.from({ length: mergesLearned }, (_, rank) => rank);
    expect(tokensOf(' Keyvan', all)).toEqual([...' Keyvan']);
  });

  it('gives back any text byte for byte, whichever merges are gone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.uniqueArray(fc.nat(mergesLearned - 1), { maxLength: 10 }),
        (text, gone) => {
          const { pieces, same } = surgeon.explain(text, gone);
          expect(same).toBe(
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)) ===
              text,
          );
          const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
          expect(bytes).toBe(new TextEncoder().encode(text).length);
        },
      ),
      { seed: 8, numRuns: 60 },
    );
  });

  it('has fewer tokens the more merges it may use', () => {
    const text = 'the old kettle hums by the door, and so my name is Sorthy';
    const counts = [0, 50, 100, 200, 400].map((limit) => tokensOf(text, [], limit).length);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts[0]).toBe(text.length);
  });
});
