import { type Captured, capture, noGrad, scope, type Tensor } from '@gibbs/tensor';
import type { WeightAverage } from './average.js';
import { blame } from './blame.js';
import type { Batch, Data } from './data.js';
import { crossEntropy } from './loss.js';
import type { Module } from './module.js';
import { clipScale, gradientNorm } from './optim/clip.js';
import type { Optimizer } from './optim/optimizer.js';

/** What a step needs to know; see {@link fit} for what each means. */
export interface TrainerOptions<B extends Batch> {
  readonly loss?: ((...batch: B) => Tensor) | undefined;
  readonly clip?: number | undefined;
  readonly accumulate?: number | undefined;
  readonly average?: WeightAverage | undefined;
}

/** The captured parts of a step: gradients of a batch, their length, the update, and the loss alone. */
export class Trainer<B extends Batch> {
  readonly #model: Module;
  readonly #batchAt: (index: number) => B;
  readonly #optimizers: readonly Optimizer[];
  readonly #average: WeightAverage | undefined;
  readonly #loss: (...batch: B) => Tensor;
  readonly #accumulate: number;
  readonly #gradients: Captured<B, Tensor>;
  readonly #more: Captured<B, Tensor>;
  readonly #norm: Captured<[], Tensor> | undefined;
  readonly #update: Captured<[], undefined>;
  /** One captured loss for each shape of batch met. */
  readonly #judges: Map<string, Captured<B, Tensor>> = new Map();

  constructor(
    model: Module & { forward(...inputs: never[]): Tensor },
    data: Data<B>,
    optimizers: readonly Optimizer[],
    { loss, clip, accumulate = 1, average }: TrainerOptions<B>,
  ) {
    this.#model = model.train(true);
    this.#batchAt = typeof data === 'function' ? data : (index) => data[index % data.length] as B;
    this.#optimizers = optimizers;
    this.#average = average;
    this.#loss = loss ?? ((...batch) => standardLoss(model, batch));
    this.#accumulate = accumulate;
    for (const optimizer of optimizers) optimizer.zeroGrad();
    const backward = (...batch: B): Tensor => {
      const value = this.#loss(...batch).mul(1 / accumulate);
      value.backward();
      return value;
    };
    // Captured while there are no gradients, a step overwrites them; captured when there are, it adds to them.
    this.#gradients = capture(backward);
    this.#more = capture(backward);
    let norm: Tensor | undefined;
    if (clip !== undefined) {
      this.#norm = capture(() => {
        norm = gradientNorm(optimizers);
        return norm;
      });
    }
    this.#update = capture(() => {
      const gradientScale = norm && clipScale(norm, clip as number);
      for (const optimizer of optimizers) optimizer.step({ gradientScale });
      average?.update();
      return undefined;
    });
  }

  /** One whole step; gives its loss. */
  step(step: number): number {
    let loss = 0;
    for (let i = 0; i < this.#accumulate; i++) {
      scope(() => {
        const batch = this.#batchAt(step * this.#accumulate + i);
        const part = (i === 0 ? this.#gradients : this.#more)(...batch).item();
        if (!Number.isFinite(part)) this.#fail(step, 'loss', part, batch);
        loss += part;
        return undefined;
      });
    }
    for (const optimizer of this.#optimizers) checkReached(optimizer);
    const norm = this.#norm?.().item() ?? 0;
    if (!Number.isFinite(norm)) this.#fail(step, 'length of the gradients', norm);
    for (const optimizer of this.#optimizers) optimizer.schedule(step);
    this.#update();
    return loss;
  }

  /** The mean loss over batches, without dropout, with the averaged weights if there are any. */
  evaluate(batches: readonly B[]): number {
    this.#model.train(false);
    this.#average?.swap();
    try {
      let sum = 0;
      for (const batch of batches) {
        const shapes = batch.map((t) => t.shape.join()).join(' ');
        let judge = this.#judges.get(shapes);
        if (!judge) {
          judge = capture((...inputs: B) => noGrad(() => this.#loss(...inputs)));
          this.#judges.set(shapes, judge);
        }
        sum += judge(...batch).item();
      }
      return sum / batches.length;
    } finally {
      this.#average?.swap();
      this.#model.train(true);
    }
  }

  dispose(): void {
    for (const optimizer of this.#optimizers) optimizer.zeroGrad();
    const judges = this.#judges.values();
    for (const part of [this.#gradients, this.#more, this.#norm, this.#update, ...judges]) {
      part?.dispose();
    }
  }

  /** The weights have not been touched yet when this is called. */
  #fail(step: number, what: string, got: number, batch?: B): never {
    const where = batch ? blame(this.#model, () => this.#loss(...batch)) : 'the backward pass';
    throw new Error(
      `fit: the ${what} must be finite, got ${got} at step ${step}; it arises in ${where}. Lower the learning rate or clip?`,
    );
  }
}

function standardLoss(
  model: Module & { forward(...inputs: never[]): Tensor },
  [inputs, labels]: Batch,
): Tensor {
  return crossEntropy(model.forward(inputs as never), labels as Tensor);
}

/** Refuses an optimiser that would train nothing in silence. */
function checkReached({ parameters }: Optimizer): void {
  if ([...parameters.values()].some(({ grad }) => grad)) return;
  throw new Error(
    `fit: the loss must depend on what an optimizer trains, got no gradient for ${[...parameters.keys()].slice(0, 3).join(', ')}. Was it made for another model?`,
  );
}
