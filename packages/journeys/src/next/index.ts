/** The next token from five. */
import { init } from '@gibbs/tensor';
import type { Setup } from './protocol.js';
import type { NextState } from './state.js';
import { Study } from './study.js';

export { materialOf } from './corpus.js';
export type { Corpus, Lens, Look, Mark, Names, Rows, Setup } from './protocol.js';
export {
  fields,
  hottest,
  longest,
  longestOwn,
  longestText,
  type NextState,
  nameSchema,
  start,
  widest,
} from './state.js';
export { Study } from './study.js';

/** The model of the next token as a link has it at its start, with the same bits on every machine. */
export async function begin(setup: Setup): Promise<Study> {
  await init({ fused: false });
  return Study.begin(setup);
}
export const setup = ({ corpus, own, name, context, seed }: NextState): Setup => ({
  corpus,
  own,
  name,
  context,
  seed,
});
export const deeds = (): readonly never[] => [];
