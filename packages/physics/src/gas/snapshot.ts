/**
 * A snapshot is bytes: a mark, a version, the lengths of its two parts and a checksum, then what the
 * gas was built from as JSON, then its memory word for word. A gas made from it goes on bit for bit
 * as the first would have.
 */

const MARK = 'gibbsgas';
const VERSION = 2;
const HEAD = 32;

/** Packs a description and a block of memory. */
export function pack(description: unknown, memory: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(description));
  const textLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(HEAD + textLength + memory.length).fill(32, HEAD, HEAD + textLength);
  for (let k = 0; k < MARK.length; k++) bytes[k] = MARK.charCodeAt(k);
  bytes.set(text, HEAD);
  bytes.set(memory, HEAD + textLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, textLength, true);
  view.setUint32(16, memory.length, true);
  view.setUint32(20, checksum(bytes.subarray(HEAD)), true);
  return bytes;
}

/** Unpacks what `pack` made, or says what is wrong with it. */
export function unpack(bytes: Uint8Array): { description: unknown; memory: Uint8Array } {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`restore: a snapshot must be a Uint8Array, got ${typeof bytes}.`);
  }
  const mark = String.fromCharCode(...bytes.subarray(0, MARK.length));
  if (mark !== MARK) {
    throw new RangeError(
      `restore: a snapshot of a gas must begin with "${MARK}", got ${JSON.stringify(mark)}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length < HEAD ? Number.NaN : view.getUint32(8, true);
  if (bytes.length >= HEAD && version !== VERSION) {
    throw new RangeError(`restore: the snapshot's version must be ${VERSION}, got ${version}.`);
  }
  const textLength = bytes.length < HEAD ? 0 : view.getUint32(12, true);
  const length = bytes.length < HEAD ? HEAD : HEAD + textLength + view.getUint32(16, true);
  if (bytes.length !== length) {
    throw new RangeError(
      `restore: the snapshot must be ${length} bytes, got ${bytes.length}. It is cut short or has something added.`,
    );
  }
  const sum = checksum(bytes.subarray(HEAD));
  if (view.getUint32(20, true) !== sum) {
    throw new RangeError(
      `restore: the checksum must be ${view.getUint32(20, true)}, got ${sum}. The snapshot was changed.`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(HEAD, HEAD + textLength));
  return { description: JSON.parse(text), memory: bytes.subarray(HEAD + textLength) };
}

/** A 32-bit hash over words of four bytes (FNV-1a, Fowler, Noll and Vo); finds damage, not malice. */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = 0x811c9dc5;
  for (let k = 0; k + 4 <= bytes.length; k += 4) {
    hash = Math.imul(hash ^ view.getUint32(k, true), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
