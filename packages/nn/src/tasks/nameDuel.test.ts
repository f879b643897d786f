import { generator } from '@gibbs/tensor';
import { type Tokenizer, trainTokenizer } from '@gibbs/tokenizer';
import { beforeAll, describe, expect, it } from 'vitest';
import { NameDuel, type NameDuelProgress, runNameDuel } from './nameDuel.js';
import { NameStudents } from './nameStudents.js';
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

  it('loses the gift with the head that looks, and has it back after', () => {
    const best = duel.heads().toSorted((a, b) => b.target - a.target)[0]?.head as number;
    const whole = duel.scoreWithout([], 128);
    expect(whole).toBe(duel.score(128).attention.unseen);
    expect(duel.scoreWithout([0, 1], 128)).toBe(0);
    expect(duel.scoreWithout([best], 128)).toBeLessThan(whole);
    const silenced = duel.students.without([0, 1], () => duel.ask('Keyvan'));
    expect(silenced.attention.right).toBe(false);
    expect(duel.ask('Keyvan').attention.right).toBe(true);
  });

  it('tells how much the MLP makes of each place', () => {
    const weights = duel.students.placeWeights();
    expect(weights).toHaveLength(duel.window);
    const all = duel.students.models.mlp.namedParameters().get('hidden.weight')?.toTypedArray();
    const squares = Array.from(all ?? [], (weight) => weight * weight);
    const mean = squares.reduce((a, b) => a + b) / squares.length;
    const ofPlaces = weights.reduce((sum, weight) => sum + weight * weight, 0) / weights.length;
    expect(ofPlaces).toBeCloseTo(mean, 6);
  });

  it('shows where attention looks from the end of any sentence', () => {
    const { tokens, heads } = duel.students.look("I'm called Keyvan, so my name is");
    expect(tokens.join('')).toBe("I'm called Keyvan, so my name is");
    for (const shares of heads) expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const first = tokenizer.decode([tokenizer.encode(' Keyvan')[0] as number]);
    const at = tokens.indexOf(first);
    expect(Math.max(...heads.map((shares) => shares[at] as number))).toBeGreaterThan(0.5);
    expect(() => duel.students.look('')).toThrow('nameDuel: a text must have tokens, got none.');
  });

  it('comes back from its file as it was, with the tokenizer it knows', async () => {
    const file = duel.students.save();
    const back = NameStudents.load(file, tokenizer);
    expect(back.ask('Keyvan')).toEqual(duel.ask('Keyvan'));
    expect(back.parameters).toEqual(duel.parameters);
    back.dispose();
    expect(() => NameStudents.load(file.slice(0, 1000), tokenizer)).toThrow(
      /^names model: the file must be whole, got /,
    );
    const other = await trainTokenizer('quite another text, of other words', { vocabSize: 270 });
    expect(() => NameStudents.load(file, other)).toThrow(
      `names model: the tokenizer must be the one it was trained on, of 512 tokens, got another of ${other.vocabSize}.`,
    );
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

  it('goes on from a checkpoint with the same bits', () => {
    const make = () => new NameDuel({ tokenizer, steps: 6, ...small });
    const [whole, broken, going] = [make(), make(), make()];
    while (whole.step < 6) whole.advance();
    for (let i = 0; i < 2; i++) broken.advance();
    const early = broken.checkpoint();
    broken.advance();
    const saved = broken.checkpoint();
    going.restore(saved);
    expect(going.step).toBe(3);
    while (going.step < 6) going.advance();
    expect(going.students.save()).toEqual(whole.students.save());
    expect(() => going.restore({ ...saved, mlp: early.mlp })).toThrow(
      'nameDuel: the two checkpoints must be of one step, got 3 and 2.',
    );
    expect(going.students.save()).toEqual(whole.students.save());
    for (const duel of [whole, broken, going]) duel.dispose();
  });

  it('draws names as long as those to be asked for', () => {
    const duel = new NameDuel({ tokenizer, ...small, heldOut: ['Johannes'] });
    expect(duel.longest).toBe(tokenizer.encode(' Johannes').length);
    expect(duel.longest).toBeGreaterThan(4);
    duel.dispose();
  });

  it('lets attention copy a name in a script that no sentence was written in', () => {
    const duel = new NameDuel({ tokenizer, ...small, heldOut: ['کیوان'] });
    while (duel.step < duel.steps) duel.advance();
    const { attention, mlp } = duel.ask('کیوان');
    expect(attention.answer).toBe('کیوان');
    expect(attention.right).toBe(true);
    expect(mlp.right).toBe(false);
    expect(duel.score().attention.unseen).toBeGreaterThan(0.9);
    duel.dispose();
  }, 60_000);

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
