/** Runs a scalar formula over tensors, broadcasting: the one place where element-wise ops meet kernels. */
import { sentence } from '../errors.js';
import {
  BYTES,
  type DType,
  fresh,
  isContiguous,
  pointer,
  type Raw,
  raw,
  release,
  values,
} from '../handle.js';
import { elementwise, elementwiseReference } from '../kernels/elementwise.js';
import { type Formula, type Lanes, numberLanes } from '../kernels/lanes.js';
import { broadcastShapes, broadcastStrides, collapse, type Shape, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import type { V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32x4 from '../wasm/i32x4.js';
import { bits } from '../wasm/kernel.js';

export type Operand = Tensor | number;

export const isTensor = (x: unknown): x is Tensor =>
  typeof x === 'object' && x !== null && 'storage' in x;

/** y = formula(xs…), element by element. Numbers take part as constants of the tensors' dtype. */
export function apply(
  op: string,
  formula: Formula,
  inputs: readonly Operand[],
  dtype?: DType,
): Tensor {
  const tensors = inputs.filter(isTensor);
  const first = tensors[0] as Tensor;
  checkDtypes(op, inputs);
  if (first.dtype === 'int32') formula(wholeLanes(op), 0, 0, 0, 0);
  const shape =
    tensors.length === 1
      ? first.shape
      : broadcastShapes(
          op,
          tensors.map((x) => x.shape),
        );
  const y = fresh(first, shape, dtype ?? first.dtype);
  applyInto(op, formula, y, inputs);
  return y;
}

/** Lanes without division and what bends: an op is one of whole numbers if its formula does with these. */
function wholeLanes(op: string): Lanes<number, boolean> {
  const no = (): never => needFloat(op, 'int32') as unknown as never;
  const bent = { div: no, sqrt: no, exp: no, log: no, tanh: no, sin: no, cos: no, normalCdf: no };
  return { ...numberLanes, ...bent };
}

export function needFloat(op: string, dtype: DType): void {
  if (dtype !== 'int32') return;
  throw new TypeError(
    sentence(op, 'takes float32 or float64', dtype, "Convert it with to('float32')"),
  );
}

/** Two results of one input in one pass. */
export function applyTwo(
  op: string,
  x: Tensor,
  formula: <V, M>(l: Lanes<V, M>, x: V) => readonly [V, V],
): [Tensor, Tensor] {
  const dense = contiguous(x);
  const outputs: [Tensor, Tensor] = [fresh(x, x.shape), fresh(x, x.shape)];
  const walk = { sizes: [x.size], strides: [[1], [1], [1]] };
  if (x.dtype === 'float32') {
    if (x.size > 0)
      elementwise(
        engine(),
        { name: op, formula: (l, [v]) => formula<V128, V128>(l, v as V128) },
        walk,
        {
          outputs: outputs.map(pointer),
          inputs: [pointer(dense)],
          reads: [dense.storage],
          writes: outputs.map((y) => y.storage),
        },
      );
  } else
    host([dense], outputs, ([v], [a, b]) => {
      for (let i = 0; i < x.size; i++) {
        const [p, q] = formula(numberLanes, (v as NumberArrayLike)[i] as number);
        (a as NumberArrayLike)[i] = p;
        (b as NumberArrayLike)[i] = q;
      }
    });
  if (dense !== x) release(dense, op);
  return outputs;
}

/** The same, written over `y`. */
export function applyInto(
  op: string,
  formula: Formula,
  y: Tensor,
  inputs: readonly Operand[],
): void {
  if (y.size === 0) return;
  const tensors = inputs.filter(isTensor);
  const walk = collapse(y.shape, [y.strides, ...tensors.map((x) => stridesOver(x, y.shape))]);
  // a dense kernel may write up to the end of its cache line: not allowed inside a larger tensor
  const whole = y.size * BYTES[y.dtype] === y.storage.bytes && isContiguous(y);
  if (!whole && walk.sizes.length === 1) {
    walk.sizes.unshift(1);
    for (const s of walk.strides) s.unshift(0);
  }
  // kernels reckon in float32; whole numbers are only moved or widened, and results cut to whole numbers
  const source = tensors[0]?.dtype ?? y.dtype;
  const moves = op === 'copy' || op === 'fill' || op === 'to';
  const fast = y.dtype !== 'float64' && (source === 'float32' || (source === 'int32' && moves));
  if (fast) {
    const numbers = inputs.filter((x) => typeof x === 'number');
    const places = inputs.map((x) => (isTensor(x) ? 't' : 'n')).join('');
    elementwise(
      engine(),
      {
        name: `${op}.${places}${source === y.dtype ? '' : y.dtype}`,
        scalars: source === 'float32' ? numbers.map(bits) : numbers,
        formula: (l, xs, scalars) => {
          let [t, n] = [0, 0];
          const all = [...places].map((place) => (place === 't' ? xs[t++] : scalars[n++]) as V128);
          const value = formula(l as Lanes<V128, V128>, ...(all as [V128, V128, V128, V128]));
          if (source === y.dtype) return [value];
          return [source === 'int32' ? f32x4.convert(value) : i32x4.truncate(value)];
        },
      },
      walk,
      {
        outputs: [pointer(y)],
        inputs: tensors.map(pointer),
        reads: tensors.map((x) => x.storage),
        writes: [y.storage],
      },
    );
    return;
  }
  const operands = tensors.map(wholeStorage);
  const out = wholeStorage(y);
  const cut = y.dtype === 'int32' && source !== 'int32';
  const constants = inputs.map((x) => (isTensor(x) ? 0 : x));
  const slots = inputs.flatMap((x, i) => (isTensor(x) ? [i] : []));
  engine().host(
    () => {
      const arguments_ = [...constants];
      elementwiseReference(
        (xs) => {
          for (let i = 0; i < slots.length; i++) arguments_[slots[i] as number] = xs[i] as number;
          const value = formula(numberLanes, ...(arguments_ as [number, number, number, number]));
          // as the kernel does: beyond int32 the nearest bound, and 0 for NaN
          return [cut ? Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, value)) : value];
        },
        walk,
        [{ data: values(out), offset: 0 }],
        operands.map((x) => ({ data: values(x), offset: 0 })),
      );
    },
    tensors.map((x) => x.storage),
    [y.storage],
  );
}

