import { sgd, type Tensor } from '@gibbs/tensor';
import {
  type DecayOptions,
  decayOf,
  type LearningRate,
  Optimizer,
  type Trained,
} from './optimizer.js';

/**
 * Gradient descent, with momentum if asked for: `u ← μu + g + λw`, `w ← w − ηu`
 * (`w ← w − η(g + λw + μu)` with `nesterov`), as PyTorch's `SGD`.
 */
export class SGD extends Optimizer {
  readonly #momentum: number;
  readonly #nesterov: boolean;
  readonly #decay: Map<string, number>;
  readonly #velocity: Map<string, Tensor> | undefined;

  constructor(
    trained: Trained,
    {
      learningRate,
      momentum = 0,
      nesterov = false,
      ...decay
    }: DecayOptions & {
      readonly learningRate: LearningRate;
      readonly momentum?: number;
      readonly nesterov?: boolean;
    },
  ) {
    super(trained, learningRate);
    this.#momentum = momentum;
    this.#nesterov = nesterov;
    this.#decay = decayOf(this.parameters, decay);
    this.#velocity = momentum > 0 ? this.slots('velocity') : undefined;
  }

  step({ gradientScale }: { readonly gradientScale?: Tensor | undefined } = {}): void {
    for (const [name, parameter] of this.parameters) {
      if (!parameter.grad) continue;
      sgd(parameter, parameter.grad, this.#velocity?.get(name), {
        learningRate: this.rate,
        momentum: this.#momentum,
        nesterov: this.#nesterov,
        weightDecay: this.#decay.get(name) as number,
        gradientScale,
      });
    }
  }
}
