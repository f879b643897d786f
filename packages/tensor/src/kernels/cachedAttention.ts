/**
 * Attention of new tokens over all that came before, kept in a cache:
 *
 *   y = softmax(q · Kᵀ · scale) · V,  query t of this call seeing the first start + t + 1 places.
 *
 * With slopes (ALiBi, Press et al. 2022), each place between query and key costs its head's slope.
 *
 * Keys lie transposed, [batch, keyValueHeads, headSize, context], so that four places are scored at once with no
 * sum across lanes; values lie as [batch, keyValueHeads, context, headSize], so that the weighted sum does the
 * same with channels. A new cache holds zeros: places not yet written are read, though they count for nothing.
 * `start` is read from memory, so that a captured step can be replayed at the next place.
 */
import type { Func } from '../wasm/assembler.js';
import type { Engine, Span } from '../wasm/engine.js';
import { type Code, Expr, type I32, type Local, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import * as i32x4 from '../wasm/i32x4.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { WasmLanes } from './lanes.js';
import { expInRange } from './math.js';

export interface CacheSizes {
  readonly batch: number;
  /** New tokens of this call. */
  readonly time: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  /** Places the cache has room for; a multiple of 16, so that whole vectors may be read. */
  readonly context: number;
}

interface Spans {
  readonly reads: readonly Span[];
  readonly writes: readonly Span[];
}

/** Writes new keys and values, dense [batch, time, keyValueHeads, headSize], into their places. */
export function cacheAppend(
  engine: Engine,
  sizes: CacheSizes,
  at: { k: number; v: number; keys: number; values: number; start: number },
  { reads, writes }: Spans,
): void {
  const { batch, time, keyValueHeads, headSize, context } = sizes;
  const kernel = engine.kernel('cacheAppend', appendBody);
  const args = [batch * time * keyValueHeads, time, keyValueHeads, headSize, context];
  engine.launch(kernel, [...args, at.k, at.v, at.keys, at.values, at.start], reads, writes);
}

/** `q` and `y` are dense [batch, time, heads, headSize]. */
export function cachedAttention(
  engine: Engine,
  sizes: CacheSizes,
  at: {
    q: number;
    keys: number;
    values: number;
    y: number;
    start: number;
    /** A float as bits. */
    scale: number;
    /** Of `heads` numbers, or 0. */
    slopes: number;
  },
  { reads, writes }: Spans,
): void {
  const { batch, time, heads, keyValueHeads, headSize, context } = sizes;
  const kernel = engine.kernel('cachedAttention', attendBody);
  const bytes = 4 * context;
  const args = [batch * time * heads, time, heads, heads / keyValueHeads, headSize, context];
  const workspace = engine.workspace(bytes);
  engine.launch(
    kernel,
    [...args, at.q, at.keys, at.values, at.y, at.start, at.scale, workspace, bytes, at.slopes],
    reads,
    writes,
  );
}

type I = Local<'i32'>;
type V = Local<'v128'>;

function appendBody(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, time, heads, size, context, k0, v0, keys, values, start] = k.args(10);
  const [begin, end, cut] = k.share(rows, 1);
  const [from, key, value, block, place] = f.i32s(5);
  return [
    cut,
    f.for(begin, end, 1, (row) => [
      // row = (batch · time + t) · heads + head
      place.set(i32.add(i32.load(start), i32.remU(i32.divU(row, heads), time))),
      block.set(i32.divU(i32.divU(row, heads), time)),
      block.set(i32.add(i32.mul(block, heads), i32.remU(row, heads))),
      block.set(i32.mul(i32.mul(block, size), context)),
      key.set(i32.add(keys, i32.shl(i32.add(block, place), 2))),
      value.set(i32.add(values, i32.shl(i32.add(block, i32.mul(place, size)), 2))),
      from.set(i32.shl(i32.mul(row, size), 2)),
      f.times(size, [
        f32.store(key, f32.load(i32.add(k0, from))),
        f32.store(value, f32.load(i32.add(v0, from))),
        key.move(i32.shl(context, 2)),
        value.move(4),
        from.move(4),
      ]),
    ]),
  ];
}

