import { DigitReader } from '@gibbs/nn/tasks';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { grouped, percent } from '../../draw/numbers.js';
import { Failure } from '../../failure.js';
import { type Goal, goalSchema, reached, untilOption } from '../../goal.js';
import { digitData } from '../../tasks/digitData.js';
import { loadModel } from '../../tasks/loadModel.js';
import { goalExit } from '../../tasks/stepwise.js';
import { confusionRows } from './train.js';

export default defineCommand({
  description: 'Lets a trained network read digits that it was not trained on, and counts.',
  examples: [
    ['gibbs digits eval runs/digits', 'on drawn digits'],
    ["gibbs digits eval runs/digits --until 'accuracy>=0.1' -q", 'exits 1 where it is worse'],
  ],
  configure: (command) => {
    command
      .argument('<model>', 'folder of gibbs digits train --out, or the file in it')
      .option('--digits <folder>', "MNIST's files, or others of their form")
      .addOption(untilOption(['accuracy']));
  },
  schema: v.object({
    model: v.string(),
    network: v.picklist(['mlp', 'convnet']),
    digits: v.number(),
    accuracy: v.number(),
    confusion: v.array(v.array(v.number())),
    goal: goalSchema,
  }),
  repeatable: true,
  tensors: true,
  run: async ({ options, args: [model = ''] }, session) => {
    const reader = await loadModel('digits eval', model, 'digits.safetensors', (bytes) =>
      DigitReader.load(bytes),
    );
    const { judged } = await digitData(options.digits as string | undefined, 1, session.seed);
    if (judged.height !== reader.height || judged.width !== reader.width)
      throw new Failure(
        'file',
        `digits eval: the network reads ${reader.height}×${reader.width} pixels, got digits of ${judged.height}×${judged.width}`,
      );
    const { accuracy, confusion } = reader.score(judged);
    return {
      model,
      network: reader.network,
      digits: judged.count,
      accuracy,
      confusion,
      goal: reached(options.until as Goal | undefined, accuracy),
    };
  },
  exitCode: goalExit,
  human: ({ network, digits, accuracy, confusion }) =>
    [
      `${network}: ${percent(accuracy)} of ${grouped(digits)} digits read rightly`,
      '',
      ...confusionRows(confusion),
    ].join('\n'),
  csv: ({ confusion }) => [
    ['shown', ...confusion.map((_, digit) => `read${digit}`)],
    ...confusion.map((counts, digit) => [digit, ...counts]),
  ],
  quiet: ({ accuracy }) => String(accuracy),
});
