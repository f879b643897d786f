import { noGrad, scope, type Tensor } from '@gibbs/tensor';
import { type LearningRate, Optimizer, type Trained } from './optimizer.js';

/** Coefficients of the quintic that pulls every singular value towards 1, chosen by its author for speed. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/**
 * Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon): Nesterov momentum, made orthogonal, so that
 * every direction of a matrix learns at one pace. For matrices only: give it the hidden weights of a model, and
 * embeddings, heads, biases and norms to {@link AdamW}.
 */
export class Muon extends Optimizer {
  readonly #momentum: number;
  readonly #weightDecay: number;
  readonly #velocity: Map<string, Tensor>;

  constructor(
    trained: Trained,
    {
      learningRate = 0.02,
      momentum = 0.95,
      weightDecay = 0,
    }: {
      readonly learningRate?: LearningRate;
      readonly momentum?: number;
      readonly weightDecay?: number;
    } = {},
  ) {
    super(trained, learningRate);
    for (const [name, { shape }] of this.parameters) {
      if (shape.length !== 2) {
        throw new RangeError(
          `Muon: parameters must be matrices, got ${name} [${shape}]. Leave it to AdamW?`,
        );
      }
    }
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    this.#velocity = this.slots('velocity');
  }

  step({ gradientScale }: { readonly gradientScale?: Tensor | undefined } = {}): void {
    for (const [name, parameter] of this.parameters) {
      if (!parameter.grad) continue;
      const raw = parameter.grad;
      const velocity = this.#velocity.get(name) as Tensor;
      noGrad(() =>
        scope(() => {
          const mu = this.#momentum;
          const g = gradientScale ? raw.mul(gradientScale) : raw;
          const fresh = g.mul(1 - mu);
          velocity.copyFrom(velocity.mul(mu).add(fresh));
          const [rows, columns] = parameter.shape as [number, number];
          const reach = Math.sqrt(Math.max(1, rows / columns));
          const move = orthogonalized(fresh.add(velocity.mul(mu))).mul(reach);
          const shrunk = parameter.sub(parameter.mul(this.rate.mul(this.#weightDecay)));
          parameter.copyFrom(shrunk.sub(move.mul(this.rate)));
          return undefined;
        }),
      );
    }
  }
}

/** The nearest matrix with all singular values 1, roughly: five steps of `x ← Ax + (B·xxᵀ + C·(xxᵀ)²)x`. */
function orthogonalized(matrix: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  let x = matrix.div(matrix.square().sum().sqrt().add(1e-7));
  if (rows > columns) x = x.transpose();
  for (let i = 0; i < 5; i++) {
    const square = x.matmul(x.transpose());
    const pull = square.mul(B).add(square.matmul(square).mul(C));
    x = x.mul(A).add(pull.matmul(x));
  }
  return rows > columns ? x.transpose() : x;
}
