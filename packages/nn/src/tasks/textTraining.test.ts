import { generator, randn, type Tensor } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { MultiHeadAttention } from '../attention.js';
import { tokenWindows } from '../data.js';
import { fit } from '../fit.js';
import { GPT } from '../gpt.js';
import { AdamW } from '../optim/adam.js';
import { cosine } from '../schedule.js';
import { wordTokenizer } from './nextTokenModel.js';
import { TextTraining, type TextTrainingOptions } from './textTraining.js';
import { villageCorpus } from './village.js';

const chance = generator(3);
const text = villageCorpus(300, () => chance.uniform());
const tokenizer = wordTokenizer(text);
const sizes = { context: 12, channels: 16, layers: 2, heads: 2 };
const make = (options: Partial<TextTrainingOptions> = {}) =>
  new TextTraining({ text, tokenizer, model: sizes, steps: 60, batch: 8, ...options });
const weightsOf = ({ model }: TextTraining) =>
  model.parameters().map((x: Tensor) => Array.from(x.toTypedArray()));

describe('learning a text step by step', () => {
  it('is what fit does, to the last bit', async () => {
    const training = make({ steps: 6, seed: 5, learningRate: 0.01 });
    const losses = Array.from({ length: 6 }, () => training.advance());
    const tokens = Int32Array.from(tokenizer.encode(text));
    const train = tokens.subarray(0, Math.round(tokens.length * 0.9));
    const model = new GPT({ ...sizes, vocab: tokenizer.vocabSize, generator: generator(5) });
    const { history } = await fit(model, tokenWindows(train, { batch: 8, context: 12, seed: 5 }), {
      steps: 6,
      clip: 1,
      optimizer: new AdamW(model, {
        learningRate: cosine({ peak: 0.01, steps: 6, floor: 0.001 }),
        betas: [0.9, 0.99],
        weightDecay: 0.1,
      }),
    });
    expect(losses).toEqual(history.loss);
    expect(weightsOf(training)).toEqual(
      model.parameters().map((x) => Array.from(x.toTypedArray())),
    );
    training.dispose();
  });

  it('goes back to a checkpoint and on again with the same bits', () => {
    const training = make();
    for (let i = 0; i < 3; i++) training.advance();
    const saved = training.checkpoint();
    const first = [training.advance(), training.advance()];
    training.restore(saved);
    expect(training.step).toBe(3);
    expect([training.advance(), training.advance()]).toEqual(first);
    const elsewhere = make();
    elsewhere.restore(saved);
    expect([elsewhere.advance(), elsewhere.advance()]).toEqual(first);
    expect(() => elsewhere.restore(saved.slice(0, 500))).toThrow(
      /^checkpoint of this training: the file must be whole, got /,
    );
    for (const each of [training, elsewhere]) each.dispose();
  });

  it('refuses a text that is too short, and an empty one to go on with', () => {
    expect(() => make({ text: 'the old baker' })).toThrow(
      'TextTraining: the text must have more than 15 tokens, got 3.',
    );
    const training = make({ steps: 1 });
    expect(() => training.next('')).toThrow('TextTraining: a text must have tokens, got none.');
    training.dispose();
  });
});

describe('a text that has been learned', () => {
  const training = make();
  for (let i = 0; i < 60; i++) training.advance();
  const start = 'the old baker sells the';

  it('is better known than by counting, on what was held back', () => {
    const { uniform, unigram } = training.landmarks;
    expect(uniform).toBeCloseTo(Math.log(tokenizer.vocabSize), 12);
    expect(unigram).toBeLessThan(uniform);
    expect(training.evaluate()).toBeLessThan(unigram);
  });

  it('gives chances p ∝ exp(logit / T), which add up to 1', () => {
    for (const temperature of [0.5, 1, 2]) {
      const all = training.next(start, { temperature, limit: tokenizer.vocabSize });
      expect(all.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
      const [first, second] = all as [(typeof all)[0], (typeof all)[0]];
      const expected = Math.exp((first.logit - second.logit) / temperature);
      expect(first.probability / second.probability / expected).toBeCloseTo(1, 4);
    }
    expect(training.next(start, { temperature: 0 })[0]?.probability).toBeCloseTo(1, 5);
  });

  it('shows where every head looks: never ahead, and shares that add up to 1', () => {
    const { tokens, layers } = training.looks(start);
    const n = tokens.length;
    expect(n).toBe(5);
    expect(layers.map((heads) => heads.length)).toEqual([2, 2]);
    for (const shares of layers.flat()) {
      for (let at = 0; at < n; at++) {
        const rowOf = Array.from(shares.slice(at * n, (at + 1) * n));
        expect(rowOf.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
        expect(rowOf.slice(at + 1)).toEqual(Array(n - at - 1).fill(0));
      }
    }
    expect(training.looks(start, 3).tokens).toHaveLength(3);
  });

  it('is worse known without some heads, and as well known after', () => {
    const whole = training.evaluate();
    const without = training.without([[0, 0]], () => training.evaluate());
    const none = training.without(
      [0, 1].flatMap((layer) => [0, 1].map((head) => [layer, head] as const)),
      () => training.evaluate(),
    );
    expect(without).not.toBe(whole);
    expect(none).toBeGreaterThan(whole);
    expect(training.evaluate()).toBe(whole);
  });
});

it('a silent head counts as one whose output weights are 0', () => {
  const draws = generator(1);
  const attention = new MultiHeadAttention({
    channels: 6,
    heads: 3,
    causal: true,
    generator: draws,
  });
  const x = randn([2, 4, 6], draws);
  attention.silent.add(1);
  const silent = attention.forward(x).toTypedArray();
  attention.silent.clear();
  const { weight } = attention.output;
  const cut = weight.toTypedArray().map((value, at) => (at % 6 === 2 || at % 6 === 3 ? 0 : value));
  weight.copyFrom(cut);
  const expected = attention.forward(x).toTypedArray();
  for (const [at, value] of silent.entries()) expect(value).toBeCloseTo(expected[at] as number, 6);
});