function attendBody(k: KernelBuilder): Code {
  const { f } = k;
  const [rows, time, heads, group] = k.args(4);
  const [size, context, q0, keys, values, y0] = [4, 5, 6, 7, 8, 9].map((n) => k.arg(n)) as [
    I,
    I,
    I,
    I,
    I,
    I,
  ];
  const [start, scale, scores0, scoreBytes] = [k.arg(10), k.lanes(11), k.arg(12), k.arg(13)];
  const slopes = k.arg(14);
  const [begin, end, cut] = k.share(rows, 1);
  const [seen, padded, block, scores] = f.i32s(4) as [I, I, I, I];
  const rowBytes = i32.shl(size, 2);
  const [q, y] = f.i32s(2) as [I, I];
  const [most, total] = f.v128s(2) as [V, V];
  return [
    cut,
    scores.set(i32.add(scores0, i32.mul(scoreBytes, k.thread))),
    f.for(begin, end, 1, (row) => [
      seen.set(i32.add(i32.load(start), i32.add(i32.remU(i32.divU(row, heads), time), 1))),
      padded.set(i32.and(i32.add(seen, 15), -16)),
      // its batch, and within it the key-value head that its head shares
      block.set(i32.mul(i32.divU(i32.divU(row, heads), time), i32.divU(heads, group))),
      block.move(i32.divU(i32.remU(row, heads), group)),
      block.set(i32.shl(i32.mul(i32.mul(block, size), context), 2)),
      q.set(i32.add(q0, i32.mul(row, rowBytes))),
      y.set(i32.add(y0, i32.mul(row, rowBytes))),
      score(k, { q, key: i32.add(keys, block), size, context, padded, scores, scale, most }),
      when(
        slopes,
        lean(k, { seen, padded, scores, slope: i32.add(slopes, i32.shl(i32.remU(row, heads), 2)) }),
      ),
      exponentiate(k, { seen, padded, scores, most, total }),
      gather(k, { value: i32.add(values, block), size, padded, scores, y, total }),
    ]),
  ];
}

/** scores[j] = q · Kᵀ[·, j] · scale for whole vectors of j. */
function score(
  k: KernelBuilder,
  a: { q: I; key: I32; size: I; context: I; padded: I; scores: I; scale: V; most: V },
): Code {
  const { f } = k;
  const sums = f.v128s(4);
  const [key, q, bytes] = f.i32s(3);
  const each = f.local('v128');
  return [
    bytes.set(i32.shl(a.context, 2)),
    f.for(0, a.padded, 16, (j) => [
      sums.map((sum) => sum.set(f32x4.const(0))),
      key.set(i32.add(a.key as I, i32.shl(j, 2))),
      q.set(a.q),
      f.times(a.size, [
        each.set(v128.load32Splat(q)),
        sums.map((sum, u) => sum.set(k.madd(v128.load(key, 16 * u), each, sum))),
        key.move(bytes),
        q.move(4),
      ]),
      sums.map((sum, u) =>
        v128.store(i32.add(a.scores, i32.shl(j, 2)), f32x4.mul(sum, a.scale), 16 * u),
      ),
    ]),
  ];
}

/** scores[j] += slope · (j − last place seen). */
function lean(
  k: KernelBuilder,
  { seen, padded, scores, slope }: { seen: I; padded: I; scores: I; slope: I32 },
): Code {
  const { f } = k;
  const [each, last] = f.v128s(2);
  const at = f.i32();
  return [
    each.set(v128.load32Splat(slope)),
    last.set(i32x4.splat(i32.sub(seen, 1))),
    f.for(0, padded, 4, (j) => [
      at.set(i32.add(scores, i32.shl(j, 2))),
      v128.store(
        at,
        k.madd(
          each,
          f32x4.convert(i32x4.sub(i32x4.add(i32x4.splat(j), COUNT), last)),
          v128.load(at),
        ),
      ),
    ]),
  ];
}

/**
 * scores[j] = exp(scores[j] − max) for j < seen and 0 behind; `total` is their sum in every lane. Weights below
 * e⁻⁸⁷ count as that: they could not be told from 0, but subnormal numbers would be slow.
 */
