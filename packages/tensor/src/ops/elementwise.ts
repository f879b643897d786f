/**
 * Scalar maps. One row is one op: y = f(x), and dx written with whichever of x and y is cheaper.
 * The same row becomes a SIMD kernel and its slow twin; see kernels/lanes.ts.
 */
import { type DType, fresh, needsGrad, record, session } from '../handle.js';
import type { Formula } from '../kernels/lanes.js';
import type { Shape } from '../shape.js';
import type { Broadcastable, BroadcastResult } from '../shapeTypes.js';
import type { Tensor } from '../tensor.js';
import { apply, applyAll, isTensor, type Operand } from './apply.js';
import { sumTo } from './reduce.js';

/** −x. */
export const neg: Unary = unary(
  'neg',
  (l, x) => l.neg(x),
  (l, dy) => l.neg(dy),
);
/** |x|; the gradient at 0 is 0. */
export const abs: Unary = unary(
  'abs',
  (l, x) => l.abs(x),
  (l, dy, _, x) =>
    l.select(l.eq(x, l.const(0)), l.const(0), l.select(l.lt(x, l.const(0)), l.neg(dy), dy)),
);
/** −1, 0 or 1; its gradient is 0. */
export const sign: Unary = unary(
  'sign',
  (l, x) =>
    l.select(
      l.lt(x, l.const(0)),
      l.const(-1),
      l.select(l.lt(l.const(0), x), l.const(1), l.mul(x, l.const(1))),
    ),
  (l, dy) => l.mul(dy, l.const(0)),
);
/** x²: dx = 2x·dy. */
export const square: Unary = unary(
  'square',
  (l, x) => l.mul(x, x),
  (l, dy, _, x) => l.mul(l.add(x, x), dy),
);
/** √x: dx = dy / 2y. */
export const sqrt: Unary = unary(
  'sqrt',
  (l, x) => l.sqrt(x),
  (l, dy, y) => l.div(dy, l.add(y, y)),
);
/** 1/√x: dx = −½·y³·dy. */
export const rsqrt: Unary = unary(
  'rsqrt',
  (l, x) => l.div(l.const(1), l.sqrt(x)),
  (l, dy, y) => l.mul(l.mul(l.const(-0.5), l.mul(y, l.mul(y, y))), dy),
);
/** eˣ, at most 2 ulp from the exact value: dx = y·dy. */
export const exp: Unary = unary(
  'exp',
  (l, x) => l.exp(x),
  (l, dy, y) => l.mul(dy, y),
);
/** ln x, at most 2 ulp from the exact value: dx = dy/x. */
export const log: Unary = unary(
  'log',
  (l, x) => l.log(x),
  (l, dy, _, x) => l.div(dy, x),
);
/** sin x, at most 2 ulp from the exact value for every finite x: dx = cos x·dy. */
export const sin: Unary = unary(
  'sin',
  (l, x) => l.sin(x),
  (l, dy, _, x) => l.mul(dy, l.cos(x)),
);
/** cos x, at most 2 ulp from the exact value for every finite x: dx = −sin x·dy. */
export const cos: Unary = unary(
  'cos',
  (l, x) => l.cos(x),
  (l, dy, _, x) => l.neg(l.mul(dy, l.sin(x))),
);
/** tanh x, at most 4 ulp from the exact value: dx = (1 − y²)·dy. */
export const tanh: Unary = unary(
  'tanh',
  (l, x) => l.tanh(x),
  (l, dy, y) => l.mul(dy, l.sub(l.const(1), l.mul(y, y))),
);
/** 1/(1 + e⁻ˣ): dx = y·(1 − y)·dy. */
export const sigmoid: Unary = unary(
  'sigmoid',
  (l, x) => l.div(l.const(1), l.add(l.const(1), l.exp(l.neg(x)))),
  (l, dy, y) => l.mul(dy, l.mul(y, l.sub(l.const(1), y))),
);
/** max(x, 0); the gradient at 0 is 0. NaN stays. */
export const relu: Unary = unary(
  'relu',
  (l, x) => l.select(l.lt(x, l.const(0)), l.const(0), x),
  (l, dy, y) => l.select(l.lt(l.const(0), y), dy, l.const(0)),
);
/** x·σ(x) with σ the sigmoid (Hendrycks & Gimpel 2016): dx = σ·(1 + x·(1 − σ))·dy. */
export const silu: Unary = unary(
  'silu',
  (l, x) => l.div(x, l.add(l.const(1), l.exp(l.neg(x)))),
  (l, dy, _, x) => {
    const s = l.let(l.div(l.const(1), l.add(l.const(1), l.exp(l.neg(x)))));
    return l.mul(dy, l.mul(s, l.madd(x, l.sub(l.const(1), s), l.const(1))));
  },
);

