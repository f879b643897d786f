/** The demon at the door, its memory, and what forgetting costs. */
import { init } from '@gibbs/tensor';
import type { Deed, Setup } from './protocol.js';
import { DemonRoom } from './room.js';
import { teach } from './school.js';
import type { DemonState } from './state.js';

export {
  type Deed,
  deedKinds,
  type Look,
  type Mark,
  median,
  type Rule,
  rules,
  type Setup,
  timePerTick,
  type Waiting,
} from './protocol.js';
export { DemonRoom, type Keeper } from './room.js';
export { teach } from './school.js';
export {
  type DemonState,
  fewest,
  fields,
  lessonCounts,
  longest,
  memories,
  most,
  start,
} from './state.js';

/** The two chambers as a link has them at their start; a net at the door has the same bits on every machine. */
export async function begin(setup: Setup): Promise<DemonRoom> {
  await init({ threads: 1, fused: false });
  return new DemonRoom(setup, () => teach(setup));
}
export const setup = ({ deeds: _deeds, step: _step, ...rest }: DemonState): Setup => rest;
export const deeds = (state: DemonState): readonly Deed[] => state.deeds;
