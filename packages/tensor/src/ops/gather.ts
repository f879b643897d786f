/** Picking and scattering by index. */
import { ShapeError, sentence, shapeText } from '../errors.js';
import { composed, fresh, type NumberArray, pointer, record, release, values } from '../handle.js';
import { embeddingBackward, embeddingForward } from '../kernels/embedding.js';
import { axisOf, type Shape, sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { contiguous, host, wholeStorage } from './apply.js';
import { expand, reshape } from './movement.js';

/**
 * Row `indices[…]` of a table `[vocab, channels]`: int32 `[…] → […, channels]`. Its gradient adds rows up, in the order
 * of the indices. Throws on an index outside the table, also when a captured step is replayed.
 */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  if (table.ndim !== 2)
    throw new RangeError(
      sentence('embedding', 'the table must have shape [vocab, channels]', shapeText(table.shape)),
    );
  const [vocab, channels] = table.shape as readonly [number, number];
  needIndices('embedding', indices);
  checkIndices('embedding', indices, vocab);
  const shape = [...indices.shape, channels];
  if (table.dtype === 'float64')
    return composed('embedding', [table], () => {
      const rows = expand(reshape(indices, [indices.size, 1]), [indices.size, channels]);
      return reshape(pick(table, rows, 0), shape);
    });
  const y = fresh(table, shape);
  const sizes = { count: indices.size, vocab, channels };
  const [t, i] = [contiguous(table), contiguous(indices)];
  const pointers = [pointer(t), pointer(i), pointer(y)] as const;
  embeddingForward(engine(), sizes, pointers, [t.storage, i.storage], [y.storage]);
  if (t !== table) release(t, 'embedding');
  if (i !== indices) release(i, 'embedding');
  return record('embedding', y, [table], (dy) => {
    // they may have been written over since
    checkIndices('embedding', indices, vocab);
    const dt = fresh(table, table.shape);
    const [d, i] = [contiguous(dy), contiguous(indices)];
    const pointers = [pointer(d), pointer(i), pointer(dt)] as const;
    embeddingBackward(engine(), sizes, pointers, [d.storage, i.storage], [dt.storage]);
    return [dt];
  });
}

/**
 * Values along an axis by index, as PyTorch's gather: `y[…, i, …] = x[…, indices[…, i, …], …]`. Sizes
 * agree except along the axis. Its gradient is scatterAdd. Throws on an index out of range, also at replay.
 */
export function gather(x: Tensor, indices: Tensor, axis = -1): Tensor {
  const a = axisOf('gather', axis, x.ndim);
  needIndices('gather', indices);
  if (indices.ndim !== x.ndim || !indices.shape.every((n, i) => i === a || n === x.shape[i]))
    throw new ShapeError('gather', `sizes must agree except along axis ${a}`, [
      x.shape,
      indices.shape,
    ]);
  checkIndices('gather', indices, x.shape[a] as number);
  return pick(x, indices, a);
}

/** gather by indices that are known to be right. */
export function pick(x: Tensor, indices: Tensor, a: number): Tensor {
  const y = fresh(x, indices.shape);
  const walk = walkAlong(x.shape, indices.shape, a);
  host([x, indices], [y], ([v, i], [out]) => {
    walk((at, base, step) => {
      (out as NumberArray)[at] = (v as NumberArray)[base + (i?.[at] as number) * step] as number;
    });
  });
  return record('gather', y, [x], (dy) => [added(undefined, x.shape, indices, dy, a)]);
}

/**
 * A copy of `x` with `source` added at `indices` along an axis: `y[…, indices[…, i, …], …] += source[…, i, …]`. Equal
 * indices add up, in order. dx = dy; dsource is gather. Throws on an index out of range, also at replay.
 */
export function scatterAdd(x: Tensor, indices: Tensor, source: Tensor, axis = -1): Tensor {
  const a = axisOf('scatterAdd', axis, x.ndim);
  needIndices('scatterAdd', indices);
  if (
    !sameShape(indices.shape, source.shape) ||
    indices.ndim !== x.ndim ||
    !indices.shape.every((n, i) => i === a || n === x.shape[i])
  )
    throw new ShapeError(
      'scatterAdd',
      `indices and source must agree with each other, and with x except along axis ${a}`,
      [x.shape, indices.shape, source.shape],
    );
  if (x.dtype !== source.dtype)
    throw new TypeError(
      sentence('scatterAdd', 'dtypes must agree', `${x.dtype} and ${source.dtype}`),
    );
  checkIndices('scatterAdd', indices, x.shape[a] as number);
  const y = added(x, x.shape, indices, source, a);
  return record('scatterAdd', y, [x, source], (dy, needs) => [
    dy,
    needs[1] ? pick(dy, indices, a) : null,
  ]);
}

/** `x`, or zeros of `shape`, with `source` added at `indices` along axis `a`. */
function added(
  x: Tensor | undefined,
  shape: Shape,
  indices: Tensor,
  source: Tensor,
  a: number,
): Tensor {
  const y = fresh(source, shape);
  const walk = walkAlong(shape, indices.shape, a);
  host([indices, source, ...(x ? [x] : [])], [y], ([i, s, v], [out]) => {
    const o = out as NumberArray;
    if (v) o.set(v);
    else o.fill(0);
    walk((at, base, step) => {
      const place = base + (i?.[at] as number) * step;
      o[place] = (o[place] as number) + (s?.[at] as number);
    });
  });
  return y;
}

/** Visits each position of `indices`, with the start of its line in `x` and the step along the axis. */
function walkAlong(
  shape: readonly number[],
  indexShape: readonly number[],
  axis: number,
): (visit: (at: number, base: number, step: number) => void) => void {
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const [n, m] = [shape[axis] as number, indexShape[axis] as number];
  return (visit) => {
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < m; i++)
        for (let j = 0; j < inner; j++) visit((o * m + i) * inner + j, o * n * inner + j, inner);
  };
}

function needIndices(op: string, indices: Tensor): void {
  if (indices.dtype !== 'int32')
    throw new TypeError(sentence(op, 'indices must be int32', indices.dtype));
}

/** Refuses an index outside [0, n), now and at each replay of a captured step. */
export function checkIndices(op: string, indices: Tensor, n: number, ignore?: number): void {
  const { shape, strides } = indices;
  const place = wholeStorage(indices);
  engine().check(() => {
    const all = values(place);
    const visit = (axis: number, at: number): void => {
      if (axis < shape.length) {
        for (let i = 0; i < (shape[axis] as number); i++)
          visit(axis + 1, at + i * (strides[axis] as number));
        return;
      }
      const i = all[at] as number;
      if ((i < 0 || i >= n) && i !== ignore)
        throw new RangeError(sentence(op, `indices must lie in [0, ${n - 1}]`, `${i}`));
    };
    visit(0, 0);
  }, [indices.storage]);
}
