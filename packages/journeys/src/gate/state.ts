import type { XorActivation } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import type { Fields } from '../link.js';
import { seeds } from './protocol.js';

/** All that a link to this page carries. */
export interface GateState {
  width: number;
  activation: XorActivation;
  learningRate: number;
  /** The network shown in full. */
  seed: number;
  step: number;
}

export const activations = ['tanh', 'sigmoid', 'relu'] as const satisfies readonly XorActivation[];
export const widest = 8;
export const slowest = 0.05;
export const fastest = 10;
/** Ticks of the timeline; six hundred steps of training. */
export const longest = 120;

// The first frame is in the midst of learning: some have it, some do not yet, some never will.
export const start: GateState = {
  width: 2,
  activation: 'tanh',
  learningRate: 2,
  seed: 0,
  step: 8,
};

const whole = (low: number, high: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number), v.minValue(low), v.maxValue(high));

/** How each part of the state is written in a link and read back. */
export const fields: Fields<GateState> = {
  width: { schema: whole(1, widest), write: String },
  activation: { schema: v.picklist(activations), write: String },
  learningRate: {
    schema: v.pipe(
      v.string(),
      v.regex(/^\d{1,2}(\.\d{1,4})?$/),
      v.transform(Number),
      v.minValue(slowest),
      v.maxValue(fastest),
    ),
    write: String,
  },
  seed: { schema: whole(0, seeds - 1), write: String },
  step: { schema: whole(0, longest), write: String },
};
