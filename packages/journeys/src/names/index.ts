/** The name it cannot copy: an MLP and attention on the same sentences. */
import type { Setup } from './protocol.js';
import type { NamesState } from './state.js';

export { beginDuel, beginDuel as begin } from './duel.js';
export {
  judgedNames,
  type Look,
  type Mark,
  type Question,
  type Setup,
  unseenNames,
} from './protocol.js';
export {
  counts,
  fields,
  longest,
  longestName,
  mostClauses,
  mostOpenings,
  type NamesState,
  nameFrom,
  start,
} from './state.js';
export const setup = ({
  names,
  position,
  embeddings,
  values,
  memory,
  steps,
  corpus,
  gone,
  merges,
  without,
  seed,
}: NamesState): Setup => ({
  ...{ names, position, embeddings, values, memory, steps },
  ...{ corpus, gone, merges, without, seed },
});
export const deeds = (): readonly never[] => [];
