import { state } from './model.js';

/** What is on the page as a call of the package. */
export function asCode(): string {
  const { text, step } = state.value;
  return `import { readFileSync } from 'node:fs';
import { trainTokenizer } from '@gibbs/tokenizer';

const tokenizer = await trainTokenizer(readFileSync('corpus.txt', 'utf8'), {
  vocabSize: ${256 + step},
  minFrequency: 2,
});
for (const { text, tokens } of tokenizer.explain(${JSON.stringify(text)})) {
  console.log(text, tokens.join('|'));
}`;
}