/**
 * y = x·Φ(x), and its slope Φ(x) + x·φ(x), φ = exp(−x²/2)/√2π, in one pass: both need the same exponential, so the
 * gradient is a product with what was saved.
 */
function geluExact(x: Tensor): Tensor {
  if (!session.gradients || !needsGrad(x))
    return apply('gelu', (l, v) => l.mul(v, l.normalCdf(v).cdf), [x]);
  const [y, slope] = [fresh(x, x.shape), fresh(x, x.shape)];
  applyAll(
    'geluSlope',
    (l, [v]) => {
      const x = v as typeof v & {};
      const { cdf, bell } = l.normalCdf(x);
      return [l.mul(x, cdf), l.madd(l.mul(x, l.const(1 / Math.sqrt(2 * Math.PI))), bell, cdf)];
    },
    [y, slope],
    [x],
  );
  return record('gelu', y, [x], (dy) => [apply('mul', (l, d, s) => l.mul(d, s), [dy, slope])], [
    slope,
  ]);
}

/** √(2/π) and the cubic term of the approximation (Hendrycks & Gimpel 2016). */
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

const geluTanh: Unary = unary(
  'geluTanh',
  (l, x) => {
    const u = l.mul(
      l.mul(x, l.const(GELU_SCALE)),
      l.madd(l.mul(x, x), l.const(GELU_CUBIC), l.const(1)),
    );
    return l.mul(l.mul(x, l.const(0.5)), l.add(l.const(1), l.tanh(u)));
  },
  (l, dy, _, x) => {
    // with t = tanh u: dy/dx = ½(1 + t) + ½x·(1 − t²)·u′, u′ = c·(1 + 3·0.044715·x²)
    const xx = l.let(l.mul(x, x));
    const u = l.mul(l.mul(x, l.const(GELU_SCALE)), l.madd(xx, l.const(GELU_CUBIC), l.const(1)));
    const t = l.let(l.tanh(u));
    const du = l.mul(l.const(GELU_SCALE), l.madd(xx, l.const(3 * GELU_CUBIC), l.const(1)));
    const slope = l.mul(l.mul(x, l.const(0.5)), l.mul(l.sub(l.const(1), l.mul(t, t)), du));
    return l.mul(dy, l.madd(l.const(0.5), l.add(l.const(1), t), slope));
  },
);

/**
 * x·Φ(x) with Φ the normal distribution function (Hendrycks & Gimpel 2016); `approximate: 'tanh'` is the older formula
 * by which GPT-2 was trained.
 */
export function gelu<S extends Shape>(
  x: Tensor<S>,
  { approximate = 'none' }: { approximate?: 'none' | 'tanh' } = {},
): Tensor<S> {
  return approximate === 'tanh' ? geluTanh(x) : (geluExact(x) as Tensor<S>);
}

/**
 * a + b of tensors or numbers that broadcast: pairs of sizes, aligned at the last axis, are equal or one is 1. Throws
 * where not.
 */
