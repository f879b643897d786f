/** Rows of a table by index, and the sum of gradients back into it, for 32-bit values. */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, memoryCopy, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';

export interface EmbeddingSizes {
  readonly count: number;
  readonly vocab: number;
  readonly channels: number;
}

export function embeddingForward(
  engine: Engine,
  { count, channels }: EmbeddingSizes,
  pointers: readonly [table: number, indices: number, y: number],
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  engine.launch(engine.kernel('embedding', forward), [count, channels, ...pointers], reads, writes);
}

export function embeddingBackward(
  engine: Engine,
  { count, vocab, channels }: EmbeddingSizes,
  pointers: readonly [dy: number, indices: number, dTable: number],
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  engine.launch(
    engine.kernel('embeddingVjp', backward),
    [count, vocab, channels, ...pointers],
    reads,
    writes,
  );
}

function forward(k: KernelBuilder): Code {
  const { f } = k;
  const [count, channels, table, indices, y] = k.args(5);
  const [begin, end, cut] = k.share(count, 1);
  const bytes = f.i32();
  return [
    bytes.set(i32.shl(channels, 2)),
    cut,
    f.for(begin, end, 1, (i) =>
      memoryCopy(
        i32.add(y, i32.mul(i, bytes)),
        i32.add(table, i32.mul(i32.load(i32.add(indices, i32.shl(i, 2))), bytes)),
        bytes,
      ),
    ),
  ];
}

/** Threads share columns: each adds all rows, in order, into its own part of the width. */
function backward(k: KernelBuilder): Code {
  const { f } = k;
  const [count, vocab, channels, dy, indices, table] = k.args(6);
  const [begin, end, cut] = k.share(channels, 16);
  const [p, q, left, stride, width, vectors] = f.i32s(6);
  const sweep = (vector: Code, single: Code): Code => [
    left.set(vectors),
    f.repeat(left, vector),
    left.set(i32.and(width, 3)),
    f.repeat(left, single),
  ];
  const move = (bytes: number): Code => [p.set(i32.add(p, bytes)), q.set(i32.add(q, bytes))];
  return [
    stride.set(i32.shl(channels, 2)),
    cut,
    width.set(i32.sub(end, begin)),
    vectors.set(i32.shrU(width, 2)),
    when(i32.gt(width, 0), [
      f.for(0, vocab, 1, (row) => [
        q.set(i32.add(i32.add(table, i32.shl(begin, 2)), i32.mul(row, stride))),
        sweep([v128.store(q, f32x4.const(0)), move(16)], [f32.store(q, 0), move(4)]),
      ]),
      f.for(0, count, 1, (i) => [
        p.set(i32.add(i32.add(dy, i32.shl(begin, 2)), i32.mul(i, stride))),
        q.set(
          i32.add(
            i32.add(table, i32.shl(begin, 2)),
            i32.mul(i32.load(i32.add(indices, i32.shl(i, 2))), stride),
          ),
        ),
        sweep(
          [v128.store(q, f32x4.add(v128.load(q), v128.load(p))), move(16)],
          [f32.store(q, f32.add(f32.load(q), f32.load(p))), move(4)],
        ),
      ]),
    ]),
  ];
}
