/**
 * Seeded random numbers: Philox 4×32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * 2011), the generator of NumPy and PyTorch on GPUs. Number i depends on the seed and i alone, so any
 * thread can compute any part. The state lies in WebAssembly memory, so a captured step moves it on.
 */
import { refuse, sentence } from './errors.js';
import { registry } from './handle.js';
import { philox } from './kernels/philox.js';
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
    return this.draw(1)[0] as number;
  }

  /** A whole number in [0, n). */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** The numbers 0 … n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    const draws = this.draw(Math.max(0, n - 1));
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor((draws[n - 1 - i] as number) * (i + 1));
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    return order;
  }

  /** A block of four words for each of `n` numbers, of which two make 53 bits. */
  private draw(n: number): Float64Array {
    if (engine().recorder)
      throw new Error(
        sentence(
          'generator',
          'uniform() would give the same number in every replay of a captured step',
          '',
          'Draw before the step, or use rand()',
        ),
      );
    const block = new Storage(16 * n);
    philox(engine(), 4 * n, block, this.storage, true);
    const words = wordsAt(block.ptr, 4 * n);
    const draws = Float64Array.from({ length: n }, (_, i) => {
      const [a, b] = [words[4 * i], words[4 * i + 1]] as [number, number];
      return ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53;
    });
    block.release();
    return draws;
  }

  private words(): Uint32Array {
    return wordsAt(this.storage.ptr, 4);
  }
}

const wordsAt = (ptr: number, count: number): Uint32Array =>
  new Uint32Array(engine().heap.memory.buffer, ptr, count);

/** A generator of its own for this seed. */
export function generator(seed: number): Generator {
  return new Generator(seed);
}

const halves = (n: number): number[] => [n % 2 ** 32, Math.floor(n / 2 ** 32)];
const join = (low: number, high: number): number => high * 2 ** 32 + low;
