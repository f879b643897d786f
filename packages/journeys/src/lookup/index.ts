/** A database that can be differentiated: a query that learns where to look. */
import { fitParts, type LookupState } from './state.js';
import { Walk } from './walk.js';

export {
  closenesses,
  coldest,
  fastest,
  fields,
  fitParts,
  hottest,
  type LookupState,
  longest,
  type Mode,
  slowest,
  start,
} from './state.js';
export {
  bookRows,
  cleanLabel,
  letter,
  limits,
  parseTable,
  type Row,
  TableError,
  writeTable,
} from './table.js';
export { lookupBits, questionOf, type Stop, solvedBelow, stepFrom, targetOf } from './walk.js';

/** The query as a link has it at its start. */
export const begin = (setup: LookupState): Walk => new Walk(setup);
export function setup(state: LookupState): LookupState {
  const fitted = fitParts(state);
  return fitted.state;
}
export const deeds = (): readonly never[] => [];
