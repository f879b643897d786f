import { leapsPerTick } from '@gibbs/journeys/heat';
import { gas } from './model.js';

/** The experiment as a command line: out to the first turn (or to here), and back. */
export function asCommand(): string {
  const { particles, seed, deeds, step } = gas.state.value;
  const turn = deeds.find(({ kind }) => kind === 'reverse');
  const nudged = deeds.some(({ kind, at }) => kind === 'nudge' && at <= (turn?.at ?? step));
  const steps = Math.max(1, turn?.at ?? step) * leapsPerTick(particles);
  const nudge = nudged ? ' --nudge 1' : '';
  return `gibbs reverse --particles ${particles} --steps ${steps}${nudge} --seed ${seed}`;
}
