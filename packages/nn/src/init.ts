import { type Generator, rand, randn, scope, type Tensor, zeros } from '@gibbs/tensor';

/** Draws the starting value of a parameter. */
export type Initializer = (shape: readonly number[], generator: Generator) => Tensor;

/** Normal with mean 0 and this standard deviation. */
export function normal(deviation: number): Initializer {
  return (shape, generator) => parameter(() => randn(shape, generator).mul(deviation));
}

/** Uniform between −bound and bound. */
export function uniform(bound: number): Initializer {
  return (shape, generator) =>
    parameter(() =>
      rand(shape, generator)
        .mul(2 * bound)
        .sub(bound),
    );
}

/** Glorot and Bengio 2010: uniform within ±√(6 / (inputs + outputs)), for matrices [outputs, inputs]. */
export const glorot: Initializer = (shape, generator) =>
  uniform(Math.sqrt(6 / ((shape[0] as number) + (shape[1] as number))))(shape, generator);

/** Zeros, for weights that are about to be loaded. */
export const zeroInit: Initializer = (shape) => zeros(shape, { requiresGrad: true });

/** How the weights of a whole model begin. */
export interface ModelInit {
  readonly generator: Generator;
  /** Default: normal with deviation 0.02. */
  readonly init?: Initializer;
  /** For the layers that write to the residual stream. Default: smaller by √(2 · layers). */
  readonly outputInit?: Initializer;
}

/** What `draw` gives, as a leaf that is trained; what it needed on the way is freed. */
function parameter(draw: () => Tensor): Tensor {
  return scope(draw).withGrad();
}
