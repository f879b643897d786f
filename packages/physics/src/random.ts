import { log } from './elementary.js';

/** Everything a generator remembers: plain numbers, so that it can travel as JSON. */
export interface RandomState {
  readonly words: readonly [number, number, number, number];
  /** The second half of the last pair of normal deviates, where one is waiting. */
  readonly spare: number | null;
  /** What streams split from this generator are derived from. */
  readonly key: number;
}

/**
 * A seeded random generator whose state can be read, restored and split into streams.
 *
 * The core is xoshiro128** (Blackman and Vigna 2018): four 32-bit words, period 2¹²⁸ − 1, integer
 * operations only, hence the same numbers in every engine. Seeds and stream labels are spread over
 * the four words by the finaliser of MurmurHash3.
 *
 * @example
 * ```ts
 * import { Random } from '@gibbs/physics';
 *
 * const random = new Random(7);
 * const first = random.uniform();
 * const same = new Random(7).uniform();
 * console.log(first === same); // → true
 * ```
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private spare: number | null;
  private key: number;

  /** Starts from any safe integer; the same seed gives the same numbers for ever. */
  constructor(seed = 1) {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`Random: seed must be a whole number, got ${seed}.`);
    }
    this.a = this.b = this.c = this.d = 0;
    this.spare = null;
    this.key = mix((seed >>> 0) ^ mix(Math.floor(seed / 4294967296) >>> 0));
    this.spread();
  }

  /** A whole number from 0 to 2³² − 1, each as likely as any other. */
  uint32(): number {
    const product = Math.imul(this.b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result >>> 0;
  }

  /** Fills an array with what as many calls of `uint32` would return, only faster. */
  fill(numbers: Uint32Array): void {
    let { a, b, c, d } = this;
    for (let i = 0; i < numbers.length; i++) {
      const product = Math.imul(b, 5);
      numbers[i] = Math.imul((product << 7) | (product >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    return (high * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** A whole number from 0 to n − 1 without bias (rejection), for n up to 2³². */
  below(n: number): number {
    if (!(Number.isSafeInteger(n) && n >= 1 && n <= 4294967296)) {
      throw new RangeError(`below: n must be a whole number from 1 to 2^32, got ${n}.`);
    }
    const limit = 4294967296 - (4294967296 % n);
    let x = this.uint32();
    while (x >= limit) x = this.uint32();
    return x % n;
  }

  /** A standard normal deviate, mean 0 and variance 1 (Marsaglia's polar method). */
  normal(): number {
    if (this.spare !== null) {
      const y = this.spare;
      this.spare = null;
      return y;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * log(s)) / s);
      this.spare = v * scale;
      return u * scale;
    }
  }

  /** An exponential deviate of mean 1: −ln u. */
  exponential(): number {
    return -log(1 - this.uniform());
  }

  /** An independent generator for `label`, derived from the seed alone: this one is not disturbed. */
  split(label: number): Random {
    if (!Number.isSafeInteger(label)) {
      throw new RangeError(`split: label must be a whole number, got ${label}.`);
    }
    const child = new Random(label);
    child.key = mix(child.key ^ Math.imul(this.key, 0x9e3779b1));
    child.spread();
    return child;
  }

  /** The state as plain numbers. */
  snapshot(): RandomState {
    return {
      words: [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0],
      spare: this.spare,
      key: this.key,
    };
  }

  /** Goes back to a state that `snapshot` returned. */
  restore(state: RandomState): void {
    const { words, spare, key } = state ?? {};
    const whole = (w: unknown) =>
      Number.isInteger(w) && (w as number) >= 0 && (w as number) < 2 ** 32;
    if (
      !(Array.isArray(words) && words.length === 4 && words.every(whole) && words.some(Boolean))
    ) {
      throw new RangeError(
        `restore: words must be four whole numbers below 2^32, not all 0, got ${JSON.stringify(words)}.`,
      );
    }
    if (!(spare === null || Number.isFinite(spare)) || !whole(key)) {
      throw new RangeError(`restore: spare and key must be numbers, got ${spare} and ${key}.`);
    }
    [this.a, this.b, this.c, this.d] = words as [number, number, number, number];
    this.spare = spare;
    this.key = key;
  }

  /** A generator in the given state. */
  static from(state: RandomState): Random {
    const random = new Random();
    random.restore(state);
    return random;
  }

  private spread(): void {
    // A Weyl sequence through the finaliser, as splitmix does; the words can't all be 0, since the
    // finaliser is a bijection and its four inputs differ.
    this.a = mix(this.key + 0x9e3779b9);
    this.b = mix(this.key + 0x3c6ef372);
    this.c = mix(this.key + 0xdaa66d2b);
    this.d = mix(this.key + 0x78dde6e4);
  }
}

/** The 32-bit finaliser of MurmurHash3 (Appleby 2011): a bijection that flips half the bits. */
function mix(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
