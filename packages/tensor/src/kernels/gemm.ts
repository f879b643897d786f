/**
 * C = A·B (+ bias, + C) for every layout of A and B, the hot loop of everything.
 *
 *        n                k             n
 *   m [  C  ]  =    m [   A   ] · k [   B   ]
 *
 * Both operands are first copied ("packed") into panels in the order in which the inner loop reads
 * them: B in panels of `columns` columns, A in panels of `rows` rows, both KC deep. Packing takes any row
 * and column stride, which is why all four transposes run at one speed. The inner loop keeps a tile
 * of C in registers and reads both panels front to back:
 *
 *   for k:  b₀ b₁ = B panel;  for each row r:  C[r] += A panel[r] · (b₀ b₁)
 *
 * What counts is instructions per multiply-add: a core shared with someone else's thread has about half of its slots
 * left. Twelve multiply-adds need two vectors of B and six values of A, each in all lanes. V8 finds the address of a
 * load that spreads one value by an instruction of its own; so the whole tile of 6×8 loads four values of A (then two)
 * as a vector and turns it by one lane between multiply-adds. Lane j of accumulator s then holds row s + j: rows lie
 * twisted into each other, and are untwisted once, at the end.
 *
 * Blocks (Goto & van de Geijn, "Anatomy of high-performance matrix multiplication", 2008): a KC×NC block of
 * packed B stays in L2; a few panels of A are packed just before they are used, stay in L1 and meet every panel of
 * that block. Each element of C is summed over k in the same order whatever the tile or thread, so results do not
 * depend on how the work is cut.
 */
