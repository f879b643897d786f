import { crossEntropy } from '@gibbs/nn';
import { NextTokenModel } from '@gibbs/nn/tasks';
import { noGrad, scope, tensor } from '@gibbs/tensor';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { grouped } from '../../draw/numbers.js';
import { rows } from '../../draw/page.js';
import { asUsage, Failure } from '../../failure.js';
import { type Goal, goalSchema, reached, untilOption } from '../../goal.js';
import { readText } from '../../readText.js';
import { loadModel } from '../../tasks/loadModel.js';
import { goalExit } from '../../tasks/stepwise.js';
import { village } from './train.js';

export default defineCommand({
  description:
    'Judges a model on a text: nats per word, every word that has enough before it. Without a file it is a village ' +
    'that it has not read.',
  examples: [
    ['gibbs next eval runs/next', 'on another village'],
    ["gibbs next eval runs/next --until 'loss<=4' -q", 'exits 1 where it is worse'],
  ],
  configure: (command) => {
    command
      .argument('<model>', 'folder of gibbs next train --out, or the file in it')
      .argument('[file]', 'UTF-8 text; - is standard input')
      .addOption(untilOption(['loss', 'perplexity']));
  },
  schema: v.object({
    model: v.string(),
    file: v.nullable(v.string()),
    words: v.number(),
    loss: v.number(),
    perplexity: v.number(),
    goal: goalSchema,
  }),
  repeatable: true,
  tensors: true,
  run: async ({ options, args: [path = '', file] }, session) => {
    const { model, tokenizer, context } = await loadModel(
      'next eval',
      path,
      'next.safetensors',
      (bytes) => NextTokenModel.load(bytes),
    );
    const text =
      file === undefined
        ? village(session.seed + 1_000_003)
        : (await readText('next eval', file, 1 << 28)).text;
    const words = asUsage(() => Int32Array.from(tokenizer.encode(text)));
    const places = words.length - context;
    if (places < 1)
      throw new Failure(
        'file',
        `next eval: cannot use ${file}: it needs more than ${context} words, got ${words.length}`,
      );
    const task = session.progress.start('next', places, 'words');
    let sum = 0;
    for (let from = 0; from < places; from += 256) {
      const batch = Math.min(256, places - from);
      const read = Int32Array.from(
        { length: batch * context },
        (_, i) => words[from + Math.floor(i / context) + (i % context)] as number,
      );
      scope(() => {
        const x = tensor(read, { shape: [batch, context] });
        const wanted = tensor(words.slice(from + context, from + context + batch));
        sum += batch * noGrad(() => crossEntropy(model.forward(x), wanted)).item();
        return undefined;
      });
      task.update(from + batch);
      await session.breathe();
    }
    const loss = sum / places;
    task.finish(`loss ${loss.toFixed(4)}`);
    const found = { loss, perplexity: Math.exp(loss) };
    const until = options.until as Goal | undefined;
    return {
      model: path,
      file: file ?? null,
      words: places,
      ...found,
      goal: reached(until, until && found[until.metric as keyof typeof found]),
    };
  },
  exitCode: goalExit,
  human: ({ words, loss, perplexity }) =>
    rows([
      ['words', grouped(words)],
      ['loss', `${loss.toFixed(4)} nats per word`],
      ['perplexity', perplexity.toFixed(3)],
    ]).join('\n'),
  csv: ({ words, loss, perplexity }) => [
    ['words', 'loss', 'perplexity'],
    [words, loss, perplexity],
  ],
  quiet: ({ loss }) => String(loss),
});
