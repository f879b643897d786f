/** A Transformer from inside: a small GPT that learns a text. */
import type { Setup } from './protocol.js';
import type { TransformerState } from './state.js';

export {
  type Look,
  longestStride,
  type Mark,
  type Question,
  type Said,
  type Say,
  type Setup,
  type SpeechRequest,
  sizes,
  vocabulary,
} from './protocol.js';
export { beginScholar, beginScholar as begin, Scholar } from './scholar.js';
export {
  fields,
  hottest,
  longest,
  longestCorpus,
  longestPrompt,
  start,
  stepCounts,
  type TransformerState,
} from './state.js';
export const setup = ({ size, corpus, steps, seed, exact }: TransformerState): Setup => ({
  size,
  corpus,
  steps,
  seed,
  exact,
});
export const deeds = (): readonly never[] => [];
