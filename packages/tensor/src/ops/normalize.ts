/** Layer normalisation and its root-mean-square form, over the last axis. */
import { ShapeError } from '../errors.js';
import { fresh, type NumberArray, pointer, record, release } from '../handle.js';
import { normalizeBackward, normalizeForward, normalizeWeights } from '../kernels/normalize.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { checkDtypes, contiguous, host, needFloat } from './apply.js';

export interface NormalizeOptions {
  readonly weight?: Tensor | undefined;
  readonly bias?: Tensor | undefined;
  /** Added to the variance; 1e-5 as in PyTorch. */
  readonly epsilon?: number;
}

/**
 * `y = (x − mean)/√(var + ε)·weight + bias` over the last axis.
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
 * `y = x/√(mean x² + ε)·weight` over the last axis.
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
  checkDtypes(op, [x, ...[weight, bias].filter((w) => w !== undefined)]);
  const n = x.shape.at(-1) ?? 1;
  for (const w of [weight, bias])
    if (w && (w.ndim !== 1 || w.shape[0] !== n))
      throw new ShapeError(op, 'weight and bias must match the last axis', [x.shape, w.shape]);
  const y = fresh(x, x.shape);
  const rows = n === 0 ? 0 : x.size / n;
  const moments = fresh(x, [rows, 2]);
  const affine = [weight, bias].filter((w) => w !== undefined);
  const inputs = [x, ...affine];
  const fast = x.dtype === 'float32';
  const pointerOf = (w: Tensor | undefined): number => (w ? pointer(w) : 0);
  if (fast) {
    const dense = contiguous(x);
    const [w, b] = [weight && contiguous(weight), bias && contiguous(bias)];
    normalizeForward(
      engine(),
      {
        rows,
        columns: n,
        centered,
        reads: [dense, ...(w ? [w] : []), ...(b ? [b] : [])].map((t) => t.storage),
        writes: [y.storage, moments.storage],
      },
      epsilon,
      [pointer(dense), pointer(y), pointer(moments), pointerOf(w), pointerOf(b)],
    );
    if (dense !== x) release(dense, op);
  } else
    host([x, ...affine], [y, moments], ([v, ...wb], [out, mr]) => {
      const w = weight && wb[0];
      const b = bias && wb[weight ? 1 : 0];
      const [xs, ys, m] = [v, out, mr] as [NumberArray, NumberArray, NumberArray];
      for (let row = 0; row < rows; row++) {
        const at = row * n;
        let mean = 0;
        if (centered) {
          for (let i = 0; i < n; i++) mean += xs[at + i] as number;
          mean /= n;
        }
        let square = 0;
        for (let i = 0; i < n; i++) square += ((xs[at + i] as number) - mean) ** 2;
        const r = 1 / Math.sqrt(square / n + epsilon);
        m[2 * row] = mean;
        m[2 * row + 1] = r;
        for (let i = 0; i < n; i++)
          ys[at + i] =
            ((xs[at + i] as number) - mean) * r * (w ? (w[i] as number) : 1) +
            (b ? (b[i] as number) : 0);
      }
    });
  return record(
    op,
    y,
    inputs,
    (dy, needs) => {
      const dx = fresh(x, x.shape);
      const dw = fresh(x, [n]);
      const db = fresh(x, [n]);
      if (fast) {
        const [dense, d] = [contiguous(x), contiguous(dy)];
        const w = weight && contiguous(weight);
        const reads = [dense, d, moments, ...(w ? [w] : [])].map((t) => t.storage);
        const call = { rows, columns: n, centered, reads, writes: [dx.storage] };
        if (needs[0])
          normalizeBackward(engine(), call, [
            pointer(dense),
            pointer(d),
            pointer(moments),
            pointerOf(w),
            pointer(dx),
          ]);
        if (needs.slice(1).some((need) => need))
          normalizeWeights(engine(), { ...call, writes: [dw.storage, db.storage] }, [
            pointer(dense),
            pointer(d),
            pointer(moments),
            pointer(dw),
            pointer(db),
          ]);
        return [dx, ...(weight ? [dw] : []), ...(bias ? [db] : [])];
      }
      host(
        [x, contiguous(dy), moments, ...(weight ? [weight] : [])],
        [dx, dw, db],
        ([v, d, mr, w], [gx, gw, gb]) => {
          const [xs, ds, m] = [v, d, mr] as [NumberArray, NumberArray, NumberArray];
          const [ox, ow, ob] = [gx, gw, gb] as [NumberArray, NumberArray, NumberArray];
          ow.fill(0);
          ob.fill(0);
          for (let row = 0; row < rows; row++) {
            const at = row * n;
            const [mean, r] = [m[2 * row] as number, m[2 * row + 1] as number];
            let [g, gh] = [0, 0];
            for (let i = 0; i < n; i++) {
              const hat = ((xs[at + i] as number) - mean) * r;
              const dyi = ds[at + i] as number;
              const gi = dyi * (w ? (w[i] as number) : 1);
              g += gi;
              gh += gi * hat;
              ow[i] = (ow[i] as number) + dyi * hat;
              ob[i] = (ob[i] as number) + dyi;
            }
            for (let i = 0; i < n; i++) {
              const hat = ((xs[at + i] as number) - mean) * r;
              const gi = (ds[at + i] as number) * (w ? (w[i] as number) : 1);
              ox[at + i] = r * (gi - (centered ? g / n : 0) - (hat * gh) / n);
            }
          }
        },
      );
      return [dx, ...(weight ? [dw] : []), ...(bias ? [db] : [])];
    },
    [moments],
  );
}
