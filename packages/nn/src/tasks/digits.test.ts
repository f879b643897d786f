import { generator } from '@gibbs/tensor';
import { describe, expect, it } from 'vitest';
import { DigitTraining, someDigits } from './digits.js';
import { drawDigits } from './strokes.js';

const draw = (count: number, seed = 1) => {
  const chance = generator(seed);
  return drawDigits(count, () => chance.uniform());
};
const train = (training: DigitTraining, steps = training.steps) => {
  for (let i = 0; i < steps; i++) training.advance();
  return training;
};

describe('learning to read digits', () => {
  it('lets an MLP read digits that it has never seen', () => {
    const training = train(new DigitTraining({ digits: draw(800), network: 'mlp', passes: 5 }));
    const test = draw(200, 2);
    const { accuracy, confusion, wrong } = training.score(test);
    expect(accuracy).toBeGreaterThan(0.9);
    expect(confusion.flat().reduce((a, b) => a + b)).toBe(200);
    expect(confusion.reduce((sum, row, digit) => sum + (row[digit] as number), 0)).toBe(
      200 - wrong.length,
    );
    expect(accuracy).toBe(1 - wrong.length / 200);
    training.dispose();
  });

  it('lets a convnet learn', () => {
    const training = new DigitTraining({
      digits: draw(256),
      network: 'convnet',
      passes: 8,
      batch: 32,
    });
    const first = training.advance();
    train(training, 39);
    const { accuracy } = training.score(draw(100, 2));
    expect(first).toBeGreaterThan(2);
    expect(accuracy).toBeGreaterThan(0.4);
    training.dispose();
  });

  it('reads single images as it reads many, and says how every pixel pulls', () => {
    const digits = draw(300);
    const training = train(new DigitTraining({ digits, network: 'mlp', passes: 3 }));
    const { wrong } = training.score(digits);
    const image = digits.images.slice(0, 784);
    const probabilities = training.read(image);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const said = probabilities.indexOf(Math.max(...probabilities));
    expect(said === digits.labels[0]).toBe(!wrong.includes(0));

    const pull = training.pull(image, said);
    const strongest = pull.map(Math.abs).indexOf(Math.max(...pull.map(Math.abs)));
    const nudged = (by: number) => {
      const moved = Array.from(image);
      moved[strongest] = (moved[strongest] as number) + by;
      return Math.log(training.read(moved)[said] as number);
    };
    expect((nudged(4) - nudged(-4)) / 8).toBeCloseTo(pull[strongest] as number, 3);
    training.dispose();
  });

  it('goes the same way from the same seed, another from another', () => {
    const losses = (seed: number) => {
      const training = new DigitTraining({ digits: draw(128), network: 'mlp', seed });
      const found = [training.advance(), training.advance(), training.advance()];
      training.dispose();
      return found;
    };
    expect(losses(1)).toEqual(losses(1));
    expect(losses(1)).not.toEqual(losses(2));
  });

  it('refuses too few digits and images of another size', () => {
    expect(() => new DigitTraining({ digits: draw(10) })).toThrow(
      'DigitTraining: needs at least one batch of 64 digits, got 10.',
    );
    const training = new DigitTraining({ digits: draw(64), network: 'mlp' });
    expect(() => training.read([1, 2, 3])).toThrow(
      'DigitTraining: an image must have 28×28 pixels, got 3 numbers.',
    );
    training.dispose();
  });
});

describe('someDigits', () => {
  it('takes a stretch, as far as there is one', () => {
    const digits = draw(10);
    const some = someDigits(digits, 8, 5);
    expect(some.count).toBe(2);
    expect([...some.labels]).toEqual([...digits.labels].slice(8));
    expect(some.images.length).toBe(2 * 784);
  });
});
