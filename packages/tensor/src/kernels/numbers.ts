/** What a kernel needs to know of one kind of number, for kernels that serve all three. */
import type { Binary, Expr, Load, Store, Type, V128 } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as f64 from '../wasm/f64.js';
import * as f64x2 from '../wasm/f64x2.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';

export type Kind = 'float32' | 'int32' | 'float64';

interface Arithmetic<T extends Type> {
  readonly sum: Binary<T, T>;
  readonly max: Binary<T, T>;
  readonly min: Binary<T, T>;
}

export interface NumberOf<T extends Type = Type> extends Arithmetic<T> {
  readonly type: T;
  readonly bytes: number;
  readonly load: Load<T>;
  readonly store: Store<T>;
  readonly mul: Binary<T, T>;
  readonly ne: Binary<T, 'i32'>;
  readonly lt: Binary<T, 'i32'>;
  readonly gt: Binary<T, 'i32'>;
  /** The same on all numbers of a vector. */
  readonly vector: Arithmetic<'v128'>;
  readonly const: (x: number) => V128;
  readonly lane: (x: V128, lane: number) => Expr<T>;
  /** What changes no minimum. */
  readonly top: number;
}

const float32: NumberOf<'f32'> = {
  type: 'f32',
  bytes: 4,
  load: f32.load,
  store: f32.store,
  mul: f32.mul,
  sum: f32.add,
  max: f32.max,
  min: f32.min,
  ne: f32.ne,
  lt: f32.lt,
  gt: f32.gt,
  vector: { sum: f32x4.add, max: f32x4.max, min: f32x4.min },
  const: f32x4.const,
  lane: f32x4.lane,
  top: Number.POSITIVE_INFINITY,
};
const int32: NumberOf<'i32'> = {
  type: 'i32',
  bytes: 4,
  load: i32.load,
  store: i32.store,
  mul: i32.mul,
  sum: i32.add,
  max: i32.max,
  min: i32.min,
  ne: i32.ne,
  lt: i32.lt,
  gt: i32.gt,
  vector: { sum: i32x4.add, max: i32x4.max, min: i32x4.min },
  const: i32x4.const,
  lane: i32x4.lane,
  top: 2 ** 31 - 1,
};
const float64: NumberOf<'f64'> = {
  type: 'f64',
  bytes: 8,
  load: f64.load,
  store: f64.store,
  mul: f64.mul,
  sum: f64.add,
  max: f64.max,
  min: f64.min,
  ne: f64.ne,
  lt: f64.lt,
  gt: f64.gt,
  vector: { sum: f64x2.add, max: f64x2.max, min: f64x2.min },
  const: f64x2.const,
  lane: f64x2.lane,
  top: Number.POSITIVE_INFINITY,
};

export const NUMBERS = { float32, int32, float64 } as unknown as Readonly<Record<Kind, NumberOf>>;
