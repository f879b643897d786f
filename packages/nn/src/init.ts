import { type Generator, rand, randn, scope, type Tensor } from '@gibbs/tensor';

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

/** What `draw` gives, as a leaf that is trained; what it needed on the way is freed. */
function parameter(draw: () => Tensor): Tensor {
  return scope(draw).withGrad();
}
