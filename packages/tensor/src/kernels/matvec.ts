/**
 * y = x·Wᵀ (+ b) for a few rows x and W as [outputs, inputs]: one token at a time through a linear layer.
 *
 * Every weight is read once and used once per row of x, so memory is the limit and nothing is packed: each row of
 * W is read front to back. Four rows at a time share what is loaded of x, and their four sums end in one vector.
 */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

export interface MatvecSizes {
  /** Rows of x. */
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** `x` and `w` are dense; `bias` is the address of `outputs` numbers, or 0. */
export function matvec(
  engine: Engine,
  { rows, inputs, outputs }: MatvecSizes,
  { x, w, bias, y }: { x: number; w: number; bias: number; y: number },
  { reads, writes }: { reads: readonly Span[]; writes: readonly Span[] },
): void {
  const kernel = engine.kernel('matvec', body);
  engine.launch(kernel, [rows, inputs, outputs, x, w, bias, y], reads, writes);
}

const ROWS = 4;

function body(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, inputs, outputs] = [k.arg(0), k.arg(1), k.arg(2)];
  const [x0, w0, bias, y0] = [k.arg(3), k.arg(4), k.arg(5), k.arg(6)];
  const [begin, end, cut] = k.share(outputs, 16);
  const [x, y, w, bytes, left] = f.i32s(5) as Local<'i32'>[] as [
    Local<'i32'>,
    Local<'i32'>,
    Local<'i32'>,
    Local<'i32'>,
    Local<'i32'>,
  ];
  const vector = f.local('v128');

  /** Sums of `count` rows of W with x, the last inputs (fewer than four) lane by lane. */
  const sums = (count: number, unroll: number): { code: Code; total: V128 } => {
    const at = [w, ...f.i32s(count - 1)];
    const acc = Array.from({ length: count }, () => f.v128s(unroll));
    const p = f.i32();
    const step = (u: number): Code => [
      vector.set(v128.load(p, 16 * u)),
      at.map((row, r) => {
        const sum = (acc[r] as Local<'v128'>[])[u] as Local<'v128'>;
        return sum.set(k.madd(v128.load(row, 16 * u), vector, sum));
      }),
    ];
    const move = (by: number): Code => [
      p.set(i32.add(p, by)),
      at.map((row) => row.set(i32.add(row, by))),
    ];
    const units = Array.from({ length: unroll }, (_, u) => u);
    const code: Code = [
      p.set(x),
      at.slice(1).map((row, r) => row.set(i32.add(at[r] as Local<'i32'>, bytes))),
      acc.flat().map((sum) => sum.set(f32x4.const(0))),
      left.set(i32.divU(inputs, 4 * unroll)),
      f.repeat(left, [units.map(step), move(16 * unroll)]),
      left.set(i32.remU(i32.shrU(inputs, 2), unroll)),
      f.repeat(left, [step(0), move(16)]),
      left.set(i32.and(inputs, 3)),
      f.repeat(left, [
        vector.set(v128.load32Zero(p)),
        at.map((row, r) => {
          const sum = (acc[r] as Local<'v128'>[])[0] as Local<'v128'>;
          return sum.set(k.madd(v128.load32Zero(row), vector, sum));
        }),
        move(4),
      ]),
      acc.map((parts) =>
        parts.slice(1).map((part) => {
          const sum = parts[0] as Local<'v128'>;
          return sum.set(f32x4.add(sum, part));
        }),
      ),
    ];
    return { code, total: transposedSum(acc.map((parts) => parts[0] as Local<'v128'>)) };
  };

  const four = sums(ROWS, 4);
  const one = sums(1, 8);
  const result = f.local('v128');
  const at = f.i32();
  return [
    cut,
    bytes.set(i32.shl(inputs, 2)),
    x.set(x0),
    y.set(y0),
    f.repeat(rows, [
      w.set(i32.add(w0, i32.mul(begin, bytes))),
      at.set(begin),
      left.set(0),
      f.for(begin, i32.and(end, -ROWS), ROWS, (o) => [
        four.code,
        result.set(four.total),
        when(bias, result.set(f32x4.add(result, v128.load(i32.add(bias, i32.shl(o, 2)))))),
        v128.store(i32.add(y, i32.shl(o, 2)), result),
        w.set(i32.add(w0, i32.mul(i32.add(o, ROWS), bytes))),
        at.set(i32.add(o, ROWS)),
      ]),
      f.for(at, end, 1, (o) => [
        one.code,
        result.set(one.total),
        when(bias, result.set(f32x4.add(result, v128.load32Zero(i32.add(bias, i32.shl(o, 2)))))),
        v128.storeLane(i32.add(y, i32.shl(o, 2)), result, 0),
        w.set(i32.add(w0, i32.mul(i32.add(o, 1), bytes))),
      ]),
      x.set(i32.add(x, bytes)),
      y.set(i32.add(y, i32.shl(outputs, 2))),
    ]),
  ];
}

/** Lane r holds the sum of the lanes of vector r. */
function transposedSum(sums: readonly V128[]): V128 {
  const [a, b, c, d] = sums as [V128, V128, V128, V128];
  if (sums.length === 1) {
    const half = f32x4.add(a, v128.shuffle(a, a, [2, 3, 0, 1]));
    return f32x4.add(half, v128.shuffle(half, half, [1, 0, 3, 2]));
  }
  const pairs = (p: V128, q: V128) =>
    f32x4.add(v128.shuffle(p, q, [0, 4, 2, 6]), v128.shuffle(p, q, [1, 5, 3, 7]));
  const [ab, cd] = [pairs(a, b), pairs(c, d)];
  return f32x4.add(v128.shuffle(ab, cd, [0, 1, 4, 5]), v128.shuffle(ab, cd, [2, 3, 6, 7]));
}
