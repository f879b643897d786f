import { longest } from '@gibbs/journeys/next';
import { study } from './model.js';

/** The training of the page as a command line, where a command trains the same. */
export function asCommand(): string | null {
  const { corpus, context, seed } = study.state.value;
  const { kind, refused } = study.look.value ?? { kind: 'words', refused: null };
  if (corpus === 'names' || kind === 'pieces' || refused !== null) return null;
  const file = corpus === 'own' ? 'your-text.txt ' : '';
  return `gibbs next train ${file}--context ${context} --steps ${longest} --seed ${seed}`;
}
