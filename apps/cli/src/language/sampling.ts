import type { TextOptions } from '@gibbs/nn';
import type { Command } from 'commander';
import { adderOf } from '../addOption.js';
import { realNumber, wholeNumber } from '../values.js';

/** How the next token is drawn, by the names that Hugging Face gives them. */
export function addSampling(command: Command): void {
  const add = adderOf(command);
  add('--max-tokens <n>', 'tokens at most', wholeNumber(1, 1 << 24), 200);
  add('--temperature <t>', 'T in p ∝ exp(logit/T); 0 is greedy', realNumber(0, 1e6), 0.8);
  add('--top-k <n>', 'only the k likeliest', wholeNumber(1, 1 << 24));
  add('--top-p <share>', 'only the likeliest with this much in all', realNumber(1e-9, 1));
  add('--min-p <share>', 'only those this likely beside the likeliest', realNumber(0, 1));
  add('--repetition-penalty <x>', 'what was said is less likely', realNumber(1e-3, 1e3), 1);
  command
    .option('--stop <text...>', 'texts that end the answer')
    .option('--int8', '8-bit copies of the weights: less memory to read');
}

/** What was told of it. */
export function samplingOf(options: Record<string, unknown>): TextOptions {
  const names = ['maxTokens', 'temperature', 'topK', 'topP', 'minP', 'repetitionPenalty', 'stop'];
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}
