import { Coffee, type CoffeeModel, meter } from '@gibbs/physics/interest';
import type { Session } from '../session.js';
import type { Link } from './link.js';
import { numberIn, type Range, seed, whole, wordIn } from './values.js';

const among = (fallback: number, ...values: number[]): Range => ({
  fallback,
  least: Math.min(...values),
  most: Math.max(...values),
  fits: (value) => values.includes(value),
});

/** Lives through what a link to the page on interest holds: the cells of the cup and what the meter says of them. */
export async function interestBits({ state }: Link, session: Session): Promise<Float64Array> {
  const given = numberIn(state, 'seed', seed);
  const cup = new Coffee({
    model: wordIn<CoffeeModel>(state, 'model', ['stirred', 'exclusion', 'independent']),
    size: numberIn(state, 'size', among(128, 64, 128, 256)),
    seed: given,
  });
  const grain = {
    block: numberIn(state, 'block', among(8, 2, 4, 8, 16)),
    levels: numberIn(state, 'levels', among(7, 2, 3, 5, 7, 9, 16)),
    adjust: wordIn(state, 'adjust', ['row', 'none']),
  };
  const steps = numberIn(state, 'step', { fallback: 0, least: 0, most: 400, ...whole });
  const task = session.progress.start('cup', Math.max(1, steps), 'steps');
  for (let step = 0; step < steps; step++) {
    cup.step();
    task.update(step + 1);
    await session.breathe();
  }
  task.finish();
  const { complexity, structure } = meter(cup.field, { ...grain, seed: given });
  return Float64Array.from([...cup.cells, complexity, structure]);
}
