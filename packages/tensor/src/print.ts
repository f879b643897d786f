/** From tensors to JavaScript values and readable text. */
import { refuse, refuseType, sentence, shapeText } from './errors.js';
import { type NumberArray, raw, release, values } from './handle.js';
import { contiguous } from './ops/apply.js';
import type { Tensor } from './tensor.js';
import { engine } from './wasm/engine.js';

export type Nested = number | Nested[];

export const typedArray = {
  /** A copy of the values, row-major. */
  read(x: Tensor): NumberArray {
    if (engine().recorder)
      throw new Error(
        sentence(
          'toArray',
          'values cannot be read while a step is being captured',
          '',
          'Return the tensor and read it outside',
        ),
      );
    const dense = contiguous(x);
    const copy = values(raw(dense)).slice();
    if (dense !== x) release(dense, 'toArray');
    return copy;
  },

  /** Overwrites the values of `x`. */
  write(x: Tensor, source: ArrayLike<number>): void {
    if (source.length !== x.size)
      refuse(
        'copyFrom',
        `needs ${x.size} values for shape ${shapeText(x.shape)}`,
        `${source.length}`,
      );
    if (engine().recorder)
      throw new Error(
        sentence(
          'copyFrom',
          'an array would be written once and not at each replay of a captured step',
          '',
          'Write before the step, or copy from a tensor',
        ),
      );
    if (x.dtype === 'int32')
      for (let i = 0; i < source.length; i++)
        if ((Number(source[i]) | 0) !== source[i])
          refuseType('copyFrom', 'an int32 tensor takes whole numbers of 32 bits', `${source[i]}`);
    const dense = contiguous(x);
    if (dense !== x) {
      release(dense, 'copyFrom');
      throw new Error(
        sentence('copyFrom', 'an array can only be written to a dense tensor', shapeText(x.shape)),
      );
    }
    values(raw(x)).set(source);
  },
};

export function item(x: Tensor): number {
  if (x.size !== 1) refuse('item', 'needs exactly one value', `shape ${shapeText(x.shape)}`);
  return typedArray.read(x)[0] as number;
}

export function toArray(x: Tensor): Nested {
  const flat = typedArray.read(x);
  let at = 0;
  const nest = (axis: number): Nested =>
    axis === x.ndim
      ? (flat[at++] as number)
      : Array.from({ length: x.shape[axis] as number }, () => nest(axis + 1));
  return nest(0);
}

export function print(
  x: Tensor,
  { precision = 4, edge = 3 }: { precision?: number; edge?: number } = {},
): string {
  const head = `tensor ${shapeText(x.shape)}${x.dtype === 'float32' ? '' : ` ${x.dtype}`}`;
  if (x.disposed) return `${head} (freed)`;
  const flat = typedArray.read(x);
  const shorten = x.size > 1000;
  const shown = (n: number): number[] =>
    !shorten || n <= 2 * edge
      ? [...Array(n).keys()]
      : [...Array(edge).keys(), -1, ...[...Array(edge).keys()].map((i) => n - edge + i)];
  const text = formatter(flat, precision);
  const visit = (axis: number, at: number): string => {
    if (axis === x.ndim) return text(flat[at] as number);
    const step = x.shape.slice(axis + 1).reduce((n, m) => n * m, 1);
    const parts = shown(x.shape[axis] as number).map((i) =>
      i < 0 ? '…' : visit(axis + 1, at + i * step),
    );
    const joint =
      axis === x.ndim - 1 ? ', ' : `,${'\n'.repeat(x.ndim - 1 - axis)}${' '.repeat(axis + 1)}`;
    return `[${parts.join(joint)}]`;
  };
  return `${head}\n${visit(0, 0)}`;
}

/** One width for all numbers; exponents when fixed digits would hide or flood. */
function formatter(flat: NumberArray, precision: number): (x: number) => string {
  let [low, high, whole] = [Number.POSITIVE_INFINITY, 0, true];
  for (const x of flat) {
    if (!Number.isFinite(x)) continue;
    if (!Number.isInteger(x)) whole = false;
    if (x !== 0) [low, high] = [Math.min(low, Math.abs(x)), Math.max(high, Math.abs(x))];
  }
  const wide =
    high >= 1e6 || (low < 10 ** -precision && high < 1) || (high > 0 && high / low > 1e8);
  const one = (x: number): string => {
    if (!Number.isFinite(x)) return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Inf' : '-Inf';
    return whole && high < 1e9
      ? x.toFixed(0)
      : wide
        ? x.toExponential(precision)
        : x.toFixed(precision);
  };
  let width = 0;
  if (flat.length <= 100_000) for (const x of flat) width = Math.max(width, one(x).length);
  return (x) => one(x).padStart(width);
}
