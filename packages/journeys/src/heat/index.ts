/** Heat runs downhill: a gas whose every step can be taken back. */
import { History } from './history.js';
import type { Deed, Setup } from './protocol.js';
import type { HeatState } from './state.js';

export { History } from './history.js';
export { type Deed, grids, type Look, leapsPerTick, type Mark, type Setup } from './protocol.js';
export { fewest, fields, type HeatState, longest, most, start } from './state.js';

/** The gas as a link has it at its start. */
export const begin = (setup: Setup): History => new History(setup);
export const setup = ({ particles, seed }: HeatState): Setup => ({ particles, seed });
export const deeds = (state: HeatState): readonly Deed[] => state.deeds;