export const add: Binary = binary('add', (l, a, b) => l.add(a, b), 'dy', 'dy');
/** a − b, broadcasting. */
export const sub: Binary = binary(
  'sub',
  (l, a, b) => l.sub(a, b),
  'dy',
  (l, dy) => l.neg(dy),
);
/** a · b, broadcasting: da = dy·b, db = dy·a. */
export const mul: Binary = binary(
  'mul',
  (l, a, b) => l.mul(a, b),
  (l, dy, _, b) => l.mul(dy, b),
  (l, dy, a) => l.mul(dy, a),
);
/** a / b, broadcasting; of floats alone: da = dy/b, db = −dy·a/b². */
export const div: Binary = binary(
  'div',
  (l, a, b) => l.div(a, b),
  (l, dy, _, b) => l.div(dy, b),
  (l, dy, a, b) => l.neg(l.div(l.mul(dy, a), l.mul(b, b))),
);
/** The larger of both; where they are equal, the gradient goes to `a`. */
export const maximum: Binary = binary(
  'maximum',
  (l, a, b) => l.max(a, b),
  (l, dy, a, b) => l.select(l.lt(a, b), l.const(0), dy),
  (l, dy, a, b) => l.select(l.lt(a, b), dy, l.const(0)),
);
/** The smaller of both; where they are equal, the gradient goes to `a`. */
export const minimum: Binary = binary(
  'minimum',
  (l, a, b) => l.min(a, b),
  (l, dy, a, b) => l.select(l.lt(b, a), l.const(0), dy),
  (l, dy, a, b) => l.select(l.lt(b, a), dy, l.const(0)),
);

/** xᵉ for a number e: repeated products for small whole e, else exp(e·ln x). */
export function pow<S extends Shape>(x: Tensor<S>, exponent: number): Tensor<S>;
/** xᵉ for tensors that broadcast, x > 0: exp(e·ln x), with dx = e·xᵉ⁻¹·dy and de = y·ln x·dy. */
export function pow(x: Tensor, exponent: Operand): Tensor;
export function pow(x: Tensor, exponent: Operand): Tensor {
  return isTensor(exponent) ? powTensor(x, exponent) : powNumber(x, exponent);
}

const powTensor: Binary = binary(
  'pow',
  (l, x, e) => l.exp(l.mul(e, l.log(x))),
  (l, dy, x, e) => l.mul(dy, l.mul(e, l.exp(l.mul(l.sub(e, l.const(1)), l.log(x))))),
  (l, dy, x, e) => {
    const log = l.let(l.log(x));
    return l.mul(dy, l.mul(l.exp(l.mul(e, log)), log));
  },
);

function powNumber(x: Tensor, exponent: number): Tensor {
  const power: (e: number) => Formula = (e) => (l, v) => {
    if (e === 0) return l.const(1);
    if (e === 1) return v;
    if (e === -1) return l.div(l.const(1), v);
    if (e === 0.5) return l.sqrt(v);
    if (!Number.isInteger(e) || Math.abs(e) > 16) return l.exp(l.mul(l.const(e), l.log(v)));
    let result = v;
    for (let i = 1; i < Math.abs(e); i++) result = l.let(l.mul(result, v));
    return e > 0 ? result : l.div(l.const(1), result);
  };
  // dx = e·xᵉ⁻¹·dy
  const name = `pow(${exponent})`;
  const y = apply(name, power(exponent), [x]);
  return record(name, y, [x], (dy) => [
    apply(
      `${name}Vjp`,
      (l, d, v) => l.mul(l.mul(l.const(exponent), d), power(exponent - 1)(l, v, v, v, v)),
      [dy, x],
    ),
  ]);
}

/** x limited to [min, max]; the gradient is 0 outside. */
export function clamp<S extends Shape>(x: Tensor<S>, min: number, max: number): Tensor<S> {
  const y = apply('clamp', (l, v, low, high) => l.min(l.max(v, low), high), [x, min, max]);
  return record('clamp', y, [x], (dy) => [
    apply(
      'clampVjp',
      (l, d, v, low, high) =>
        l.select(l.lt(v, low), l.const(0), l.select(l.lt(high, v), l.const(0), d)),
      [dy, x, min, max],
    ),
  ]) as Tensor<S>;
}

