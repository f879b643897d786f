import { whole } from '../check.js';
import { exp, log } from '../elementary.js';

/**
 * A small compressor of our own, so that a complexity measured by compression is the same number in
 * every engine (the gzip of browsers and of Node differ).
 *
 * Each byte is coded bit by bit. Five contexts (the last bytes of a text, or the neighbours above and
 * to the left of a field) each keep an adaptive probability; their votes are mixed in the logistic
 * domain by weights that learn online, and an arithmetic coder spends −log₂ p bits. Only integers
 * enter, so the output is the same everywhere. After Mahoney's PAQ (2002).
 */

/** How the bytes lie: a sequence (a text), or the rows of a field `width` cells wide. */
export interface Layout {
  /** Cells per row of a field; leave out for a sequence. */
  width?: number;
}

const CONTEXTS = 5;
const HEADER = 4;

/** Compresses bytes; `decompress` with the same layout gives them back. */
export function compress(bytes: Uint8Array, { width = 0 }: Layout = {}): Uint8Array {
  checkWidth('compress', width);
  const model = new Model(bytes.length, width);
  const coder = new Encoder(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    model.begin(bytes, i);
    for (let bit = 7; bit >= 0; bit--) {
      const y = (byte >> bit) & 1;
      coder.write(y, model.predict());
      model.learn(y);
    }
  }
  return coder.finish(bytes.length);
}

/** Gives back what `compress` was given. */
export function decompress(packed: Uint8Array, { width = 0 }: Layout = {}): Uint8Array {
  checkWidth('decompress', width);
  if (packed.length < HEADER) {
    throw new RangeError(
      `decompress: packed must hold a header of ${HEADER} bytes, got ${packed.length}. It is cut short.`,
    );
  }
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0);
  // The cheapest byte costs about 0.004 bits, so a longer promise than this can't be true.
  if (length > packed.length * 4096) {
    throw new RangeError(
      `decompress: packed must hold what its header promises, got ${packed.length} bytes for ${length}.`,
    );
  }
  const bytes = new Uint8Array(length);
  const model = new Model(length, width);
  const coder = new Decoder(packed);
  for (let i = 0; i < length; i++) {
    let byte = 0;
    model.begin(bytes, i);
    for (let bit = 7; bit >= 0; bit--) {
      const y = coder.read(model.predict());
      model.learn(y);
      byte = (byte << 1) | y;
    }
    bytes[i] = byte;
  }
  return bytes;
}

/**
 * Bits that `compress` needs for the bytes, without its header and rounded to nothing: Σ −log₂ p.
 *
 * An upper bound of the Kolmogorov complexity up to a constant, and of N times the entropy rate on
 * average: too high by what the model has to learn, some tens of bits for each context in use.
 */
export function compressedBits(bytes: Uint8Array, { width = 0 }: Layout = {}): number {
  checkWidth('compressedBits', width);
  const model = new Model(bytes.length, width);
  let bits = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    model.begin(bytes, i);
    for (let bit = 7; bit >= 0; bit--) {
      const y = (byte >> bit) & 1;
      const p = model.predict();
      bits += y === 1 ? (cost[p] as number) : (cost[65536 - p] as number);
      model.learn(y);
    }
  }
  return bits;
}

/** Probability of a 1 for each logistic vote from −2047 to 2047 (in 1/256), in 1/65536. */
const squash: Uint16Array = /* @__PURE__ */ squashTable();
/** The vote for each probability in 1/4096: the inverse of squash. */
const stretch: Int16Array = /* @__PURE__ */ stretchTable();
/** −log₂(p/65536). */
const cost: Float64Array = /* @__PURE__ */ costTable();
/** 65536/(n + 1.5): the step of an adaptive probability after n sightings. */
const rate: Int32Array = /* @__PURE__ */ Int32Array.from({ length: 256 }, (_, n) =>
  Math.round(65536 / (n + 1.5)),
);
const RATE_LIMIT = 250;

function squashTable(): Uint16Array {
  return Uint16Array.from({ length: 4095 }, (_, i) => {
    const p = Math.round(65536 / (1 + exp(-(i - 2047) / 256)));
    return Math.min(65535, Math.max(1, p));
  });
}

function stretchTable(): Int16Array {
  return Int16Array.from({ length: 4096 }, (_, i) => {
    const p = (i + 0.5) / 4096;
    return Math.max(-2047, Math.min(2047, Math.round(256 * log(p / (1 - p)))));
  });
}

function costTable(): Float64Array {
  return Float64Array.from({ length: 65537 }, (_, p) => (p === 0 ? 0 : 16 - log(p) / Math.LN2));
}

/** The mixing model: predicts the next bit from the bytes before it, then learns the bit. */
class Model {
  private readonly width: number;
  private readonly mask: number;
  private readonly probability: Uint16Array;
  private readonly count: Uint8Array;
  private readonly weights: Int32Array;
  private readonly votes: Int32Array = new Int32Array(CONTEXTS);
  private readonly slots: Int32Array = new Int32Array(CONTEXTS);
  private readonly hashes: Int32Array = new Int32Array(CONTEXTS);
  private node = 1;
  private set = 0;
  private mixed = 32768;

  constructor(length: number, width: number) {
    this.width = width;
    // Room for each bit of each context four times over, within 2¹² and 2²² slots.
    const bits = Math.min(22, Math.max(12, 32 - Math.clz32(length * 8 * CONTEXTS * 2)));
    this.mask = (1 << bits) - 1;
    this.probability = new Uint16Array(1 << bits).fill(32768);
    this.count = new Uint8Array(1 << bits);
    this.weights = new Int32Array((CONTEXTS + 1) * CONTEXTS).fill(Math.round(65536 * 0.35));
  }

