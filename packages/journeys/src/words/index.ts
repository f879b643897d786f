/** Pieces of words: a tokenizer that learns by counting, and can be operated on. */
import { Reading } from './reading.js';
import type { WordsState } from './state.js';
import { builtInCorpus, Surgeon } from './surgeon.js';

export { assemble, Reading, readingBits, type Token } from './reading.js';
export {
  fields,
  longestCorpus,
  longestText,
  mergesLearned,
  mergesOfDuel,
  type Operated,
  operated,
  start,
  type WordsState,
} from './state.js';
export { builtInCorpus, type Happening, type Learned, type Piece, Surgeon } from './surgeon.js';

type Setup = Pick<WordsState, 'text' | 'corpus' | 'gone'>;

/** A text as a link has it, before the first merge. */
export async function begin({ text, corpus, gone }: Setup): Promise<Reading> {
  const surgeon = await Surgeon.train(corpus === '' ? builtInCorpus() : corpus);
  return new Reading(surgeon, gone, text);
}
export const setup = ({ text, corpus, gone }: WordsState): Setup => ({ text, corpus, gone });
export const deeds = (): readonly never[] => [];
