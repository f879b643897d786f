/**
 * Learning to read digits: an MLP or a small convolutional network, on drawn digits or on MNIST, with every image bent
 * a little anew each time it is seen.
 */
import { generator } from '@gibbs/tensor';
import { crossEntropy } from '../loss.js';
import { oneCycle, type Schedule } from '../schedule.js';
import type { AugmentOptions } from './augment.js';
import { Chance } from './chance.js';
import { digitBatch } from './digitImages.js';
import { type DigitNetwork, DigitReader } from './digitReader.js';
import type { Digits } from './idx.js';
import { Learner, type Values } from './learner.js';

export interface DigitOptions {
  /** What is learned from. */
  digits: Digits;
  network?: DigitNetwork;
  /** Hidden neurons of an MLP. */
  hidden?: number;
  /** How many times every digit is seen, each time bent anew. */
  passes?: number;
  batch?: number;
  /** The highest rate of the cycle. */
  learningRate?: number;
  /** How far images are bent, or false to show them as they are. */
  augment?: AugmentOptions | false;
  seed?: number;
}

/** Chosen on 1,000 digits that were neither trained on nor tested with; docs/model.md says how. */
const defaults = {
  mlp: { passes: 30, learningRate: 0.003 },
  convnet: { passes: 11, learningRate: 0.006 },
};

/**
 * Trains a {@link DigitReader}, a batch at a time.
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
 * console.log(training.reader.score(draw(200)).accuracy > 0.9); // → true
 * ```
 */
export class DigitTraining {
  /** What is being trained; it can be asked at any step, and saved. */
  readonly reader: DigitReader;
  readonly steps: number;
  /** Steps taken. */
  step: number = 0;
  readonly #digits: Digits;
  readonly #augment: AugmentOptions | false;
  readonly #settings: { batch: number; [setting: string]: unknown };
  readonly #learner: Learner;
  readonly #order: Chance;
  readonly #bends: Chance;
  #pass: { number: number; order: Int32Array } = { number: -1, order: new Int32Array(0) };

  constructor(options: DigitOptions) {
    const { digits, network = 'convnet', hidden = 256, batch = 64 } = options;
    const { augment = {}, seed = 7 } = options;
    const { passes, learningRate } = { ...defaults[network], ...options };
    if (digits.count < batch) {
      throw new RangeError(
        `DigitTraining: needs at least one batch of ${batch} digits, got ${digits.count}.`,
      );
    }
    this.#digits = digits;
    this.#augment = augment;
    this.#order = new Chance(seed, 1);
    this.#bends = new Chance(seed, 2);
    const { count, height, width } = digits;
    this.steps = passes * Math.floor(count / batch);
    const made = { network, hidden, height, width };
    this.#settings = { ...made, count, batch, augment, seed, passes, learningRate };
    this.reader = new DigitReader({ ...made, generator: generator(seed) });
    this.#learner = learnerOf(
      this.reader,
      oneCycle({ peak: learningRate, steps: this.steps, rise: 0.2 }),
    );
  }

  /** Learns from the next batch, bent anew; returns the loss in nats per digit. */
  advance(): number {
    const { batch } = this.#settings;
    const perPass = Math.floor(this.#digits.count / batch);
    const pass = Math.floor(this.step / perPass);
    if (pass !== this.#pass.number) {
      const order = this.#order.goTo(pass).permutation(this.#digits.count);
      this.#pass = { number: pass, order };
    }
    const at = (this.step % perPass) * batch;
    const { uniform } = this.#bends.goTo(this.step);
    const { images, labels } = digitBatch(
      this.#digits,
      this.#pass.order.subarray(at, at + batch),
      this.#augment ? { augment: this.#augment, uniform } : undefined,
    );
    const loss = this.#learner.learn(this.step, images, labels);
    this.step++;
    return loss;
  }

  /** All that is needed to go on later, or elsewhere, with the same bits as without a break. */
  checkpoint(): Uint8Array {
    return this.#learner.checkpoint(this.step, this.#settings);
  }

  /** Goes to a checkpoint. @throws RangeError when it is damaged or of other settings; nothing has changed then. */
  restore(bytes: Uint8Array): void {
    this.step = this.#learner.restore(bytes, this.#settings);
  }

  /** Frees the training and, unless it is to be kept, the reader. */
  dispose({ keepReader = false }: { keepReader?: boolean } = {}): void {
    this.#learner.dispose({ keepModel: keepReader });
  }
}

/**
 * Teaches a reader a few digits of somebody's hand: half of every batch is theirs, bent anew each time, half is `known`,
 * so that the others are not forgotten. Yields the loss of each step, to be watched and left at any time.
 *
 * @throws RangeError when there are no digits of one kind, or their sizes are not the reader's.
 */
export function* teachDigits(
  reader: DigitReader,
  mine: Digits,
  {
    known,
    steps = 40,
    batch = 32,
    learningRate = 0.001,
    seed = 7,
  }: { known: Digits; steps?: number; batch?: number; learningRate?: number; seed?: number },
): Generator<number, void, void> {
  for (const [what, { count, height, width }] of Object.entries({ mine, known })) {
    if (count === 0 || height !== reader.height || width !== reader.width) {
      throw new RangeError(
        `teachDigits: ${what} must hold digits of ${reader.height}×${reader.width} pixels, got ${count} of ${height}×${width}.`,
      );
    }
  }
  const chance = new Chance(seed, 3);
  const learner = learnerOf(reader, () => learningRate);
  try {
    for (let step = 0; step < steps; step++) {
      const { uniform } = chance.goTo(step);
      const halves = [mine, known].map((digits) => {
        const picked = Int32Array.from({ length: batch / 2 }, () =>
          Math.floor(uniform() * digits.count),
        );
        return digitBatch(digits, picked, { augment: {}, uniform });
      });
      yield learner.learn(
        step,
        joined(halves.map(({ images }) => images)),
        joined(halves.map(({ labels }) => labels)),
      );
    }
  } finally {
    learner.dispose({ keepModel: true });
  }
}

const learnerOf = ({ model }: DigitReader, learningRate: Schedule): Learner =>
  new Learner(model, {
    learningRate,
    betas: [0.9, 0.99],
    loss: (images, labels) => crossEntropy(model.forward(images), labels),
  });

/** Batches one after the other. */
function joined(parts: readonly Values[]): Values {
  const all = parts.flatMap(({ data }) => Array.from(data));
  const [first] = parts as [Values];
  const [, ...rest] = first.shape;
  const count = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
  return {
    data: first.data instanceof Int32Array ? Int32Array.from(all) : Float32Array.from(all),
    shape: [count, ...rest],
  };
}
