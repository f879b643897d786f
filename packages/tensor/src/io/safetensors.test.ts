import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArrayData } from './numberArray.js';
import { decodeSafetensors, decodeSafetensorsHeader, encodeSafetensors } from './safetensors.js';

const arrays = new Map<string, ArrayData>([
  ['a', { dtype: 'float32', shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) }],
  ['b.bias', { dtype: 'int32', shape: [], data: new Int32Array([7]) }],
  ['c', { dtype: 'float64', shape: [0, 3], data: new Float64Array() }],
]);

/** A file with this header, as text or as an object, and so many bytes behind it. */
function file(header: unknown, dataBytes = 0, headerBytes?: bigint): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, headerBytes ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
const entry = (
  begin: number,
  end: number,
  shape: unknown = [(end - begin) / 4],
  dtype: unknown = 'F32',
) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('reads back what it writes, with its metadata', () => {
    const read = decodeSafetensors(encodeSafetensors(arrays, { format: 'pt' }));
    expect(new Map([...read.arrays].sort())).toEqual(arrays);
    expect(read.metadata).toEqual({ format: 'pt' });
  });

  it('writes a header of a multiple of eight bytes, and every array at a multiple of its width', () => {
    const bytes = encodeSafetensors(arrays);
    const { entries } = decodeSafetensorsHeader(bytes);
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    expect(entries.map(({ name, begin }) => [name, begin % 4])).toEqual([
      ['c', 0],
      ['a', 0],
      ['b.bias', 0],
    ]);
  });

  it('reads the header alone when told how long the file is', () => {
    const bytes = encodeSafetensors(arrays);
    const { entries } = decodeSafetensorsHeader(bytes.subarray(0, bytes.length - 20), bytes.length);
    expect(entries.find(({ name }) => name === 'a')).toMatchObject({
      kind: 'F32',
      shape: [2, 2],
      end: bytes.length - 4,
    });
  });

  it('widens half precision and bfloat16', () => {
    const bytes = file({ h: entry(0, 2, [1], 'F16'), g: entry(2, 4, [1], 'BF16') }, 4);
    bytes.set([0x00, 0x3c, 0x40, 0xc0], bytes.length - 4);
    const read = decodeSafetensors(bytes).arrays;
    expect([read.get('h')?.data[0], read.get('g')?.data[0]]).toEqual([1, -3]);
  });

  it('takes names with brackets, quotes and colons for what they are', () => {
    const name = '{"a":[\\';
    const bytes = file({ [name]: entry(0, 4), __metadata__: { ':': '{{{{' } }, 4);
    expect([...decodeSafetensors(bytes).arrays.keys()]).toEqual([name]);
  });

  it('takes a name that JavaScript reserves as any other', () => {
    const bytes = file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4);
    expect([...decodeSafetensors(bytes).arrays.keys()]).toEqual(['__proto__']);
  });

  const start = (header: unknown) => 8 + JSON.stringify(header).length;
  const overlap = { a: entry(0, 8), b: entry(4, 12) };
  const hole = { a: entry(0, 4), b: entry(8, 12) };
  it.each<[string, Uint8Array, string]>([
    ['a few bytes', new Uint8Array(5), 'a file has at least 8 bytes, got 5.'],
    [
      'a header beyond the limit',
      file({}, 0, 1n << 60n),
      `a header has at most 100000000 bytes, got ${1n << 60n}.`,
    ],
    [
      'a header beyond the file',
      file({}, 0, 99n),
      'the header takes 99 bytes, and the file has 2 after its length. Is it cut short?',
    ],
    ['a header that is no JSON', file('{"a":'), 'the header is not JSON.'],
    ['a list for a header', file('[]'), 'the header is not an object.'],
    ['null for a header', file('null'), 'the header is not an object.'],
    ['a header length that lies', file({ a: entry(0, 4) }, 4, 20n), 'the header is not JSON.'],
    ['bytes that are no text', file('\u00ff').fill(0xff, 8), 'the header is not UTF-8.'],
    [
      'a name that stands twice',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'a name stands in the header twice.',
    ],
    [
      'a name that stands twice, once in other letters',
      file(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'a name stands in the header twice.',
    ],
    [
      'a nest without bottom',
      file(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'the header is nested too deeply.',
    ],
    [
      'a shape that is a nest',
      file({ a: entry(0, 4, [[1]]) }, 4),
      'the header is nested too deeply.',
    ],
    [
      'an entry that is nothing',
      file({ a: null }),
      `"a" has numbers of kind undefined; known are F64, F32, F16, BF16, I64, I32, I16, I8, U16, U8, BOOL.`,
    ],
    [
      'a beginning behind the end',
      file({ a: entry(4, 0, [1]) }, 4),
      '"a" of shape [1] takes 4 bytes, got -4.',
    ],
    [
      'a beginning before the data',
      file({ a: entry(-4, 0, [1]) }, 4),
      '"a" has offsets [-4,0], which are not a beginning and an end.',
    ],
    [
      'a fractional offset',
      file({ a: entry(0.5, 4.5, [1]) }, 8),
      '"a" has offsets [0.5,4.5], which are not a beginning and an end.',
    ],
    [
      'an unknown kind',
      file({ a: entry(0, 4, [1], 'X9') }, 4),
      '"a" has numbers of kind "X9"; known are F64, F32, F16, BF16, I64, I32, I16, I8, U16, U8, BOOL.',
    ],
    [
      'a kind that every object has',
      file({ a: entry(0, 4, [1], 'toString') }, 4),
      '"a" has numbers of kind "toString"; known are F64, F32, F16, BF16, I64, I32, I16, I8, U16, U8, BOOL.',
    ],
    [
      'a negative size',
      file({ a: entry(0, 4, [-1]) }, 4),
      '"a" has shape [-1], which is not a list of sizes.',
    ],
    [
      'sizes beyond counting',
      file({ a: entry(0, 4, [2 ** 40, 2 ** 40]) }, 4),
      `"a" has shape [${2 ** 40},${2 ** 40}], which is not a list of sizes.`,
    ],
    [
      'offsets that are none',
      file({ a: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4),
      '"a" has offsets [0], which are not a beginning and an end.',
    ],
    [
      'a shape that its bytes do not hold',
      file({ a: entry(0, 4, [2]) }, 4),
      '"a" of shape [2] takes 8 bytes, got 4.',
    ],
    [
      'more than the file holds',
      file({ a: entry(0, 4_000_000_000) }, 4),
      `"a" ends at byte ${start({ a: entry(0, 4_000_000_000) }) + 4_000_000_000}, and the file has ${start({ a: entry(0, 4_000_000_000) }) + 4}. Is it cut short?`,
    ],
    [
      'arrays that overlap',
      file(overlap, 12),
      `"b" begins at byte ${start(overlap) + 4}, and what comes before it ends at ${start(overlap) + 8}: arrays may not overlap or leave holes.`,
    ],
    [
      'holes',
      file(hole, 12),
      `"b" begins at byte ${start(hole) + 8}, and what comes before it ends at ${start(hole) + 4}: arrays may not overlap or leave holes.`,
    ],
    [
      'bytes that belong to none',
      file({ a: entry(0, 4) }, 9),
      `the arrays end at byte ${start({ a: entry(0, 4) }) + 4}, and the file has ${start({ a: entry(0, 4) }) + 9}.`,
    ],
    [
      'metadata that is not words',
      file({ __metadata__: { a: 1 } }),
      '__metadata__ must map words to words.',
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(new RangeError(`decodeSafetensors: ${message}`));
  });

  it('refuses a file cut short anywhere', () => {
    const bytes = encodeSafetensors(arrays);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(RangeError);
  });

  it('refuses to write a name twice', () => {
    const a = arrays.get('a') as ArrayData;
    expect(() =>
      encodeSafetensors([
        ['x', a],
        ['x', a],
      ]),
    ).toThrow('names must differ');
  });

  it('meets any change of one byte with a RangeError or with arrays', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, value) => {
        const bytes = encodeSafetensors(arrays, { format: 'pt' });
        bytes[at % bytes.length] = value;
        try {
          decodeSafetensors(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
