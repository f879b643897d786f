import { stepsPerTick } from '@gibbs/journeys/gate';
import { state } from './model.js';

/** The chosen network as a command line. */
export function asCommand(): string {
  const { width, activation, learningRate, step, seed } = state.value;
  return `gibbs xor --hidden ${width} --activation ${activation} --learning-rate ${learningRate} --steps ${Math.max(1, step * stepsPerTick)} --seed ${seed}`;
}

/** What is on the page as a call of the package. */
export function asCode(): string {
  const { width, activation, learningRate, step, seed } = state.value;
  return `import { sweepXor, XorTraining } from '@gibbs/nn/tasks';

const [sweep] = sweepXor({
  widths: [${width}],
  steps: ${Math.max(1, step) * stepsPerTick},
  activation: '${activation}',
  learningRate: ${learningRate},
});
console.log(sweep.solved, 'of', sweep.runs);

const one = new XorTraining({
  runs: [{ seed: ${seed}, width: ${width} }],
  activation: '${activation}',
  learningRate: ${learningRate},
});
one.advance(${Math.max(1, step) * stepsPerTick});
console.log(one.probabilities(0));`;
}
