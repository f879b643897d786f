/** A network that reads digits: what it sees, how sure it is, and what pulls at its answer. */
import {
  concat,
  type Generator,
  generator,
  grad,
  noGrad,
  randn,
  relu,
  type Tensor,
  tensor,
} from '@gibbs/tensor';
import { ConvNet } from '../convNet.js';
import type { Linear } from '../linear.js';
import { crossEntropy } from '../loss.js';
import { MLP } from '../mlp.js';
import { Module } from '../module.js';
import { digitBatch, imageBatch, movedImages, shadeScale } from './digitImages.js';
import type { Digits } from './idx.js';
import { countOf, read, toTensor, type Values } from './learner.js';
import { decodeModel, encodeModel, fillModel, sizeOf } from './savedModel.js';

/** Which network reads the digits. */
export type DigitNetwork = 'mlp' | 'convnet';

/** How well digits were read. */
export interface DigitScore {
  /** Share of digits read rightly, 0 to 1. */
  accuracy: number;
  /** Mean −ln of the probability of the right digit, in nats; knowing nothing gives ln 10. */
  loss: number;
  /** Rows are what was shown, columns what was read. */
  confusion: number[][];
  /** Positions of the digits that were misread. */
  wrong: number[];
}

/** What a reader is made of. */
export interface DigitReaderOptions {
  network?: DigitNetwork;
  /** Hidden neurons of an MLP. */
  hidden?: number;
  height?: number;
  width?: number;
  /** Draws the first weights. */
  generator?: Generator;
}

const task = 'digits';
const classes = 10;
/** The least probability that float32 can hold; one that fell to 0 counts as this. */
const leastChance = 2 ** -149;
/** Images per look when scoring. */
const atATime = 100;
/** Where a digit is seen: in its place first, then a pixel to the left, right, above and below. */
const moves = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * Reads images of digits. A new reader knows nothing: {@link DigitTraining} trains one, {@link DigitReader.load} brings
 * one back from its file.
 *
 * @throws RangeError when a convnet is to read images that are not square.
 */
export class DigitReader {
  readonly network: DigitNetwork;
  /** Hidden neurons of an MLP. */
  readonly hidden: number;
  readonly height: number;
  readonly width: number;
  readonly parameters: number;
  /** Images [batch, 1, height, width] of mean 0 and spread 1 → logits [batch, 10]. */
  readonly model: Module & { forward(images: Tensor): Tensor };

  constructor(options: DigitReaderOptions = {}) {
    const { network = 'convnet', hidden = 256, height = 28, width = 28 } = options;
    const { generator: chance = generator(7) } = options;
    if (network === 'convnet' && height !== width) {
      throw new RangeError(`DigitReader: a convnet reads square images, got ${height}×${width}.`);
    }
    this.network = network;
    this.hidden = hidden;
    this.height = height;
    this.width = width;
    this.model =
      network === 'mlp'
        ? new FlatMlp(height * width, hidden, chance)
        : new ConvNet({ generator: chance, size: height });
    this.parameters = countOf(this.model);
  }

  /** The probability of each digit for one image, brightnesses 0 to 255. */
  read(image: ArrayLike<number>): number[] {
    return this.readAll([image])[0] as number[];
  }

  /** The probabilities of the digits for each of several images. */
  readAll(images: readonly ArrayLike<number>[]): number[][] {
    return this.#probabilities(imageBatch(images, this.height, this.width));
  }