function exponentiate(
  k: KernelBuilder,
  { seen, padded, scores, most, total }: { seen: I; padded: I; scores: I; most: V; total: V },
): Code {
  const { f } = k;
  const [last, ...sums] = f.v128s(5) as [V, V, V, V, V];
  const at = (j: I) => i32.add(scores, i32.shl(j, 2));
  const lowest = f32x4.const(-3.4028234663852886e38);
  const l = new WasmLanes(k);
  const powers = sums.map((_, u) =>
    l.let(expInRange(l, l.let(f32x4.max(f32x4.sub(sums[u] as V, most), f32x4.const(-87))))),
  );
  const statements = l.take();
  /** Puts `value` at the places of the last vectors that are not seen. */
  const blank = (value: V128): Code =>
    f.for(i32.and(i32.sub(seen, 1), -16), padded, 4, (j) =>
      v128.store(
        at(j),
        v128.select(value, v128.load(at(j)), i32x4.gt(i32x4.add(i32x4.splat(j), COUNT), last)),
      ),
    );
  return [
    last.set(i32x4.splat(i32.sub(seen, 1))),
    blank(lowest),
    sums.map((sum) => sum.set(lowest)),
    f.for(0, padded, 16, (j) =>
      sums.map((sum, u) => sum.set(f32x4.max(sum, v128.load(at(j), 16 * u)))),
    ),
    most.set(acrossLanes(f32x4.max, f, allOf(f32x4.max, sums))),
    total.set(f32x4.const(0)),
    f.for(0, padded, 16, (j) => [
      sums.map((x, u) => x.set(v128.load(at(j), 16 * u))),
      statements,
      powers.map((power, u) => v128.store(at(j), power, 16 * u)),
      total.set(f32x4.add(total, allOf(f32x4.add, powers))),
    ]),
    total.set(acrossLanes(f32x4.add, f, total)),
    blank(f32x4.const(0)),
  ];
}

/**
 * y = Σⱼ scores[j] · V[j, ·] / total for 16, 8, 4 or 1 channels at a time, always four sums wide: with fewer
 * channels, several places j go side by side. Places up to a multiple of four are read; their weight is 0.
 */
function gather(
  k: KernelBuilder,
  a: { value: I32; size: I; padded: I; scores: I; y: I; total: V },
): Code {
  const { f } = k;
  const sums = f.v128s(4) as V[];
  const [value, score, bytes, from] = f.i32s(4);
  const weight = f.local('v128');
  const stretch = (
    vectors: 1 | 2 | 4,
    load: typeof v128.load,
    store: (sum: V128, u: number) => Code,
  ): Code => {
    const places = 4 / vectors;
    return [
      sums.map((sum) => sum.set(f32x4.const(0))),
      value.set(from),
      score.set(a.scores),
      f.times(i32.divU(a.padded, places), [
        Array.from({ length: places }, (_, place) => [
          weight.set(v128.load32Splat(score, 4 * place)),
          sums
            .slice(place * vectors, (place + 1) * vectors)
            .map((sum, u) => sum.set(k.madd(load(value, 16 * u), weight, sum))),
          value.move(bytes),
        ]),
        score.move(4 * places),
      ]),
      Array.from({ length: vectors }, (_, u) => {
        const parts = sums.filter((_, i) => i % vectors === u);
        return store(f32x4.div(allOf(f32x4.add, parts), a.total), u);
      }),
      [from, a.y].map((p) => p.move(load === v128.load ? 16 * vectors : 4)),
    ];
  };
  const whole = (sum: V128, u: number): Code => v128.store(a.y, sum, 16 * u);
  const single = (sum: V128): Code => v128.storeLane(a.y, sum, 0);

  return [
    bytes.set(i32.shl(a.size, 2)),
    from.set(a.value as I),
    f.times(i32.shrU(a.size, 4), stretch(4, v128.load, whole)),
    when(i32.and(a.size, 8), stretch(2, v128.load, whole)),
    when(i32.and(a.size, 4), stretch(1, v128.load, whole)),
    f.times(i32.and(a.size, 3), stretch(1, v128.load32Zero, single)),
  ];
}

/** 0 1 2 3. */
const COUNT: V128 = new Expr('v128', [0xfd, 0x0c, [0, 1, 2, 3].map((n) => [n, 0, 0, 0])]);

function allOf(combine: (x: V128, y: V128) => V128, xs: readonly V128[]): V128 {
  return xs.slice(1).reduce(combine, xs[0] as V128);
}

/** The combination of all four lanes, in each of them. */
function acrossLanes(combine: (x: V128, y: V128) => V128, f: Func, x: V128): V128 {
  const all = f.local('v128');
  const pairs = f.local('v128');
  const tee = (local: V, value: V128) => new Expr('v128', [local.set(value), local.code]);
  const half = tee(pairs, combine(tee(all, x), v128.shuffle(all, all, [2, 3, 0, 1])));
  return combine(half, v128.shuffle(pairs, pairs, [1, 0, 3, 2]));
}
