/**
 * Element-wise kernels: a scalar formula turned into one pass over memory, with broadcasting.
 *
 * The shape is first collapsed so that the innermost run is as long as possible. In that run each
 * input either moves with the output (stride 1), stands still (stride 0, broadcast) or jumps; one
 * kernel is generated for each such pattern. Outer axes are walked with a division per run.
 */

import type { Engine, Span } from '../wasm/engine.js';
import type { Code, Local, V128 } from '../wasm/expression.js';
import * as i32 from '../wasm/i32.js';
import type { KernelBuilder } from '../wasm/kernel.js';
import * as v128 from '../wasm/v128.js';
import { WasmLanes, WholeLanes } from './lanes.js';

/** One value per output, from one vector per input. */
export type VectorFormula = (
  l: WasmLanes,
  xs: readonly V128[],
  scalars: readonly V128[],
) => readonly V128[];

export interface Walk {
  /** Sizes of the collapsed axes, outermost first. */
  readonly sizes: readonly number[];
  /** For each operand (outputs first), its element strides along those axes. */
  readonly strides: readonly (readonly number[])[];
}

/** Vectors worked on at once: enough independent chains to hide the latency of a polynomial. */
const UNROLL = 4;
/** Numbers that a thread takes at a time. */
const PIECE = 8192;

/** `pointers` of outputs, then inputs; `scalars` as words; `whole` where lanes are int32. */
export function elementwise(
  engine: Engine,
  { name, formula, whole }: { name: string; formula: VectorFormula; whole: boolean },
  { sizes, strides }: Walk,
  pointers: readonly number[],
  scalars: readonly number[],
  reads: readonly Span[],
  writes: readonly Span[],
): void {
  const inner = sizes.at(-1) as number;
  const pattern = strides.map((s) => mode(s.at(-1) as number, inner)).join('');
  const outer = sizes.length - 1;
  const flat = outer === 0 && !pattern.includes('g');
  const kernel = engine.kernel(`${name}:${pattern}${flat ? '' : '/'}`, (k) => {
    const n = k.arg(0);
    const operands = [...pattern].map((mode, i) => ({
      mode: mode as Mode,
      p: k.arg(1 + i),
      output: i < writes.length,
      still: k.f.local('v128'),
    }));
    const values = scalars.map((_, i) => k.lanes(1 + operands.length + i));
    const step: Step = (load, store, vectors = 1) => {
      const l = whole ? new WholeLanes(k) : new WasmLanes(k);
      const stores = Array.from({ length: vectors }, (_, u) => {
        const xs = operands
          .filter(({ output }) => !output)
          .map((x) => (x.mode === 's' ? x.still : load(l, x, u)));
        const ys = formula(l, xs, values).map((y) => l.let(y));
        return ys.map((y, i) => store(operands[i] as Operand, y, u));
      });
      return [l.take(), stores];
    };
    return flat
      ? flatBody(k, n, operands, step)
      : rowsBody(k, n, operands, 1 + operands.length + scalars.length, step);
  });
  const args = [inner, ...pointers, ...scalars];
  if (!flat) {
    args.push(
      sizes.slice(0, -1).reduce((n, m) => n * m, 1),
      outer,
    );
    for (let axis = outer; axis >= 0; axis--)
      args.push(sizes[axis] as number, ...strides.map((s) => 4 * (s[axis] as number)));
  }
  engine.launch(kernel, args, reads, writes);
}

type Mode = 'v' | 's' | 'g';

const mode = (stride: number, size: number): Mode =>
  stride === 1 ? 'v' : stride === 0 || size === 1 ? 's' : 'g';

interface Operand {
  readonly mode: Mode;
  readonly p: Local<'i32'>;
  readonly output: boolean;
  /** The value of an input that stands still. */
  readonly still: Local<'v128'>;
}

/** The formula on `vectors` vectors, and where they come from and go. */
type Step = (
  load: (l: WasmLanes, x: Operand, u: number) => V128,
  store: (y: Operand, value: Local<'v128'>, u: number) => Code,
  vectors?: number,
) => Code;

const loadStill = (operands: readonly Operand[]): Code =>
  operands
    .filter(({ mode, output }) => mode === 's' && !output)
    .map(({ p, still }) => still.set(v128.load32Splat(p)));

