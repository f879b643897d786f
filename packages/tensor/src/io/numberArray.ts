/**
 * Numbers as files hold them and as this package holds them.
 *
 * A file may store half precision, bytes or 64-bit integers. In memory there are float32, float64 and int32, so
 * narrow kinds are widened exactly and 64-bit integers are refused where they do not fit.
 */

/** The kinds of number that memory has. */
export type MemoryKind = 'float32' | 'float64' | 'int32';

/** The kinds of number that files have. */
export type FileKind =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint16'
  | 'uint8'
  | 'bool';

/** A dense array in row-major order, outside of any engine. */
export interface ArrayData {
  dtype: MemoryKind;
  shape: number[];
  data: Float32Array | Float64Array | Int32Array;
}

/** Bytes that one number takes in a file. */
export const FILE_BYTES: Readonly<Record<FileKind, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/** The kind that a file's numbers become in memory. */
export function memoryKind(kind: FileKind): MemoryKind {
  if (kind === 'float64') return 'float64';
  return kind === 'float32' || kind === 'float16' || kind === 'bfloat16' ? 'float32' : 'int32';
}

/**
 * Reads `count` numbers from the start of `bytes`, which the caller has checked to be long enough. `where` opens
 * the message of the one error there can be: an integer of 64 bits that does not fit in 32.
 */
export function decodeNumbers(
  bytes: Uint8Array,
  kind: FileKind,
  count: number,
  littleEndian: boolean,
  where: string,
): ArrayData['data'] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = emptyArray(memoryKind(kind), count);
  const width = FILE_BYTES[kind];
  if (
    littleEndian &&
    machineIsLittleEndian &&
    (kind === 'float32' || kind === 'float64' || kind === 'int32')
  ) {
    new Uint8Array(out.buffer).set(bytes.subarray(0, count * width));
    return out;
  }
  const read = readerOf(view, kind, littleEndian, where);
  for (let i = 0; i < count; i++) out[i] = read(i * width);
  return out;
}

/** The numbers as little-endian bytes. */
export function encodeNumbers(data: ArrayData['data']): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (machineIsLittleEndian) return bytes;
  const swapped = new Uint8Array(bytes);
  const width = data.BYTES_PER_ELEMENT;
  for (let i = 0; i < swapped.length; i += width) swapped.subarray(i, i + width).reverse();
  return swapped;
}

export function emptyArray(kind: MemoryKind, count: number): ArrayData['data'] {
  if (kind === 'float64') return new Float64Array(count);
  return kind === 'int32' ? new Int32Array(count) : new Float32Array(count);
}

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

const machineIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function readerOf(
  view: DataView,
  kind: FileKind,
  little: boolean,
  where: string,
): (at: number) => number {
  switch (kind) {
    case 'float64':
      return (at) => view.getFloat64(at, little);
    case 'float32':
      return (at) => view.getFloat32(at, little);
    case 'float16':
      return (at) => halfToFloat(view.getUint16(at, little));
    case 'bfloat16':
      return (at) => bfloatToFloat(view.getUint16(at, little));
    case 'int64':
      return (at) => narrow(view.getBigInt64(at, little), where);
    case 'int32':
      return (at) => view.getInt32(at, little);
    case 'int16':
      return (at) => view.getInt16(at, little);
    case 'int8':
      return (at) => view.getInt8(at);
    case 'uint16':
      return (at) => view.getUint16(at, little);
    case 'uint8':
    case 'bool':
      return (at) => view.getUint8(at);
  }
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
function bfloatToFloat(bits: number): number {
  scratchBits[0] = bits << 16;
  return scratchFloat[0] as number;
}

const scratchBits = new Uint32Array(1);
const scratchFloat = new Float32Array(scratchBits.buffer);

function narrow(value: bigint, where: string): number {
  if (value < -2147483648n || value > 2147483647n)
    throw new RangeError(`${where}: 64-bit integers must fit in int32, got ${value}.`);
  return Number(value);
}
