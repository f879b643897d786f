/** Random values on tensors: uniform, normal, and dropout. */
import { refuse } from '../errors.js';
import { fresh, pointer, record, release } from '../handle.js';
import { philox } from '../kernels/philox.js';
import type { Generator } from '../random.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { apply, needFloat } from './apply.js';

/** Fills a float32 tensor with uniform numbers in [0, 1) of 24 bits. */
export function fillUniform(y: Tensor, generator: Generator): void {
  philox(engine(), y.size, { ptr: pointer(y), size: y.storage.size }, generator.storage, false);
}

/** Standard normal numbers from uniform ones (Box & Muller 1958): √(−2 ln u)·cos 2πv. */
export function normalFrom(like: Tensor, shape: Shape, generator: Generator): Tensor {
  const [u, v] = [fresh(like, shape, 'float32'), fresh(like, shape, 'float32')];
  fillUniform(u, generator);
  fillUniform(v, generator);
  const z = apply(
    'normal',
    // 1 − u lies in (0, 1]: the logarithm stays finite
    (l, a, b) =>
      l.mul(
        l.sqrt(l.mul(l.const(-2), l.log(l.sub(l.const(1), a)))),
        l.cos(l.mul(b, l.const(2 * Math.PI))),
      ),
    [u, v],
  );
  release(u, 'randn');
  release(v, 'randn');
  return z;
}

/**
 * Sets each value to 0 with probability p and scales the others by 1/(1 − p) (Srivastava et al. 2014); the same numbers
 * scale the gradient. Without a generator there is nothing random to draw from, so one must be given.
 */
export function dropout<S extends Shape>(x: Tensor<S>, p: number, generator: Generator): Tensor<S> {
  needFloat('dropout', x.dtype);
  if (!(p >= 0 && p < 1)) refuse('dropout', 'p must lie in [0, 1)', `${p}`);
  const draw = fresh(x, x.shape, 'float32');
  fillUniform(draw, generator);
  const mask = apply(
    'dropoutMask',
    (l, u, limit, scale) => l.select(l.lt(u, limit), l.const(0), scale),
    [draw, p, 1 / (1 - p)],
  );
  release(draw, 'dropout');
  const scale = x.dtype === 'float32' ? mask : apply('to', (_, m) => m, [mask], x.dtype);
  if (scale !== mask) release(mask, 'dropout');
  const y = apply('mul', (l, v, m) => l.mul(v, m), [x, scale]);
  return record('dropout', y, [x], (dy) => [apply('mul', (l, d, m) => l.mul(d, m), [dy, scale])], [
    scale,
  ]) as Tensor<S>;
}
