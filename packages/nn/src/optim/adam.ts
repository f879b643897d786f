import { type AdamClock, adamClock, adamTick, adamW, type Tensor } from '@gibbs/tensor';
import {
  type DecayOptions,
  decayOf,
  type LearningRate,
  Optimizer,
  type Trained,
} from './optimizer.js';

export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: LearningRate;
  /** How slowly the means of gradients and of their squares forget. Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam with decoupled decay (Kingma and Ba 2015; Loshchilov and Hutter 2019):
 * `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← w − η(m̂ / (√v̂ + ε) + λw)`, hats dividing by 1 − βᵗ.
 *
 * The decay λ is 0.01 by default and touches matrices alone; see {@link DecayOptions}.
 */
export class AdamW extends Optimizer {
  readonly #betas: readonly [number, number];
  readonly #epsilon: number;
  readonly #decay: Map<string, number>;
  readonly #first: Map<string, Tensor>;
  readonly #second: Map<string, Tensor>;
  readonly #clock: AdamClock;

  constructor(
    trained: Trained,
    {
      learningRate = 1e-3,
      betas = [0.9, 0.999],
      epsilon = 1e-8,
      weightDecay = 0.01,
      decays,
    }: AdamOptions & DecayOptions = {},
  ) {
    super(trained, learningRate);
    this.#betas = betas;
    this.#epsilon = epsilon;
    this.#decay = decayOf(this.parameters, { weightDecay, ...(decays && { decays }) });
    this.#first = this.slots('first');
    this.#second = this.slots('second');
    this.#clock = adamClock(this.rate);
    this.remember('clock', this.#clock.state);
    this.remember('corrections', this.#clock.corrections);
  }

  step({ gradientScale }: { readonly gradientScale?: Tensor | undefined } = {}): void {
    const [beta1, beta2] = this.#betas;
    adamTick(this.#clock, { beta1, beta2 });
    for (const [name, parameter] of this.parameters) {
      if (!parameter.grad) continue;
      const state = {
        first: this.#first.get(name) as Tensor,
        second: this.#second.get(name) as Tensor,
        clock: this.#clock,
      };
      adamW(parameter, parameter.grad, state, {
        learningRate: this.rate,
        beta1,
        beta2,
        epsilon: this.#epsilon,
        weightDecay: this.#decay.get(name) as number,
        gradientScale,
      });
    }
  }
}

/** Adam: {@link AdamW} without decay. */
export class Adam extends AdamW {
  constructor(trained: Trained, options: AdamOptions = {}) {
    super(trained, { ...options, weightDecay: 0 });
  }
}
