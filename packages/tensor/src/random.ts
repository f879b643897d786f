/**
 * Seeded random numbers: Philox 4×32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * 2011), the generator of NumPy and PyTorch on GPUs. Number i depends on the seed and i alone, so any
 * thread can compute any part. The state lies in WebAssembly memory, so a captured step moves it on.
 */
import { refuse, sentence } from './errors.js';
import { registry } from './handle.js';
import { Storage } from './storage.js';
import { engine } from './wasm/engine.js';

export interface GeneratorState {
  readonly seed: number;
  /** Blocks of four 32-bit numbers drawn so far. */
  readonly position: number;
}

export class Generator {
  /** @internal [key low, key high, position low, position high] */
  readonly storage: Storage;

  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      refuse('generator', 'the seed must be a whole number from 0 to 2⁵³ − 1', `${seed}`);
    this.storage = new Storage(16);
    registry?.register(this, this.storage);
    this.restore({ seed, position: 0 });
  }

  /** What `restore` needs to continue from here, for checkpoints. */
  state(): GeneratorState {
    const [k0, k1, p0, p1] = this.words() as unknown as [number, number, number, number];
    return { seed: join(k0, k1), position: join(p0, p1) };
  }

  restore({ seed, position }: GeneratorState): void {
    // a step that sets a generator back does so at each replay
    engine().host(
      () => this.words().set([...halves(seed), ...halves(position)]),
      [],
      [this.storage],
    );
  }

  /** A number in [0, 1) of 53 bits, drawn in JavaScript: for shuffles and choices outside tensors. */
  uniform(): number {
    if (engine().recorder)
      throw new Error(
        sentence(
          'generator',
          'uniform() would give the same number in every replay of a captured step',
          '',
          'Draw before the step, or use rand()',
        ),
      );
    const words = engine().heap.i32;
    const at = this.storage.ptr >>> 2;
    const [k0, k1, p0, p1] = words.subarray(at, at + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const [a, b] = philox([p0 >>> 0, p1 >>> 0, 0, 0], [k0, k1]) as [number, number];
    words[at + 2] = p0 + 1;
    if (p0 === -1) words[at + 3] = p1 + 1;
    return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
  }

  /** A whole number in [0, n). */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** The numbers 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    return order;
  }

  private words(): Uint32Array {
    return new Uint32Array(engine().heap.memory.buffer, this.storage.ptr, 4);
  }
}

/** A generator of its own for this seed. */
export function generator(seed: number): Generator {
  return new Generator(seed);
}

const halves = (n: number): number[] => [n % 2 ** 32, Math.floor(n / 2 ** 32)];
const join = (low: number, high: number): number => high * 2 ** 32 + low;

/** Ten rounds; multipliers and key increments of the paper. */
function philox(counter: readonly number[], key: readonly number[]): number[] {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const [low0, high0] = wideProduct(0xd2511f53, c0);
    const [low1, high1] = wideProduct(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The low and high half of a 32×32-bit product. */
function wideProduct(a: number, b: number): [number, number] {
  // both parts have less than 2⁴⁹, so doubles hold them
  const high = ((a >>> 16) * b + Math.floor(((a & 0xffff) * b) / 65536)) / 65536;
  return [Math.imul(a, b) >>> 0, Math.floor(high)];
}