/** Everything contiguous or broadcast from one number: a single run, cut among the threads. */
function flatBody(
  k: KernelBuilder,
  n: Local<'i32'>,
  operands: readonly Operand[],
  step: Step,
): Code {
  const { f } = k;
  const moving = operands.filter(({ mode }) => mode === 'v');
  const vectors = (count: number): Code => [
    step(
      (l, { p }, u) => l.let(v128.load(p, 16 * u)),
      ({ p }, y, u) => v128.store(p, y, 16 * u),
      count,
    ),
    moving.map(({ p }) => p.move(16 * count)),
  ];
  const bases = f.i32s(moving.length);
  return [
    loadStill(operands),
    moving.map(({ p }, i) => (bases[i] as Local<'i32'>).set(p)),
    k.pieces(n, 64, PIECE, (begin, end) => [
      moving.map(({ p }, i) => p.set(i32.word(bases[i] as Local<'i32'>, begin))),
      f.times(i32.shrU(i32.sub(end, begin), 4), vectors(UNROLL)),
      f.times(i32.shrU(i32.add(i32.and(i32.sub(end, begin), 15), 3), 2), vectors(1)),
    ]),
  ];
}

/** Runs of `inner` elements at strided places; the output run is exact, nothing beyond it is touched. */
function rowsBody(
  k: KernelBuilder,
  inner: Local<'i32'>,
  operands: readonly Operand[],
  next: number,
  step: Step,
): Code {
  const { f } = k;
  const [rows, axes] = k.args(2, next);
  const [begin, end, cut] = k.share(rows, 1);
  const bases = f.i32s(operands.length);
  const jumps = new Map(operands.map((x, i) => [x, k.arg(next + 3 + i)]));
  const jump = (x: Operand): Local<'i32'> => jumps.get(x) as Local<'i32'>;
  const [rest, index, axis, size, q] = f.i32s(5);
  const run = (lanes: number): Code => [
    step(
      (l, x) => {
        if (x.mode === 'v') return l.let(v128.load(x.p));
        // lanes beyond the run are not read: they may lie outside the memory
        let value: V128 = l.let(v128.load32Splat(x.p));
        l.body.push(q.set(x.p));
        for (let lane = 1; lane < lanes; lane++) {
          l.body.push(q.move(jump(x)));
          value = l.let(v128.loadLane(q, value, lane));
        }
        return value;
      },
      (x, y) =>
        x.mode === 'v' && lanes === 4
          ? v128.store(x.p, y)
          : [
              q.set(x.p),
              Array.from({ length: lanes }, (_, lane) => [
                v128.storeLane(q, y, lane),
                q.move(jump(x)),
              ]),
            ],
    ),
    operands.map((x) => x.p.move(i32.mul(jump(x), lanes))),
  ];
  return [
    cut,
    bases.map((base, i) => base.set((operands[i] as Operand).p)),
    f.for(begin, end, 1, (row) => [
      operands.map(({ p }, i) => p.set(bases[i] as Local<'i32'>)),
      rest.set(row),
      axis.set(k.argAddress(next + 3 + operands.length)),
      f.times(axes, [
        size.set(i32.load(axis)),
        index.set(i32.remU(rest, size)),
        rest.set(i32.divU(rest, size)),
        operands.map(({ p }, i) => p.move(i32.mul(index, i32.load(axis, 4 + 4 * i)))),
        axis.move(4 * (1 + operands.length)),
      ]),
      loadStill(operands),
      f.times(i32.shrU(inner, 2), run(4)),
      f.times(i32.and(inner, 3), run(1)),
    ]),
  ];
}

/** The same walk in plain JavaScript: the slow twin, and the way of float64. */
export function elementwiseReference(
  formula: (xs: readonly number[]) => readonly number[],
  { sizes, strides }: Walk,
  outputs: readonly NumberArray[],
  inputs: readonly NumberArray[],
): void {
  const last = sizes.length - 1;
  const xs = inputs.map(() => 0);
  const visit = (axis: number, at: readonly number[]): void => {
    const step = strides.map((s) => s[axis] as number);
    const place = (o: number, i: number): number => (at[o] as number) + i * (step[o] as number);
    for (let i = 0; i < (sizes[axis] as number); i++) {
      if (axis < last) {
        visit(
          axis + 1,
          at.map((_, o) => place(o, i)),
        );
        continue;
      }
      for (let x = 0; x < xs.length; x++)
        xs[x] = inputs[x]?.[place(outputs.length + x, i)] as number;
      const ys = formula(xs);
      for (let y = 0; y < outputs.length; y++)
        (outputs[y] as NumberArray)[place(y, i)] = ys[y] as number;
    }
  };
  visit(
    0,
    strides.map(() => 0),
  );
}

type NumberArray = Float32Array | Float64Array | Int32Array;
