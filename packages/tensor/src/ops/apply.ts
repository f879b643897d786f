/** Runs a scalar formula over tensors, broadcasting: the one place where element-wise ops meet kernels. */
import { refuseType } from '../errors.js';
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
import { broadcastShapes, broadcastStrides, collapse } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import type { Code, V128 } from '../wasm/expression.js';
import * as f32x4 from '../wasm/f32x4.js';
import * as i32x4 from '../wasm/i32x4.js';
import { bits, type KernelBuilder } from '../wasm/kernel.js';

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
  refuseType(op, 'takes float32 or float64', dtype, "Convert it with to('float32')");
}

/** The same, written over `y`. */
export function applyInto(
  op: string,
  formula: Formula,
  y: Tensor,
  inputs: readonly Operand[],
): void {
  applyAll(op, (l, xs) => [formula(l, ...(xs as [never, never, never, never]))], [y], inputs);
}

/** Several formulas over the same inputs in one pass, written over `outputs`, which have one shape. */
export function applyAll(
  op: string,
  formula: <V, M>(l: Lanes<V, M>, xs: readonly V[]) => readonly V[],
  outputs: readonly Tensor[],
  inputs: readonly Operand[],
): void {
  const [y] = outputs as [Tensor];
  if (y.size === 0) return;
  const tensors = inputs.filter(isTensor);
  const walk = collapse(y.shape, [
    ...outputs.map((x) => x.strides),
    ...tensors.map((x) => broadcastStrides(x.shape, x.strides, y.shape)),
  ]);
  // a dense kernel may write up to the end of its cache line: not allowed inside a larger tensor
  const whole = outputs.every(
    (x) => x.size * BYTES[x.dtype] === x.storage.bytes && isContiguous(x),
  );
  if (!whole && walk.sizes.length === 1) {
    walk.sizes.unshift(1);
    for (const s of walk.strides) s.unshift(0);
  }
  const source = tensors[0]?.dtype ?? y.dtype;
  const spans = [tensors.map((x) => x.storage), outputs.map((x) => x.storage)] as const;
  const places = inputs.map((x) => (isTensor(x) ? 't' : 'n')).join('');
  /** Tensors and numbers in the order in which the formula takes them. */
  const order = <V>(xs: readonly V[], numbers: readonly V[]): readonly V[] => {
    if (numbers.length === 0) return xs;
    let [t, n] = [0, 0];
    return inputs.map((x) => (typeof x === 'number' ? numbers[n++] : xs[t++]) as V);
  };
  const numbers = inputs.filter((x) => typeof x === 'number');
  if (y.dtype !== 'float64' && source !== 'float64') {
    const whole = source === 'int32';
    elementwise(
      engine(),
      {
        name: `${op}.${places}${source}${y.dtype}`,
        formula: (l, xs, scalars) => {
          const found = formula<V128, V128>(l, order(xs, scalars));
          if (source === y.dtype) return found;
          return found.map(whole ? f32x4.convert : i32x4.truncate);
        },
        whole,
      },
      walk,
      [...outputs, ...tensors].map(pointer),
      whole ? numbers : numbers.map(bits),
      ...spans,
    );
    return;
  }
  const [outs, operands] = [outputs.map(wholeStorage), tensors.map(wholeStorage)];
  const cut = y.dtype === 'int32';
  engine().host(
    () =>
      elementwiseReference(
        (xs) => {
          const found = formula(numberLanes, order(xs, numbers));
          // as the kernel does: beyond int32 the nearest bound, and 0 for NaN
          return cut ? found.map((v) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, v))) : found;
        },
        walk,
        outs.map(values),
        operands.map(values),
      ),
    ...spans,
  );
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
      refuseType(
        op,
        'dtypes must agree',
        `${dtype} and ${x.dtype}`,
        `Convert one with to('${dtype}')`,
      );
  if (dtype === 'int32')
    for (const x of inputs)
      if (typeof x === 'number' && (x | 0) !== x)
        refuseType(
          op,
          'an int32 tensor takes whole numbers of 32 bits',
          `${x}`,
          "Convert it with to('float32')",
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

export function zerosLike(x: Tensor): Tensor {
  const zero = fresh(x, x.shape);
  applyInto('fill', (_, v) => v, zero, [0]);
  return zero;
}

/**
 * Runs a kernel over dense tensors. Its arguments are `numbers`, then the addresses of `inputs` (0 of an absent one)
 * and of `outputs`.
 */
export function launch(
  name: string,
  body: (k: KernelBuilder) => Code,
  numbers: readonly number[],
  inputs: readonly (Tensor | undefined)[],
  outputs: readonly Tensor[],
  work?: number,
): void {
  const dense = inputs.map((x) => x && contiguous(x));
  const present = dense.filter((x) => x !== undefined);
  engine().launch(
    engine().kernel(name, body),
    [...numbers, ...[...dense, ...outputs].map((x) => (x ? pointer(x) : 0))],
    present.map((x) => x.storage),
    outputs.map((y) => y.storage),
    work,
  );
  for (const x of present) if (!inputs.includes(x)) release(x, name);
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
