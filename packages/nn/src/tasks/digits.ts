/**
 * Learning to read digits: an MLP or a small convolutional network, on drawn digits or on MNIST, with every image bent
 * a little anew each time it is seen.
 */
import { type Generator, generator, grad, noGrad, type Tensor, tensor } from '@gibbs/tensor';
import { ConvNet } from '../convNet.js';
import { crossEntropy } from '../loss.js';
import { MLP } from '../mlp.js';
import { Module } from '../module.js';
import { oneCycle } from '../schedule.js';
import { type AugmentOptions, augmentImage } from './augment.js';
import type { Digits } from './idx.js';
import { countOf, Learner, read, toTensor, uniformsOf, type Values } from './learner.js';

/** Which network reads the digits. */
export type DigitNetwork = 'mlp' | 'convnet';

export interface DigitOptions {
  /** What is learned from. */
  digits: Digits;
  network?: DigitNetwork;
  /** How many times every digit is seen, each time bent anew. */
  passes?: number;
  batch?: number;
  /** The highest rate of the cycle. */
  learningRate?: number;
  /** How far images are bent, or false to show them as they are. */
  augment?: AugmentOptions | false;
  seed?: number;
}

/** How well digits were read. */
export interface DigitScore {
  /** Share of digits read rightly, 0 to 1. */
  accuracy: number;
  /** Rows are what was shown, columns what was read. */
  confusion: number[][];
  /** Positions of the digits that were misread. */
  wrong: number[];
}

const classes = 10;
/** Images per look when scoring. */
const glance = 100;
/** Mean and spread of the brightness of MNIST; images are shifted and scaled by them. */
const [meanShade, spreadShade] = [0.13, 0.31];
const defaults = {
  mlp: { passes: 30, learningRate: 0.003 },
  convnet: { passes: 12, learningRate: 0.003 },
};

/**
 * Trains a network to read digits, a batch at a time.
 *
 * @throws RangeError when there are fewer digits than fill a batch.
 *
 * @example
 * ```ts
 * import { generator } from '@gibbs/tensor';
 * import { DigitTraining, drawDigits } from '@gibbs/nn/tasks';
 *
 * const chance = generator(1);
 * const draw = (count: number) => drawDigits(count, () => chance.uniform());
 * const training = new DigitTraining({ digits: draw(1000), network: 'mlp', passes: 4 });
 * while (training.step < training.steps) training.advance();
 * console.log(training.score(draw(200)).accuracy > 0.9); // → true
 * ```
 */
export class DigitTraining {
  readonly network: DigitNetwork;
  readonly steps: number;
  readonly parameters: number;
  /** Steps taken. */
  step: number = 0;
  readonly #digits: Digits;
  readonly #batch: number;
  readonly #augment: AugmentOptions | false;
  readonly #model: Module & { forward(images: Tensor): Tensor };
  readonly #learner: Learner;
  readonly #chance: Generator;
  readonly #uniform: () => number;
  #order: Int32Array = new Int32Array(0);

