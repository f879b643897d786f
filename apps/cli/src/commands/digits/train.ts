import { type DigitNetwork, DigitTraining } from '@gibbs/nn/tasks';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { grouped, percent } from '../../draw/numbers.js';
import { type Page, rows } from '../../draw/page.js';
import { plot } from '../../draw/plot.js';
import { asUsage } from '../../failure.js';
import { count, seconds as duration } from '../../progress.js';
import { digitData } from '../../tasks/digitData.js';
import {
  addStepwise,
  goalExit,
  howItGoesOn,
  keepModel,
  stepwiseSchema,
  trainStepwise,
} from '../../tasks/stepwise.js';
import { oneOf, realNumber, wholeNumber } from '../../values.js';

const networks = ['convnet', 'mlp'] as const satisfies readonly DigitNetwork[];

const schema = v.object({
  network: v.picklist(networks),
  parameters: v.number(),
  /** The folder of real digits, or null for drawn ones. */
  data: v.nullable(v.string()),
  learned: v.number(),
  judged: v.number(),
  /** Share of the digits judged on that were read rightly. */
  accuracy: v.number(),
  /** Rows are what was shown, columns what was read. */
  confusion: v.array(v.array(v.number())),
  ...stepwiseSchema,
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Trains a network to read handwritten digits: MNIST where --digits has it (gibbs data mnist fetches it), else ' +
    'digits that Gibbs draws. Each is bent a little anew every time it is seen.',
  examples: [
    ['gibbs digits train --count 1000 --passes 2 --out runs/digits', 'drawn digits, kept'],
    ['gibbs digits train --network mlp --count 1000 --passes 3 --json', 'a plain network'],
    [
      "gibbs digits train --count 1000 --passes 8 --until 'accuracy>=0.9' --eval-every 15",
      'until it is good enough',
    ],
  ],
  configure: (command) => {
    command
      .option('--digits <folder>', "MNIST's files, or others of their form")
      .addOption(
        new Option('--network <kind>', networks.join(', '))
          .default('convnet')
          .argParser(oneOf(networks)),
      )
      .addOption(
        new Option('--hidden <n>', 'hidden neurons of an mlp')
          .default(256)
          .argParser(wholeNumber(1, 65_536)),
      )
      .addOption(
        new Option('--count <n>', 'digits to learn from, at most')
          .default(6000)
          .argParser(wholeNumber(1, 1_000_000)),
      )
      .addOption(
        new Option('--passes <n>', 'how often each is seen')
          .default(4)
          .argParser(wholeNumber(1, 10_000)),
      )
      .addOption(
        new Option('--batch <n>', 'digits per step').default(64).argParser(wholeNumber(1, 65_536)),
      )
      .addOption(
        new Option('--learning-rate <rate>', 'highest rate of the cycle')
          .default(0.003)
          .argParser(realNumber(1e-9, 1e3)),
      )
      .option('--no-augment', 'show the digits as they are');
    addStepwise(command, ['accuracy']);
  },
  schema,
  repeatable: true,
  tensors: true,
  unrecorded: howItGoesOn,
  run: async ({ options }, session) => {
    const {
      count: wanted,
      hidden,
      passes,
      batch,
      learningRate,
    } = options as Record<'count' | 'hidden' | 'passes' | 'batch' | 'learningRate', number>;
    const network = options.network as DigitNetwork;
    const data = options.digits as string | undefined;
    const { learned, judged } = await digitData(data, wanted, session.seed);
    const settings = { network, hidden, passes, batch, learningRate, seed: session.seed };
    const augment = options.augment === false ? false : {};
    const training = asUsage(() => new DigitTraining({ digits: learned, ...settings, augment }));
    const score = (): { accuracy: number; confusion: number[][] } => training.reader.score(judged);
    const run = await trainStepwise(
      training,
      {
        label: 'digits',
        options,
        asked: {
          ...settings,
          count: learned.count,
          augment: augment !== false,
          data: data ?? null,
        },
        judge: () => ({ accuracy: score().accuracy }),
      },
      session,
    );
    await keepModel(
      run,
      'digits.safetensors',
      training.reader.save(),
      session,
      'gibbs digits eval',
    );
    const { accuracy, confusion } = score();
    const { folder: _, ...told } = run;
    const { parameters } = training.reader;
    return {
      network,
      parameters,
      data: data ?? null,
      learned: learned.count,
      judged: judged.count,
      accuracy,
      confusion,
      ...told,
    };
  },
  exitCode: goalExit,
  human: view,
  charts: ({ losses }) => [
    {
      title: 'Digits: loss by step',
      x: 'steps',
      y: 'nats per digit',
      series: [{ points: losses }],
    },
  ],
  csv: ({ losses }) => [['step', 'loss'], ...losses],
  quiet: ({ accuracy }) => String(accuracy),
});

function view(result: Result, page: Page): string {
  return [
    `${result.network}, ${grouped(result.parameters)} parameters, ${grouped(result.learned)} ${result.data === null ? 'drawn digits' : 'digits'}: ${percent(result.accuracy)} of ${grouped(result.judged)} others read rightly`,
    '',
    ...plot(
      [{ points: result.losses, tint: 'cyan' }],
      {
        width: page.width - 2,
        height: 10,
        x: { label: 'steps', least: 0 },
        y: { label: 'nats per digit', least: 0 },
      },
      page,
    ),
    '',
    ...confusionRows(result.confusion),
    '',
    `${grouped(result.step)} steps in ${duration(result.seconds * 1000)}, ${count(result.step / result.seconds)}/s`,
  ].join('\n');
}

/** What was shown against what was read. */
export function confusionRows(confusion: readonly (readonly number[])[]): string[] {
  const digits = confusion.map((_, digit) => String(digit));
  return rows(
    [
      ['shown\\read', ...digits],
      ...confusion.map((counts, digit) => [
        String(digit),
        ...counts.map((many) => (many === 0 ? '·' : String(many))),
      ]),
    ],
    digits.map((_, i) => i + 1),
  );
}
