import { noGrad, type Tensor } from '@gibbs/tensor';
import type { Optimizer } from './optimizer.js';

/** The length of all gradients as one vector, `√Σ g²`, in a tensor of one value. */
export function gradientNorm(optimizers: readonly Optimizer[]): Tensor {
  return noGrad(() => {
    const squares: Tensor[] = [];
    for (const { parameters } of optimizers) {
      for (const { grad } of parameters.values()) if (grad) squares.push(grad.square().sum());
    }
    const [first, ...rest] = squares;
    if (!first)
      throw new Error('gradientNorm: there must be gradients, got none. Call backward first.');
    return rest.reduce((sum, square) => sum.add(square), first).sqrt();
  });
}

/**
 * The factor that shortens gradients of length `norm` to at most `limit` (Pascanu et al. 2013):
 * `min(1, limit / (norm + 1e-6))`, to be given to {@link Optimizer.step}.
 */
export function clipScale(norm: Tensor, limit: number): Tensor {
  return noGrad(() => norm.add(1e-6).pow(-1).mul(limit).clamp(0, 1));
}
