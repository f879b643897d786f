import { generator } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { NextTokenTraining } from './nextToken.js';
import { NextTokenModel, wordTokenizer } from './nextTokenModel.js';
import { villageCorpus } from './village.js';

const corpus = (lines: number, seed = 1) => {
  const chance = generator(seed);
  return villageCorpus(lines, () => chance.uniform());
};
const trained = (options: { context?: number; steps?: number; text?: string }) => {
  const training = new NextTokenTraining({ text: corpus(600), steps: 250, ...options });
  while (training.step < training.steps) training.advance();
  return training;
};

describe('the village corpus', () => {
  it('is sentences that name each thing twice', () => {
    for (const line of corpus(50).split('\n')) {
      expect(line).toMatch(
        /^(\w+ \w+ (\w+ )?)?the \w+ \w+ \w+ the (\w+) because the \3 is \w+ \.$/,
      );
    }
    expect(corpus(20)).toBe(corpus(20));
    expect(corpus(20, 2)).not.toBe(corpus(20));
  });
});

describe('wordTokenizer', () => {
  it('gives back what it took, and refuses what it never saw', () => {
    const text = corpus(10);
    const tokenizer = wordTokenizer(text);
    expect(tokenizer.decode(Array.from(tokenizer.encode(text)))).toBe(text);
    expect(() => tokenizer.encode('the spaceship')).toThrow(
      'wordTokenizer: words must be those of its text, got "spaceship".',
    );
  });
});

