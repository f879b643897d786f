import { NextTokenModel } from '@gibbs/nn/tasks';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { bar } from '../../draw/bar.js';
import { visible } from '../../draw/merges.js';
import { percent } from '../../draw/numbers.js';
import { rows, wrap } from '../../draw/page.js';
import { asUsage } from '../../failure.js';
import { loadModel } from '../../tasks/loadModel.js';
import { realNumber, wholeNumber } from '../../values.js';

export default defineCommand({
  description: 'Goes on with a text word by word, and shows what the model holds for the next one.',
  examples: [
    ['gibbs next sample runs/next "the old baker"', 'goes on'],
    ['gibbs next sample runs/next "the" --temperature 0 --length 8 -q', 'the likeliest each time'],
  ],
  configure: (command) => {
    command
      .argument('<model>', 'folder of gibbs next train --out, or the file in it')
      .argument('[text]', 'to go on with', '')
      .addOption(
        new Option('--length <n>', 'words to add').default(30).argParser(wholeNumber(1, 100_000)),
      )
      .addOption(
        new Option('--temperature <t>', 'T in p ∝ exp(logit/T); 0 is greedy')
          .default(0.8)
          .argParser(realNumber(0, 1e6)),
      );
  },
  schema: v.object({
    model: v.string(),
    prompt: v.string(),
    text: v.string(),
    /** The likeliest words after the prompt. */
    next: v.array(v.object({ token: v.number(), text: v.string(), probability: v.number() })),
  }),
  repeatable: true,
  tensors: true,
  run: async ({ options, args: [path = '', prompt = ''] }, session) => {
    const model = await loadModel('next sample', path, 'next.safetensors', (bytes) =>
      NextTokenModel.load(bytes),
    );
    const { length, temperature } = options as { length: number; temperature: number };
    return asUsage(() => ({
      model: path,
      prompt,
      text: model.sample(prompt, { length, temperature, seed: session.seed }),
      next: model.next(prompt, 8),
    }));
  },
  human: ({ text, next }, page) =>
    [
      ...text.split('\n').flatMap((line) => wrap(line, page.width)),
      '',
      'After the text given:',
      ...rows(
        next.map(({ text: word, probability }) => [
          visible(word),
          percent(probability),
          page.paint('cyan', bar(probability, 24)),
        ]),
        [1],
      ),
    ].join('\n'),
  csv: ({ next }) => [
    ['token', 'text', 'probability'],
    ...next.map(({ token, text, probability }) => [token, text, probability]),
  ],
  quiet: ({ text }) => text,
});
