import type { NameDuelOptions } from './nameDuel.js';

/** A change of the duel's setting that changes who wins. */
export interface NameSwitch {
  id: string;
  /** What is changed, in words. */
  what: string;
  options: Omit<NameDuelOptions, 'tokenizer'>;
}

/** The duel as it is, and the settings that make the difference between the two students smaller or undo it. */
export const nameSwitches: readonly NameSwitch[] = [
  { id: 'duel', what: '4,000 names, anywhere in the sentence', options: {} },
  {
    id: 'fixed-position',
    what: 'the name always in the same place',
    options: { position: 'fixed' },
  },
  { id: 'few-names', what: '50 names', options: { names: 50 } },
  {
    id: 'few-names-learned-values',
    what: '50 names and a learned value path, 250 steps',
    options: { names: 50, values: 'learned', steps: 250 },
  },
  {
    id: 'fixed-embeddings',
    what: 'token table random and fixed',
    options: { embeddings: 'fixed' },
  },
  { id: 'learned-values', what: 'learned value path', options: { values: 'learned' } },
  {
    id: 'learned-values-longer',
    what: 'learned value path, 250 steps',
    options: { values: 'learned', steps: 250 },
  },
  { id: 'no-memory', what: 'each place knows its own token alone', options: { memory: 1 } },
];
