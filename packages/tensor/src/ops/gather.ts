/** Picking and scattering by index. */
import { refuse, refuseType, ShapeError, shapeText } from '../errors.js';
import { BYTES, fresh, record, values } from '../handle.js';
import { gatherRows, scatterRows } from '../kernels/gather.js';
import { axisOf, type Shape, sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { engine } from '../wasm/engine.js';
import { copy, launch, wholeStorage, zerosLike } from './apply.js';

/**
 * Row `indices[…]` of a table `[vocab, channels]`: int32 `[…] → […, channels]`. Its gradient adds rows up, in the order
 * of the indices. Throws on an index outside the table, also when a captured step is replayed.
 */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  if (table.ndim !== 2)
    refuse('embedding', 'the table must have shape [vocab, channels]', shapeText(table.shape));
  const [vocab, channels] = table.shape as readonly [number, number];
  needIndices('embedding', indices);
  checkIndices('embedding', indices, vocab);
  const y = fresh(table, [...indices.shape, channels]);
  gatherInto(y, table, indices, [1, vocab, indices.size, 1], channels);
  return record('embedding', y, [table], (dy) => {
    // they may have been written over since
    checkIndices('embedding', indices, vocab);
    const dt = zerosLike(table);
    scatterInto(dt, indices, dy, [1, vocab, indices.size, 1], channels);
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
  const sizes = sizesAlong(x.shape, indices.shape, a);
  gatherInto(y, x, indices, sizes);
  return record('gather', y, [x], (dy) => {
    const dx = zerosLike(x);
    scatterInto(dx, indices, dy, sizes);
    return [dx];
  });
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
    refuseType('scatterAdd', 'dtypes must agree', `${x.dtype} and ${source.dtype}`);
  checkIndices('scatterAdd', indices, x.shape[a] as number);
  const y = copy(x);
  scatterInto(y, indices, source, sizesAlong(x.shape, indices.shape, a));
  return record('scatterAdd', y, [x, source], (dy, needs) => [
    dy,
    needs[1] ? pick(dy, indices, a) : null,
  ]);
}

/** x is [outer, size, inner] and indices are [outer, count, inner]. */
type Sizes = readonly [outer: number, size: number, count: number, inner: number];

function sizesAlong(shape: Shape, indexShape: Shape, axis: number): Sizes {
  const [outer, inner] = [shape.slice(0, axis), shape.slice(axis + 1)].map(sizeOf) as [
    number,
    number,
  ];
  return [outer, shape[axis] as number, indexShape[axis] as number, inner];
}

/** Each index stands for `row` numbers. */
function gatherInto(
  y: Tensor,
  x: Tensor,
  indices: Tensor,
  [, size, count, inner]: Sizes,
  row = 1,
): void {
  const numbers = [indices.size, count * inner, size, inner, row * BYTES[x.dtype]];
  launch('gather', gatherRows, numbers, [x, indices], [y]);
}

/** Adds to `y`, which is dense. */
function scatterInto(
  y: Tensor,
  indices: Tensor,
  source: Tensor,
  [outer, size, count, inner]: Sizes,
  row = 1,
): void {
  const { dtype } = y;
  const numbers = [outer, inner * row, count, size, inner === 1 ? 1 : 0];
  launch(`scatter ${dtype}`, (k) => scatterRows(k, dtype), numbers, [indices, source], [y]);
}

function needIndices(op: string, indices: Tensor): void {
  if (indices.dtype !== 'int32') refuseType(op, 'indices must be int32', indices.dtype);
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
        refuse(op, `indices must lie in [0, ${n - 1}]`, `${i}`);
    };
    visit(0, 0);
  }, [indices.storage]);
}
