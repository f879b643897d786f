/**
 * Walking rows of floats in vectors, with a ragged end: the shared part of softmax, normalisation, cross-entropy and
 * attention. Reads may run over the end of a row (there is always memory behind it); such lanes are replaced by a
 * neutral value, and never written.
 */
import { type Code, type I32, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { NUMBERS } from './numbers.js';
import { joinLanes, neutral, type Reduction } from './reduce.js';

/** One vector of each row: `at(i)` reads from row i, `put(i, y)` writes, `keep(y)` is 0 beyond the end. */
export interface Pass {
  at(i: number, neutral?: number): V128;
  put(i: number, y: V128): Code;
  keep(y: V128): V128;
}

export interface Row {
  /** Runs `body` once per vector of the rows at these addresses. */
  sweep(addresses: readonly I32[], body: (pass: Pass) => Code): Code;
  /** The sum (or maximum) of `body` over the row, in all lanes of `into`. */
  fold(
    op: Reduction,
    into: Local<'v128'>,
    addresses: readonly I32[],
    body: (pass: Pass) => V128 | readonly [Code, V128],
  ): Code;
}

export function rowOf(k: KernelBuilder, length: Local<'i32'>): Row {
  const { f } = k;
  const [rest] = f.i32s(1);
  const [mask, last] = f.v128s(2);
  const pointers: Local<'i32'>[] = [];
  k.prologue.push(
    rest.set(i32.and(length, 3)),
    mask.set(i32x4.lt(i32x4.lanes(0, 1, 2, 3), i32x4.splat(rest))),
  );
  const sweep: Row['sweep'] = (addresses, body) => {
    const p = addresses.map((_, i) => {
      pointers[i] ??= f.i32();
      return pointers[i];
    });
    const pointer = (i: number): Local<'i32'> => p[i] as Local<'i32'>;
    const vectors = (count: number): Code => [
      Array.from({ length: count }, (_, u) =>
        body({
          at: (i) => v128.load(pointer(i), 16 * u),
          put: (i, y) => v128.store(pointer(i), y, 16 * u),
          keep: (y) => y,
        }),
      ),
      p.map((x) => x.move(16 * count)),
    ];
    return [
      p.map((x, i) => x.set(addresses[i] as I32)),
      f.times(i32.shrU(length, 3), vectors(2)),
      when(i32.and(length, 4), vectors(1)),
      when(
        rest,
        body({
          at: (i, neutral = 0) => v128.select(v128.load(pointer(i)), f32x4.const(neutral), mask),
          put: (i, y) => [
            last.set(y),
            v128.storeLane(pointer(i), last, 0),
            when(i32.gt(rest, 1), v128.storeLane(pointer(i), last, 1, 4)),
            when(i32.gt(rest, 2), v128.storeLane(pointer(i), last, 2, 8)),
          ],
          keep: (y) => v128.and(y, mask),
        }),
      ),
    ];
  };
  return {
    sweep,
    fold: (op, into, addresses, body) => [
      into.set(f32x4.const(neutral(op))),
      sweep(addresses, (pass) => {
        const value = body(pass);
        const [before, x] = 'code' in value ? [[], value] : value;
        return [before, into.set(NUMBERS.float32.vector[op](into, x))];
      }),
      into.set(f32x4.splat(joinLanes(op, [into]))),
    ],
  };
}

/**
 * A kernel over dense rows, whose first arguments are how many and how long. `build` gives what is done in row `r`, the
 * rows of its operands beginning `start` bytes from theirs.
 */
export function eachRow(
  k: KernelBuilder,
  build: (row: Row, start: Local<'i32'>, r: Local<'i32'>, columns: Local<'i32'>) => Code,
): Code {
  const { f } = k;
  const [rows, columns] = k.args(2);
  const start = f.i32();
  const row = rowOf(k, columns);
  return [
    k.pieces(rows, 1, 16, (begin, end) =>
      f.for(begin, end, 1, (r) => [
        start.set(i32.mul(i32.mul(r, columns), 4)),
        build(row, start, r, columns),
      ]),
    ),
  ];
}
