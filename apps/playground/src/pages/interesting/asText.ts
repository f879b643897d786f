import { cup } from './model.js';

/** The experiment as a command line, up to the step shown. */
export function asCommand(): string {
  const { model, size, block, seed, step } = cup.state.value;
  return `gibbs coffee --model ${model} --size ${size} --block ${block} --steps ${Math.max(1, step)} --seed ${seed}`;
}
