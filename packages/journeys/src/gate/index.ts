/** Gate or neuron: 256 networks that learn XOR, from 256 seeds. */
import { init } from '@gibbs/tensor';
import { Multiverse } from './multiverse.js';
import type { Setup } from './protocol.js';
import type { GateState } from './state.js';

export { frameOf, Multiverse } from './multiverse.js';
export {
  across,
  type Frame,
  type GoTo,
  pixels,
  type Setup,
  seeds,
  stepsPerTick,
} from './protocol.js';
export {
  activations,
  fastest,
  fields,
  type GateState,
  longest,
  slowest,
  start,
  widest,
} from './state.js';

/** The networks as a link has them at their start; multiply and add are rounded apart, for the same bits on every machine. */
export async function begin(setup: Setup): Promise<Multiverse> {
  await init({ threads: 1, fused: false });
  return new Multiverse(setup);
}
export const setup = ({ width, activation, learningRate }: GateState): Setup => ({
  width,
  activation,
  learningRate,
});
export const deeds = (): readonly never[] => [];
