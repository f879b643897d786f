import { type Tensor, tensor, zeros } from '@gibbs/tensor';
import type { Module } from '../module.js';
import { constant, type Schedule } from '../schedule.js';

/** Which parameters an optimiser is to train: those of a model, or some of them by name. */
export type Trained = Module | ReadonlyMap<string, Tensor>;

/** A number, or one for every step. */
export type LearningRate = number | Schedule;

export interface DecayOptions {
  /** How much a weight shrinks at each step, times the learning rate. Default 0. */
  readonly weightDecay?: number;
  /** Which parameters shrink. Default: those with two axes or more, so no bias and no norm. */
  readonly decays?: (name: string, parameter: Tensor) => boolean;
}

/**
 * Trains parameters by their gradients. All that changes from step to step lies in tensors, so a step may be
 * captured and replayed, and {@link state} is all that a checkpoint needs.
 */
export abstract class Optimizer {
  /** What is trained, by name. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly #rate: Tensor;
  readonly #schedule: Schedule;
  readonly #slots: Map<string, Tensor> = new Map();

  constructor(trained: Trained, learningRate: LearningRate) {
    const all = 'namedParameters' in trained ? trained.namedParameters() : trained;
    this.parameters = new Map([...all].filter(([, parameter]) => parameter.requiresGrad));
    if (this.parameters.size === 0) {
      throw new RangeError('optimizer: there must be parameters to train, got none.');
    }
    this.#schedule = typeof learningRate === 'number' ? constant(learningRate) : learningRate;
    this.#rate = tensor([this.#rateAt(0)]).keep();
  }

  /**
   * Moves every parameter that has a gradient. With `gradientScale`, a tensor of one value, gradients are
   * multiplied by it first; see {@link clipScale}.
   */
  abstract step(options?: { readonly gradientScale?: Tensor | undefined }): void;

  /** The present learning rate. */
  get learningRate(): number {
    return this.#rate.item();
  }
  /** Takes the learning rate that the schedule has for this step, counted from 0. */
  schedule(step: number): void {
    this.#rate.copyFrom([this.#rateAt(step)]);
  }

  #rateAt(step: number): number {
    const rate = this.#schedule(step);
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `optimizer: the learning rate must be a number from 0, got ${rate} at step ${step}.`,
      );
    }
    return rate;
  }

  /** Frees and forgets all gradients. */
  zeroGrad(): void {
    for (const parameter of this.parameters.values()) parameter.zeroGrad();
  }

  /** What is remembered between steps, by name; writing into these tensors restores it. */
  state(): ReadonlyMap<string, Tensor> {
    return this.#slots;
  }

  /** The learning rate where kernels can read it. */
  protected get rate(): Tensor {
    return this.#rate;
  }

  /** Makes a tensor of zeros like each parameter, remembered as `kind.name`. */
  protected slots(kind: string): Map<string, Tensor> {
    return new Map(
      [...this.parameters].map(([name, { shape, dtype }]) => {
        const slot = zeros(shape, { dtype }).keep();
        this.#slots.set(`${kind}.${name}`, slot);
        return [name, slot];
      }),
    );
  }

  protected remember(name: string, slot: Tensor): void {
    this.#slots.set(name, slot);
  }
}

/** The decay of each parameter under these options. */
export function decayOf(
  parameters: ReadonlyMap<string, Tensor>,
  { weightDecay = 0, decays = (_, parameter) => parameter.ndim >= 2 }: DecayOptions,
): Map<string, number> {
  return new Map(
    [...parameters].map(([name, parameter]) => [name, decays(name, parameter) ? weightDecay : 0]),
  );
}
