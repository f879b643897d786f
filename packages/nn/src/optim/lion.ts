import { type Lanes, type Tensor, update } from '@gibbs/tensor';
import {
  type DecayOptions,
  decayOf,
  type LearningRate,
  Optimizer,
  type Trained,
} from './optimizer.js';

/**
 * Lion (Chen et al. 2023): every weight moves by the same amount, in the direction that gradient and momentum
 * agree on. `w ← w − η(sign(β₁m + (1 − β₁)g) + λw)`, `m ← β₂m + (1 − β₂)g`. It wants about a tenth of Adam's
 * learning rate.
 */
export class Lion extends Optimizer {
  readonly #betas: readonly [number, number];
  readonly #decay: Map<string, number>;
  readonly #momentum: Map<string, Tensor>;

  constructor(
    trained: Trained,
    {
      learningRate = 1e-4,
      betas = [0.9, 0.99],
      ...decay
    }: DecayOptions & {
      readonly learningRate?: LearningRate;
      readonly betas?: readonly [number, number];
    } = {},
  ) {
    super(trained, learningRate);
    this.#betas = betas;
    this.#decay = decayOf(this.parameters, decay);
    this.#momentum = this.slots('momentum');
  }

  step({ gradientScale }: { readonly gradientScale?: Tensor | undefined } = {}): void {
    for (const [name, parameter] of this.parameters) {
      if (!parameter.grad) continue;
      const momentum = this.#momentum.get(name) as Tensor;
      update(
        gradientScale ? 'lionScaled' : 'lion',
        lion,
        [parameter, momentum],
        [parameter, parameter.grad, momentum],
        [[this.rate, 0], ...(gradientScale ? [[gradientScale, 0] as const] : [])],
        [...this.#betas, this.#decay.get(name) as number],
      );
    }
  }
}

function lion<V>(l: Lanes<V, unknown>, xs: readonly V[], scalars: readonly V[]): V[] {
  const [w, raw, m, rate, scale] = xs as [V, V, V, V, V?];
  const [beta1, beta2, decay] = scalars as [V, V, V];
  const one = l.const(1);
  const g = scale === undefined ? raw : l.let(l.mul(raw, scale));
  const blend = l.let(l.madd(beta1, m, l.mul(l.sub(one, beta1), g)));
  const down = l.select(l.lt(blend, l.const(0)), l.const(-1), l.const(0));
  const sign = l.let(l.select(l.lt(l.const(0), blend), one, down));
  return [
    l.sub(w, l.mul(rate, l.madd(decay, w, sign))),
    l.madd(beta2, m, l.mul(l.sub(one, beta2), g)),
  ];
}
