import { type Generator, noGrad, scope, type Tensor } from '@gibbs/tensor';
import type { WeightAverage } from './average.js';
import {
  type CheckpointStore,
  encodeCheckpoint,
  type RunParts,
  restoreCheckpoint,
} from './checkpoint.js';
import type { Batch, Data } from './data.js';
import type { Module } from './module.js';
import type { Optimizer } from './optim/optimizer.js';
import { Trainer } from './trainer.js';

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
  /** Shortens gradients longer than this, which is above 0. */
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
 * arose; what was saved before stays. Gradients are looked at where they are clipped; otherwise the weights are, before
 * each checkpoint and at the end. Throws as well where there is no data, a count is no whole number from 1, or the
 * checkpoint is cut short or of another model; nothing has changed then.
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
    checkWeights(step, optimizers);
    await checkpoint?.store.write(encodeCheckpoint(parts, { step, notes: history }));
  };

  // A run that had stopped by itself does not go on.
  let stopped: FitResult['stopped'] = outOfPatience(history, evaluate?.patience)
    ? 'no improvement'
    : 'done';
  try {
    while (step < steps && stopped === 'done') {
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
      if (stopped === 'done' && checkpoint && step % checkpoint.every === 0 && step < steps) {
        await save();
      }
      await pace.breathe();
    }
    await save();
  } finally {
    trainer.dispose();
  }
  return { step, history, stopped };
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

/** Refuses weights that an update has left without a number, before they take the place of good ones. */
function checkWeights(step: number, optimizers: readonly Optimizer[]): void {
  for (const { parameters } of optimizers) {
    for (const [name, parameter] of parameters) {
      // 0 · w is 0 for every finite w.
      const zero = noGrad(() => scope(() => parameter.mul(0).sum().item()));
      if (zero !== 0) {
        throw new Error(
          `fit: weights must be finite, got NaN or Infinity in ${name} after step ${step - 1}, whose gradients were not. What was saved before stays. Clip?`,
        );
      }
    }
  }
}

/** Whether the best evaluation lies `patience` evaluations or more before the last. */
function outOfPatience({ evaluations }: History, patience = Number.POSITIVE_INFINITY): boolean {
  let best = 0;
  for (const [i, { loss }] of evaluations.entries()) {
    if (loss < (evaluations[best]?.loss as number)) best = i;
  }
  return evaluations.length > 0 && evaluations.length - 1 - best >= patience;
}

function checkOptions<B extends Batch>(
  { steps, accumulate = 1, clip = 1, evaluate, checkpoint }: FitOptions<B>,
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
  if (!(clip > 0)) throw new RangeError(`fit: clip must be above 0, got ${clip}.`);
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
