/**
 * The kernel language: the operations a scalar formula may use.
 *
 * A formula is written once, over `Lanes<V, M>`, and runs in two ways: as f32x4 WebAssembly
 * (`wasmLanes`, the fast path) and as plain numbers (`numberLanes`, the slow twin, which also
 * serves float64). `M` is the result of a comparison.
 */
import type { Func } from '../wasm/assembler.js';
import type { Code, Local, V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { cosLanes, expLanes, logLanes, normalCdfLanes, sinLanes, tanhLanes } from './math.js';

export interface Lanes<V, M> {
  const(x: number): V;
  /** Names a value that is used more than once. */
  let(x: V): V;
  add(x: V, y: V): V;
  sub(x: V, y: V): V;
  mul(x: V, y: V): V;
  div(x: V, y: V): V;
  /** x·y + z. */
  madd(x: V, y: V, z: V): V;
  min(x: V, y: V): V;
  max(x: V, y: V): V;
  neg(x: V): V;
  abs(x: V): V;
  sqrt(x: V): V;
  floor(x: V): V;
  /** Nearest integer, ties to even. */
  round(x: V): V;
  exp(x: V): V;
  log(x: V): V;
  tanh(x: V): V;
  sin(x: V): V;
  cos(x: V): V;
  /** Φ(x), the normal distribution function, and exp(−x²/2) which it needs anyway. */
  normalCdf(x: V): { cdf: V; bell: V };
  lt(x: V, y: V): M;
  le(x: V, y: V): M;
  eq(x: V, y: V): M;
  select(condition: M, x: V, y: V): V;
}

/** A scalar formula of any number of inputs. */
export type Formula = <V, M>(l: Lanes<V, M>, ...xs: [V, V, V, V]) => V;

/** Plain JavaScript numbers. */
export const numberLanes: Lanes<number, boolean> = {
  const: (x) => x,
  let: (x) => x,
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  madd: (x, y, z) => x * y + z,
  min: (x, y) => Math.min(x, y),
  max: (x, y) => Math.max(x, y),
  neg: (x) => -x,
  abs: (x) => Math.abs(x),
  sqrt: (x) => Math.sqrt(x),
  floor: (x) => Math.floor(x),
  round: (x) => roundHalfEven(x),
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(x),
  tanh: (x) => Math.tanh(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  normalCdf: (x) => ({ cdf: normalCdf(x), bell: Math.exp((-x * x) / 2) }),
  lt: (x, y) => x < y,
  le: (x, y) => x <= y,
  eq: (x, y) => x === y,
  select: (condition, x, y) => (condition ? x : y),
};

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Φ(x) in double precision: the series Φ = ½ + φ(x)·(x + x³/3 + x⁵/15 + …) near zero, and the
 * continued fraction of the tail beyond 3 (Abramowitz & Stegun 26.2.11 and 26.2.14).
 */
function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const z = Math.abs(x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = x;
    let sum = x;
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) sum += term *= (x * x) / i;
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let i = 60; i > 0; i--) fraction = i / (z + fraction);
  const tail = density / (z + fraction);
  return x > 0 ? 1 - tail : tail;
}

/** Four vectors with rows and columns exchanged, by way of four others. */
export function transposed(
  rows: readonly V128[],
  mixed: readonly Local<'v128'>[],
  use: (column: V128, x: number) => Code,
): Code {
  const [a, b, c, d] = rows as [V128, V128, V128, V128];
  const [ab, ab2, cd, cd2] = mixed as readonly V128[] as [V128, V128, V128, V128];
  const pairs = [
    v128.shuffle(a, b, [0, 4, 1, 5]),
    v128.shuffle(a, b, [2, 6, 3, 7]),
    v128.shuffle(c, d, [0, 4, 1, 5]),
    v128.shuffle(c, d, [2, 6, 3, 7]),
  ];
  return [
    pairs.map((pair, i) => mixed[i]?.set(pair) ?? []),
    use(v128.shuffle(ab, cd, [0, 1, 4, 5]), 0),
    use(v128.shuffle(ab, cd, [2, 3, 6, 7]), 1),
    use(v128.shuffle(ab2, cd2, [0, 1, 4, 5]), 2),
    use(v128.shuffle(ab2, cd2, [2, 3, 6, 7]), 3),
  ];
}

