import { Cylinder, enter, particleStrokes, type Stroke } from '@gibbs/physics';
import type { Session } from '../session.js';
import type { Link } from './link.js';
import { deedsIn, numberIn, seed, whole, wordIn } from './values.js';

const cold = 1;
const radius = 0.15;
const narrowest = 4;

/** Lives through what a link to the page of engines holds: where the disks are, how they fly, and the books. */
export async function engineBits({ state }: Link, session: Session): Promise<Float64Array> {
  const hot = numberIn(state, 'hot', { fallback: 2, least: 1.1, most: 3 });
  const speed = numberIn(state, 'speed', { fallback: 0.1, least: 0.02, most: 0.4 });
  const disks = numberIn(state, 'disks', { fallback: 100, least: 10, most: 200, ...whole });
  const given = numberIn(state, 'seed', seed);
  const strokes = particleStrokes({
    cycle: wordIn(state, 'cycle', ['carnot', 'stirling', 'otto']),
    ratio: numberIn(state, 'ratio', { fallback: 2, least: 1.5, most: 3 }),
    reverse: wordIn(state, 'reverse', ['no', 'yes']) === 'yes',
    ...{ hot, cold, speed, disks, seed: given },
  });
  const ticks = numberIn(state, 'step', { fallback: 0, least: 0, most: 20_000, ...whole });
  const deeds = deedsIn(state, ['out', 'in', 'stop', 'hot', 'cold', 'apart']);
  const width = (strokes[0] as Stroke).from;
  const longest = Math.max(...strokes.map(({ to }) => to));
  const cylinder = new Cylinder({ disks, radius, temperature: hot, width, longest, seed: given });
  const byHand = Math.min(...deeds.map(({ at }) => at));

  const pace = speed * Math.sqrt(cold);
  const hands = {
    out: () => cylinder.width < longest && cylinder.drive(pace, longest),
    in: () => cylinder.width > narrowest && cylinder.drive(-pace, narrowest),
    stop: () => cylinder.drive(0),
    hot: () => cylinder.touch(hot),
    cold: () => cylinder.touch(cold),
    apart: () => cylinder.touch(null),
  };
  const task = session.progress.start('engine', Math.max(1, ticks), 'ticks');
  let [current, within] = [0, 0];
  for (let tick = 0; tick < ticks; tick++) {
    for (const { kind } of deeds.filter(({ at }) => at === tick)) hands[kind]();
    if (tick >= byHand) cylinder.runUntil(cylinder.time + 1);
    else {
      const stroke = strokes[current] as Stroke;
      const count = Math.ceil(stroke.duration);
      if (within === 0) enter(cylinder, stroke);
      cylinder.runUntil(cylinder.time + stroke.duration / count);
      within = (within + 1) % count;
      if (within === 0) current = (current + 1) % strokes.length;
    }
    task.update(tick + 1);
    await session.breathe();
  }
  task.finish();
  const sums = cylinder.ledger.accounts.flatMap(({ heat, energy }) => [heat, energy]);
  const { gas } = cylinder;
  return Float64Array.from([...gas.positions(), ...gas.velocities(), ...sums]);
}
