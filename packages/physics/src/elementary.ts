/**
 * exp, log, sin, cos and pow with the same bits on every machine.
 *
 * ECMAScript lets each engine approximate these its own way, so a simulation that used `Math.exp`
 * could drift apart between two browsers. Here only + − × ÷ √ are used, which IEEE 754 fixes to the
 * last bit. The method is the plainest that reaches full precision: reduce the argument, then sum
 * the Taylor series, whose coefficients need no table to trust. The error stays below two units in
 * the last place (tested against 60-digit values).
 */

const word = new Uint32Array(2); // little-endian, as every engine that runs this is: word[1] is high
const real = new Float64Array(word.buffer);

/** ln 2 in two pieces: the first has 32 trailing zero bits, so that k·LN2_HIGH is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** π/2 in three pieces of 33 bits (Cody and Waite 1980), so that k·piece is exact for |k| < 2²⁰. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;

/** eˣ, from x = k ln 2 + r with |r| ≤ ½ ln 2 and the series of e^r to r¹³/13!. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  if (Number.isNaN(x)) return x;
  const k = Math.round(x * Math.LOG2E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let sum = 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 0.5;
  // The tail (what rounding took from r) goes in last, while the leading 1 is still apart.
  const tail = high - r - low;
  const y = 1 + (r + (sum * r * r + tail));
  // Two factors, since 2^k itself may lie outside the range of normal numbers.
  const half = k >> 1;
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}

/** ln x, from x = 2^k m with m near 1 and ln m = 2 artanh s = 2(s + s³/3 + …), s = (m−1)/(m+1). */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let m = x;
  if (m < 2.2250738585072014e-308) {
    m *= 18014398509481984; // 2⁵⁴ lifts a subnormal into the normal range
    k = -54;
  }
  real[0] = m;
  const high = word[1] as number;
  k += (high >>> 20) - 1023;
  word[1] = (high & 0xfffff) | 0x3ff00000;
  m = real[0] as number;
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  let sum = 1 / 23;
  sum = sum * z + 1 / 21;
  sum = sum * z + 1 / 19;
  sum = sum * z + 1 / 17;
  sum = sum * z + 1 / 15;
  sum = sum * z + 1 / 13;
  sum = sum * z + 1 / 11;
  sum = sum * z + 1 / 9;
  sum = sum * z + 1 / 7;
  sum = sum * z + 1 / 5;
  sum = sum * z + 1 / 3;
  // 2s = f − s·f exactly in the reals; f carries no error, so only the small rest is rounded:
  // ln m = f − (f²/2 − s(f²/2 + 2z·sum)).
  const square = 0.5 * f * f;
  const rest = square - s * (square + 2 * z * sum);
  return k * LN2_HIGH - (rest - k * LN2_LOW - f);
}

/** xʸ = e^(y ln x) for x ≥ 0; the relative error grows as |y ln x| units in the last place. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  return exp(y * log(x));
}

/** sin x, exact to two units in the last place of 1 for |x| < 10⁶. */
export function sin(x: number): number {
  return quadrant(x, 0);
}

/** cos x, exact to two units in the last place of 1 for |x| < 10⁶. */
export function cos(x: number): number {
  return quadrant(x, 1);
}

/** tanh x = (1 − e^(−2|x|))/(1 + e^(−2|x|)) with the sign of x; absolute error below 2·10⁻¹⁶. */
export function tanh(x: number): number {
  const e = exp(-2 * Math.abs(x));
  const y = (1 - e) / (1 + e);
  return x < 0 ? -y : y;
}

function quadrant(x: number, shift: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const k = Math.round(x / HALF_PI);
  const r = x - k * HALF_PI_1 - k * HALF_PI_2 - k * HALF_PI_3;
  switch ((k + shift) & 3) {
    case 0:
      return sinSeries(r);
    case 1:
      return cosSeries(r);
    case 2:
      return -sinSeries(r);
    default:
      return -cosSeries(r);
  }
}

const HALF_PI = Math.PI / 2;

/** r − r³/3! + … + r¹⁷/17!, for |r| ≤ π/4. */
function sinSeries(r: number): number {
  const z = r * r;
  let sum = 1 / 355687428096000;
  sum = sum * z - 1 / 1307674368000;
  sum = sum * z + 1 / 6227020800;
  sum = sum * z - 1 / 39916800;
  sum = sum * z + 1 / 362880;
  sum = sum * z - 1 / 5040;
  sum = sum * z + 1 / 120;
  sum = sum * z - 1 / 6;
  return r + r * z * sum;
}

/** 1 − r²/2! + … + r¹⁶/16!, for |r| ≤ π/4. */
function cosSeries(r: number): number {
  const z = r * r;
  let sum = 1 / 20922789888000;
  sum = sum * z - 1 / 87178291200;
  sum = sum * z + 1 / 479001600;
  sum = sum * z - 1 / 3628800;
  sum = sum * z + 1 / 40320;
  sum = sum * z - 1 / 720;
  sum = sum * z + 1 / 24;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * z * sum);
}

function powerOfTwo(k: number): number {
  word[0] = 0;
  word[1] = (k + 1023) << 20;
  return real[0] as number;
}
