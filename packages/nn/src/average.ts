import { type Lanes, type Tensor, update } from '@gibbs/tensor';
import type { Module } from './module.js';

/**
 * An average of the weights over the last steps, which often does better than the last weights alone (Polyak and
 * Juditsky 1992): `a ← decay · a + (1 − decay) · w` after each step, beginning with the weights as they are.
 */
export class WeightAverage {
  readonly #decay: number;
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #averages: ReadonlyMap<string, Tensor>;

  constructor(model: Module, { decay = 0.999 }: { readonly decay?: number } = {}) {
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(`WeightAverage: decay must lie in [0, 1), got ${decay}.`);
    }
    this.#decay = decay;
    this.#weights = model.namedParameters();
    this.#averages = new Map([...this.#weights].map(([name, w]) => [name, w.clone().keep()]));
  }

  /** Takes the present weights in; may be part of a captured step. */
  update(): void {
    for (const [name, weight] of this.#weights) {
      const average = this.#averages.get(name) as Tensor;
      update('average', blend, [average], [average, weight], [], [this.#decay]);
    }
  }

  /** Exchanges weights and averages: once to use the averages, once more to train on. */
  swap(): void {
    for (const [name, weight] of this.#weights) {
      const average = this.#averages.get(name) as Tensor;
      const kept = weight.toTypedArray();
      weight.copyFrom(average.toTypedArray());
      average.copyFrom(kept);
    }
  }

  /** The averages by name; writing into them restores them. */
  state(): ReadonlyMap<string, Tensor> {
    return this.#averages;
  }
}

function blend<V>(l: Lanes<V, unknown>, xs: readonly V[], scalars: readonly V[]): V[] {
  const [average, weight] = xs as [V, V];
  const [decay] = scalars as [V];
  return [l.madd(decay, l.sub(average, weight), weight)];
}
