/**
 * Numbers as files hold them and as this package holds them.
 *
 * A file may store half precision, bytes or 64-bit integers. In memory there are float32, float64 and int32, so
 * narrow kinds are widened exactly and 64-bit integers are refused where they do not fit. Memory is little-endian, as
 * that of WebAssembly is.
 */

/** A dense array in row-major order, outside of any engine. */
export interface ArrayData {
  dtype: 'float32' | 'float64' | 'int32';
  shape: number[];
  data: Float32Array | Float64Array | Int32Array;
}

/** A kind of number that files have: bytes it takes there, what it becomes in memory, how one is read. */
export interface FileKind {
  readonly bytes: number;
  readonly dtype: ArrayData['dtype'];
  read(view: DataView, at: number, little: boolean): number | bigint;
}

const kind = (bytes: number, dtype: ArrayData['dtype'], read: FileKind['read']): FileKind => ({
  bytes,
  dtype,
  read,
});

/** By their safetensors names. */
export const KINDS: Readonly<Record<string, FileKind>> = {
  F64: kind(8, 'float64', (view, at, little) => view.getFloat64(at, little)),
  F32: kind(4, 'float32', (view, at, little) => view.getFloat32(at, little)),
  F16: kind(2, 'float32', (view, at, little) => halfToFloat(view.getUint16(at, little))),
  BF16: kind(2, 'float32', (view, at, little) => bfloatToFloat(view.getUint16(at, little))),
  I64: kind(8, 'int32', (view, at, little) => view.getBigInt64(at, little)),
  I32: kind(4, 'int32', (view, at, little) => view.getInt32(at, little)),
  I16: kind(2, 'int32', (view, at, little) => view.getInt16(at, little)),
  I8: kind(1, 'int32', (view, at) => view.getInt8(at)),
  U16: kind(2, 'int32', (view, at, little) => view.getUint16(at, little)),
  U8: kind(1, 'int32', (view, at) => view.getUint8(at)),
  BOOL: kind(1, 'int32', (view, at) => view.getUint8(at)),
};

/**
 * Reads `count` numbers from the start of `bytes`, which the caller has checked to be long enough. `where` opens
 * the message of the one error there can be: an integer of 64 bits that does not fit in 32.
 */
export function decodeNumbers(
  bytes: Uint8Array,
  kind: FileKind,
  count: number,
  little: boolean,
  where: string,
): ArrayData['data'] {
  const out = new ARRAYS[kind.dtype](count);
  if (little && kind.bytes === out.BYTES_PER_ELEMENT) {
    new Uint8Array(out.buffer).set(bytes.subarray(0, count * kind.bytes));
    return out;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) {
    const value = Number(kind.read(view, i * kind.bytes, little));
    if (kind.dtype === 'int32' && (value | 0) !== value)
      throw new RangeError(
        `${where}: 64-bit integers must fit in int32, got ${kind.read(view, i * kind.bytes, little)}.`,
      );
    out[i] = value;
  }
  return out;
}

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

/** The numbers as bytes. */
export const encodeNumbers = (data: ArrayData['data']): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** The product of the sizes, or `undefined` where one is no size or the product is not exact. */
export function countOf(shape: readonly unknown[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** IEEE 754 binary16: one sign bit, five of exponent (bias 15), ten of fraction. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A bfloat16 is the upper half of a float32. */
const bfloatToFloat = (bits: number): number =>
  new Float32Array(Uint32Array.of(bits << 16).buffer)[0] as number;