describe('the next token from five', () => {
  it('is told better by the MLP than by counting pairs, and pairs beat single tokens', () => {
    const training = trained({});
    const { mlp, bigram, unigram, uniform } = training.score();
    expect(mlp).toBeLessThan(bigram - 0.3);
    expect(bigram).toBeLessThan(unigram);
    expect(unigram).toBeLessThan(uniform);
    training.dispose();
  });

  it('is told no better than by counting pairs from one token', () => {
    const training = trained({ context: 1 });
    const { mlp, bigram } = training.score();
    expect(Math.abs(mlp - bigram)).toBeLessThan(0.1);
    training.dispose();
  });

  it('knows a thing that was named four words before', () => {
    const training = trained({});
    const [first] = training.model.next('the old gardener waters the rose because the');
    expect(first?.text).toBe('rose');
    const total = training.model
      .next('the', 1000)
      .reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 5);
    expect(training.model.embedding(3)).toHaveLength(16);
    training.dispose();
  });

  it('spreads its guesses at a high temperature and takes only the likeliest at 0', () => {
    const training = trained({ steps: 120 });
    const { model } = training;
    const best = (temperature: number) => model.next('the old', 100, { temperature })[0];
    const [cold, plain, hot] = [best(0.3), best(1), best(3)].map((top) => top?.probability ?? 0);
    expect(cold).toBeGreaterThan(plain as number);
    expect(plain).toBeGreaterThan(hot as number);
    expect(best(0)?.probability).toBe(1);
    // p ∝ exp(logit / T): what T = 2 makes of two tokens is the square root of what T = 1 makes of them.
    const ratio = (temperature: number) => {
      const all = model.next('the old', 100, { temperature });
      const of = (text: string) => all.find((each) => each.text === text)?.probability ?? 0;
      return of('baker') / of('smith');
    };
    expect(ratio(2)).toBeCloseTo(Math.sqrt(ratio(1)), 5);
    expect(() => model.next('the', 1, { temperature: -1 })).toThrow(
      'next: temperature must be a number from 0, got -1.',
    );
    training.dispose();
  });

  it('shows the way from the last tokens over their rows and the hidden neurons to the next', () => {
    const training = trained({ steps: 50 });
    const { model } = training;
    const { read, hidden, next } = model.trace('old baker', { limit: 3 });
    expect(read.map(({ text }) => text)).toEqual(['\n', '\n', '\n', 'old', 'baker']);
    expect(read[4]?.row).toEqual(model.embedding(read[4]?.token as number));
    expect(next).toEqual(model.next('old baker', 3));
    const texts = ['old baker', '', 'the old smith mends the'];
    for (const [i, best] of model.likeliest(texts).entries()) {
      const [one] = model.next(texts[i] as string, 1);
      expect(best).toMatchObject({ token: one?.token, text: one?.text });
      expect(best.probability).toBeCloseTo(one?.probability as number, 5);
    }
    expect(hidden).toHaveLength(64);
    const { weight, bias } = model.model.mlp.layers[0] as unknown as Record<
      'weight' | 'bias',
      { toTypedArray(): Float32Array }
    >;
    const side = read.flatMap(({ row }) => row);
    const w = weight.toTypedArray();
    const first = side.reduce(
      (sum, x, i) => sum + x * (w[i] as number),
      bias.toTypedArray()[0] ?? 0,
    );
    expect(hidden[0]).toBeCloseTo(Math.max(0, first), 5);
    training.dispose();
  });

  it('lays words that are used alike nearer to each other than to the rest', () => {
    const training = trained({});
    const { model } = training;
    const token = (word: string) => model.tokenizer.encode(word)[0] as number;
    const all = model.neighbours(token('old'), 1000);
    expect(all).toHaveLength(model.tokenizer.vocabSize - 1);
    const cosines = all.map(({ cosine }) => cosine);
    expect(cosines).toEqual(cosines.toSorted((a, b) => b - a));
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    const ages = ['young', 'quiet', 'cheerful', 'tired'];
    const like = all.filter(({ text }) => ages.includes(text)).map(({ cosine }) => cosine);
    expect(mean(like)).toBeGreaterThan(mean(cosines) + 0.2);
    const [a, b] = [model.embedding(token('old')), model.embedding(all[0]?.token as number)];
    const dot = (x: number[], y: number[]) =>
      x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
    expect(all[0]?.cosine).toBeCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), 6);
    training.dispose();
  });

  it('goes on with a text, always the same at temperature 0 or from one seed', () => {
    const training = trained({});
    const cold = training.model.sample('the old baker', { temperature: 0, length: 8 });
    expect(cold).toBe(
      training.model.sample('the old baker', { temperature: 0, length: 8, seed: 2 }),
    );
    expect(cold).toMatch(/^the old baker (bakes|sells) the /);
    const warm = (seed: number) => training.model.sample('the', { temperature: 2, seed });
    expect(warm(1)).toBe(warm(1));
    expect(warm(1)).not.toBe(warm(2));
    training.dispose();
  });

  it('refuses a text too short to learn from', () => {
    expect(() => new NextTokenTraining({ text: 'too short' })).toThrow(
      'NextTokenTraining: the text must have many more than 69 tokens, got 2.',
    );
  });

  it('comes back from its file, words and all, and from a checkpoint with the same bits', () => {
    const text = corpus(60);
    const options = { text, steps: 20, batch: 16 };
    const whole = new NextTokenTraining(options);
    while (whole.step < 20) whole.advance();
    const broken = new NextTokenTraining(options);
    while (broken.step < 9) broken.advance();
    const going = new NextTokenTraining(options);
    going.restore(broken.checkpoint());
    while (going.step < 20) going.advance();
    expect(going.model.save()).toEqual(whole.model.save());
    expect(() =>
      new NextTokenTraining({ ...options, batch: 8 }).restore(going.checkpoint()),
    ).toThrow('checkpoint of this run: batch must be as it was, 16, got 8.');

    const back = NextTokenModel.load(whole.model.save());
    expect(back.next('the old baker')).toEqual(whole.model.next('the old baker'));
    expect(back.sample('the', { seed: 3 })).toBe(whole.model.sample('the', { seed: 3 }));
    expect(() => NextTokenModel.load(whole.model.save().slice(0, 99))).toThrow(
      /^next-token model: the file must be whole, got /,
    );

    const { words: _, ...bare } = wordTokenizer(text);
    const foreign = new NextTokenModel({ tokenizer: bare });
    expect(() => NextTokenModel.load(foreign.save())).toThrow(
      `next-token model: its tokenizer of ${bare.vocabSize} tokens must be given, got none.`,
    );
    expect(NextTokenModel.load(foreign.save(), bare).context).toBe(5);
  });

  it('shows what counting would say', () => {
    const training = new NextTokenTraining({ text: corpus(200), steps: 1 });
    const counted = training.counted('the old baker', 100);
    expect(counted.map(({ text }) => text).sort()).toEqual(['bakes', 'sells']);
    expect(counted.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 1);
    training.dispose();
  });

  it('cannot copy a name that stands farther back than it reads, however long it trains', () => {
    // "<name> … so my name is <name> ." with six words between: of five nothing says which.
    const names = 'Ada Ben Cleo Dan Eve Finn Gus Hana'.split(' ');
    const chance = generator(2);
    const line = () => {
      const name = names[chance.integer(names.length)];
      return `people call me ${name} , and so my name is ${name} .`;
    };
    const text = Array.from({ length: 400 }, line).join('\n');
    const blind = new NextTokenTraining({ text, steps: 300 });
    while (blind.step < blind.steps) blind.advance();
    const [best] = blind.model.next('people call me Cleo , and so my name is');
    expect(best?.probability).toBeLessThan(0.25);
    // With seven in view it has these eight names by heart, at this one place.
    const sighted = new NextTokenTraining({ text, steps: 300, context: 7 });
    while (sighted.step < sighted.steps) sighted.advance();
    const [seen] = sighted.model.next('people call me Cleo , and so my name is');
    expect(seen?.text).toBe('Cleo');
    blind.dispose();
    sighted.dispose();
  });
});
