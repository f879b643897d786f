import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.js';
import type { ArrayData } from './numberArray.js';

const small: ArrayData = {
  dtype: 'float32',
  shape: [2, 3],
  data: new Float32Array([1, 2, 3, 4, 5, 6]),
};

/** A file with this header and these bytes, of any version. */
function file(header: string, data: number[] = [], version = 1): Uint8Array {
  const text = [...new TextEncoder().encode(header)];
  const length = [text.length & 255, text.length >> 8, ...(version > 1 ? [0, 0] : [])];
  return Uint8Array.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    version,
    0,
    ...length,
    ...text,
    ...data,
  ]);
}
const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

describe('npy', () => {
  it('writes what NumPy writes: magic, version 1, a header padded to 64 bytes, the numbers', () => {
    const bytes = encodeNpy(small);
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    expect(bytes.length).toBe(128 + 24);
    expect(new TextDecoder().decode(bytes.subarray(10, 128))).toBe(
      `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)}\n`,
    );
  });

  it('reads back every array that it writes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { maxLength: 4 }),
        fc.constantFrom('float32', 'float64', 'int32'),
        (shape, dtype) => {
          const count = shape.reduce((a, b) => a * b, 1);
          const make = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[dtype];
          const data = new make(Array.from({ length: count }, (_, i) => (i - 2) * 1.5));
          expect(decodeNpy(encodeNpy({ dtype, shape, data }))).toEqual({ dtype, shape, data });
        },
      ),
      { seed: 7 },
    );
  });

  it('reads half precision, bytes, big-endian numbers and 64-bit integers', () => {
    expect(decodeNpy(file(header('<f2', '(4,)'), [0, 0x3c, 0, 0xc0, 1, 0, 0, 0x7c])).data).toEqual(
      new Float32Array([1, -2, 2 ** -24, Number.POSITIVE_INFINITY]),
    );
    expect(decodeNpy(file(header('|u1', '(2,)'), [7, 255])).data).toEqual(new Int32Array([7, 255]));
    expect(decodeNpy(file(header('>i2', '(1,)'), [255, 254], 2)).data).toEqual(
      new Int32Array([-2]),
    );
    expect(decodeNpy(file(header('<i8', '()'), [5, 0, 0, 0, 0, 0, 0, 0], 3))).toEqual({
      dtype: 'int32',
      shape: [],
      data: new Int32Array([5]),
    });
  });

  it('turns column-major files into row-major arrays', () => {
    const bytes = file(header('|u1', '(2, 3)', 'True'), [1, 4, 2, 5, 3, 6]);
    expect([...decodeNpy(bytes).data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'no magic',
      new Uint8Array(20),
      'decodeNpy: a .npy file begins with \\x93NUMPY, and this one does not.',
    ],
    ['a version of the future', file('{}', [], 9), 'decodeNpy: versions 1 to 3 are known, got 9.'],
    [
      'a header longer than the file',
      file('{}').subarray(0, 11),
      'decodeNpy: the header is said to take 2 bytes, and the file has 1 left.',
    ],
    ['a header that is no dictionary', file('f4'), 'decodeNpy: the header is not a dictionary.'],
    [
      'a missing key',
      file("{'descr': '<f4', 'shape': (1,)}"),
      "decodeNpy: the header has no 'fortran_order' that can be read.",
    ],
    [
      'code in the header',
      file(header('<f4', '(1,)').replace('}', "'x': exec('1')}")),
      "decodeNpy: the header holds more than it may: 'x': exec('1').",
    ],
    [
      'objects',
      file(header('|O', '(1,)')),
      "decodeNpy: numbers of kind '|O' are not read. Save as float32, float64 or int32.",
    ],
    [
      'a missing byte',
      file(header('<f4', '(2,)'), [0, 0, 0, 0, 0, 0, 0]),
      "decodeNpy: shape (2) of '<f4' takes 8 bytes, got 7. Is the file cut short?",
    ],
    [
      'a size beyond counting',
      file(header('<f4', '(9999999999, 9999999999)')),
      'decodeNpy: shape (9999999999, 9999999999) is too large.',
    ],
    [
      'more than the file holds',
      file(header('<f8', '(1000000000,)')),
      "decodeNpy: shape (1000000000) of '<f8' takes 8000000000 bytes, got 0. Is the file cut short?",
    ],
    [
      'a broken shape',
      file(header('<f4', '(2 3,)')),
      'decodeNpy: shape (2 3,) is not a list of sizes.',
    ],
    [
      'a negative size',
      file(header('<f4', '(-1,)')),
      "decodeNpy: the header has no 'shape' that can be read.",
    ],
    [
      'more numbers than the shape says',
      file(header('<f4', '(1,)'), [0, 0, 0, 0, 0]),
      "decodeNpy: shape (1) of '<f4' takes 4 bytes, got 5. Is the file cut short?",
    ],
    [
      'complex numbers',
      file(header('<c8', '(1,)'), [0, 0, 0, 0, 0, 0, 0, 0]),
      "decodeNpy: numbers of kind '<c8' are not read. Save as float32, float64 or int32.",
    ],
    ['a header of nothing', file(''), 'decodeNpy: the header is not a dictionary.'],
    [
      'a large integer',
      file(header('<i8', '(1,)'), [0, 0, 0, 0, 1, 0, 0, 0]),
      'decodeNpy: 64-bit integers must fit in int32, got 4294967296.',
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => decodeNpy(bytes)).toThrow(new RangeError(message));
  });

  it('refuses a file cut short anywhere', () => {
    const bytes = encodeNpy(small);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeNpy(bytes.subarray(0, length))).toThrow(RangeError);
  });

  it('meets random bytes with a RangeError or an array, never with anything else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(127),
        fc.nat(255),
        (noise, at, value) => {
          const bytes = encodeNpy(small);
          bytes[at] = value;
          bytes.set(noise.subarray(0, 20), 128);
          try {
            decodeNpy(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