  constructor(options: DigitOptions) {
    const { digits, network = 'convnet', batch = 64, augment = {}, seed = 7 } = options;
    const { passes, learningRate } = { ...defaults[network], ...options };
    if (digits.count < batch) {
      throw new RangeError(
        `DigitTraining: needs at least one batch of ${batch} digits, got ${digits.count}.`,
      );
    }
    this.network = network;
    this.#digits = digits;
    this.#batch = batch;
    this.#augment = augment;
    this.#chance = generator(seed);
    this.#uniform = uniformsOf(generator(seed + 1));
    this.steps = passes * Math.floor(digits.count / batch);
    const { height, width } = digits;
    this.#model =
      network === 'mlp'
        ? new FlatMlp(height * width, this.#chance)
        : new ConvNet({ generator: this.#chance, size: height });
    this.parameters = countOf(this.#model);
    this.#learner = new Learner(this.#model, {
      learningRate: oneCycle({ peak: learningRate, steps: this.steps, rise: 0.2 }),
      betas: [0.9, 0.99],
      loss: (images, labels) => crossEntropy(this.#model.forward(images), labels),
    });
  }

  /** Learns from the next batch, bent anew; returns the loss in nats per digit. */
  advance(): number {
    const perPass = Math.floor(this.#digits.count / this.#batch);
    const at = (this.step % perPass) * this.#batch;
    if (at === 0) this.#order = this.#chance.permutation(this.#digits.count);
    const picked = this.#order.subarray(at, at + this.#batch);
    const { images, labels } = batchOf(this.#digits, picked, this.#augment, this.#uniform);
    const loss = this.#learner.learn(this.step, images, labels);
    this.step++;
    return loss;
  }

  /** Reads digits that may be new, and says how well. */
  score(digits: Digits): DigitScore {
    const confusion = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
    const wrong: number[] = [];
    for (let from = 0; from < digits.count; from += glance) {
      // The last look is filled up with its first digit, which is not counted twice.
      const picked = Int32Array.from({ length: glance }, (_, i) =>
        from + i < digits.count ? from + i : from,
      );
      const logits = this.#learner.predict(batchOf(digits, picked, false, this.#uniform).images);
      for (let i = 0; i < Math.min(glance, digits.count - from); i++) {
        const row = Array.from(logits).slice(i * classes, (i + 1) * classes);
        const [shown, said] = [digits.labels[from + i] as number, row.indexOf(Math.max(...row))];
        const counts = confusion[shown] as number[];
        counts[said] = (counts[said] as number) + 1;
        if (shown !== said) wrong.push(from + i);
      }
    }
    return { accuracy: 1 - wrong.length / digits.count, confusion, wrong };
  }

  /** The probability of each digit for one image of the right size, brightnesses 0 to 255. */
  read(image: ArrayLike<number>): number[] {
    const x = this.#single(image);
    return Array.from(read(() => noGrad(() => this.#model.forward(toTensor(x)).softmax())));
  }

  /**
   * How each pixel pulls: the slope of ln p(digit) in its brightness, one number per pixel. Where it is above 0, more
   * ink makes the digit likelier.
   */
  pull(image: ArrayLike<number>, digit: number): number[] {
    const x = toTensor(this.#single(image));
    const label = tensor(Int32Array.of(digit));
    const slope = grad((images: Tensor) => crossEntropy(this.#model.forward(images), label).neg());
    const values = Array.from(read(() => slope(x)[0] as Tensor));
    x.dispose();
    label.dispose();
    return values.map((v) => v / (255 * spreadShade));
  }

  dispose(): void {
    this.#learner.dispose();
  }

  #single(image: ArrayLike<number>): Values {
    const { height, width } = this.#digits;
    if (image.length !== height * width) {
      throw new RangeError(
        `DigitTraining: an image must have ${height}×${width} pixels, got ${image.length} numbers.`,
      );
    }
    const data = Float32Array.from(image, (shade) => normal(shade / 255));
    return { data, shape: [1, 1, height, width] };
  }
}

/** Takes `count` digits from position `from`. */
export function someDigits(digits: Digits, from: number, count: number): Digits {
  const size = digits.height * digits.width;
  return {
    ...digits,
    count: Math.max(0, Math.min(count, digits.count - from)),
    images: digits.images.subarray(from * size, (from + count) * size),
    labels: digits.labels.subarray(from, from + count),
  };
}

/** An MLP that takes images: all pixels in a row, 256 hidden neurons, one output per digit. */
class FlatMlp extends Module {
  readonly mlp: MLP;
  readonly #inputs: number;

  constructor(inputs: number, chance: Generator) {
    super();
    this.#inputs = inputs;
    this.mlp = new MLP([inputs, 256, classes], { generator: chance });
  }

  forward(images: Tensor): Tensor {
    return this.mlp.forward(images.reshape(images.shape[0] as number, this.#inputs));
  }
}

/** Images [count, 1, height, width] of mean 0 and spread 1, and their labels. */
function batchOf(
  { images, labels, height, width }: Digits,
  picked: Int32Array,
  augment: AugmentOptions | false,
  uniform: () => number,
): { images: Values; labels: Values } {
  const size = height * width;
  const data = new Float32Array(picked.length * size);
  for (const [i, at] of picked.entries()) {
    const image = images.subarray(at * size, (at + 1) * size);
    const out = data.subarray(i * size, (i + 1) * size);
    if (augment) augmentImage(image, height, width, out, uniform, augment);
    else for (let p = 0; p < size; p++) out[p] = (image[p] as number) / 255;
    for (let p = 0; p < size; p++) out[p] = normal(out[p] as number);
  }
  return {
    images: { data, shape: [picked.length, 1, height, width] },
    labels: {
      data: Int32Array.from(picked, (at) => labels[at] as number),
      shape: [picked.length],
    },
  };
}

const normal = (shade: number): number => (shade - meanShade) / spreadShade;