  /** Gathers the contexts of byte i. */
  begin(bytes: Uint8Array, i: number): void {
    const { hashes, width } = this;
    this.node = 1;
    const a = i > 0 ? (bytes[i - 1] as number) : 0;
    if (width > 0) {
      const left = i % width > 0 ? a : 256;
      const above = i >= width ? (bytes[i - width] as number) : 256;
      const corner = i >= width && i % width > 0 ? (bytes[i - width - 1] as number) : 256;
      const right = i >= width && i % width < width - 1 ? (bytes[i - width + 1] as number) : 256;
      hashes[0] = 0;
      hashes[1] = blend(left, 1);
      hashes[2] = blend(above, 2);
      hashes[3] = blend(left + 257 * above, 3);
      hashes[4] = blend(left + 257 * above + 66049 * (corner + 257 * right), 4);
      return;
    }
    const b = i > 1 ? (bytes[i - 2] as number) : 0;
    const c = i > 2 ? (bytes[i - 3] as number) : 0;
    const d = i > 3 ? (bytes[i - 4] as number) : 0;
    const e = i > 4 ? (bytes[i - 5] as number) : 0;
    hashes[0] = 0;
    hashes[1] = blend(a, 1);
    hashes[2] = blend(a | (b << 8), 2);
    hashes[3] = blend(a | (b << 8) | (c << 16), 3);
    hashes[4] = blend((a | (b << 8) | (c << 16) | (d << 24)) ^ Math.imul(e + 1, 0x2c1b3c6d), 4);
  }

  /** Probability that the next bit is 1, in 1/65536, from 1 to 65535. */
  predict(): number {
    let known = 0;
    for (let k = 0; k < CONTEXTS; k++) {
      const slot =
        blend((this.hashes[k] as number) + Math.imul(this.node, 0x9e3779b1), 5) & this.mask;
      this.slots[k] = slot;
      this.votes[k] = stretch[(this.probability[slot] as number) >>> 4] as number;
      if ((this.count[slot] as number) > 0) known += 1;
    }
    this.set = known * CONTEXTS;
    let sum = 0;
    for (let k = 0; k < CONTEXTS; k++) {
      sum += (this.weights[this.set + k] as number) * (this.votes[k] as number);
    }
    const vote = Math.max(-2047, Math.min(2047, Math.round(sum / 65536)));
    this.mixed = squash[vote + 2047] as number;
    return this.mixed;
  }

  /** Moves probabilities and weights towards the bit that came. */
  learn(y: number): void {
    const error = ((y << 16) - this.mixed) >> 4;
    for (let k = 0; k < CONTEXTS; k++) {
      const w = this.set + k;
      const step = ((this.votes[k] as number) * error * 6 + 32768) >> 16;
      this.weights[w] = (this.weights[w] as number) + step;
      const slot = this.slots[k] as number;
      const n = this.count[slot] as number;
      const p = this.probability[slot] as number;
      const target = y === 1 ? 65535 : 0;
      this.probability[slot] = p + Math.trunc(((target - p) * (rate[n] as number)) / 65536);
      if (n < RATE_LIMIT) this.count[slot] = n + 1;
    }
    this.node = (this.node << 1) | y;
  }
}

/** Carryless binary arithmetic coder over 32 bits: [low, high] shrinks to the share of the bit. */
class Encoder {
  private low = 0;
  private high = 0xffffffff;
  private bytes: Uint8Array;
  private size = HEADER;

  constructor(length: number) {
    this.bytes = new Uint8Array(HEADER + 64 + (length >> 1));
  }

  write(y: number, p: number): void {
    const middle = split(this.low, this.high, p);
    if (y === 1) this.high = middle;
    else this.low = middle + 1;
    while (((this.low ^ this.high) & 0xff000000) === 0) {
      this.put(this.high >>> 24);
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
    }
  }

  finish(length: number): Uint8Array {
    // One byte above `low` settles the last interval; the decoder reads zeros past the end.
    this.put((this.low >>> 24) + 1);
    const packed = this.bytes.slice(0, this.size);
    new DataView(packed.buffer).setUint32(0, length);
    return packed;
  }

  private put(byte: number): void {
    if (this.size === this.bytes.length) {
      const larger = new Uint8Array(this.size * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.size] = byte;
    this.size += 1;
  }
}

class Decoder {
  private low = 0;
  private high = 0xffffffff;
  private code = 0;
  private at = HEADER;
  private readonly packed: Uint8Array;

  constructor(packed: Uint8Array) {
    this.packed = packed;
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  read(p: number): number {
    const middle = split(this.low, this.high, p);
    const y = this.code <= middle ? 1 : 0;
    if (y === 1) this.high = middle;
    else this.low = middle + 1;
    while (((this.low ^ this.high) & 0xff000000) === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.code = ((this.code << 8) | this.next()) >>> 0;
    }
    return y;
  }

  private next(): number {
    const byte = this.packed[this.at] ?? 0;
    this.at += 1;
    return byte;
  }
}

function split(low: number, high: number, p: number): number {
  return low + Math.floor(((high - low) * p) / 65536);
}

function blend(x: number, salt: number): number {
  let h = Math.imul(x ^ (salt * 0x2545f491), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function checkWidth(op: string, width: number): void {
  whole(op, 'width', width, 0);
}
