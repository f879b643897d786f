import { expect, test } from 'vitest';
import { cos, exp, log, pow, sin, tanh } from './elementary.js';

/** Arguments that are exact doubles, with values computed in 60-digit decimal arithmetic. */
const exact: Record<string, readonly (readonly [number, number])[]> = {
  exp: [
    [-700.25, 7.678723813110872e-305],
    [-30.5, 5.675685232632723e-14],
    [-1.0, 0.36787944117144233],
    [-0.3466, 0.7070881069410189],
    [-1e-9, 0.999999999],
    [1e-9, 1.000000001],
    [0.1, 1.1051709180756477],
    [0.3465, 1.4141094938303624],
    [0.5, 1.6487212707001282],
    [1.0, Math.E],
    [Math.E, 15.154262241479262],
    [10.1, 24343.00942440838],
    [88.7, 3.325986980250579e38],
    [300.3, 2.6220013776845454e130],
    [709.5, 1.3549863193146328e308],
  ],
  log: [
    [1e-300, -690.7755278982137],
    [1e-5, -11.512925464970229],
    [0.1, -Math.LN10],
    [0.5, -Math.LN2],
    [0.7071067811865475, -0.34657359027997275],
    [0.9, -0.10536051565782628],
    [0.999999, -1.000000500029089e-6],
    [1.000001, 9.999994999180668e-7],
    [1.1, 0.09531017980432493],
    [Math.SQRT2, 0.3465735902799727],
    [1.5, 0.4054651081081644],
    [2.0, Math.LN2],
    [3.0, 1.0986122886681098],
    [10.0, Math.LN10],
    [10000000000.0, 23.025850929940457],
    [1.7e308, 709.7268368932282],
  ],
  sin: [
    [0.1, 0.09983341664682815],
    [0.5, 0.479425538604203],
    [0.7853981633974483, 0.7071067811865475],
    [1.0, 0.8414709848078965],
    [1.5707963267948966, 1.0],
    [2.5, 0.5984721441039565],
    [Math.PI, 1.2246467991473532e-16],
    [4.0, -0.7568024953079282],
    [6.283185307179586, -2.4492935982947064e-16],
    [10.0, -0.5440211108893698],
    [-3.3, 0.1577456941432482],
    [22.0, -0.008851309290403876],
    [100.5, -0.030959966783271335],
  ],
  cos: [
    [0.1, 0.9950041652780258],
    [0.5, 0.8775825618903728],
    [0.7853981633974483, Math.SQRT1_2],
    [1.0, 0.5403023058681398],
    [1.5707963267948966, 6.123233995736766e-17],
    [2.5, -0.8011436155469337],
    [Math.PI, -1.0],
    [4.0, -0.6536436208636119],
    [6.283185307179586, 1.0],
    [10.0, -0.8390715290764524],
    [-3.3, -0.9874797699088649],
    [22.0, -0.9999608263946371],
    [100.5, 0.9995206253283515],
  ],
};

/** Distance in units in the last place of `scale`. */
function ulps(got: number, expected: number, scale: number = Math.abs(expected)): number {
  return Math.abs(got - expected) / 2 ** (Math.floor(Math.log2(scale)) - 52);
}

test('exp and log are within two units in the last place', () => {
  for (const [x, y] of exact.exp ?? []) expect(ulps(exp(x), y), `exp ${x}`).toBeLessThanOrEqual(2);
  for (const [x, y] of exact.log ?? []) expect(ulps(log(x), y), `log ${x}`).toBeLessThanOrEqual(2);
});

test('sin and cos are within two units in the last place of 1', () => {
  for (const [x, y] of exact.sin ?? [])
    expect(ulps(sin(x), y, 1), `sin ${x}`).toBeLessThanOrEqual(2);
  for (const [x, y] of exact.cos ?? [])
    expect(ulps(cos(x), y, 1), `cos ${x}`).toBeLessThanOrEqual(2);
});

test('agrees with the engine at 20,000 points of each range', () => {
  for (let i = 1; i <= 20_000; i++) {
    const x = (i * 0.6180339887498949) % 1;
    expect(ulps(exp(1400 * x - 700), Math.exp(1400 * x - 700))).toBeLessThanOrEqual(2);
    expect(
      ulps(log(x * 2 ** ((i % 40) - 20)), Math.log(x * 2 ** ((i % 40) - 20))),
    ).toBeLessThanOrEqual(2);
    expect(ulps(sin(2000 * x - 1000), Math.sin(2000 * x - 1000), 1)).toBeLessThanOrEqual(2);
    expect(ulps(cos(2000 * x - 1000), Math.cos(2000 * x - 1000), 1)).toBeLessThanOrEqual(2);
    expect(Math.abs(tanh(20 * x - 10) - Math.tanh(20 * x - 10))).toBeLessThan(3e-16);
  }
});

test('pow follows from exp and log', () => {
  expect(pow(8, -0.4)).toBeCloseTo(8 ** -0.4, 15);
  expect(pow(0, 2)).toBe(0);
  expect(pow(0, -1)).toBe(Number.POSITIVE_INFINITY);
  expect(pow(3, 0)).toBe(1);
});

test('knows the ends of its ranges', () => {
  expect([exp(710), exp(-746), exp(0), exp(Number.NaN)]).toEqual([
    Number.POSITIVE_INFINITY,
    0,
    1,
    Number.NaN,
  ]);
  expect(exp(-745)).toBe(5e-324);
  expect([log(0), log(-1), log(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN, 0]);
  expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
  expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(sin(Number.POSITIVE_INFINITY)).toBeNaN();
});

test('gives the same bits everywhere: a digest of 4,000 values', () => {
  const values = new Float64Array(4000);
  for (let i = 0; i < 1000; i++) {
    const x = i * 0.37 - 180;
    values.set([exp(x), log(x + 200), sin(x), cos(x)], 4 * i);
  }
  let hash = 0x811c9dc5; // FNV-1a
  for (const byte of new Uint8Array(values.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  expect(hash >>> 0).toBe(2871547662);
});
