/** A database that can be differentiated: a query that learns where to look. */
import { fit, type LookupState } from './state.js';
import { Walk } from './walk.js';

export {
  closenesses,
  coldest,
  fastest,
  fields,
  fit,
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
export const setup = (state: LookupState): LookupState => fit(state).state;
export const deeds = (): readonly never[] => [];
