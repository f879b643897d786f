/**
 * NumPy's `.npy` file: a magic string, a version, the length of a header, the header as a Python literal
 * `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`, and the numbers.
 *
 * Format: NumPy Enhancement Proposal 1. Versions 1, 2 and 3 are read; version 1 is written, its header padded so
 * that the numbers begin at a multiple of 64.
 */
import {
  type ArrayData,
  countOf,
  decodeNumbers,
  encodeNumbers,
  type FileKind,
  KINDS,
} from './numberArray.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAX_AXES = 64; // NumPy's own limit since 2.0
const MAX_HEADER = 1 << 20;

/**
 * Reads one array from the bytes of a `.npy` file.
 *
 * Half precision and narrow integers are widened; 64-bit integers must fit in int32. Throws a `RangeError` on
 * anything that is not a whole, plain array of numbers, before memory is taken for it.
 */
export function decodeNpy(bytes: Uint8Array): ArrayData {
  const { header, start } = headerOf(bytes);
  const { descr, kind, fortran, shape } = parseHeader(header);
  const count = countOf(shape);
  if (count === undefined || shape.length > MAX_AXES)
    fail(`shape (${shape.join(', ')}) is too large`);
  const need = (count as number) * kind.bytes;
  const have = bytes.length - start;
  if (have !== need)
    fail(
      `shape (${shape.join(', ')}) of '${descr}' takes ${need} bytes, got ${have}. Is the file cut short?`,
    );
  const little = descr[0] !== '>';
  const data = decodeNumbers(bytes.subarray(start), kind, count as number, little, 'decodeNpy');
  return { dtype: kind.dtype, shape, data: fortran ? fromColumnMajor(data, shape) : data };
}

/** The bytes of a `.npy` file that holds the array. */
export function encodeNpy({ dtype, shape, data }: ArrayData): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const literal = `{'descr': '<${dtype[0]}${data.BYTES_PER_ELEMENT}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = Math.ceil((10 + literal.length + 1) / 64) * 64 - 10;
  const header = `${literal.padEnd(padded - 1)}\n`;
  const numbers = encodeNumbers(data);
  const bytes = new Uint8Array(10 + header.length + numbers.length);
  bytes.set([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  bytes.set(numbers, 10 + header.length);
  return bytes;
}

function headerOf(bytes: Uint8Array): { header: string; start: number } {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    fail('a .npy file begins with \\x93NUMPY, and this one does not');
  const major = bytes[6] as number;
  if (major < 1 || major > 3) fail(`versions 1 to 3 are known, got ${major}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (major > 1 && bytes.length < 12) fail('the file ends inside its header');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = major === 1 ? 10 : 12;
  if (length > MAX_HEADER || from + length > bytes.length)
    fail(
      `the header is said to take ${length} bytes, and the file has ${bytes.length - from} left`,
    );
  const header = new TextDecoder().decode(bytes.subarray(from, from + length));
  return { header, start: from + length };
}

interface Header {
  descr: string;
  kind: FileKind;
  fortran: boolean;
  shape: number[];
}

/** The literal is not evaluated: three keys are looked for, and nothing else is let pass. */
function parseHeader(header: string): Header {
  const body = /^\s*\{(.*)\}\s*$/s.exec(header)?.[1];
  if (body === undefined) fail('the header is not a dictionary');
  let rest = body as string;
  const take = (pattern: RegExp, key: string): string => {
    const found = pattern.exec(rest);
    if (!found) return fail(`the header has no ${key} that can be read`);
    rest = rest.replace(found[0], '');
    return found[1] as string;
  };
  const descr = take(/'descr'\s*:\s*'([^']*)'\s*,?/, "'descr'");
  const order = take(/'fortran_order'\s*:\s*(True|False)\s*,?/, "'fortran_order'");
  const tuple = take(/'shape'\s*:\s*\(([\d\s,L]*)\)\s*,?/, "'shape'");
  if (rest.trim() !== '') fail(`the header holds more than it may: ${rest.trim().slice(0, 40)}`);

  // <f4 is F32 with its least byte first
  const [, letter = '', bytes] = /^[<>=|]([fiub])(\d)$/.exec(descr) ?? [];
  const kind = KINDS[letter + bytes === 'b1' ? 'BOOL' : letter.toUpperCase() + 8 * Number(bytes)];
  if (kind === undefined)
    return fail(
      `numbers of kind '${descr.slice(0, 40)}' are not read. Save as float32, float64 or int32`,
    );
  const sizes = tuple.split(',').map((size) => size.trim().replace(/L$/, ''));
  if (sizes.at(-1) === '') sizes.pop();
  if (sizes.some((size) => !/^\d+$/.test(size))) fail(`shape (${tuple}) is not a list of sizes`);
  return { descr, kind, fortran: order === 'True', shape: sizes.map(Number) };
}

/** Reorders numbers whose first axis runs fastest into row-major order. */
function fromColumnMajor(data: ArrayData['data'], shape: readonly number[]): ArrayData['data'] {
  const out = data.slice();
  let at = 0;
  const visit = (axis: number, from: number, step: number): void => {
    const size = shape[axis];
    if (size === undefined) out[at++] = data[from] as number;
    else for (let i = 0; i < size; i++) visit(axis + 1, from + i * step, step * size);
  };
  visit(0, 0, 1);
  return out;
}

function fail(what: string): never {
  throw new RangeError(`decodeNpy: ${what}${what.endsWith('?') ? '' : '.'}`);
}
