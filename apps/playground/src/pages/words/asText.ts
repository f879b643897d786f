import { shareLink, state } from './model.js';

/** This very reading, proved in a terminal, and the same from a text in a file. */
export async function asCommand(): Promise<string> {
  const { text, step } = state.value;
  const quoted = `'${text.replaceAll("'", `'\\''`)}'`;
  return `gibbs verify '${await shareLink()}'
gibbs tokenizer train corpus.txt --vocab ${256 + step} --save pieces.json
gibbs tokenizer explain --model pieces.json -- ${quoted}`;
}

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
