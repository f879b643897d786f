import {
  Coffee,
  type CoffeeState,
  coarseGrain,
  meter,
  type Reading,
} from '@gibbs/physics/interest';
import { type Journey, Replay } from '../journey.js';
import type { Look, Mark, Setup } from './protocol.js';

interface Kept {
  state: CoffeeState;
  reading: Reading;
}

/** A cup of coffee with a timeline, measured at every step. */
export class Cup extends Replay<never, Kept> implements Journey<never, Mark, Look> {
  readonly #setup: Setup;
  #coffee: Coffee;
  #reading: Reading;

  constructor(setup: Setup) {
    super();
    const { model, size, seed } = setup;
    this.#setup = setup;
    this.#coffee = new Coffee({ model, size, seed });
    this.#reading = this.#measure();
  }

  protected advance(): void {
    this.#coffee.step();
    this.#reading = this.#measure();
  }

  protected keep(): Kept {
    return { state: this.#coffee.snapshot(), reading: this.#reading };
  }

  protected take({ state, reading }: Kept): void {
    this.#coffee = Coffee.restore(state);
    this.#reading = reading;
  }

  mark(): Mark {
    return { tick: this.tick, ...this.#reading };
  }

  look(): Look {
    const { field } = this.#coffee;
    const coarse = coarseGrain(field, this.#setup);
    const scaled = (value: number, top: number) => Math.round((255 * Math.min(top, value)) / top);
    return {
      cells: Uint8Array.from(this.#coffee.cells, (value) => scaled(value, field.top)),
      size: field.width,
      coarse: Uint8Array.from(coarse.cells, (value) => scaled(value, coarse.top)),
      coarseSize: coarse.width,
    };
  }

  bits(): BufferSource {
    const { complexity, structure } = this.#reading;
    return Float64Array.from([...this.#coffee.cells, complexity, structure]);
  }

  #measure(): Reading {
    const { block, levels, adjust, seed } = this.#setup;
    return meter(this.#coffee.field, { block, levels, adjust, seed });
  }
}
