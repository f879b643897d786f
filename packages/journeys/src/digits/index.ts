/** Digits: a reader that is trained, taught, broken and fooled. */
import { init } from '@gibbs/tensor';
import type { Deed, Setup } from './protocol.js';
import { drawnLessons, type Lessons, Pupil } from './pupil.js';
import type { DigitsState } from './state.js';

export { drawOn, longestPad, padPattern, readPad, side, undo, writePad } from './pen.js';
export {
  type Answer,
  type Damage,
  type Deed,
  damages,
  type Errand,
  type Flip,
  type Layer,
  type Lens,
  type Look,
  layers,
  type Mark,
  type Setup,
} from './protocol.js';
export { drawnLessons, type Lessons, lessonsOf, Pupil, pixelsOf } from './pupil.js';
export { type DigitsState, fields, longest, start, widths } from './state.js';

/**
 * The reader of digits as a link has it at its start, with the same bits on every machine; digits of somebody's files
 * are not in a link.
 */
export async function begin(
  setup: Setup,
  lessons: Lessons = drawnLessons(setup.seed),
): Promise<Pupil> {
  await init({ fused: false });
  return new Pupil(setup, lessons);
}
export const setup = ({ hidden, seed, data }: DigitsState): Setup => ({ hidden, seed, data });
export const deeds = (state: DigitsState): readonly Deed[] => state.deeds;
