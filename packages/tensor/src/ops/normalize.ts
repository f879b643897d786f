/** Layer normalisation and its root-mean-square form, over the last axis. */
import { ShapeError } from '../errors.js';
import { composed, fresh, record } from '../handle.js';
import { normalizeRows, normalizeVjp, normalizeWeights } from '../kernels/normalize.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { bits } from '../wasm/kernel.js';
import { checkDtypes, launch, needFloat } from './apply.js';
import { add, mul, rsqrt, square, sub } from './elementwise.js';
import { mean } from './moments.js';

export interface NormalizeOptions {
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
  /** Added to the variance; 1e-5 as in PyTorch. */
  readonly epsilon?: number;
}

/**
 * `y = (x − mean)/√(var + ε)·weight + bias` over the last axis (Ba, Kiros & Hinton 2016); weight and bias have its
 * size.
 *
 * With x̂ = (x − mean)·r, r = 1/√(var + ε), g = dy·weight: `dx = r·(g − mean(g) − x̂·mean(g·x̂))`,
 * dweight = Σ dy·x̂, dbias = Σ dy over rows. Saves mean and r.
 */
export function layerNorm<S extends Shape>(
  x: Tensor<S>,
  { weight, bias, epsilon = 1e-5 }: NormalizeOptions = {},
): Tensor<S> {
  return normalize('layerNorm', x, weight, bias, epsilon, true) as Tensor<S>;
}

/**
 * `y = x/√(mean x² + ε)·weight` over the last axis (Zhang & Sennrich 2019); weight has its size.
 *
 * With r = 1/√(mean x² + ε), x̂ = x·r, g = dy·weight: `dx = r·(g − x̂·mean(g·x̂))`.
 */
export function rmsNorm<S extends Shape>(
  x: Tensor<S>,
  { weight, epsilon = 1e-5 }: Omit<NormalizeOptions, 'bias'> = {},
): Tensor<S> {
  return normalize('rmsNorm', x, weight, undefined, epsilon, false) as Tensor<S>;
}

function normalize(
  op: string,
  x: Tensor,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  epsilon: number,
  centered: boolean,
): Tensor {
  needFloat(op, x.dtype);
  const inputs = [x, weight, bias].filter((w) => w !== undefined);
  checkDtypes(op, inputs);
  const n = x.shape.at(-1) ?? 1;
  for (const w of [weight, bias])
    if (w && (w.ndim !== 1 || w.shape[0] !== n))
      throw new ShapeError(op, 'weight and bias must match the last axis', [x.shape, w.shape]);
  if (x.dtype === 'float64')
    return composed(op, inputs, () => normalizeReference(x, weight, bias, epsilon, centered));
  const y = fresh(x, x.shape);
  const rows = n === 0 ? 0 : x.size / n;
  const moments = fresh(x, [rows, 2]);
  const sizes = [rows, n, bits(1 / n)];
  const forward = [...sizes, bits(epsilon)];
  launch(op, (k) => normalizeRows(k, centered), forward, [x, weight, bias], [y, moments]);
  return record(
    op,
    y,
    inputs,
    (dy, needs) => {
      const [dx, dw, db] = [fresh(x, x.shape), fresh(x, [n]), fresh(x, [n])];
      if (needs[0])
        launch(`${op}Vjp`, (k) => normalizeVjp(k, centered), sizes, [x, dy, moments, weight], [dx]);
      if (needs.slice(1).some((need) => need))
        launch(
          'normalizeWeights',
          normalizeWeights,
          [rows, n],
          [x, dy, moments],
          [dw, db],
          8 * x.size,
        );
      return [dx, ...(weight ? [dw] : []), ...(bias ? [db] : [])];
    },
    [moments],
  );
}

/** The slow twin, whose gradients follow from its parts; also the way of float64. */
function normalizeReference(
  x: Tensor,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
  epsilon: number,
  centered: boolean,
): Tensor {
  const last = { axis: -1, keepDims: true };
  const d = centered ? (sub(x, mean(x, last)) as Tensor) : x;
  const hat = mul(d, rsqrt(add(mean(square(d), last), epsilon))) as Tensor;
  const y = weight ? (mul(hat, weight) as Tensor) : hat;
  return bias ? (add(y, bias) as Tensor) : y;
}
