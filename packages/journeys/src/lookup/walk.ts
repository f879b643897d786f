import { type LookupOptions, lookup, type QueryStep, trainQuery } from '@gibbs/nn/tasks';
import { numberBits } from '../numberBits.js';
import { type LookupState, longest } from './state.js';
import { limits, type Row } from './table.js';

/** The table and how it is asked, as the lookup takes it. */
export function questionOf({ rows, mode, temperature, closeness }: LookupState): LookupOptions {
  return {
    keys: rows.map(({ key }) => key),
    values: rows.map(({ value }) => value),
    mode,
    temperature,
    closeness,
  };
}

/** The value that the query is trained to find. */
export const targetOf = ({ rows, want }: LookupState): readonly number[] =>
  (rows[want] as Row).value;

/** Why a training goes no further. */
export type Stop = 'end' | 'solved' | 'hard' | 'faint' | 'lost';

/** A mix this near to the wanted value differs from it by less than the eye sees in a colour. */
export const solvedBelow = 1e-4;

/** A step shorter than this would not be seen in four hundred of them. */
const faintBelow = 1e-7;

/** One step of training from a query, the `taken`th; or why there is none. */
export function stepFrom(
  query: readonly number[],
  taken: number,
  state: LookupState,
): readonly number[] | Stop {
  const { learningRate, mode } = state;
  const training = { ...questionOf(state), target: targetOf(state) };
  if (taken >= longest) return 'end';
  const { loss, gradients } = lookup(query, training);
  if (loss < solvedBelow) return 'solved';
  const steepest = Math.max(...gradients.query.map(Math.abs));
  if (!(steepest * learningRate >= faintBelow)) return mode === 'hard' ? 'hard' : 'faint';
  const [, next] = trainQuery(query, { ...training, learningRate, steps: 1 });
  const { query: moved } = next as QueryStep;
  return moved.some((each) => !(Math.abs(each) < limits.magnitude)) ? 'lost' : moved;
}

/** What is proved of a training: where the query has come to, and what it is answered there. */
export function lookupBits(query: readonly number[], state: LookupState): Uint8Array<ArrayBuffer> {
  const { result, loss } = lookup(query, { ...questionOf(state), target: targetOf(state) });
  return numberBits([...query, ...result, loss]);
}

/** A query on its way through the table. */
export class Walk {
  tick = 0;
  readonly #state: LookupState;
  #query: readonly number[];

  constructor(state: LookupState) {
    this.#state = state;
    this.#query = state.query;
  }

  /** A tick on; a training that has stopped stays where it is. */
  toward(): void {
    const next = stepFrom(this.#query, this.tick, this.#state);
    if (typeof next !== 'string') this.#query = next;
    this.tick += 1;
  }

  /** Nothing is done to it by hand that is not in its table. */
  rewrite(): void {}

  bits(): Uint8Array<ArrayBuffer> {
    return lookupBits(this.#query, this.#state);
  }
}