/** 1 where a = b, else 0, as int32; broadcasting. No gradient passes through comparisons. */
export const equal: Compare = compare('equal', (l, a, b) =>
  l.select(l.eq(a, b), l.const(1), l.const(0)),
);
/** 1 where a ≠ b (also where one is NaN), else 0. */
export const notEqual: Compare = compare('notEqual', (l, a, b) =>
  l.select(l.eq(a, b), l.const(0), l.const(1)),
);
/** 1 where a < b, else 0. */
export const less: Compare = compare('less', (l, a, b) =>
  l.select(l.lt(a, b), l.const(1), l.const(0)),
);
/** 1 where a ≤ b, else 0. */
export const lessEqual: Compare = compare('lessEqual', (l, a, b) =>
  l.select(l.le(a, b), l.const(1), l.const(0)),
);
/** 1 where a > b, else 0. */
export const greater: Compare = compare('greater', (l, a, b) =>
  l.select(l.lt(b, a), l.const(1), l.const(0)),
);
/** 1 where a ≥ b, else 0. */
export const greaterEqual: Compare = compare('greaterEqual', (l, a, b) =>
  l.select(l.le(b, a), l.const(1), l.const(0)),
);

/** `x` where `condition` is not 0, else `y`; all three broadcast. The gradient goes where the value came from. */
export function where(condition: Tensor, x: Operand, y: Operand): Tensor {
  const [a, b] = [x, y];
  const dtype = isTensor(a)
    ? a.dtype
    : isTensor(b)
      ? b.dtype
      : condition.dtype === 'int32'
        ? 'float32'
        : condition.dtype;
  const mask = condition.dtype === dtype ? condition : to(condition, dtype);
  const pick: Formula = (l, c, v, w) => l.select(l.eq(c, l.const(0)), w, v);
  const out = apply('where', pick, [mask, a, b]);
  const inputs = [a, b].filter(isTensor);
  return record(
    'where',
    out,
    inputs,
    (dy, needs) => {
      let i = 0;
      return [a, b].filter(isTensor).map((input) => {
        if (!needs[i++]) return null;
        const operands = input === a ? [mask, dy, 0] : [mask, 0, dy];
        return sumTo(apply('whereVjp', pick, operands), input.shape);
      });
    },
    mask === condition ? [] : [mask],
  );
}

/**
 * The same values in another dtype. To int32 the fraction is cut off, what lies beyond becomes the nearest bound, and
 * NaN 0.
 */
export function to<S extends Shape>(x: Tensor<S>, dtype: DType): Tensor<S> {
  if (x.dtype === dtype) return x;
  const y = apply('to', (_, v) => v, [x], dtype);
  return record('to', y, dtype === 'int32' ? [] : [x], (dy) => [
    apply('to', (_, v) => v, [dy], x.dtype),
  ]) as Tensor<S>;
}

type Unary = <S extends Shape>(x: Tensor<S>) => Tensor<S>;
type Binary = <A extends Operand, B extends Operand>(
  a: A,
  b: B & Broadcastable<A, B>,
) => BroadcastResult<A, B>;
type Compare = Binary;

function unary(name: string, f: Formula, df: Formula): Unary {
  return <S extends Shape>(x: Tensor<S>) => {
    const y = apply(name, f, [x]);
    return record(name, y, [x], (dy) => [apply(`${name}Vjp`, df, [dy, y, x])]) as Tensor<S>;
  };
}

/** da(dy, a, b) and db(dy, a, b), summed over the axes along which an operand was stretched. */
function binary(name: string, f: Formula, da: Formula | 'dy', db: Formula | 'dy'): Binary {
  const rows = [da, db];
  return ((a: Operand, b: Operand) => {
    const y = apply(name, f, [a, b]);
    const operands = [a, b];
    const inputs = operands.filter(isTensor);
    if (!inputs.some(needsGrad)) return y;
    return record(name, y, inputs, (dy, needs) => {
      let i = 0;
      return operands.flatMap((x, side) => {
        if (!isTensor(x)) return [];
        if (!needs[i++]) return [null];
        const row = rows[side] as Formula | 'dy';
        const dx = row === 'dy' ? dy : apply(`${name}Vjp${side}`, row, [dy, a, b]);
        return [sumTo(dx, x.shape)];
      });
    });
  }) as Binary;
}

function compare(name: string, f: Formula): Compare {
  return ((a: Operand, b: Operand) => apply(name, f, [a, b], 'int32')) as Compare;
}
