import { ReversibleGas } from '@gibbs/physics/secondlaw';
import type { Session } from '../session.js';
import type { Link } from './link.js';
import { deedsIn, numberIn, seed, whole } from './values.js';

/** Leaps of the gas in one tick of the page's timeline. */
export const leapsPerTick = (particles: number): number => (particles > 4096 ? 2 : 20);

const particles = {
  ...{ fallback: 256, least: 4, most: 131_072 },
  fits: (value: number) => value % 2 === 0,
};

/** Lives through what a link to the page of heat holds: every bit of the gas at its end, positions now and a leap ago. */
export async function heatBits({ state }: Link, session: Session): Promise<Int32Array> {
  const gas = new ReversibleGas({
    particles: numberIn(state, 'particles', particles),
    seed: numberIn(state, 'seed', seed),
  });
  const ticks = numberIn(state, 'step', { fallback: 0, least: 0, most: 5000, ...whole });
  const deeds = deedsIn(state, ['r', 'n']);
  const task = session.progress.start('heat', Math.max(1, ticks), 'ticks');
  for (let tick = 0; tick < ticks; tick++) {
    for (const { kind } of deeds.filter(({ at }) => at === tick)) {
      if (kind === 'r') gas.reverse();
      else gas.nudge(0, 1);
    }
    gas.step(leapsPerTick(gas.options.particles));
    task.update(tick + 1);
    await session.breathe();
  }
  task.finish();
  return Int32Array.from(gas.snapshot().positions);
}