  /**
   * Reads many digits, and says how well. With 5 `glances` each digit is also seen moved by a pixel to every side, and
   * the five answers are averaged.
   */
  score(digits: Digits, { glances = 1 }: { glances?: 1 | 5 } = {}): DigitScore {
    const confusion = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
    const wrong: number[] = [];
    let nats = 0;
    for (let from = 0; from < digits.count; from += atATime) {
      const length = Math.min(atATime, digits.count - from);
      const picked = Int32Array.from({ length }, (_, i) => from + i);
      const { images } = digitBatch(digits, picked);
      const views = moves
        .slice(0, glances)
        .map(([x, y]) => this.#probabilities(movedImages(images, x, y)));
      for (const i of picked.keys()) {
        const chances = Array.from({ length: classes }, (_, digit) =>
          views.reduce((sum, view) => sum + (view[i]?.[digit] as number), 0),
        );
        const [shown, said] = [digits.labels[from + i] as number, likeliest(chances)];
        const counts = confusion[shown] as number[];
        counts[said] = (counts[said] as number) + 1;
        nats -= Math.log(Math.max((chances[shown] as number) / glances, leastChance));
        if (shown !== said) wrong.push(from + i);
      }
    }
    const { count } = digits;
    return { accuracy: 1 - wrong.length / count, loss: nats / count, confusion, wrong };
  }

  /**
   * What the neurons of an MLP make of one image: the hidden ones after their ReLU, and the logits of the ten digits.
   *
   * @throws RangeError when the reader is a convnet.
   */
  neurons(image: ArrayLike<number>): { hidden: number[]; logits: number[] } {
    const { model } = this;
    if (!(model instanceof FlatMlp)) {
      throw new RangeError('DigitReader: only an MLP has a row of hidden neurons, got a convnet.');
    }
    const x = imageBatch([image], this.height, this.width);
    const all = Array.from(read(() => noGrad(() => model.neurons(toTensor(x)))));
    return { hidden: all.slice(0, this.hidden), logits: all.slice(this.hidden) };
  }

  /**
   * Breaks a layer, counted from 0, to show what hangs on it: all its weights become 0, or noise as strong as the
   * weights themselves is added to them. Biases stay.
   *
   * @throws RangeError when there is no such layer.
   */
  disturb(layer: number, how: 'zero' | 'noise', chance: Generator = generator(7)): void {
    const layers = this.model.parameters().filter(({ shape }) => shape.length > 1);
    const weight = layers[layer];
    if (!weight) {
      throw new RangeError(`disturb: layer must be 0 to ${layers.length - 1}, got ${layer}.`);
    }
    const before = Float32Array.from(weight.toTypedArray());
    const strength = Math.sqrt(before.reduce((sum, w) => sum + w * w, 0) / before.length);
    const noise = read(() => randn(weight.shape, chance));
    weight.copyFrom(
      before.map((w, i) => (how === 'zero' ? 0 : w + strength * (noise[i] as number))),
    );
  }

  /**
   * How each pixel pulls: the slope of ln p(digit) in its brightness, one number per pixel. Where it is above 0, more
   * ink makes the digit likelier.
   */
  pull(image: ArrayLike<number>, digit: number): number[] {
    return this.slopes([image], (logits) =>
      crossEntropy(logits, tensor(Int32Array.of(digit))).neg(),
    )[0] as number[];
  }

  /** For each image the slopes of `of(logits)`, a sum over images, in the brightness of every pixel. */
  slopes(images: readonly ArrayLike<number>[], of: (logits: Tensor) => Tensor): number[][] {
    const x = toTensor(imageBatch(images, this.height, this.width));
    const slope = grad((batch: Tensor) => of(this.model.forward(batch)));
    const found = Array.from(
      read(() => slope(x)[0] as Tensor),
      (value) => value * shadeScale,
    );
    x.dispose();
    return rowsOf(found, this.height * this.width);
  }

  /** The reader as one file, for {@link load}. */
  save(): Uint8Array {
    const { network, hidden, height, width } = this;
    return encodeModel(task, { network, hidden, height, width }, this.model.namedParameters());
  }

  /**
   * Brings back a reader that was saved.
   *
   * @throws RangeError when the file is damaged, of another task, or its weights and settings disagree.
   */
  static load(bytes: Uint8Array): DigitReader {
    const saved = decodeModel(task, bytes);
    const { network } = saved.config;
    if (network !== 'mlp' && network !== 'convnet') {
      throw new RangeError(
        `digits model: network must be mlp or convnet, got ${JSON.stringify(network)}.`,
      );
    }
    const hidden = sizeOf(task, saved, 'hidden');
    const height = sizeOf(task, saved, 'height', 256);
    const width = sizeOf(task, saved, 'width', 256);
    const reader = new DigitReader({ network, hidden, height, width });
    fillModel(task, reader.model, saved);
    return reader;
  }

  dispose(): void {
    for (const x of this.model.parameters()) x.dispose();
  }

  #probabilities(images: Values): number[][] {
    this.model.train(false);
    const all = read(() => noGrad(() => this.model.forward(toTensor(images)).softmax()));
    return rowsOf(Array.from(all), classes);
  }
}

/** An MLP that takes images: all pixels in a row, one layer of hidden neurons, one output per digit. */
class FlatMlp extends Module {
  readonly mlp: MLP;
  readonly #inputs: number;

  constructor(inputs: number, hidden: number, chance: Generator) {
    super();
    this.#inputs = inputs;
    this.mlp = new MLP([inputs, hidden, classes], { generator: chance });
  }

  forward(images: Tensor): Tensor {
    return this.mlp.forward(images.reshape(images.shape[0] as number, this.#inputs));
  }

  /** Images → for each its hidden neurons, then its logits. */
  neurons(images: Tensor): Tensor {
    const [first, second] = this.mlp.layers as [Linear, Linear];
    const hidden = relu(first.forward(images.reshape(images.shape[0] as number, this.#inputs)));
    return concat([hidden, second.forward(hidden)], 1);
  }
}

/** The position of the largest. */
export const likeliest = (chances: readonly number[]): number =>
  chances.indexOf(Math.max(...chances));

const rowsOf = (all: readonly number[], size: number): number[][] =>
  Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
