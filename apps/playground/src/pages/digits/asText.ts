import { pupil } from './model.js';

/** The training of the page as a command line, without what was done by hand. */
export function asCommand(): string {
  const { hidden, seed, data } = pupil.state.value;
  const from = data === 'file' ? ' --digits mnist' : '';
  const { learned = 1000, steps = 300 } = pupil.look.value ?? {};
  const passes = Math.round(steps / Math.floor(learned / 64));
  return `gibbs digits train --network mlp --hidden ${hidden}${from} --count ${learned} --passes ${passes} --learning-rate 0.006 --seed ${seed}`;
}
