/**
 * Attention in blocks (FlashAttention, Dao et al. 2022): the square of scores exists only as one 64×64 tile.
 *
 *            source
 *        ┌────┬────┬────┐    For a block of queries, blocks of keys go by: S = scale·q·kᵀ, the running
 *   time │ S  │    │ ·  │    maximum m and sum l of each row are brought up to date, what has been added up
 *        ├────┼────┼────┤    in y so far is rescaled by exp(m_old − m_new), and y += exp(S − m)·v.
 *        │ S  │ S  │    │    Blocks above the diagonal are skipped when causal.
 *        └────┴────┴────┘    Kept for the gradient: y and m + ln l of each row.
 *
 * Every product is the packed one of gemm.ts, so strides of heads and of time may be anything.
 */

import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Expr, type Local, select, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import { bits, type KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { productFunction, tileOf, WORKSPACE } from './gemm.js';
import { WasmLanes } from './lanes.js';
import { expNegative } from './math.js';
import { joinLanes } from './reduce.js';
import { rowOf } from './rows.js';

export interface AttentionSizes {
  readonly batch: number;
  readonly heads: number;
  /** Query heads that share one head of k and v. */
  readonly group: number;
  readonly time: number;
  readonly source: number;
  readonly channels: number;
  readonly out: number;
  readonly causal: boolean;
  readonly scale: number;
}

/** [batch, heads, time, channels] with the last axis dense; strides in elements. */
export interface Heads {
  readonly ptr: number;
  readonly batch: number;
  readonly head: number;
  readonly time: number;
}

/** Keys at a time, and queries at most. */
const BLOCK = 64;
/** Whole tiles of six rows. */
const FEW = 24;
const TILE = BLOCK * BLOCK * 4;
/** Two tiles, then m and l of each row. */
const SCRATCH = WORKSPACE + 2 * TILE + 2 * BLOCK * 4;

/** Forward of q, k, v, y; backward of q, k, v, y, dy, dq, dk, dv. */
export function attentionKernel(
  engine: Engine,
  sizes: AttentionSizes,
  tensors: readonly Heads[],
  sums: number,
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  const vjp = tensors.length > 4;
  engine.launch(
    vjp ? engine.kernel('attentionVjp', backward) : engine.kernel('attention', forward),
    [
      ...sizeArgs(sizes),
      engine.workspace(SCRATCH),
      sums,
      blockOf(sizes),
      ...tensors.flatMap(headArgs),
    ],
    reads,
    writes,
    workOf(sizes) * (vjp ? 2 : 1),
  );
}

/** Queries at a time. Of a short causal square, few leave more above the diagonal; of a long one, they cost more. */
const blockOf = ({ causal, source }: AttentionSizes): number =>
  causal && source <= 2 * BLOCK ? FEW : BLOCK;

const workOf = (s: AttentionSizes): number =>
  2 * s.batch * s.heads * s.time * s.source * (s.channels + s.out);

const sizeArgs = (s: AttentionSizes): number[] => [
  s.batch,
  s.heads,
  s.group,
  s.time,
  s.source,
  s.channels,
  s.out,
  s.causal ? 1 : 0,
  bits(s.scale),
];
const headArgs = (h: Heads): number[] => [h.ptr, 4 * h.batch, 4 * h.head, 4 * h.time];

/** What both kernels set up alike. */
function common(k: KernelBuilder) {
  const { f } = k;
  const [batch, heads, group, time, source, channels, out, causal] = k.args(8);
  const scale = k.lanes(8);
  const [workspace, sums, block] = k.args(3, 9);
  const tensors = (count: number): Heads4[] =>
    Array.from({ length: count }, (_, i) => {
      const [ptr, batch, head, time] = k.args(4, 12 + 4 * i);
      return { ptr, batch, head, time, at: f.i32() };
    });
  const product = productFunction(k, tileOf(k.features));
  /** C (+)= A·B, each as its address and its strides in bytes. */
  const multiply = (
    m: I,
    n: I,
    depth: I,
    a: readonly [I, I, I],
    b: readonly [I, I, I],
    c: readonly [I, I],
    add: I,
  ): Code => product.call(m, n, depth, ...a, ...b, ...c, add, NONE, workspace, NONE);
  const [tile, tile2, state, ahead] = f.i32s(4);
  k.prologue.push(
    workspace.move(i32.mul(k.thread, SCRATCH)),
    tile.set(i32.add(workspace, WORKSPACE)),
    tile2.set(i32.add(tile, TILE)),
    state.set(i32.add(tile2, TILE)),
    ahead.set(i32.sub(source, time)),
  );
  /** The present block: `rows` queries from `i0` on, which see `seen` keys, of these `columns` from `j` on. */
  const [i0, rows, seen, j, columns] = f.i32s(5);
  const eachBlockOfKeys = (...body: readonly Code[]): Code => [
    rows.set(i32.sub(time, i0)),
    rows.set(i32.min(rows, block)),
    seen.set(select(i32.add(ahead, i32.add(i0, rows)), source, causal)),
    f.for(0, seen, BLOCK, (from) => [
      j.set(from),
      columns.set(i32.sub(seen, j)),
      columns.set(i32.min(columns, BLOCK)),
      body,
    ]),
  ];
  const [limit, start, p, rest] = f.i32s(4);
  const mask = f.local('v128');
  /** Begins row `r` of the tile, of which `limit` columns are seen. */
  const beginRow = (r: Local<'i32'>): Code => [
    limit.set(select(i32.sub(i32.add(i32.add(ahead, i32.add(i0, r)), 1), j), columns, causal)),
    limit.set(i32.min(limit, columns)),
    limit.set(i32.max(limit, 0)),
    start.set(i32.add(tile, i32.mul(r, ROW))),
  ];
  /** What is seen of the row, in vectors; the `mask` of the last one may leave lanes out. */
  const eachVector = (body: (p: Local<'i32'>, mask?: V128) => Code): Code => [
    p.set(start),
    f.times(i32.shrU(limit, 2), [body(p), p.move(16)]),
    when(rest.tee(i32.and(limit, 3)), [
      mask.set(i32x4.lt(i32x4.lanes(0, 1, 2, 3), i32x4.splat(rest))),
      body(p, mask),
      p.move(16),
    ]),
  ];
  const l = new WasmLanes(k);
  const scaled = (p: Local<'i32'>): V128 => f32x4.mul(v128.load(p), scale);
  /** e = exp(scale·s − shift) of what is seen of the row. */
  const eachWeight = (shift: V128, use: (p: Local<'i32'>, e: Local<'v128'>) => Code): Code =>
    eachVector((p, mask) =>
      l.use(expNegative(l, f32x4.sub(scaled(p), shift)), (e) => [
        mask ? e.set(v128.and(e, mask)) : [],
        use(p, e),
      ]),
    );
  /** Zeros behind what the last walk has seen of the row. */
  const clearRest = (...offsets: readonly number[]): Code => [
    rest.set(i32.word(start, columns)),
    f.while(i32.ltU(p, rest), [
      offsets.map((offset) => v128.store(p, f32x4.const(0), offset)),
      p.move(16),
    ]),
  ];
  return {
    f,
    batch,
    heads,
    group,
    time,
    source,
    channels,
    out,
    scale,
    sums,
    block,
    tensors,
    multiply,
    tile,
    tile2,
    state,
    i0,
    rows,
    j,
    columns,
    eachBlockOfKeys,
    beginRow,
    eachVector,
    eachWeight,
    clearRest,
    l,
    scaled,
  };
}

interface Heads4 {
  readonly ptr: Local<'i32'>;
  readonly batch: Local<'i32'>;
  readonly head: Local<'i32'>;
  readonly time: Local<'i32'>;
  /** Where the present block begins. */
  readonly at: Local<'i32'>;
}

type I = Expr<'i32'>;
const matrix = (x: Heads4): [I, I, I] => [x.at, x.time, FOUR];
const turned = (x: Heads4): [I, I, I] => [x.at, FOUR, x.time];

const FOUR = i32.const(4);
const ROW = i32.const(BLOCK * 4);
const NONE = i32.const(0);

function forward(k: KernelBuilder): Code {
  const c = common(k);
  const { f, l, block, time, tile, state, multiply, i0, rows, j, columns } = c;
  const [q, key, v, y] = c.tensors(4) as [Heads4, Heads4, Heads4, Heads4];
  const [blocks, items, item, b, h] = f.i32s(5);
  const [top, acc, factor] = f.v128s(3);
  const [old, total] = [f.local('f32'), f.local('f32')];
  const row = rowOf(k, c.out);
  const scaleRow = (r: Local<'i32'>): Code =>
    row.sweep([i32.add(y.at, i32.mul(r, y.time))], ({ at, put }) =>
      put(0, f32x4.mul(at(0), factor)),
    );
  const softmaxStep = (r: Local<'i32'>): Code => {
    const rowState = i32.add(state, i32.shl(r, 3));
    return [
      c.beginRow(r),
      old.set(select(f32.load(rowState), Number.NEGATIVE_INFINITY, j)),
      top.set(f32x4.splat(old)),
      c.eachVector((p, mask) => {
        const s = c.scaled(p);
        return top.set(
          f32x4.max(top, mask ? v128.select(s, l.const(Number.NEGATIVE_INFINITY), mask) : s),
        );
      }),
      total.set(joinLanes('max', [top])),
      f32.store(rowState, total),
      top.set(f32x4.splat(total)),
      acc.set(f32x4.const(0)),
      c.eachWeight(top, (p, e) => [acc.set(f32x4.add(acc, e)), v128.store(p, e)]),
      c.clearRest(0),
      total.set(joinLanes('sum', [acc])),
      when(j, [
        l.use(expNegative(l, f32x4.sub(f32x4.splat(old), top)), (e) => factor.set(e)),
        total.set(f32.add(f32.mul(f32.load(rowState, 4), f32x4.lane(factor, 0)), total)),
        scaleRow(r),
      ]),
      f32.store(rowState, total, 4),
    ];
  };
  const finish = (r: Local<'i32'>): Code => {
    const rowState = i32.add(state, i32.shl(r, 3));
    const place = i32.add(i32.mul(i32.divU(item, blocks), time), i32.add(i0, r));
    return [
      total.set(f32.load(rowState, 4)),
      l.use(l.log(f32x4.splat(total)), (log) =>
        f32.store(i32.word(c.sums, place), f32.add(f32.load(rowState), f32x4.lane(log, 0))),
      ),
      factor.set(f32x4.splat(f32.div(1, total))),
      scaleRow(r),
    ];
  };
  return [
    blocks.set(i32.divU(i32.add(time, i32.sub(block, 1)), block)),
    items.set(i32.mul(i32.mul(c.batch, c.heads), blocks)),
    k.pieces(items, 1, 1, (begin, end) =>
      f.for(begin, end, 1, (at) => [
        item.set(at),
        i0.set(i32.mul(i32.remU(item, blocks), block)),
        b.set(i32.divU(item, i32.mul(blocks, c.heads))),
        h.set(i32.remU(i32.divU(item, blocks), c.heads)),
        [q, y].map((x) => x.at.set(place(x, b, h, i0))),
        h.set(i32.divU(h, c.group)),
        c.eachBlockOfKeys(
          [key, v].map((x) => x.at.set(place(x, b, h, j))),
          multiply(rows, columns, c.channels, matrix(q), turned(key), [tile, ROW], NONE),
          f.for(0, rows, 1, softmaxStep),
          multiply(rows, c.out, columns, [tile, ROW, FOUR], matrix(v), [y.at, y.time], j),
        ),
        f.for(0, rows, 1, finish),
      ]),
    ),
  ];
}

const place = (x: Heads4, b: Expr<'i32'>, h: Expr<'i32'>, t: Expr<'i32'>): Expr<'i32'> =>
  i32.add(i32.add(x.ptr, i32.mul(b, x.batch)), i32.add(i32.mul(h, x.head), i32.mul(t, x.time)));

/** One head of k and v at a time: all query heads and blocks that add to dk and dv are one thread's. */
function backward(k: KernelBuilder): Code {
  const c = common(k);
  const { f, block, time, tile, tile2, state, multiply, i0, rows, j, columns } = c;
  const [q, key, v, y, dy, dq, dk, dv] = c.tensors(8) as [
    Heads4,
    Heads4,
    Heads4,
    Heads4,
    Heads4,
    Heads4,
    Heads4,
    Heads4,
  ];
  const [items, b, h, kvHead, kvHeads] = f.i32s(5);
  const [acc, lse, delta] = f.v128s(3);
  const outRow = rowOf(k, c.out);
  const channelRow = rowOf(k, c.channels);
  const zero = (x: Heads4, row: typeof outRow): Code =>
    f.for(0, c.source, 1, (s) => [
      row.sweep([i32.add(place(x, b, kvHead, NONE), i32.mul(s, x.time))], ({ put }) =>
        put(0, f32x4.const(0)),
      ),
    ]);
  /** P = exp(S − lse) into the first tile, dS = P∘(dP − δ)·scale into the second. */
  const weigh = (r: Local<'i32'>): Code => [
    c.beginRow(r),
    lse.set(
      v128.load32Splat(
        i32.word(c.sums, i32.add(i32.mul(i32.add(i32.mul(b, c.heads), h), time), i32.add(i0, r))),
      ),
    ),
    delta.set(v128.load32Splat(i32.word(state, r))),
    c.eachWeight(lse, (p, e) => [
      v128.store(p, e),
      v128.store(p, f32x4.mul(f32x4.mul(e, f32x4.sub(v128.load(p, TILE), delta)), c.scale), TILE),
    ]),
    c.clearRest(0, TILE),
  ];
  return [
    kvHeads.set(i32.divU(c.heads, c.group)),
    items.set(i32.mul(c.batch, kvHeads)),
    k.pieces(items, 1, 1, (begin, end) =>
      f.for(begin, end, 1, (item) => [
        b.set(i32.divU(item, kvHeads)),
        kvHead.set(i32.remU(item, kvHeads)),
        zero(dk, channelRow),
        zero(dv, outRow),
        f.for(0, c.group, 1, (g) => [
          h.set(i32.add(i32.mul(kvHead, c.group), g)),
          f.for(0, time, block, (at) => [
            i0.set(at),
            [q, y, dy, dq].map((x) => x.at.set(place(x, b, h, i0))),
            c.eachBlockOfKeys(
              // δ = Σ dy·y of each row
              when(
                i32.eqz(j),
                f.for(0, rows, 1, (r) => [
                  acc.set(f32x4.const(0)),
                  outRow.sweep(
                    [y, dy].map((x) => i32.add(x.at, i32.mul(r, x.time))),
                    ({ at: read }) => acc.set(k.madd(read(0), read(1), acc)),
                  ),
                  f32.store(i32.word(state, r), joinLanes('sum', [acc])),
                ]),
              ),
              [key, v, dk, dv].map((x) => x.at.set(place(x, b, kvHead, j))),
              multiply(rows, columns, c.channels, matrix(q), turned(key), [tile, ROW], NONE),
              multiply(rows, columns, c.out, matrix(dy), turned(v), [tile2, ROW], NONE),
              f.for(0, rows, 1, weigh),
              multiply(
                columns,
                c.out,
                rows,
                [tile, FOUR, ROW],
                matrix(dy),
                [dv.at, dv.time],
                i32.const(1),
              ),
              multiply(
                rows,
                c.channels,
                columns,
                [tile2, ROW, FOUR],
                matrix(key),
                [dq.at, dq.time],
                j,
              ),
              multiply(
                columns,
                c.channels,
                rows,
                [tile2, FOUR, ROW],
                matrix(q),
                [dk.at, dk.time],
                i32.const(1),
              ),
            ),
          ]),
        ]),
      ]),
    ),
  ];
}
