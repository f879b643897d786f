/** What is interesting: cream in coffee, its entropy and its complexity. */
import { Cup } from './cup.js';
import type { Setup } from './protocol.js';
import type { InterestingState } from './state.js';

export { Cup } from './cup.js';
export {
  type Look,
  type Mark,
  type Measure,
  type Own,
  pieceLength,
  type Setup,
  type Verdict,
} from './protocol.js';
export { blocks, fields, type InterestingState, levelCounts, longest, start } from './state.js';

/** The cup as a link has it at its start. */
export const begin = (setup: Setup): Cup => new Cup(setup);
export const setup = ({ measure: _measure, step: _step, ...rest }: InterestingState): Setup => rest;
export const deeds = (): readonly never[] => [];
