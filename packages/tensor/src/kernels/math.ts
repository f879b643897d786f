/**
 * exp, log, tanh, sin, cos and the normal distribution as f32x4 code, the same bits wherever
 * `fused` is off. Polynomials for exp, log and tanh are those of Moshier's Cephes library
 * (single precision, public domain); special values follow IEEE 754.
 */
import { engine } from '../wasm/engine.js';
import type { V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as f64x2 from '../wasm/f64x2.js';
import * as i32x4 from '../wasm/i32x4.js';
import * as v128 from '../wasm/v128.js';
import type { WasmLanes } from './lanes.js';

/** ln 2 in two parts; the first has so few bits that n·LN2_HIGH is exact for |n| < 2¹⁵. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -0.00021219444005469057;

function horner(l: WasmLanes, x: V128, coefficients: readonly number[]): V128 {
  const [first, ...rest] = coefficients as readonly [number, ...number[]];
  return rest.reduce<V128>((p, c) => l.madd(p, x, l.const(c)), l.const(first));
}

/** 2ⁿ for whole n in [−126, 127]: the exponent field alone. */
const power2 = (l: WasmLanes, n: V128): V128 => i32x4.shl(i32x4.add(n, l.int(127)), 23);

/** eˣ = 2ⁿ·eʳ with r = x − n·ln 2 in [−½ ln 2, ½ ln 2]; 2ⁿ in two steps so that subnormals come out. */
export function expLanes(l: WasmLanes, x: V128): V128 {
  // Above 89 the result is ∞ anyway; min lets NaN through. Below −104 it is 0: computed as e⁰ and wiped out, since
  // an underflow costs some processors a hundred cycles, and masked scores are all of this kind.
  const value = l.let(x);
  const gone = l.let(f32x4.lt(value, l.const(-104)));
  const t = l.let(v128.andNot(f32x4.min(value, l.const(89)), gone));
  const { scaled, n } = expReduced(l, t);
  const half = l.let(i32x4.shr(n, 1));
  const power = f32x4.mul(f32x4.mul(scaled, power2(l, half)), power2(l, i32x4.sub(n, half)));
  return v128.andNot(power, gone);
}

/** The same for −87 ≤ x ≤ 88, where one step is enough. */
export function expInRange(l: WasmLanes, x: V128): V128 {
  const { scaled, n } = expReduced(l, x);
  return f32x4.mul(scaled, power2(l, n));
}

/** The same for x ≤ 0 (a little more does no harm): 2ⁿ⁺⁶⁴ is in range down to the last subnormal. */
export function expNegative(l: WasmLanes, x: V128): V128 {
  const value = l.let(x);
  const gone = l.let(f32x4.lt(value, l.const(-104)));
  const { scaled, n } = expReduced(l, l.let(v128.andNot(value, gone)));
  const power = i32x4.shl(i32x4.add(n, l.int(127 + 64)), 23);
  return v128.andNot(f32x4.mul(f32x4.mul(scaled, power), l.const(2 ** -64)), gone);
}

function expReduced(l: WasmLanes, x: V128): { scaled: V128; n: V128 } {
  const n = l.let(f32x4.nearest(f32x4.mul(x, l.const(Math.LOG2E))));
  const high = l.let(f32x4.sub(x, f32x4.mul(n, l.const(LN2_HIGH))));
  const r = l.let(f32x4.sub(high, f32x4.mul(n, l.const(LN2_LOW))));
  const p = horner(
    l,
    r,
    [
      1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1,
      5.0000001201e-1,
    ],
  );
  const scaled = f32x4.add(l.madd(p, f32x4.mul(r, r), r), l.const(1));
  return { scaled: l.let(scaled), n: l.let(i32x4.truncate(n)) };
}

/** ln x = e·ln 2 + ln m with m in [√½, √2). */
export function logLanes(l: WasmLanes, x: V128): V128 {
  const value = l.let(x);
  const tiny = l.let(f32x4.lt(value, l.const(1.17549435e-38)));
  const normal = l.let(v128.select(f32x4.mul(value, l.const(2 ** 23)), value, tiny));
  const extra = v128.and(tiny, l.const(23));
  const field = i32x4.sub(i32x4.shrU(normal, 23), l.int(126));
  const e0 = l.let(f32x4.sub(f32x4.convert(field), extra));
  const mantissa = v128.or(v128.and(normal, l.int(0x007fffff)), l.int(0x3f000000));
  const m0 = l.let(mantissa); // in [½, 1)
  const low = l.let(f32x4.lt(m0, l.const(Math.SQRT1_2)));
  const e = l.let(f32x4.sub(e0, v128.and(low, l.const(1))));
  const f = l.let(f32x4.sub(f32x4.add(m0, v128.and(low, m0)), l.const(1)));
  const z = l.let(f32x4.mul(f, f));
  const p = horner(
    l,
    f,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
      -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  const cubic = f32x4.mul(f32x4.mul(p, f), z);
  const y0 = f32x4.add(cubic, f32x4.mul(e, l.const(LN2_LOW)));
  const y1 = f32x4.sub(y0, f32x4.mul(z, l.const(0.5)));
  const finite = f32x4.add(f32x4.add(f, y1), f32x4.mul(e, l.const(LN2_HIGH)));
  // 0 → −∞, negative → NaN, ∞ and NaN stay
  const result = l.let(finite);
  const zero = f32x4.eq(value, l.const(0));
  const ordinary = f32x4.lt(value, l.const(Number.POSITIVE_INFINITY));
  const positive = f32x4.ge(value, l.const(0));
  const big = l.let(v128.select(result, f32x4.add(value, value), ordinary));
  const signed = l.let(v128.select(big, l.const(Number.NaN), positive));
  return v128.select(l.const(Number.NEGATIVE_INFINITY), signed, zero);
}

/** tanh x: an odd polynomial below 0.625, 1 − 2/(e²ˣ + 1) above it, the sign put back. */
export function tanhLanes(l: WasmLanes, x: V128): V128 {
  const value = l.let(x);
  const z = l.let(f32x4.abs(value));
  const square = l.let(f32x4.mul(value, value));
  const p = horner(
    l,
    square,
    [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
  );
  const near = l.let(l.madd(f32x4.mul(p, square), value, value));
  // from 9.02 on the result rounds to 1; min lets NaN through
  const twice = l.let(f32x4.min(f32x4.add(z, z), l.const(20)));
  const e = expInRange(l, twice);
  const one = l.const(1);
  const far = f32x4.sub(one, f32x4.div(l.const(2), f32x4.add(e, one)));
  const sign = v128.and(value, l.const(-0));
  // the sum above loses the sign of −0; it is put back on both branches
  const small = f32x4.lt(z, l.const(0.625));
  return v128.or(l.let(v128.select(near, l.let(far), small)), sign);
}

/**
 * Φ(x) = ½·erfc(−x/√2) and exp(−x²/2). The scaled complement ½·erfcx(z) = t·P(t), t = 1/(1 + 0.3z), is a
 * minimax fit made for this file: relative error 2e-8 for 0 ≤ z ≤ 10.2.
 */
export function normalCdfLanes(l: WasmLanes, x: V128): { cdf: V128; bell: V128 } {
  const value = l.let(x);
  const t = l.let(
    f32x4.div(l.const(1), l.madd(f32x4.abs(value), l.const(0.3 * Math.SQRT1_2), l.const(1))),
  );
  const p = horner(
    l,
    t,
    [
      -0.06477031079, 0.2428281481, -0.2562438797, 0.2739920372, -0.04742687547, 0.1075117515,
      0.07415535246, 0.08535992353, 0.08459384333,
    ],
  );
  const bell = l.let(expNegative(l, f32x4.mul(f32x4.mul(value, value), l.const(-0.5))));
  const tail = l.let(f32x4.mul(f32x4.mul(p, t), bell));
  const negative = f32x4.lt(value, l.const(0));
  const cdf = v128.select(tail, f32x4.sub(l.const(1), tail), negative);
  return { cdf: l.let(cdf), bell };
}

export function sinLanes(l: WasmLanes, x: V128): V128 {
  const value = l.let(x);
  const y = l.let(circular(l, value, 0));
  // sin x = x to the last bit here: −0 stays −0, and subnormals stay
  return v128.select(value, y, f32x4.lt(f32x4.abs(value), l.const(2 ** -13)));
}

export function cosLanes(l: WasmLanes, x: V128): V128 {
  return circular(l, x, 1);
}

/** sin(x + quarter·π/2): x = (n + u)·π/2 with |u| ≤ ½, then a polynomial on r = u·π/2. */
function circular(l: WasmLanes, x: V128, quarter: number): V128 {
  const value = l.let(x);
  const minus = l.let(i32x4.shr(value, 31));
  const digits = v128.or(v128.and(value, l.int(0x7fffff)), l.int(0x800000));
  const m = l.let(i32x4.sub(v128.xor(digits, minus), minus));
  const row = l.let(v128.and(i32x4.shrU(value, 18), l.int(255 << 5)));
  const [rLow, nLow] = reduceHalf(l, m, row, 0);
  const [rHigh, nHigh] = reduceHalf(l, v128.shuffle(m, m, [2, 3, 2, 3]), row, 2);
  const r = l.let(v128.shuffle(rLow, rHigh, [0, 1, 4, 5]));
  const n = l.let(i32x4.add(v128.shuffle(nLow, nHigh, [0, 1, 4, 5]), l.int(quarter)));
  const z = l.let(f32x4.mul(r, r));
  const sine = horner(l, z, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
  const cosine = horner(l, z, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);
  const s = l.let(l.madd(f32x4.mul(sine, z), r, r));
  const c = l.let(
    f32x4.add(
      f32x4.sub(f32x4.mul(f32x4.mul(cosine, z), z), f32x4.mul(z, l.const(0.5))),
      l.const(1),
    ),
  );
  const odd = i32x4.ne(v128.and(n, l.int(1)), l.int(0));
  const sign = i32x4.shl(v128.and(n, l.int(2)), 30);
  return v128.xor(v128.select(c, s, odd), sign);
}

/**
 * Two lanes of m·2ᵉ, m whole with 24 bits: the quarter turns n, and the rest as f32. With 2ᵉ·2/π mod 4 in three
 * parts of which m·high and m·middle are exact, no digit is lost at any e (Payne & Hanek 1983, by a table).
 */
function reduceHalf(l: WasmLanes, whole: V128, row: V128, lane: 0 | 2): [V128, V128] {
  const at = (offset: number): V128 => {
    const [a, b] = [0, 1].map((i) =>
      v128.load64Zero(i32x4.lane(row, lane + i), quarterTurns() + offset),
    ) as [V128, V128];
    return v128.shuffle(a, b, [0, 1, 4, 5]);
  };
  const m = l.let(f64x2.convertLow(whole));
  const [high, middle] = [l.let(f64x2.mul(m, at(0))), l.let(f64x2.mul(m, at(8)))];
  const n = l.let(f64x2.nearest(f64x2.add(high, middle)));
  const u = f64x2.add(f64x2.add(f64x2.sub(high, n), middle), f64x2.mul(m, at(16)));
  return [l.let(f32x4.demote(f64x2.mul(u, f64x2.const(Math.PI / 2)))), l.let(f64x2.truncToI32(n))];
}

/** ⌊2²⁴⁰·2/π⌋. */
const TWO_OVER_PI = 0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbn;
let turns: number | undefined;

/** Where 2ᵉ⁻¹⁵⁰·2/π mod 4 lies for each exponent field e of a float32, as three doubles of 29, 29 and 53 bits. */
function quarterTurns(): number {
  if (turns === undefined) {
    const { heap } = engine();
    turns = heap.takeForever(256 * 32);
    for (let e = 0; e < 256; e++) {
      let rest = TWO_OVER_PI % (1n << BigInt(392 - e));
      for (let part = 0; part < 3; part++) {
        const below = BigInt(Math.max(0, rest.toString(2).length - (part < 2 ? 29 : 53)));
        const top = (rest >> below) << below;
        heap.f64[turns / 8 + 4 * e + part] = e < 255 ? Number(top) * 2 ** (e - 390) : Number.NaN;
        rest -= top;
      }
    }
  }
  return turns;
}
