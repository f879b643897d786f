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
import { WasmLanes } from './lanes.js';

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

export function elementwise(
  engine: Engine,
  {
    name,
    formula,
    scalars = [],
  }: { name: string; formula: VectorFormula; scalars?: readonly number[] },
  { sizes, strides }: Walk,
  {
    outputs,
    inputs,
    reads,
    writes,
  }: {
    outputs: readonly number[];
    inputs: readonly number[];
    reads: readonly Span[];
    writes: readonly Span[];
  },
): void {
  const inner = sizes.at(-1) ?? 1;
  const pattern = strides.map((s) => mode(s.at(-1) ?? 0, inner)).join('');
  const outerAxes = sizes.length - 1;
  const flat = outerAxes <= 0 && !pattern.includes('g');
  const shape: Shape = {
    outputs: outputs.length,
    inputs: inputs.length,
    scalars: scalars.length,
    pattern,
  };
  const kernel = engine.kernel(`${name}:${pattern}${flat ? '' : '/'}`, (k) =>
    flat ? flatBody(k, shape, formula) : rowsBody(k, shape, formula),
  );
  const args = [inner, ...outputs, ...inputs, ...scalars];
  if (!flat) {
    let rows = 1;
    for (let axis = 0; axis < outerAxes; axis++) rows *= sizes[axis] as number;
    args.push(rows, outerAxes);
    for (const s of strides) args.push(4 * (s.at(-1) as number));
    for (let axis = outerAxes - 1; axis >= 0; axis--) {
      args.push(sizes[axis] as number);
      for (const s of strides) args.push(4 * (s[axis] as number));
    }
  }
  engine.launch(kernel, args, reads, writes);
}

type Mode = 'v' | 's' | 'g';

const mode = (stride: number, size: number): Mode =>
  stride === 1 ? 'v' : stride === 0 || size === 1 ? 's' : 'g';

interface Shape {
  readonly outputs: number;
  readonly inputs: number;
  readonly scalars: number;
  readonly pattern: string;
}

/** Everything contiguous or broadcast from one number: a single run, cut among the threads. */
function flatBody(k: KernelBuilder, shape: Shape, formula: VectorFormula): Code {
  const { f } = k;
  const n = k.arg(0);
  const pointers = Array.from({ length: shape.outputs + shape.inputs }, (_, i) => k.arg(1 + i));
  const scalars = Array.from({ length: shape.scalars }, (_, i) => k.lanes(1 + pointers.length + i));
  const [begin, end, cut] = k.share(n, 64);
  const moving = pointers.filter((_, i) => shape.pattern[i] === 'v');
  const still = pointers.map((p, i) => {
    if (shape.pattern[i] !== 's' || i < shape.outputs) return undefined;
    const value = f.local('v128');
    k.prologue.push(value.set(v128.load32Splat(p)));
    return value;
  });
  const left = f.i32();
  const vectors = (count: number): Code => {
    const l = new WasmLanes(k);
    const stores: Code[] = [];
    for (let u = 0; u < count; u++) {
      const xs = pointers
        .slice(shape.outputs)
        .map((p, i) => still[shape.outputs + i] ?? l.let(v128.load(p, 16 * u)));
      const ys = formula(l, xs, scalars).map((y) => l.let(y));
      ys.forEach((y, i) => {
        stores.push(v128.store(pointers[i] as Local<'i32'>, y, 16 * u));
      });
    }
    return [l.take(), stores, moving.map((p) => p.set(i32.add(p, 16 * count)))];
  };
  return [
    cut,
    moving.map((p) => p.set(i32.add(p, i32.shl(begin, 2)))),
    left.set(i32.shrU(i32.sub(end, begin), 4)),
    f.repeat(left, vectors(UNROLL)),
    left.set(i32.shrU(i32.add(i32.and(i32.sub(end, begin), 15), 3), 2)),
    f.repeat(left, vectors(1)),
  ];
}

