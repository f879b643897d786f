// What the command line calls, called directly. Run as a program it encodes its standard input and keeps nothing.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AdamW, cosine, fit, GPT, Llama, tokenWindows } from '../../packages/nn/dist/index.js';
import { generator } from '../../packages/tensor/dist/index.js';
import { loadTokenizerJson } from '../../packages/tokenizer/dist/index.js';

/** Steps per second of a training of so many steps, from a fresh model. */
export async function trainOnce(kind, text, sizes, steps) {
  const characters = [...new Set(text)].sort();
  const numbers = new Map(characters.map((character, i) => [character, i]));
  const tokens = Int32Array.from(text, (character) => numbers.get(character));
  const start = { ...sizes, vocab: characters.length, generator: generator(7) };
  const hidden = 8 * Math.round(sizes.channels / 3);
  const model = kind === 'gpt' ? new GPT(start) : new Llama({ ...start, hidden });
  const began = performance.now();
  await fit(model, tokenWindows(tokens, { batch: 12, context: sizes.context, seed: 7 }), {
    steps,
    clip: 1,
    optimizer: new AdamW(model, {
      learningRate: cosine({ peak: 1e-3, steps, floor: 1e-4 }),
      betas: [0.9, 0.99],
      weightDecay: 0.1,
    }),
  });
  const value = (1000 * steps) / (performance.now() - began);
  for (const parameter of model.parameters()) parameter.dispose();
  return value;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const encoder = loadTokenizerJson(readFileSync(process.argv[2], 'utf8')).encoder();
  let count = 0;
  for await (const part of process.stdin) count += encoder.push(part).length;
  process.stderr.write(`${count + encoder.flush().length} tokens\n`);
}