/** Emits f32x4 code: statements go to `body`, values are expressions. */
export class WasmLanes implements Lanes<V128, V128> {
  readonly body: Code[] = [];
  readonly k: KernelBuilder;
  constructor(k: KernelBuilder) {
    this.k = k;
  }
  get f(): Func {
    return this.k.f;
  }
  const(x: number): V128 {
    return this.k.constant(x);
  }
  int(n: number): V128 {
    return this.k.constant(n, true);
  }
  let(x: V128): Local<'v128'> {
    const local = this.f.local('v128');
    this.body.push(local.set(x));
    return local;
  }
  readonly add: typeof f32x4.add = f32x4.add;
  readonly sub: typeof f32x4.sub = f32x4.sub;
  readonly mul: typeof f32x4.mul = f32x4.mul;
  readonly div: typeof f32x4.div = f32x4.div;
  readonly min: typeof f32x4.min = f32x4.min;
  readonly max: typeof f32x4.max = f32x4.max;
  readonly neg: typeof f32x4.neg = f32x4.neg;
  readonly abs: typeof f32x4.abs = f32x4.abs;
  readonly sqrt: typeof f32x4.sqrt = f32x4.sqrt;
  readonly floor: typeof f32x4.floor = f32x4.floor;
  readonly round: typeof f32x4.nearest = f32x4.nearest;
  readonly lt: typeof f32x4.lt = f32x4.lt;
  readonly le: typeof f32x4.le = f32x4.le;
  readonly eq: typeof f32x4.eq = f32x4.eq;
  madd(x: V128, y: V128, z: V128): V128 {
    return this.k.madd(x, y, z);
  }
  exp(x: V128): V128 {
    return expLanes(this, x);
  }
  log(x: V128): V128 {
    return logLanes(this, x);
  }
  tanh(x: V128): V128 {
    return tanhLanes(this, x);
  }
  sin(x: V128): V128 {
    return sinLanes(this, x);
  }
  cos(x: V128): V128 {
    return cosLanes(this, x);
  }
  normalCdf(x: V128): { cdf: V128; bell: V128 } {
    return normalCdfLanes(this, x);
  }
  select(condition: V128, x: V128, y: V128): V128 {
    return v128.select(x, y, condition);
  }
  /** Names a value, and uses it at once. */
  use(x: V128, run: (x: Local<'v128'>) => Code): Code {
    const value = this.let(x);
    return [this.take(), run(value)];
  }
  /** Takes the statements written so far. */
  take(): Code[] {
    return this.body.splice(0);
  }
}

/** The same over int32: formulas with division, roots or anything bent do not come here. */
export class WholeLanes extends WasmLanes {
  override const(x: number): V128 {
    return this.int(x);
  }
  override readonly add: typeof i32x4.add = i32x4.add;
  override readonly sub: typeof i32x4.sub = i32x4.sub;
  override readonly mul: typeof i32x4.mul = i32x4.mul;
  override readonly min: typeof i32x4.min = i32x4.min;
  override readonly max: typeof i32x4.max = i32x4.max;
  override readonly neg: typeof i32x4.neg = i32x4.neg;
  override readonly abs: typeof i32x4.abs = i32x4.abs;
  override readonly lt: typeof i32x4.lt = i32x4.lt;
  override readonly le: typeof i32x4.le = i32x4.le;
  override readonly eq: typeof i32x4.eq = i32x4.eq;
  override madd(x: V128, y: V128, z: V128): V128 {
    return i32x4.add(i32x4.mul(x, y), z);
  }
}
