import { type Captured, capture, type Generator, noGrad, scope, type Tensor } from '@gibbs/tensor';
import type { WeightAverage } from './average.js';
import { blame } from './blame.js';
import {
  type CheckpointStore,
  encodeCheckpoint,
  type RunParts,
  restoreCheckpoint,
} from './checkpoint.js';
import type { Batch, Data } from './data.js';
import { crossEntropy } from './loss.js';
import type { Module } from './module.js';
import { clipScale, gradientNorm } from './optim/clip.js';
import type { Optimizer } from './optim/optimizer.js';

/** What has happened so far. */
export interface History {
  /** Training loss of each step. */
  readonly loss: number[];
  readonly evaluations: { readonly step: number; readonly loss: number }[];
}

export interface Progress {
  /** Steps done, of `steps`. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly learningRate: number;
  /** An estimate from this run's own pace. */
  readonly secondsLeft: number;
}

export interface FitOptions<B extends Batch> {
  /** Steps of the whole run, those before a resumption included. */
  readonly steps: number;
  readonly optimizer: Optimizer | readonly Optimizer[];
  /** Default: cross-entropy of `model.forward(batch[0])` against `batch[1]`. */
  readonly loss?: (...batch: NoInfer<B>) => Tensor;
  /** Shortens gradients longer than this. */
  readonly clip?: number;
  /** Batches whose gradients are averaged for one step. Default 1. */
  readonly accumulate?: number;
  /** Kept up to date at each step, and used for evaluation. */
  readonly average?: WeightAverage;
  /** Mean loss over some batches every so many steps and at the end; without improvement `patience` times, stops. */
  readonly evaluate?: {
    readonly data: readonly B[];
    readonly every: number;
    readonly patience?: number;
  };
  /** Where the run is saved every so many steps and at its end; a run that is there already is resumed. */
  readonly checkpoint?: { readonly store: CheckpointStore; readonly every: number };
  /** Generators used in the loss that the model does not hold itself, to be saved with the rest. */
  readonly generators?: readonly Generator[];
  readonly onStep?: (progress: Progress) => void;
  readonly onEvaluate?: (step: number, loss: number) => void;
  /** Stops the run after the present step, saved if there is a checkpoint. */
  readonly signal?: AbortSignal;
}

export interface FitResult {
  /** Steps done. */
  readonly step: number;
  readonly history: History;
  readonly stopped: 'done' | 'aborted' | 'no improvement';
}

/**
 * Trains a model: forward, backward and update as captured steps, with evaluation, early stop, checkpoints and
 * progress. The page or process stays responsive: every 50 ms other work gets its turn.
 *
 * Same data, seeds and settings give the same bits, also when the run is killed at any moment and resumed from its
 * checkpoint. A loss or gradient that is not finite stops the run with the step and the part of the model where it
 * arose; what was saved before stays.
 */
export async function fit<B extends Batch>(
  model: Module & { forward(...inputs: never[]): Tensor },
  data: Data<B>,
  options: FitOptions<B>,
): Promise<FitResult> {
  checkOptions(options, data);
  const { steps, evaluate, checkpoint, signal } = options;
  const optimizers = [options.optimizer].flat() as readonly Optimizer[];
  const { average, generators } = options;
  const parts: RunParts = { model, optimizers, average, generators };
  const history: History = { loss: [], evaluations: [] };
  let step = checkpoint ? await resume(checkpoint.store, parts, history) : 0;
  const trainer = new Trainer(model, data, optimizers, options);
  const pace = new Pace(step, steps);
  const save = async () => {
    await checkpoint?.store.write(encodeCheckpoint(parts, { step, notes: history }));
  };

  let stopped: FitResult['stopped'] = 'done';
  try {
    while (step < steps) {
      const loss = trainer.step(step);
      step++;
      history.loss.push(loss);
      const learningRate = optimizers[0]?.learningRate as number;
      options.onStep?.({ step, steps, loss, learningRate, secondsLeft: pace.secondsLeft(step) });
      if (evaluate && (step % evaluate.every === 0 || step === steps)) {
        const judged = trainer.evaluate(evaluate.data);
        history.evaluations.push({ step, loss: judged });
        options.onEvaluate?.(step, judged);
        if (outOfPatience(history, evaluate.patience)) stopped = 'no improvement';
      }
      if (signal?.aborted) stopped = 'aborted';
      if (stopped !== 'done') break;
      if (checkpoint && step % checkpoint.every === 0 && step < steps) await save();
      await pace.breathe();
    }
    await save();
  } finally {
    trainer.dispose();
  }
  return { step, history, stopped };
}

/** The captured parts of a step: gradients of a batch, their length, the update, and the loss alone. */
class Trainer<B extends Batch> {
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
    { loss, clip, accumulate = 1, average }: FitOptions<B>,
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

async function resume(store: CheckpointStore, parts: RunParts, history: History): Promise<number> {
  const bytes = await store.read();
  if (!bytes) return 0;
  const { step, notes } = restoreCheckpoint(store.name, bytes, parts);
  const before = notes as History;
  history.loss.push(...before.loss);
  history.evaluations.push(...before.evaluations);
  return step;
}

/** Whether the best evaluation lies `patience` evaluations or more before the last. */
function outOfPatience({ evaluations }: History, patience = Number.POSITIVE_INFINITY): boolean {
  let best = 0;
  for (const [i, { loss }] of evaluations.entries()) {
    if (loss < (evaluations[best]?.loss as number)) best = i;
  }
  return evaluations.length - 1 - best >= patience;
}

function checkOptions<B extends Batch>(
  { steps, accumulate = 1, evaluate, checkpoint }: FitOptions<B>,
  data: Data<B>,
): void {
  const whole = (what: string, n: number | undefined) => {
    if (n !== undefined && !(Number.isInteger(n) && n >= 1)) {
      throw new RangeError(`fit: ${what} must be a whole number from 1, got ${n}.`);
    }
  };
  whole('steps', steps);
  whole('accumulate', accumulate);
  whole('evaluate.every', evaluate?.every);
  whole('evaluate.patience', evaluate?.patience);
  whole('checkpoint.every', checkpoint?.every);
  const empty = (what: string, list: unknown) => {
    if (Array.isArray(list) && list.length === 0) {
      throw new RangeError(`fit: ${what} must hold at least one batch, got none.`);
    }
  };
  empty('data', data);
  empty('evaluate.data', evaluate?.data);
}

/** Measures how fast steps go, and lets other work run now and then. */
class Pace {
  readonly #from: number;
  readonly #steps: number;
  readonly #begin: number = performance.now();
  #breath: number = performance.now();

  constructor(from: number, steps: number) {
    this.#from = from;
    this.#steps = steps;
  }

  secondsLeft(step: number): number {
    const each = (performance.now() - this.#begin) / (step - this.#from);
    return ((this.#steps - step) * each) / 1000;
  }

  async breathe(): Promise<void> {
    if (performance.now() - this.#breath < 50) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#breath = performance.now();
  }
}
