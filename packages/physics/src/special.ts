import { log } from './elementary.js';

/**
 * Special functions that entropy needs: ln Γ, its first two derivatives, and ln n!.
 *
 * All three use the same plan: the recurrence carries the argument above 10, where the Stirling
 * series with Bernoulli numbers up to B₁₂ is exact to about 10⁻¹⁴.
 */

const HALF_LN_2PI = 0.9189385332046728; // ½ ln 2π

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  if (y < 10) {
    let product = 1;
    while (y < 10) {
      product *= y;
      y += 1;
    }
    shift = log(product);
  }
  const z = 1 / (y * y);
  const series =
    (1 / 12 -
      z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - (z * 691) / 360360))))) /
    y;
  return (y - 0.5) * log(y) - y + HALF_LN_2PI + series - shift;
}

/** ψ(x) = d ln Γ/dx for x > 0. */
export function digamma(x: number): number {
  let sum = 0;
  let y = x;
  while (y < 10) {
    sum -= 1 / y;
    y += 1;
  }
  const z = 1 / (y * y);
  const series =
    z *
    (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - (z * 691) / 32760)))));
  return sum + log(y) - 0.5 / y - series;
}

/** ψ′(x) for x > 0. */
export function trigamma(x: number): number {
  let sum = 0;
  let y = x;
  while (y < 10) {
    sum += 1 / (y * y);
    y += 1;
  }
  const z = 1 / (y * y);
  const series =
    z * (1 / 6 - z * (1 / 30 - z * (1 / 42 - z * (1 / 30 - z * (5 / 66 - (z * 691) / 2730)))));
  return sum + 1 / y + z / 2 + series / y;
}

/** ln n! from a table below 256 (built by summing logarithms), from ln Γ above. */
export function logFactorial(n: number): number {
  return n < 256 ? (table[n] as number) : logGamma(n + 1);
}

const table: Float64Array = /* @__PURE__ */ factorials();

function factorials(): Float64Array {
  const values = new Float64Array(256);
  let sum = 0;
  let lost = 0;
  for (let n = 2; n < 256; n++) {
    const term = log(n) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
    values[n] = sum;
  }
  return values;
}