function stridesOver(x: Tensor, shape: Shape): readonly number[] {
  return sameShape(x.shape, shape) ? x.strides : broadcastStrides(x.shape, x.strides, shape);
}

/** From the first value of `x` to the end of its memory. */
export function wholeStorage(x: Tensor): Raw {
  const ptr = pointer(x);
  const size = x.storage.ptr + x.storage.size - ptr;
  return { ptr, size, dtype: x.dtype, length: Math.floor(size / BYTES[x.dtype]) };
}

export function checkDtypes(op: string, inputs: readonly Operand[]): void {
  const tensors = inputs.filter(isTensor);
  const dtype = (tensors[0] as Tensor).dtype;
  for (const x of tensors)
    if (x.dtype !== dtype)
      throw new TypeError(
        sentence(
          op,
          'dtypes must agree',
          `${dtype} and ${x.dtype}`,
          `Convert one with to('${dtype}')`,
        ),
      );
  if (dtype === 'int32')
    for (const x of inputs)
      if (typeof x === 'number' && (x | 0) !== x)
        throw new TypeError(
          sentence(
            op,
            'an int32 tensor takes whole numbers of 32 bits',
            `${x}`,
            "Convert it with to('float32')",
          ),
        );
}

/** A dense copy if `x` is not dense itself; the caller must not write to the result. */
export function contiguous(x: Tensor): Tensor {
  return isContiguous(x) ? x : copy(x);
}

export function copy(x: Tensor): Tensor {
  const y = fresh(x, x.shape);
  applyInto('copy', (_, v) => v, y, [x]);
  return y;
}

/** An op in plain JavaScript over dense arrays: rare ops, and the float64 and int32 way of all. */
export function host(
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  run: (inputs: readonly NumberArrayLike[], outputs: readonly NumberArrayLike[]) => void,
): void {
  const dense = inputs.map(contiguous);
  const xs = dense.map(raw);
  const ys = outputs.map(raw);
  engine().host(
    () => run(xs.map(values), ys.map(values)),
    inputs.map((x) => x.storage),
    outputs.map((y) => y.storage),
  );
  dense.forEach((d, i) => {
    if (d !== inputs[i]) release(d, 'the op it was copied for');
  });
}

type NumberArrayLike = Float32Array | Float64Array | Int32Array;
