import { decodeSafetensors, encodeSafetensors, generator } from '@gibbs/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { flipDigit } from './digitFlip.js';
import { centreDigit, someDigits } from './digitImages.js';
import { DigitReader } from './digitReader.js';
import { DigitTraining, teachDigits } from './digits.js';
import { runSteps } from './runSteps.js';
import { drawDigit, drawDigits } from './strokes.js';

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
    const { accuracy, confusion, wrong } = training.reader.score(test);
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
    const { accuracy } = training.reader.score(draw(100, 2));
    expect(first).toBeGreaterThan(2);
    expect(accuracy).toBeGreaterThan(0.4);
    training.dispose();
  });

  it('reads single images as it reads many, and says how every pixel pulls', () => {
    const digits = draw(300);
    const training = train(new DigitTraining({ digits, network: 'mlp', passes: 3 }));
    const { wrong } = training.reader.score(digits);
    const image = digits.images.slice(0, 784);
    const probabilities = training.reader.read(image);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const said = probabilities.indexOf(Math.max(...probabilities));
    expect(said === digits.labels[0]).toBe(!wrong.includes(0));

    const pull = training.reader.pull(image, said);
    const strongest = pull.map(Math.abs).indexOf(Math.max(...pull.map(Math.abs)));
    const nudged = (by: number) => {
      const moved = Array.from(image);
      moved[strongest] = (moved[strongest] as number) + by;
      return Math.log(training.reader.read(moved)[said] as number);
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
    expect(() => training.reader.read([1, 2, 3])).toThrow(
      'DigitReader: an image must have 28×28 pixels, got 3 numbers.',
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

describe('a reader', () => {
  const training = train(new DigitTraining({ digits: draw(600), network: 'mlp', passes: 4 }));
  const { reader } = training;
  afterAll(() => training.dispose());

  it('comes back from its file as it was', () => {
    const back = DigitReader.load(reader.save());
    const image = draw(1, 5).images;
    expect(back.read(image)).toEqual(reader.read(image));
    expect(back.parameters).toBe(reader.parameters);
    back.dispose();
  });

  it('takes five looks where it is told to, as worked out one by one', () => {
    const digits = draw(3, 8);
    const views = [0, -1, 1, -28, 28].map((by) =>
      reader.readAll(
        [0, 1, 2].map((i) => {
          const image = digits.images.slice(i * 784, (i + 1) * 784);
          // Drawn digits end 2 pixels or more before the edge, so moving within the row of numbers moves the digit.
          return image.map((_, p) => image[p - by] ?? 0);
        }),
      ),
    );
    const said = [0, 1, 2].map((i) => {
      const sums = Array.from({ length: 10 }, (_, digit) =>
        views.reduce((sum, view) => sum + (view[i]?.[digit] as number), 0),
      );
      return sums.indexOf(Math.max(...sums));
    });
    const wrong = [0, 1, 2].filter((i) => said[i] !== digits.labels[i]);
    expect(reader.score(digits, { glances: 5 }).wrong).toEqual(wrong);
    for (const [i, shown] of digits.labels.entries()) {
      expect(
        reader.score(digits, { glances: 5 }).confusion[shown]?.[said[i] as number],
      ).toBeGreaterThan(0);
    }
  });

  it('says what is wrong with a file', () => {
    const file = reader.save();
    for (const length of [0, 7, 100, file.length - 1]) {
      expect(() => DigitReader.load(file.slice(0, length))).toThrow(
        /^digits model: the file must be whole, got /,
      );
    }
    const { arrays, metadata } = decodeSafetensors(file);
    const withConfig = (config: object, task = 'digits') =>
      encodeSafetensors(arrays, { ...metadata, task, config: JSON.stringify(config) });
    expect(() => DigitReader.load(withConfig({}, 'names'))).toThrow(
      'digits model: the file must be a model of digits, got one of names.',
    );
    expect(() => DigitReader.load(encodeSafetensors(arrays))).toThrow(
      'digits model: the file must be a model of digits, got another kind of file.',
    );
    expect(() => DigitReader.load(withConfig({ network: 'crystal ball' }))).toThrow(
      'digits model: network must be mlp or convnet, got "crystal ball".',
    );
    expect(() =>
      DigitReader.load(withConfig({ network: 'mlp', hidden: 256, height: 1e9, width: 28 })),
    ).toThrow('digits model: height must be a whole number from 1 to 256, got 1000000000.');
    expect(() =>
      DigitReader.load(withConfig({ network: 'mlp', hidden: 256, height: 14, width: 28 })),
    ).toThrow('digits model: mlp.layers.0.weight must have shape [256, 392], got [256, 784].');
    expect(() =>
      DigitReader.load(encodeSafetensors(arrays, { ...metadata, config: 'none' })),
    ).toThrow('digits model: the file must hold its settings, got none.');
    expect(() => new DigitReader({ height: 28, width: 14 })).toThrow(
      'DigitReader: a convnet reads square images, got 28×14.',
    );
  });

  it('changes its mind for little ink, and for no less of it', () => {
    const { images, labels } = draw(20, 9);
    let flipped = 0;
    for (let i = 0; i < 5; i++) {
      const image = images.slice(i * 784, (i + 1) * 784);
      const flip = flipDigit(reader, image);
      if (!flip) continue;
      flipped++;
      const said = (shades: ArrayLike<number>) => {
        const chances = reader.read(shades);
        return chances.indexOf(Math.max(...chances));
      };
      expect(flip.from).toBe(said(image));
      expect(flip.to).toBe(said(flip.image));
      expect(flip.to).not.toBe(flip.from);
      expect(flip.pixels.length).toBeLessThan(60);
      const changed = [...image.keys()].filter((p) => image[p] !== flip.image[p]);
      expect(flip.pixels).toEqual(changed);
      expect(flip.ink).toBeCloseTo(
        changed.reduce(
          (sum, p) => sum + Math.abs((flip.image[p] as number) - (image[p] as number)) / 255,
          0,
        ),
        9,
      );
      // Half of the change is not enough: it was paled as far as it went.
      const half = image.map((shade, p) => Math.round((shade + (flip.image[p] as number)) / 2));
      expect(said(half)).toBe(flip.from);
    }
    expect(flipped).toBeGreaterThan(2);
    expect(labels).toHaveLength(20);
    expect(flipDigit(reader, images.slice(0, 784), { most: 0 })).toBeNull();
  });

  it('learns the hand of one who writes sevens as nobody does, and keeps the rest', () => {
    // Their seven is an upside-down seven.
    const known = draw(300, 3);
    const turned = Uint8Array.from(
      { length: 784 },
      (_, p) => drawDigit(7, () => 0.5)[783 - p] as number,
    );
    const mine = { count: 1, height: 28, width: 28, images: turned, labels: Uint8Array.of(7) };
    const pupil = DigitReader.load(reader.save());
    const before = pupil.score(known).accuracy;
    expect(pupil.read(turned)[7]).toBeLessThan(0.5);
    const losses = [...teachDigits(pupil, mine, { known })];
    expect(losses).toHaveLength(40);
    expect(pupil.read(turned)[7]).toBeGreaterThan(0.9);
    expect(pupil.score(known).accuracy).toBeGreaterThan(before - 0.03);
    pupil.dispose();
    expect(() => teachDigits(reader, someDigits(mine, 1, 1), { known }).next()).toThrow(
      'teachDigits: mine must hold digits of 28×28 pixels, got 0 of 28×28.',
    );
  });
});

describe('an MLP from inside', () => {
  const digits = draw(400);
  const training = train(new DigitTraining({ digits, network: 'mlp', hidden: 12, passes: 3 }));
  const { reader } = training;
  const image = digits.images.slice(0, 784);
  afterAll(() => training.dispose());

  it('has as many hidden neurons as asked, also when it comes back from its file', () => {
    expect(reader.hidden).toBe(12);
    expect(reader.parameters).toBe(784 * 12 + 12 + 12 * 10 + 10);
    expect(DigitReader.load(reader.save()).hidden).toBe(12);
  });

  it('shows what its neurons make of an image', () => {
    const { hidden, logits } = reader.neurons(image);
    expect(hidden).toHaveLength(12);
    expect(Math.min(...hidden)).toBeGreaterThanOrEqual(0);
    const weights = [...reader.model.namedParameters().values()].map((x) => x.toTypedArray());
    const [w1, b1, w2, b2] = weights as [Float32Array, Float32Array, Float32Array, Float32Array];
    const first = image.reduce(
      (sum, shade, p) => sum + (w1[p] as number) * ((shade / 255 - 0.13) / 0.31),
      b1[0] as number,
    );
    expect(hidden[0]).toBeCloseTo(Math.max(0, first), 4);
    const zero = hidden.reduce((sum, h, i) => sum + h * (w2[i] as number), b2[0] as number);
    expect(logits[0]).toBeCloseTo(zero, 4);
    const all = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect(reader.read(image)[3]).toBeCloseTo(Math.exp(logits[3] as number) / all, 5);
    expect(() => new DigitReader().neurons(image)).toThrow(
      'DigitReader: only an MLP has a row of hidden neurons, got a convnet.',
    );
  });

  it('is judged in nats as well, from ln 10 for knowing nothing', () => {
    const nats = (from: DigitReader) =>
      Array.from(digits.labels).reduce((sum, label, i) => {
        const chances = from.read(digits.images.subarray(i * 784, (i + 1) * 784));
        return sum - Math.log(chances[label] as number) / digits.count;
      }, 0);
    expect(reader.score(digits).loss).toBeCloseTo(nats(reader), 5);
    const mute = DigitReader.load(reader.save());
    mute.disturb(1, 'zero');
    expect(mute.score(digits).loss).toBeCloseTo(Math.LN10, 1);
  });

  it('forgets what a layer knew when it is broken, by noise less than by nothing', () => {
    const broken = (layer: number, how: 'zero' | 'noise', seed?: number) => {
      const victim = DigitReader.load(reader.save());
      victim.disturb(layer, how, seed === undefined ? undefined : generator(seed));
      return victim;
    };
    const whole = reader.score(digits).accuracy;
    for (const layer of [0, 1]) {
      const none = broken(layer, 'zero').score(digits).accuracy;
      expect(none).toBeLessThan(0.25);
      expect(broken(layer, 'noise').score(digits).accuracy).toBeGreaterThan(none);
      expect(broken(layer, 'noise').score(digits).accuracy).toBeLessThan(whole);
    }
    expect(broken(0, 'noise', 3).save()).toEqual(broken(0, 'noise', 3).save());
    expect(broken(0, 'noise', 3).save()).not.toEqual(broken(0, 'noise', 4).save());
    expect(() => reader.disturb(2, 'zero')).toThrow('disturb: layer must be 0 to 1, got 2.');
  });
});

describe('a training that was broken off', () => {
  it('ends with the same bits as one left alone', () => {
    const options = { digits: draw(200), network: 'mlp' as const, batch: 32, passes: 2 };
    const whole = train(new DigitTraining(options));
    const first = train(new DigitTraining(options), 8);
    const saved = first.checkpoint();
    const second = new DigitTraining(options);
    second.restore(saved);
    expect(second.step).toBe(8);
    train(second, second.steps - 8);
    expect(second.reader.save()).toEqual(whole.reader.save());

    const other = new DigitTraining({ ...options, seed: 8 });
    const untouched = other.reader.save();
    expect(() => other.restore(saved)).toThrow(
      'checkpoint of this run: seed must be as it was, 7, got 8.',
    );
    expect(() => other.restore(saved.slice(0, -1))).toThrow(/^checkpoint of this run: /);
    expect(other.reader.save()).toEqual(untouched);
    for (const training of [whole, first, second, other]) training.dispose();
  });

  it('is heard when it is to stop, within a slice', async () => {
    const training = new DigitTraining({ digits: draw(128), network: 'mlp' });
    const stop = new AbortController();
    const run = async () => {
      for await (const { losses } of runSteps(training, { slice: 1, signal: stop.signal })) {
        expect(losses.length).toBeGreaterThan(0);
        stop.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    expect(training.step).toBeGreaterThan(0);
    expect(training.step).toBeLessThan(training.steps);
    training.dispose();
  });
});

describe('centreDigit', () => {
  it('scales what is drawn to 20 pixels and lays its mass in the middle', () => {
    const side = 100;
    const drawing = new Float32Array(side * side);
    // A box of 40 × 20 in a corner.
    for (let y = 5; y < 25; y++) drawing.fill(255, y * side + 3, y * side + 43);
    const image = centreDigit(drawing, side, side);
    const rows = Array.from({ length: 28 }, (_, y) => image.subarray(y * 28, y * 28 + 28));
    expect(rows.map((row) => row.filter((shade) => shade === 255).length)).toEqual([
      ...Array(9).fill(0),
      ...Array(10).fill(20),
      ...Array(9).fill(0),
    ]);
    expect(rows[9]?.indexOf(255)).toBe(4);
  });

  it('leaves the mass of any digit in the middle, in 20 pixels', () => {
    const { images } = draw(10, 4);
    for (let i = 0; i < 10; i++) {
      const image = centreDigit(images.subarray(i * 784, (i + 1) * 784), 28, 28);
      const mass = image.reduce((a, b) => a + b);
      const mean = (of: (p: number) => number) =>
        image.reduce((sum, shade, p) => sum + shade * of(p), 0) / mass;
      expect(mean((p) => p % 28)).toBeCloseTo(13.5, 1);
      expect(mean((p) => Math.floor(p / 28))).toBeCloseTo(13.5, 1);
      const inked = [...image.keys()].filter((p) => (image[p] as number) > 0);
      const rows = inked.map((p) => Math.floor(p / 28));
      expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(20);
    }
  });

  it('leaves an empty drawing empty, and refuses one of another size', () => {
    expect(centreDigit(new Uint8Array(100), 10, 10).every((shade) => shade === 0)).toBe(true);
    expect(() => centreDigit([1], 2, 2)).toThrow(
      'centreDigit: a drawing must have 2×2 pixels, got 1 numbers.',
    );
  });
});
