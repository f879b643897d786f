/**
 * The IDX format of the MNIST files (LeCun, Cortes and Burges): two zero bytes, a type byte, the number of axes, the
 * size of each axis as a big-endian uint32, then the values. Plain or gzipped.
 */

/** An array read from an IDX file. */
export interface IdxArray {
  shape: number[];
  data: Uint8Array;
}

/** Grey images with the digit that each shows. */
export interface Digits {
  count: number;
  height: number;
  width: number;
  /** count·height·width brightnesses, 0 to 255. */
  images: Uint8Array;
  /** count digits, 0 to 9. */
  labels: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, gzipped or not.
 *
 * Nothing is trusted: no more is unpacked than the header announces, and nothing is set aside on its word alone.
 *
 * @throws Error when the file is no IDX file, holds another type, is cut off, goes on too long, or its gzip is damaged.
 *
 * @example
 * ```ts
 * import { readIdx } from '@gibbs/nn/tasks';
 *
 * const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9);
 * const { shape, data } = await readIdx(file);
 * console.log(shape, [...data]); // → [ 3 ] [ 7, 8, 9 ]
 * ```
 */
export async function readIdx(file: Uint8Array): Promise<IdxArray> {
  const zipped = file[0] === 0x1f && file[1] === 0x8b;
  return parse(zipped ? await unzip(file) : file);
}

/**
 * Reads a file of images and the file of their labels, as MNIST is published.
 *
 * @throws Error as {@link readIdx} does, and when the two do not belong together or a label is no digit.
 */
export async function readDigits(imageFile: Uint8Array, labelFile: Uint8Array): Promise<Digits> {
  const images = await readIdx(imageFile);
  const labels = await readIdx(labelFile);
  if (images.shape.length !== 3 || labels.shape.length !== 1) {
    throw new Error(
      `idx: images must have 3 axes and labels 1, got ${images.shape.length} and ${labels.shape.length}. Are the two files swapped?`,
    );
  }
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count) {
    throw new Error(
      `idx: each image needs one label, got ${count} images and ${labels.shape[0]} labels.`,
    );
  }
  const stranger = labels.data.findIndex((label) => label > 9);
  if (stranger >= 0) {
    throw new Error(`idx: labels must be 0 to 9, got ${labels.data[stranger]} at ${stranger}.`);
  }
  return { count, height, width, images: images.data, labels: labels.data };
}

function parse(bytes: Uint8Array): IdxArray {
  const header = readHeader(bytes);
  if (!header) throw new Error(`idx: the header is cut off, got ${bytes.length} bytes.`);
  const { shape, start, size } = header;
  if (bytes.length !== start + size) {
    throw new Error(
      `idx: [${shape.join(', ')}] needs ${size} bytes of values, got ${bytes.length - start}.`,
    );
  }
  return { shape, data: bytes.slice(start) };
}

/** The header, or undefined where more bytes are needed to know it. */
function readHeader(
  bytes: Uint8Array,
): { shape: number[]; start: number; size: number } | undefined {
  if (bytes.length < 4) return undefined;
  const [zero, nought, type, axes] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || nought !== 0) {
    throw new Error(`idx: a file begins with two zero bytes, got ${zero} and ${nought}.`);
  }
  if (type !== 8) {
    throw new Error(`idx: values must be unsigned bytes (type 8), got type ${type}.`);
  }
  if (axes === 0) throw new Error('idx: an array has at least 1 axis, got 0.');
  const start = 4 + 4 * axes;
  if (bytes.length < start) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, start, size: shape.reduce((a, b) => a * b, 1) };
}

/** Unpacks gzip, and stops as soon as more comes out than the header announces. */
async function unzip(file: Uint8Array): Promise<Uint8Array> {
  const source = new Blob([file as Uint8Array<ArrayBuffer>]).stream();
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new Error(`idx: the gzip data is damaged or cut off after ${length} bytes.`, { cause });
    });
    if (done) return bytes.subarray(0, length);
    if (length + value.length > bytes.length) {
      const larger = new Uint8Array(2 * (length + value.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(value, length);
    length += value.length;
    const header = readHeader(bytes.subarray(0, length));
    if (header && length > header.start + header.size) {
      await reader.cancel();
      throw new Error(
        `idx: [${header.shape.join(', ')}] needs ${header.size} bytes of values, got more.`,
      );
    }
  }
}
