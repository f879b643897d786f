/**
 * Walking a row of floats in vectors, with a ragged end: the shared part of softmax, normalisation and
 * cross-entropy kernels. Reads may run over the end of the row (there is always memory behind it); such
 * lanes are replaced by a neutral value, and never written.
 */
import { type Code, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

export interface Row {
  /** Computes masks from the row's length; goes before the first sweep. */
  readonly setUp: Code;
  /**
   * Runs `body` once per vector of the rows at `pointers`, which are left at the row's end. `at(i)` reads
   * from row i, with `neutral` in lanes beyond the end; `put(i, y)` writes.
   */
  sweep(
    pointers: readonly Local<'i32'>[],
    body: (io: {
      at: (i: number, neutral?: number) => V128;
      put: (i: number, y: V128) => Code;
      keep: (y: V128) => V128;
    }) => Code,
  ): Code;
}

export function rowOf(k: KernelBuilder, length: Local<'i32'>): Row {
  const { f } = k;
  const [rest, left] = [f.i32(), f.i32()];
  const mask = f.local('v128');
  return {
    setUp: [
      rest.set(i32.and(length, 3)),
      mask.set(i32x4.lt(i32x4.lanes(0, 1, 2, 3), i32x4.splat(rest))),
    ],
    sweep: (pointers, body) => {
      const move = (bytes: number): Code => pointers.map((p) => p.set(i32.add(p, bytes)));
      const vectors = (count: number): Code => [
        Array.from({ length: count }, (_, u) =>
          body({
            at: (i) => v128.load(pointers[i] as Local<'i32'>, 16 * u),
            put: (i, y) => v128.store(pointers[i] as Local<'i32'>, y, 16 * u),
            keep: (y) => y,
          }),
        ),
        move(16 * count),
      ];
      const last = f.local('v128');
      return [
        left.set(i32.shrU(length, 3)),
        f.repeat(left, vectors(2)),
        left.set(i32.and(i32.shrU(length, 2), 1)),
        f.repeat(left, vectors(1)),
        when(rest, [
          body({
            at: (i, neutral = 0) =>
              v128.select(v128.load(pointers[i] as Local<'i32'>), f32x4.const(neutral), mask),
            put: (i, y) => {
              const p = pointers[i] as Local<'i32'>;
              return [
                last.set(y),
                v128.storeLane(p, last, 0),
                when(i32.gt(rest, 1), v128.storeLane(p, last, 1, 4)),
                when(i32.gt(rest, 2), v128.storeLane(p, last, 2, 8)),
              ];
            },
            keep: (y) => v128.and(y, mask),
          }),
          pointers.map((p) => p.set(i32.add(p, i32.shl(rest, 2)))),
        ]),
      ];
    },
  };
}
