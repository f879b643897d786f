/**
 * Update rules as kernels: one pass over parameter, gradient and state, in place.
 *
 * Whatever changes from step to step lies in tensors (the learning rate, Adam's clock), so a captured
 * step may be replayed while a schedule moves on.
 */
import { refuseType, ShapeError, sentence } from '../errors.js';
import { fresh, isContiguous, pointer, raw, release, values, viewOf } from '../handle.js';
import { adamClockTick } from '../kernels/adamClock.js';
import type { Lanes } from '../kernels/lanes.js';
import { sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { applyAll } from './apply.js';

/** Adam's count of steps: state [t, β₁ᵗ, β₂ᵗ] for checkpoints, and the corrections made from it. */
export interface AdamClock {
  /** float64 [3]: t, β₁ᵗ, β₂ᵗ. */
  readonly state: Tensor;
  /** float32 [2]: 1/(1 − β₁ᵗ), 1/√(1 − β₂ᵗ). */
  readonly corrections: Tensor;
}

/** A clock at t = 0; `like` is any tensor. */
export function adamClock(like: Tensor): AdamClock {
  const state = fresh(like, [3], 'float64').keep();
  const corrections = fresh(like, [2], 'float32').keep();
  values(raw(state)).set([0, 1, 1]);
  values(raw(corrections)).set([1, 1]);
  return { state, corrections };
}

/** Moves the clock on: once per step, before the parameters are updated. */
export function adamTick(
  { state, corrections }: AdamClock,
  { beta1 = 0.9, beta2 = 0.999 }: { beta1?: number; beta2?: number } = {},
): void {
  adamClockTick(
    engine(),
    [beta1, beta2],
    [pointer(state), pointer(corrections)],
    [state.storage, corrections.storage],
  );
}

export interface AdamOptions {
  /** float32 tensor of one value, read at each step. */
  readonly learningRate: Tensor;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled decay: the parameter shrinks by learningRate·weightDecay. */
  readonly weightDecay?: number;
  /** A float32 tensor of one value by which gradients are scaled first, for clipping by norm. */
  readonly gradientScale?: Tensor | undefined;
}

/**
 * One step of AdamW (Loshchilov & Hutter 2019), in place on `parameter`, `first` and `second`:
 *
 * `m ← β₁m + (1 − β₁)g`, `v ← β₂v + (1 − β₂)g²`, `w ← w·(1 − ηλ) − η·m̂/(√v̂ + ε)`.
 */
export function adamW(
  parameter: Tensor,
  gradient: Tensor,
  { first, second, clock }: { first: Tensor; second: Tensor; clock: AdamClock },
  {
    learningRate,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    weightDecay = 0,
    gradientScale,
  }: AdamOptions,
): void {
  update(
    `adamW${gradientScale ? 's' : ''}`,
    <V>(l: Lanes<V, unknown>, xs: readonly V[], scalars: readonly V[]): V[] => {
      const [b1, b2, eps, decay] = scalars as [V, V, V, V];
      const [w, g0, m0, v0, eta, c1, c2, scale] = xs as [V, V, V, V, V, V, V, V?];
      const one = l.const(1);
      const g = scale === undefined ? g0 : l.let(l.mul(g0, scale));
      const m = l.let(l.madd(b1, m0, l.mul(l.sub(one, b1), g)));
      const v = l.let(l.madd(b2, v0, l.mul(l.mul(l.sub(one, b2), g), g)));
      const step = l.div(l.mul(m, c1), l.madd(l.sqrt(v), c2, eps));
      return [l.sub(l.sub(w, l.mul(l.mul(eta, decay), w)), l.mul(eta, step)), m, v];
    },
    [parameter, first, second],
    [parameter, gradient, first, second],
    [
      [learningRate, 0],
      [clock.corrections, 0],
      [clock.corrections, 1],
      ...(gradientScale ? [[gradientScale, 0] as const] : []),
    ],
    [beta1, beta2, epsilon, weightDecay],
  );
}

export interface SgdOptions {
  readonly learningRate: Tensor;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Added to the gradient as weightDecay·parameter. */
  readonly weightDecay?: number;
  readonly gradientScale?: Tensor | undefined;
}

/** One step of gradient descent in place: `u ← μu + g`, `w ← w − η·u` (or η·(g + μu) with `nesterov`). */
export function sgd(
  parameter: Tensor,
  gradient: Tensor,
  velocity: Tensor | undefined,
  { learningRate, momentum = 0, nesterov = false, weightDecay = 0, gradientScale }: SgdOptions,
): void {
  const formula = <V>(l: Lanes<V, unknown>, xs: readonly V[], [mu, decay]: readonly V[]): V[] => {
    const rest = velocity ? xs.slice(3) : xs.slice(2);
    const [w, g0] = xs as [V, V];
    const [eta, scale] = rest as [V, V?];
    const scaled = scale === undefined ? g0 : l.mul(g0, scale);
    const g = l.let(l.madd(decay as V, w, scaled));
    if (!velocity) return [l.sub(w, l.mul(eta, g))];
    const u = l.let(l.madd(mu as V, xs[2] as V, g));
    return [l.sub(w, l.mul(eta, nesterov ? l.madd(mu as V, u, g) : u)), u];
  };
  const state = velocity ? [velocity] : [];
  update(
    `sgd${velocity ? (nesterov ? 'n' : 'm') : ''}${gradientScale ? 's' : ''}`,
    formula,
    [parameter, ...state],
    [parameter, gradient, ...state],
    [[learningRate, 0], ...(gradientScale ? [[gradientScale, 0] as const] : [])],
    [momentum, weightDecay],
  );
}

/** New values of the targets from all inputs, then the single values; `scalars` are constants. */
export type UpdateFormula = <V>(
  l: Lanes<V, unknown>,
  xs: readonly V[],
  scalars: readonly V[],
) => V[];

/**
 * Runs an update rule of one's own in one pass, in place: `outputs` receive what `formula` gives for `inputs`, of which
 * the first two are the parameter and its gradient. `singles` are single values read from memory at each step, as
 * pairs of a tensor and an index. A formula is known by its name: give different ones different names.
 */
export function update(
  op: string,
  formula: UpdateFormula,
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  singles: readonly (readonly [Tensor, number])[],
  scalars: readonly number[],
): void {
  const [parameter] = outputs as [Tensor];
  const gradient = inputs[1] as Tensor;
  for (const x of [...outputs, ...inputs])
    if (!sameShape(x.shape, parameter.shape))
      throw new ShapeError(op, 'parameter, gradient and state must have one shape', [
        parameter.shape,
        x.shape,
      ]);
  if (![...outputs, ...inputs].every((x) => x.dtype === parameter.dtype))
    refuseType(
      op,
      'parameter, gradient and state must have one dtype',
      `${parameter.dtype} and ${gradient.dtype}`,
    );
  if (![...outputs, ...inputs].every(isContiguous))
    throw new Error(sentence(op, 'parameter, gradient and state must be dense'));
  const single = singles.map(([x, i]) => viewOf(x, [], [], x.offset + i));
  const n = inputs.length + single.length;
  applyAll(op, (l, xs) => formula(l, xs.slice(0, n), xs.slice(n)), outputs, [
    ...inputs,
    ...single,
    ...scalars,
  ]);
  for (const x of single) release(x, op);
}