/** Runs of `inner` elements at strided places; the output run is exact, nothing beyond it is touched. */
function rowsBody(k: KernelBuilder, shape: Shape, formula: VectorFormula): Code {
  const { f } = k;
  const operands = shape.outputs + shape.inputs;
  const inner = k.arg(0);
  const bases = Array.from({ length: operands }, (_, i) => k.arg(1 + i));
  const scalars = Array.from({ length: shape.scalars }, (_, i) => k.lanes(1 + operands + i));
  const next = 1 + operands + shape.scalars;
  const [rows, axes] = [k.arg(next), k.arg(next + 1)];
  const jumps = Array.from({ length: operands }, (_, i) => k.arg(next + 2 + i));
  const firstAxis = k.argAddress(next + 2 + operands);
  const [begin, end, cut] = k.share(rows, 1);
  const at = f.i32s(operands);
  const [rest, index, axis, left, size] = f.i32s(5);
  const still = at.map((_, i) =>
    shape.pattern[i] === 's' && i >= shape.outputs ? f.local('v128') : undefined,
  );

  const gather = (l: WasmLanes, p: Local<'i32'>, jump: Local<'i32'>, lanes: number): V128 => {
    // lanes beyond the run are not read: they may lie outside the memory
    let value: V128 = l.let(v128.load32Splat(p));
    const q = f.i32();
    l.body.push(q.set(p));
    for (let lane = 1; lane < lanes; lane++) {
      l.body.push(q.set(i32.add(q, jump)));
      value = l.let(v128.loadLane(q, value, lane));
    }
    return value;
  };
  const step = (lanes: number): Code => {
    const l = new WasmLanes(k);
    const xs = at.slice(shape.outputs).map((p, i) => {
      const operand = shape.outputs + i;
      if (shape.pattern[operand] === 'v') return l.let(v128.load(p));
      return still[operand] ?? gather(l, p, jumps[operand] as Local<'i32'>, lanes);
    });
    const ys = formula(l, xs, scalars).map((y) => l.let(y));
    const stores = ys.map((y, i) => {
      const p = at[i] as Local<'i32'>;
      if (shape.pattern[i] === 'v' && lanes === 4) return v128.store(p, y);
      const jump = shape.pattern[i] === 'v' ? 4 : (jumps[i] as Local<'i32'>);
      const q = f.i32();
      return [
        q.set(p),
        Array.from({ length: lanes }, (_, lane) => [
          v128.storeLane(q, y, lane),
          q.set(i32.add(q, jump)),
        ]),
      ];
    });
    return [
      l.take(),
      stores,
      at.map((p, i) =>
        still[i]
          ? []
          : p.set(
              i32.add(
                p,
                shape.pattern[i] === 'v' ? 4 * lanes : i32.mul(jumps[i] as Local<'i32'>, lanes),
              ),
            ),
      ),
    ];
  };
  return [
    cut,
    f.for(begin, end, 1, (row) => [
      at.map((p, i) => p.set(bases[i] as Local<'i32'>)),
      rest.set(row),
      axis.set(firstAxis),
      left.set(axes),
      f.repeat(left, [
        size.set(i32.load(axis)),
        index.set(i32.remU(rest, size)),
        rest.set(i32.divU(rest, size)),
        at.map((p, i) => p.set(i32.add(p, i32.mul(index, i32.load(axis, 4 * (1 + i)))))),
        axis.set(i32.add(axis, 4 * (1 + operands))),
      ]),
      still.map((value, i) => (value ? value.set(v128.load32Splat(at[i] as Local<'i32'>)) : [])),
      left.set(i32.shrU(inner, 2)),
      f.repeat(left, step(4)),
      left.set(i32.and(inner, 3)),
      f.repeat(left, step(1)),
    ]),
  ];
}

/** The same walk in plain JavaScript: the slow twin, and the way of int32 and float64. */
export function elementwiseReference(
  formula: (xs: readonly number[]) => readonly number[],
  { sizes, strides }: Walk,
  outputs: readonly { data: NumberArray; offset: number }[],
  inputs: readonly { data: NumberArray; offset: number }[],
): void {
  const operands = [...outputs, ...inputs];
  const at = operands.map((o) => o.offset);
  const xs = new Array<number>(inputs.length);
  const visit = (axis: number): void => {
    if (axis === sizes.length) {
      inputs.forEach((o, i) => {
        xs[i] = o.data[at[outputs.length + i] as number] as number;
      });
      formula(xs).forEach((y, i) => {
        (outputs[i] as { data: NumberArray }).data[at[i] as number] = y;
      });
      return;
    }
    const size = sizes[axis] as number;
    for (let i = 0; i < size; i++) {
      visit(axis + 1);
      strides.forEach((s, o) => {
        at[o] = (at[o] as number) + (s[axis] as number);
      });
    }
    strides.forEach((s, o) => {
      at[o] = (at[o] as number) - size * (s[axis] as number);
    });
  };
  visit(0);
}

export type NumberArray = Float32Array | Float64Array | Int32Array;