import type { Func, Tuple } from '../wasm/assembler.js';
import type { Engine, Span } from '../wasm/engine.js';
import { type Code, type Expr, type Local, select, type V128, when } from '../wasm/expression.js';
import * as f32 from '../wasm/f32.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32 from '../wasm/i32.js';
import type { Features, KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { transposed } from './lanes.js';
import { type Kind, NUMBERS, type NumberOf } from './numbers.js';

const KC = 256;
const NC = 512;
/** Steps along k between two looks at the counter. */
const UNROLL = 8;
/** Panels of A that meet each panel of B before the next. */
const STRIP = 4;
/** Rows of C that a thread takes at a time: more where B is too wide to stay packed. Of columns, each piece packs A. */
const PIECE = 48;
/** One spare tile for the ragged edge, then the panels of A, then packed B. */
const TILE_BYTES = 1024;
const A_BYTES = STRIP * 8 * KC * 4;
/** Room for two blocks of B, so that 512×512 stays packed while rows are taken piece by piece. */
const B_BYTES = 2 * KC * (NC + 16) * 4;
export const WORKSPACE: number = TILE_BYTES + A_BYTES + B_BYTES;

export interface Matrix {
  readonly ptr: number;
  /** Elements from one row to the next, and from one column to the next. */
  readonly row: number;
  readonly column: number;
}

export interface GemmSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export interface GemmBatch {
  readonly count: number;
  /** Elements from one matrix of the batch to the next. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const ONE: GemmBatch = { count: 1, a: 0, b: 0, c: 0 };

/** C = A·B; `bias` is the address of a row added to each row. */
export function gemm(
  engine: Engine,
  kind: Kind,
  { m, n, k }: GemmSizes,
  [a, b, c]: readonly [Matrix, Matrix, Matrix],
  {
    batch = ONE,
    bias = 0,
    reads = [],
    writes = [],
  }: {
    batch?: GemmBatch;
    bias?: number;
    reads?: readonly Span[];
    writes?: readonly Span[];
  } = {},
): void {
  // one column is faster as one row: what is packed in vectors is then the long side
  if (n === 1 && m > 1 && c.row === 1 && bias === 0) {
    const turned = ({ ptr, row, column }: Matrix): Matrix => ({ ptr, row: column, column: row });
    const swapped = { ...batch, a: batch.b, b: batch.a };
    gemm(engine, kind, { m: n, n: m, k }, [turned(b), turned(a), turned(c)], {
      batch: swapped,
      reads,
      writes,
    });
    return;
  }
  const number = NUMBERS[kind];
  const small = m * n * k <= 2048 || n < 2 || kind !== 'float32';
  const kernel = small
    ? engine.kernel(`gemmSmall${kind}`, (k) => smallBody(k, number))
    : engine.kernel('gemm', (k) => packedBody(k, tileOf(k.features)));
  const strides = [a.row, a.column, b.row, b.column, c.row, batch.a, batch.b, batch.c];
  engine.launch(
    kernel,
    [
      ...[m, n, k, a.ptr, b.ptr, c.ptr, bias, batch.count],
      ...strides.map((stride) => number.bytes * stride),
      small ? 0 : engine.workspace(WORKSPACE),
    ],
    reads,
    writes,
    2 * m * n * k * batch.count,
  );
}

export interface Tile {
  readonly rows: number;
  readonly vectors: number;
  /** Whether rows of a whole tile are twisted; see above. */
  readonly twisted: boolean;
}

/** 6×8 fills the 16 SIMD registers with fused multiply-add; without it a product needs one more. */
export function tileOf({ fused, turbo }: Features): Tile {
  if (turbo) return { rows: 6, vectors: 4, twisted: false };
  return { rows: fused ? 6 : 4, vectors: 2, twisted: fused };
}

/** Bytes of a panel of A per step along k: its rows in fours, the fifth and sixth twice. */
const stepBytes = (rows: number): number => 16 * Math.ceil(rows / 4);

/**
 * The product on one thread as a function for use inside kernels:
 * (m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate, bias, workspace, reuse), strides in bytes. `reuse`
 * is 1 where the next call will have the same B, and 2 where the last one had: if it is small, it stays packed.
 */
export function productFunction(k: KernelBuilder, tile: Tile): Func {
  const columns = 4 * tile.vectors;
  const micro = Array.from({ length: tile.rows }, (_, r) => microKernel(k, r + 1, tile));
  const [packA, packB] = [packer(k, tile.rows), packer(k, columns)];
  const params = Array.from({ length: 15 }, () => 'i32' as const);
  return k.module.func(params, (f, ...p) => {
    const [m, n, depth, a, aRow, aColumn, b, bRow, bColumn, c, cRow, accumulate, bias, ...rest] =
      p as unknown as Tuple<Local<'i32'>, 15>;
    const [workspace, reuse] = rest;
    const [nc, kc, mr, nr, to, from, panel, add, biasAt, packedA, packedB, deep, keep] = f.i32s(13);
    const [strip, aPanel, cAt] = f.i32s(3);

    const callMicro = (
      target: Expr<'i32'>,
      stride: Expr<'i32'>,
      mode: Expr<'i32'>,
      biasPtr: Expr<'i32'>,
    ): Code =>
      // whole tiles are the rule, so they are asked for first
      micro.reduce<Code>(
        (otherwise, kernel, r) =>
          when(
            i32.eq(mr, r + 1),
            kernel.call(kc, aPanel, panel, target, stride, mode, biasPtr),
            otherwise,
          ),
        [],
      );
    /** Runs `body` for each panel of the strip of A, `mr` rows of it in use. */
    const eachPanel = (body: Code): Code =>
      f.for(0, strip, tile.rows, (i) => [
        mr.set(i32.sub(strip, i)),
        mr.set(i32.min(mr, tile.rows)),
        body,
        aPanel.move(i32.mul(kc, stepBytes(tile.rows))),
      ]);
    /** Adds the spare tile's used corner onto C. */
    const spill = f.for(0, mr, 1, (y) =>
      f.for(0, nr, 1, (x) => {
        const at = i32.add(cAt, i32.add(i32.mul(y, cRow), i32.shl(x, 2)));
        const value = f32.load(i32.add(workspace, i32.add(i32.mul(y, 4 * columns), i32.shl(x, 2))));
        const start = select(
          f32.load(at),
          select(f32.load(i32.add(biasAt, i32.shl(x, 2))), 0, biasAt),
          add,
        );
        return f32.store(at, f32.add(start, value));
      }),
    );

    return [
      packedA.set(i32.add(workspace, TILE_BYTES)),
      // bytes that a step along k takes in packed B, if there is room for all of it
      keep.set(i32.and(i32.add(i32.shl(n, 2), 4 * columns - 1), -4 * columns)),
      when(i32.or(i32.eqz(reuse), i32.or(i32.gt(n, NC), i32.gt(depth, i32.divU(B_BYTES, keep)))), [
        keep.set(0),
        reuse.set(0),
      ]),
      // k is cut evenly, into blocks of at most KC
      deep.set(i32.divU(i32.add(depth, KC - 1), KC)),
      deep.set(i32.divU(i32.add(depth, i32.sub(deep, 1)), deep)),
      deep.set(i32.and(i32.add(deep, UNROLL - 1), -UNROLL)),
      f.for(0, n, NC, (jc) => [
        nc.set(i32.sub(n, jc)),
        nc.set(i32.min(nc, NC)),
        f.for(0, depth, deep, (pc) => [
          kc.set(i32.sub(depth, pc)),
          kc.set(i32.min(kc, deep)),
          add.set(i32.or(accumulate, pc)),
          packedB.set(i32.add(i32.add(packedA, A_BYTES), i32.mul(pc, keep))),
          when(
            i32.lt(reuse, 2),
            packB.call(
              i32.add(b, i32.add(i32.mul(pc, bRow), i32.mul(jc, bColumn))),
              bRow,
              bColumn,
              kc,
              nc,
              packedB,
            ),
          ),
          f.for(0, m, STRIP * tile.rows, (ir) => [
            strip.set(i32.sub(m, ir)),
            strip.set(i32.min(strip, STRIP * tile.rows)),
            from.set(i32.add(a, i32.add(i32.mul(ir, aRow), i32.mul(pc, aColumn)))),
            packA.call(from, aColumn, aRow, kc, strip, packedA),
            panel.set(packedB),
            to.set(i32.add(c, i32.add(i32.mul(ir, cRow), i32.shl(jc, 2)))),
            biasAt.set(select(i32.add(bias, i32.shl(jc, 2)), 0, bias)),
            f.for(0, nc, columns, (jr) => [
              nr.set(i32.sub(nc, jr)),
              aPanel.set(packedA),
              cAt.set(to),
              eachPanel([
                when(i32.ge(nr, columns), callMicro(cAt, cRow, add, biasAt), [
                  callMicro(workspace, i32.const(4 * columns), NONE, NONE),
                  spill,
                ]),
                cAt.move(i32.mul(cRow, tile.rows)),
              ]),
              panel.move(i32.mul(kc, 4 * columns)),
              to.move(4 * columns),
              biasAt.set(select(i32.add(biasAt, 4 * columns), 0, biasAt)),
            ]),
          ]),
        ]),
      ]),
    ];
  });
}

function packedBody(k: KernelBuilder, tile: Tile): Code {
  const { f } = k;
  const product = productFunction(k, tile);
  const [m, n, depth, a, b, c, bias, batches] = k.args(8);
  const [aRow, aColumn, bRow, bColumn, cRow, aBatch, bBatch, cBatch, workspace] = k.args(9, 8);
  const reuse = f.i32();
  const multiply = (
    [rows, columns]: readonly [I, I],
    [aAt, bAt, cAt]: readonly [I, I, I],
    biasAt: I,
  ): Code =>
    product.call(
      ...[rows, columns, depth, aAt, aRow, aColumn, bAt, bRow, bColumn, cAt, cRow, NONE, biasAt],
      ...[workspace, reuse],
    );
  // cut the batch if there is one, else the longer side of C: the other operand is packed by each
  return when(i32.and(i32.gt(m, 0), i32.gt(n, 0)), [
    workspace.move(i32.mul(k.thread, WORKSPACE)),
    when(
      i32.gt(batches, 1),
      k.pieces(batches, 1, 1, (begin, end) =>
        f.for(begin, end, 1, (i) =>
          multiply(
            [m, n],
            [
              i32.add(a, i32.mul(i, aBatch)),
              i32.add(b, i32.mul(i, bBatch)),
              i32.add(c, i32.mul(i, cBatch)),
            ],
            bias,
          ),
        ),
      ),
      when(
        i32.ge(m, n),
        [
          reuse.set(i32.gt(k.threads, 1)),
          k.pieces(m, tile.rows, i32.mul(PIECE, i32.add(i32.divU(n, NC + 1), 1)), (begin, end) => [
            multiply(
              [i32.sub(end, begin), n],
              [i32.add(a, i32.mul(begin, aRow)), b, i32.add(c, i32.mul(begin, cRow))],
              bias,
            ),
            reuse.set(i32.shl(i32.gt(k.threads, 1), 1)),
          ]),
        ],
        k.pieces(n, 4 * tile.vectors, 2 * PIECE, (begin, end) =>
          multiply(
            [m, i32.sub(end, begin)],
            [a, i32.add(b, i32.mul(begin, bColumn)), i32.add(c, i32.shl(begin, 2))],
            select(i32.add(bias, i32.shl(begin, 2)), 0, bias),
          ),
        ),
      ),
    ),
  ]);
}

type I = Expr<'i32'>;
const NONE = i32.const(0);

/** A tile of `rows` × 4·vectors, `kc` deep; `mode` ≠ 0 adds onto C, else `bias` (if any) is added. */
function microKernel(k: KernelBuilder, rows: number, tile: Tile): Func {
  const { vectors } = tile;
  const twisted = tile.twisted && rows === tile.rows;
  const bytes = stepBytes(tile.rows);
  return k.module.func(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (f, kc, a, b, c, ldc, mode, bias) => {
      const acc = Array.from({ length: rows }, () => f.v128s(vectors));
      const bv = f.v128s(vectors);
      const av = f.local('v128');
      const eachRow = (body: (tile: Local<'v128'>, x: number) => Code): Code =>
        acc.map((row, r) => [row.map(body), r < rows - 1 ? c.move(ldc) : []]);
      const spreadRow = (r: number, step: number): V128 => {
        if (!twisted) return v128.load32Splat(a, 4 * r);
        if (r % 4 === 0) return v128.load(a, 4 * r + bytes * step);
        return v128.shuffle(av, av, r < 4 ? [1, 2, 3, 0] : [1, 0, 3, 2]);
      };
      // counting is spread over several steps: on some processors it takes the place of multiply-adds
      const steps = (count: number): Code => [
        Array.from({ length: count }, (_, step) => [
          bv.map((x, i) => x.set(v128.load(b, 16 * (i + vectors * step)))),
          acc.map((row, r) => [
            av.set(spreadRow(r, step)),
            row.map((t, i) => t.set(k.madd(av, bv[i] as Local<'v128'>, t))),
          ]),
          // V8 keeps the addresses of spreading loads only while their offsets stay the same
          twisted ? [] : a.move(bytes),
        ]),
        twisted ? a.move(bytes * count) : [],
        b.move(16 * vectors * count),
      ];
      return [
        f.times(i32.divU(kc, UNROLL), steps(UNROLL)),
        f.times(i32.remU(kc, UNROLL), steps(1)),
        twisted ? untwist(f, acc) : [],
        when(
          mode,
          eachRow((t, i) => v128.store(c, f32x4.add(v128.load(c, 16 * i), t), 16 * i)),
          when(
            bias,
            [
              bv.map((x, i) => x.set(v128.load(bias, 16 * i))),
              eachRow((t, i) => v128.store(c, f32x4.add(bv[i] as Local<'v128'>, t), 16 * i)),
            ],
            eachRow((t, i) => v128.store(c, t, 16 * i)),
          ),
        ),
      ];
    },
  );
}

/** Row r, lane j is in accumulator r − j modulo 4 of the first four, modulo 2 of the last two. */
function untwist(f: Func, acc: readonly Local<'v128'>[][]): Code {
  const t = f.v128s(4);
  const odd = (x: V128, y: V128): V128 => v128.shuffle(x, y, [0, 5, 2, 7]);
  const high = (x: V128, y: V128): V128 => v128.shuffle(x, y, [0, 1, 6, 7]);
  return [0, 1].map((i) => {
    const [x0, x1, x2, x3, x4, x5] = acc.map((row) => row[i]) as Tuple<Local<'v128'>, 6>;
    return [
      [t[0].set(odd(x0, x3)), t[1].set(odd(x1, x0)), t[2].set(odd(x2, x1)), t[3].set(odd(x3, x2))],
      [x0.set(high(t[0], t[2])), x1.set(high(t[1], t[3]))],
      [x2.set(high(t[2], t[0])), x3.set(high(t[3], t[1]))],
      [t[0].set(odd(x4, x5)), x5.set(odd(x5, x4)), x4.set(t[0])],
    ];
  });
}

/**
 * Copies `count` rows of A (or columns of B), of which element (k, i) lies at `from + k·kStride + i·iStride`, into
 * panels of `width` from `to` on: `kc` steps, each of which holds i = 0…3, then 4…7, and so on, and where only two are
 * left, those twice. Where fewer are left than a panel has, the last takes their places.
 */
function packer(k: KernelBuilder, width: number): Func {
  const firsts = Array.from({ length: Math.ceil(width / 4) }, (_, g) => 4 * g);
  const bytes = stepBytes(width);
  /** Steps that fill a cache line. */
  const line = bytes > 32 ? 1 : 2;
  return k.module.func(
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    (f, from, kStride, iStride, kc, count, to) => {
      const [p, q, d, panel, whole, out] = f.i32s(6);
      const [at, pair] = [f.i32s(4), f.local('v128')];
      /** Whole panels of what lies densely: it is read from end to end, so that the processor fetches ahead. */
      const dense = (steps: number): Code => [
        d.set(out),
        q.set(i32.add(p, kStride)),
        f.times(whole, [
          [p, q]
            .slice(0, steps)
            .map((x, step) => [
              firsts.map((first) =>
                v128.store(
                  d,
                  width - first === 2
                    ? v128.shuffle(pair.tee(v128.load(x, 4 * first - 8)), pair, [2, 3, 2, 3])
                    : v128.load(x, 4 * first),
                  4 * first + bytes * step,
                ),
              ),
              x.move(4 * width),
            ]),
          d.move(panel),
        ]),
        p.move(i32.sub(i32.mul(kStride, steps), i32.mul(whole, 4 * width))),
        out.move(bytes * steps),
      ];
      return [
        panel.set(i32.mul(kc, bytes)),
        when(i32.eq(iStride, 4), [
          whole.set(i32.divU(count, width)),
          p.set(from),
          out.set(to),
          f.times(i32.divU(kc, line), dense(line)),
          f.times(i32.remU(kc, line), dense(1)),
        ]),
        to.move(i32.mul(panel, whole)),
        f.for(i32.mul(whole, width), count, width, (i) => [
          firsts.map((first) => {
            const rows = at.slice(0, width - first);
            return [
              rows.map((row, x) => [
                row.set(i32.add(i, first + x)),
                row.set(i32.min(row, i32.sub(count, 1))),
                row.set(i32.add(from, i32.mul(row, iStride))),
              ]),
              d.set(i32.add(to, 4 * first)),
              interleave(f, rows, d, kc, kStride, bytes),
            ];
          }),
          to.move(panel),
        ]),
      ];
    },
  );
}

/** Writes `count` steps of the four rows at `at`, or of two and the same again, `bytes` apart, at `to`. */
function interleave(
  f: Func,
  at: readonly Local<'i32'>[],
  to: Local<'i32'>,
  count: Local<'i32'>,
  stride: Local<'i32'>,
  bytes: number,
): Code {
  const left = f.i32();
  const [rows, mixed] = [f.v128s(4), f.v128s(4)];
  const four = at.length < 4 ? [...at, ...at] : at;
  return [
    left.set(count),
    // dense rows: four steps at a time, in transposes of 4×4 in registers
    when(i32.eq(stride, 4), [
      f.times(i32.shrU(count, 2), [
        rows.map((row, x) => row.set(v128.load(four[x] as Local<'i32'>))),
        transposed(rows, mixed, (row, x) => v128.store(to, row, bytes * x)),
        at.map((p) => p.move(16)),
        to.move(4 * bytes),
      ]),
      left.set(i32.and(count, 3)),
    ]),
    f.times(left, [
      four.map((p, x) => f32.store(to, f32.load(p), 4 * x)),
      at.map((p) => p.move(stride)),
      to.move(bytes),
    ]),
  ];
}

/**
 * For products of a few numbers, where packing would cost more than it saves, and for other numbers than float32:
 * three plain loops.
 */
function smallBody(k: KernelBuilder, number: NumberOf): Code {
  const { f } = k;
  const [m, n, depth, a, b, c, bias, batches] = k.args(8);
  const [aRow, aColumn, bRow, bColumn, cRow, aBatch, bBatch, cBatch] = k.args(8, 8);
  const [total, item, i, pa, pb, pc] = f.i32s(6);
  const [begin, end, cut] = k.share(total, 1);
  const sum = f.local(number.type);
  return [
    total.set(i32.mul(batches, m)),
    cut,
    f.for(begin, end, 1, (row) => [
      item.set(i32.divU(row, m)),
      i.set(i32.remU(row, m)),
      pc.set(i32.add(c, i32.add(i32.mul(item, cBatch), i32.mul(i, cRow)))),
      f.for(0, n, 1, (j) => [
        pa.set(i32.add(a, i32.add(i32.mul(item, aBatch), i32.mul(i, aRow)))),
        pb.set(i32.add(b, i32.add(i32.mul(item, bBatch), i32.mul(j, bColumn)))),
        sum.set(0),
        f.times(depth, [
          sum.set(number.sum(sum, number.mul(number.load(pa), number.load(pb)))),
          pa.move(aColumn),
          pb.move(bRow),
        ]),
        when(bias, sum.set(number.sum(number.load(i32.add(bias, i32.mul(j, number.bytes))), sum))),
        number.store(pc, sum),
        pc.move(number.bytes),
      ]),
    ]),
  ];
}
