import type { Tensor } from '@gibbs/tensor';

/** A dense array in row-major order, outside of any engine: what files hold. */
export interface ArrayData {
  dtype: 'float32' | 'float64' | 'int32';
  shape: number[];
  data: Float32Array | Float64Array | Int32Array;
}

/** Copies of tensors by name. */
export function arraysOf(tensors: ReadonlyMap<string, Tensor>): Map<string, ArrayData> {
  return new Map(
    [...tensors].map(([name, t]) => [
      name,
      { dtype: t.dtype, shape: [...t.shape], data: t.toTypedArray() },
    ]),
  );
}

/**
 * Writes arrays into the tensors of the same names. All are checked before any is written: a missing or unknown
 * name, another shape or another dtype is an error, and nothing has changed then.
 */
export function loadArrays(
  what: string,
  tensors: ReadonlyMap<string, Tensor>,
  arrays: ReadonlyMap<string, ArrayData>,
): void {
  for (const [name, t] of tensors) {
    const array = arrays.get(name);
    if (!array)
      throw new RangeError(`${what}: every weight must be there, got none named ${name}.`);
    if (String(array.shape) !== String(t.shape)) {
      throw new RangeError(
        `${what}: ${name} must have shape [${t.shape.join(', ')}], got [${array.shape.join(', ')}].`,
      );
    }
    if (array.dtype !== t.dtype) {
      throw new TypeError(`${what}: ${name} must be ${t.dtype}, got ${array.dtype}.`);
    }
  }
  for (const name of arrays.keys()) {
    if (!tensors.has(name)) {
      throw new RangeError(`${what}: only weights of the model have a place, got ${name}.`);
    }
  }
  for (const [name, t] of tensors) t.copyFrom((arrays.get(name) as ArrayData).data);
}
