import { NextTokenTraining, villageCorpus } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { bar } from '../../draw/bar.js';
import { grouped } from '../../draw/numbers.js';
import { type Page, rows } from '../../draw/page.js';
import { plot } from '../../draw/plot.js';
import { asUsage } from '../../failure.js';
import { count, seconds as duration } from '../../progress.js';
import { readText } from '../../readText.js';
import {
  addStepwise,
  goalExit,
  howItGoesOn,
  keepModel,
  stepwiseSchema,
  trainStepwise,
} from '../../tasks/stepwise.js';
import { realNumber, wholeNumber } from '../../values.js';

const schema = v.object({
  /** The text that was learned, or null for the one that Gibbs writes. */
  file: v.nullable(v.string()),
  words: v.number(),
  context: v.number(),
  parameters: v.number(),
  /** Nats per word on the tenth held back: the model, and what counting makes of it. */
  score: v.object({
    mlp: v.number(),
    bigram: v.number(),
    unigram: v.number(),
    uniform: v.number(),
  }),
  ...stepwiseSchema,
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Trains the book’s first language model: an MLP that reads five words and tells the next, against what counting ' +
    'pairs can do. Without a file it learns lines of life in a village that Gibbs writes.',
  examples: [
    ['gibbs next train --steps 150 --out runs/next', 'on the village, kept'],
    ['gibbs next train book.txt --context 3 --steps 40 --json', 'on a text of yours'],
  ],
  configure: (command) => {
    const add = (flags: string, what: string, value: number, most: number): void => {
      command.addOption(new Option(flags, what).default(value).argParser(wholeNumber(1, most)));
    };
    command.argument('[file]', 'UTF-8 text; - is standard input');
    add('--context <n>', 'words that are read', 5, 1024);
    add('--channels <n>', 'numbers per word', 16, 4096);
    add('--hidden <n>', 'hidden neurons', 64, 65_536);
    add('--steps <n>', 'steps', 400, 10_000_000);
    add('--batch <n>', 'places of the text per step', 64, 65_536);
    command.addOption(
      new Option('--learning-rate <rate>', 'highest rate of the cycle')
        .default(0.01)
        .argParser(realNumber(1e-9, 1e3)),
    );
    addStepwise(command, ['loss']);
  },
  schema,
  repeatable: true,
  tensors: true,
  unrecorded: howItGoesOn,
  run: async ({ options, args: [file] }, session) => {
    const settings = Object.fromEntries(
      ['context', 'channels', 'hidden', 'steps', 'batch', 'learningRate'].map((name) => [
        name,
        options[name] as number,
      ]),
    );
    const { seed } = session;
    const text =
      file === undefined ? village(seed) : (await readText('next train', file, 1 << 28)).text;
    const training = asUsage(() => new NextTokenTraining({ text, seed, ...settings }));
    const run = await trainStepwise(
      training,
      {
        label: 'next',
        options,
        asked: { ...settings, seed, characters: text.length },
        judge: () => ({ loss: training.score().mlp }),
      },
      session,
    );
    const { model } = training;
    await keepModel(run, 'next.safetensors', model.save(), session, 'gibbs next sample');
    const { folder: _, ...told } = run;
    return {
      file: file ?? null,
      words: model.tokenizer.vocabSize,
      context: model.context,
      parameters: model.parameters,
      score: training.score(),
      ...told,
    };
  },
  exitCode: goalExit,
  human: view,
  charts: ({ losses }) => [
    {
      title: 'Next word: loss by step',
      x: 'steps',
      y: 'nats per word',
      series: [{ points: losses }],
    },
  ],
  csv: ({ losses }) => [['step', 'loss'], ...losses],
  quiet: ({ score }) => String(score.mlp),
});

/** What is learned where no file is named. */
export function village(seed: number): string {
  const chance = generator(seed);
  return villageCorpus(2000, () => chance.uniform());
}

function view(result: Result, page: Page): string {
  const { score } = result;
  const line = (name: string, loss: number): string[] => [
    name,
    loss.toFixed(3),
    page.paint('cyan', bar(loss / score.uniform, 30)),
  ];
  return [
    `${result.context} words → the next of ${grouped(result.words)}, ${grouped(result.parameters)} parameters`,
    '',
    ...plot(
      [{ points: result.losses, tint: 'cyan' }],
      {
        width: page.width - 2,
        height: 10,
        x: { label: 'steps', least: 0 },
        y: { label: 'nats per word', least: 0 },
      },
      page,
    ),
    '',
    'Nats per word on text held back:',
    ...rows(
      [
        line('the model', score.mlp),
        line('pairs of words counted', score.bigram),
        line('words counted', score.unigram),
        line('knowing nothing', score.uniform),
      ],
      [1],
    ),
    '',
    `${grouped(result.step)} steps in ${duration(result.seconds * 1000)}, ${count(result.step / result.seconds)}/s`,
  ].join('\n');
}
