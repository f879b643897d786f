/** Uniform numbers by Philox 4×32-10, for any part of the sequence; see random.ts. */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Local, type V128, when } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { transposed } from './lanes.js';

/** Fills `y` with `n` uniform floats in [0, 1), or the words they come from, and moves the generator's state on. */
export function philox(engine: Engine, n: number, y: Span, state: Span, words: boolean): void {
  const kernel = engine.kernel(words ? 'philox' : 'uniform', (k) => fill(k, words));
  engine.launch(kernel, [n, y.ptr, state.ptr], [state], [y]);
  const blocks = Math.ceil(n / 4);
  engine.launch(engine.kernel('advance', advance), [blocks, state.ptr], [state], [state]);
}

/**
 * Four blocks at once, one per lane: counters c0 (differing by lane) and c1, c2 = c3 = 0. A block gives four
 * neighbouring numbers, so the four results are transposed before they are stored.
 */
function fill(k: KernelBuilder, words: boolean): Code {
  const { f } = k;
  const [n, y, state] = k.args(3);
  const [begin, end, cut] = k.share(n, 16);
  const [c0, c1, c2, c3, k0, k1, low0, high0, low1, high1] = f.v128s(10);
  const [key0, key1, position] = f.v128s(3);
  const [p, low, high, left] = f.i32s(4);
  const [a, b, c, d] = [c0, c1, c2, c3] as [V, V, V, V];

  /** Low and high words of x·multiplier in each lane. */
  const wide = (x: V128, multiplier: number, [lo, hi]: [V, V]): Code => {
    const m = i32x4.const(multiplier | 0);
    const [even, odd] = [f.local('v128'), f.local('v128')];
    return [
      even.set(i32x4.mulWideLow(x, m)),
      odd.set(i32x4.mulWideHigh(x, m)),
      lo.set(v128.shuffle(even, odd, [0, 2, 4, 6])),
      hi.set(v128.shuffle(even, odd, [1, 3, 5, 7])),
    ];
  };
  const round: Code = [
    wide(a, 0xd2511f53, [low0, high0]),
    wide(c, 0xcd9e8d57, [low1, high1]),
    a.set(v128.xor(v128.xor(high1, b), k0)),
    b.set(low1),
    c.set(v128.xor(v128.xor(high0, d), k1)),
    d.set(low0),
    k0.set(i32x4.add(k0, i32x4.const(0x9e3779b9 | 0))),
    k1.set(i32x4.add(k1, i32x4.const(0xbb67ae85 | 0))),
  ];
  const unit = (x: V128): V128 =>
    words ? x : f32x4.mul(f32x4.convert(i32x4.shrU(x, 8)), f32x4.const(2 ** -24));
  const out = f.v128s(4);
  const carry = (): V128 => i32x4.sub(i32x4.splat(high), unsignedLess(a, i32x4.splat(low)));
  return [
    cut,
    key0.set(v128.load32Splat(state)),
    key1.set(v128.load32Splat(state, 4)),
    p.set(i32.add(y, i32.shl(begin, 2))),
    f.for(begin, end, 16, (i) => [
      low.set(i32.load(state, 8)),
      high.set(i32.load(state, 12)),
      position.set(i32x4.splat(i32.shrU(i, 2))),
      a.set(i32x4.add(i32x4.add(i32x4.splat(low), position), i32x4.lanes(0, 1, 2, 3))),
      b.set(carry()),
      c.set(i32x4.const(0)),
      d.set(i32x4.const(0)),
      k0.set(key0),
      k1.set(key1),
      Array.from({ length: 10 }, () => round),
      transposed([a, b, c, d], [low0, high0, low1, high1], (block, x) =>
        (out[x] as V).set(unit(block)),
      ),
      // whole vectors only where they fit the padding: n rounded up to 4 always does
      out.map((block, x) => [
        left.set(i32.sub(n, i)),
        when(i32.gt(left, 4 * x), v128.store(p, block, 16 * x)),
      ]),
      p.move(64),
    ]),
  ];
}

/** All ones where x < y as unsigned words. */
function unsignedLess(x: V128, y: V128): V128 {
  const flip = i32x4.const(0x80000000 | 0);
  return i32x4.lt(v128.xor(x, flip), v128.xor(y, flip));
}

/** state.position += blocks, in 64 bits. */
function advance(k: KernelBuilder): Code {
  const { f } = k;
  const [blocks, state] = k.args(2);
  const [low, sum] = [f.i32(), f.i32()];
  return when(i32.eqz(k.thread), [
    low.set(i32.load(state, 8)),
    sum.set(i32.add(low, blocks)),
    i32.store(state, sum, 8),
    i32.store(state, i32.add(i32.load(state, 12), i32.ltU(sum, low)), 12),
  ]);
}

type V = Local<'v128'>;
