import { generator } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { NextTokenTraining, villageCorpus, wordTokenizer } from './nextToken.js';

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
    const [first] = training.next('the old gardener waters the rose because the');
    expect(first?.text).toBe('rose');
    const total = training.next('the', 1000).reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeCloseTo(1, 5);
    expect(training.embedding(3)).toHaveLength(16);
    training.dispose();
  });

  it('goes on with a text, always the same at temperature 0 or from one seed', () => {
    const training = trained({});
    const cold = training.sample('the old baker', { temperature: 0, length: 8 });
    expect(cold).toBe(training.sample('the old baker', { temperature: 0, length: 8, seed: 2 }));
    expect(cold).toMatch(/^the old baker (bakes|sells) the /);
    const warm = (seed: number) => training.sample('the', { temperature: 2, seed });
    expect(warm(1)).toBe(warm(1));
    expect(warm(1)).not.toBe(warm(2));
    training.dispose();
  });

  it('refuses a text too short to learn from', () => {
    expect(() => new NextTokenTraining({ text: 'too short' })).toThrow(
      'NextTokenTraining: the text must have many more than 69 tokens, got 2.',
    );
  });
});
