import { generator } from '@gibbs/tensor';
import { type Tokenizer, trainTokenizer } from '@gibbs/tokenizer';
import { beforeAll, describe, expect, it } from 'vitest';
import { NameDuel, type NameDuelProgress, runNameDuel } from './nameDuel.js';
import { drawNameSentence, nameCorpus } from './names.js';

let tokenizer: Tokenizer;
beforeAll(async () => {
  const chance = generator(7);
  tokenizer = await trainTokenizer(
    nameCorpus(2000, () => chance.uniform()),
    { vocabSize: 512 },
  );
});
const small = { names: 1500, unseen: 128, batch: 32, heldOut: ['Keyvan'] };

describe('the name duel', () => {
  let duel: NameDuel;
  const reports: NameDuelProgress[] = [];
  beforeAll(async () => {
    duel = new NameDuel({ tokenizer, steps: 80, ...small });
    for await (const report of runNameDuel(duel, { every: 10, judge: 40 })) reports.push(report);
    return () => duel.dispose();
  }, 60_000);

  it('is won by attention, on names that nobody has seen', () => {
    const score = reports.at(-1)?.score;
    expect(score?.attention.unseen).toBeGreaterThan(0.9);
    expect(score?.mlp.unseen).toBeLessThan(0.1);
  });

  it('is fair in size', () => {
    const { attention, mlp } = duel.parameters;
    expect(Math.abs(mlp / attention - 1)).toBeLessThan(0.1);
  });

  it('reports every so many steps and judges on the way and at the end', () => {
    expect(reports.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
    expect(reports.filter(({ score }) => score).map(({ step }) => step)).toEqual([40, 80]);
  });

  it('lets both be asked for a name that was held out', () => {
    const { attention, mlp, seen, context, looks } = duel.ask('Keyvan');
    expect(seen).toBe(false);
    expect(attention.answer).toBe('Keyvan');
    expect(attention.right).toBe(true);
    expect(attention.tokens.join('')).toBe(' Keyvan');
    expect(mlp.right).toBe(false);
    expect(context.join('')).toBe("I'm called Keyvan, so my name is");
    for (const look of looks.flat()) expect(look.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const mention = context.indexOf(attention.tokens[0] as string);
    const best = Math.max(...looks.map((head) => head[0]?.[mention] as number));
    expect(best).toBeGreaterThan(0.5);
  });

  it('can be asked in other words', () => {
    const chance = generator(1);
    const sentence = drawNameSentence('Keyvan', () => chance.uniform());
    expect(duel.ask('Keyvan', sentence).attention.answer).toBe('Keyvan');
  });

  it('finds the heads that look at the name by their score', () => {
    const heads = duel.heads();
    expect(heads.some(({ copies }) => copies)).toBe(true);
    for (const { target, name, chance } of heads) {
      expect(name).toBeGreaterThanOrEqual(target);
      expect(chance).toBeLessThan(0.05);
    }
  });

  it('says when a name does not fit', () => {
    expect(() => duel.ask('x'.repeat(300))).toThrow(/^nameDuel: a name in this sentence must have/);
  });
});

describe('a name duel', () => {
  it('goes the same way from the same seed', () => {
    const run = (seed: number) => {
      const duel = new NameDuel({ tokenizer, steps: 2, ...small, seed });
      const losses = [duel.advance(), duel.advance()];
      duel.dispose();
      return losses;
    };
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it('draws names as long as those to be asked for', () => {
    const duel = new NameDuel({ tokenizer, ...small, heldOut: ['Johannes'] });
    expect(duel.longest).toBe(tokenizer.encode(' Johannes').length);
    expect(duel.longest).toBeGreaterThan(4);
    duel.dispose();
  });

  it('stops when told to', async () => {
    const duel = new NameDuel({ tokenizer, steps: 50, ...small });
    const stop = new AbortController();
    const run = async () => {
      for await (const { step } of runNameDuel(duel, { every: 1, signal: stop.signal })) {
        if (step === 2) stop.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    expect(duel.step).toBe(2);
    duel.dispose();
  });

  it('refuses a tokenizer that cuts names too small', () => {
    const bytes = {
      vocabSize: 256,
      encode: (text: string) => new TextEncoder().encode(`${text}-----`),
      decode: (tokens: number[]) => String.fromCharCode(...tokens),
    };
    expect(() => new NameDuel({ tokenizer: bytes, names: 1, unseen: 0 })).toThrow(
      /^nameDuel: needs 1 names of 2 to 4 tokens, got 0 among 10100. Train the tokenizer on nameCorpus\?$/,
    );
  });
});
