/**
 * Chance by the number of a step: what step n draws depends on the seed and on n alone. So a run has no state but its
 * step and its weights, and one that is resumed reads what it would have read.
 */
import { type Generator, generator, rand } from '@gibbs/tensor';
import { read } from './learner.js';
import type { Uniform } from './names.js';

/** Numbers drawn from the kernel at a time, which is many times as fast as one by one. */
const atATime = 4096;
/** Positions of the generator (blocks of four numbers) that each step has to itself. */
const perStep = 2 ** 24;

/** Uniform numbers in [0, 1) for each step of one stream of a seed. */
export class Chance {
  readonly #generator: Generator;
  readonly #seed: number;
  #numbers: ArrayLike<number> = [];
  #next = 0;

  /** Streams of one seed have nothing in common with each other, nor with `generator(seed)`. */
  constructor(seed: number, stream: number) {
    this.#generator = generator(seed);
    this.#seed = seed + stream * 2 ** 44;
  }

  /** Goes to the numbers of a step, from the first. */
  goTo(step: number): this {
    this.#generator.restore({ seed: this.#seed, position: step * perStep });
    this.#numbers = [];
    this.#next = 0;
    return this;
  }

  /** The next number. */
  readonly uniform: Uniform = () => {
    if (this.#next === this.#numbers.length) {
      [this.#numbers, this.#next] = [read(() => rand([atATime], this.#generator)), 0];
    }
    return this.#numbers[this.#next++] as number;
  };

  /** The numbers 0 … n − 1 in random order. */
  permutation(n: number): Int32Array {
    return this.#generator.permutation(n);
  }
}
