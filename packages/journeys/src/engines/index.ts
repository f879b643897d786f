/** Engines and refrigerators: particles behind a piston between two walls. */

import type { Deed, Setup } from './protocol.js';
import { EngineRoom } from './room.js';
import type { EnginesState } from './state.js';

export {
  cold,
  cycles,
  type Deed,
  type Hand,
  hands,
  type Look,
  type Mark,
  type Setup,
} from './protocol.js';
export { EngineRoom, type Lap, lapsOf } from './room.js';
export { type EnginesState, fields, hottest, longest, speeds, start } from './state.js';

/** The cylinder as a link has it at its start. */
export const begin = (setup: Setup): EngineRoom => new EngineRoom(setup);
export const setup = ({ deeds: _deeds, step: _step, ...rest }: EnginesState): Setup => rest;
export const deeds = (state: EnginesState): readonly Deed[] => state.deeds;
