import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDigits, readIdx } from './idx.js';

const file = (shape: number[], values: ArrayLike<number>): Uint8Array => {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => {
    view.setUint32(4 + 4 * axis, size);
  });
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
};

describe('readIdx', () => {
  it('reads what was written, gzipped or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (shape, zip) => {
          const values = Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
          const bytes = file(shape, values);
          const read = await readIdx(zip ? new Uint8Array(gzipSync(bytes)) : bytes);
          expect(read.shape).toEqual(shape);
          expect([...read.data]).toEqual([...values]);
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  it('refuses a file cut off at any byte, gzipped or not', async () => {
    const whole = file([2, 3], [1, 2, 3, 4, 5, 6]);
    const zipped = new Uint8Array(gzipSync(whole));
    for (let length = 0; length < whole.length; length++) {
      await expect(readIdx(whole.subarray(0, length))).rejects.toThrow(/^idx: /);
    }
    for (let length = 0; length < zipped.length; length++) {
      await expect(readIdx(zipped.subarray(0, length))).rejects.toThrow(/^idx: /);
    }
  });

  it('says what is wrong with a file', async () => {
    const fails = (bytes: Uint8Array, text: string) => expect(readIdx(bytes)).rejects.toThrow(text);
    await fails(Uint8Array.of(0, 0), 'idx: the header is cut off, got 2 bytes.');
    await fails(
      new TextEncoder().encode('<html>'),
      'idx: a file begins with two zero bytes, got 60 and 104.',
    );
    await fails(
      Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0),
      'idx: values must be unsigned bytes (type 8), got type 13.',
    );
    await fails(Uint8Array.of(0, 0, 8, 0), 'idx: an array has at least 1 axis, got 0.');
    await fails(file([2, 2], [1, 2, 3]), 'idx: [2, 2] needs 4 bytes of values, got 3.');
    await fails(file([2], [1, 2, 3]), 'idx: [2] needs 2 bytes of values, got 3.');
    const zipped = new Uint8Array(gzipSync(file([5], [1, 2, 3, 4, 5])));
    await fails(zipped.subarray(0, 12), 'idx: the gzip data is damaged or cut off after 1 bytes.');
    zipped[15] = (zipped[15] as number) ^ 255;
    await fails(zipped, 'idx: the gzip data is damaged or cut off');
  });

  it('does not believe a header that announces more than there is', async () => {
    const liar = file([0xffffffff, 0xffffffff, 0xffffffff], [1, 2, 3]);
    await expect(readIdx(liar)).rejects.toThrow('got 3.');
  });

  it('stops unpacking where a small file announces little and holds much', async () => {
    const bomb = new Uint8Array(gzipSync(file([10], new Uint8Array(50_000_000))));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readIdx(bomb)).rejects.toThrow('idx: [10] needs 10 bytes of values, got more.');
  });
});

describe('readDigits', () => {
  it('says when the two files do not belong together', async () => {
    const images = file([2, 1, 1], [9, 9]);
    await expect(readDigits(file([2], [1, 2]), images)).rejects.toThrow(
      'idx: images must have 3 axes and labels 1, got 1 and 3. Are the two files swapped?',
    );
    await expect(readDigits(images, file([3], [1, 2, 3]))).rejects.toThrow(
      'idx: each image needs one label, got 2 images and 3 labels.',
    );
    await expect(readDigits(images, file([2], [1, 10]))).rejects.toThrow(
      'idx: labels must be 0 to 9, got 10 at 1.',
    );
  });

  const folder = process.env.GIBBS_DATA ?? `${import.meta.dirname}/../../../../../shared/data`;
  const mnist = async () =>
    Promise.all(
      ['train10k-images-idx3-ubyte.gz', 'train10k-labels-idx1-ubyte.gz'].map(
        async (name) => new Uint8Array(await readFile(`${folder}/mnist/${name}`)),
      ),
    ).catch(() => undefined);

  it('reads the first 10,000 digits of MNIST', async ({ skip }) => {
    const files = await mnist();
    if (!files) return skip('no MNIST files in GIBBS_DATA');
    const digits = await readDigits(files[0] as Uint8Array, files[1] as Uint8Array);
    expect([digits.count, digits.height, digits.width]).toEqual([10_000, 28, 28]);
    expect([...digits.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(digits.images.length).toBe(7_840_000);
  });
});
