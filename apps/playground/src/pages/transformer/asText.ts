import { sizes, vocabulary } from '@gibbs/journeys/transformer';
import { scholar } from './model.js';

/** The training as a command line; a text of one's own is a file there. */
export function asCommand(): string {
  const { size, corpus, steps, seed } = scholar.state.value;
  const { context, channels, layers, heads, batch, learningRate } = sizes[size];
  const file = corpus === '' ? '' : ' text.txt';
  return `gibbs train${file} --tokenizer bpe --vocab ${vocabulary} --context ${context} --channels ${channels} --layers ${layers} --heads ${heads} --batch ${batch} --learning-rate ${learningRate} --steps ${steps} --seed ${seed}`;
}

export function asCode(): string {
  const { size, steps, seed, prompt, temperature } = scholar.state.value;
  const { batch, learningRate, ...model } = sizes[size];
  return `import { readFileSync } from 'node:fs';
import { generate } from '@gibbs/nn';
import { TextTraining } from '@gibbs/nn/tasks';
import { trainTokenizer } from '@gibbs/tokenizer';

const text = readFileSync('text.txt', 'utf8');
const tokenizer = await trainTokenizer(text, { vocabSize: ${vocabulary} });
const training = new TextTraining({
  text,
  tokenizer,
  model: ${JSON.stringify(model)},
  ...${JSON.stringify({ steps, batch, learningRate, seed })},
});
while (training.step < training.steps) training.advance();
console.log(training.evaluate(), training.landmarks);
const options = { temperature: ${temperature}, maxTokens: 40 };
for await (const piece of generate(training.model, tokenizer, ${JSON.stringify(prompt)}, options)) {
  process.stdout.write(piece);
}`;
}
