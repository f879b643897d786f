import { NameDuel, nameCorpus } from '@gibbs/nn/tasks';
import { generator } from '@gibbs/tensor';
import { saveTokenizerJson, trainTokenizer } from '@gibbs/tokenizer';
import { Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../../command.js';
import { bar } from '../../draw/bar.js';
import { grouped, percent } from '../../draw/numbers.js';
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
  type Stepwise,
  stepwiseSchema,
  trainStepwise,
} from '../../tasks/stepwise.js';
import { duelDefaults } from '../../tour/duel.js';
import { nameOf, oneOf, wholeNumber } from '../../values.js';

const score = v.object({ seen: v.number(), unseen: v.number() });

const schema = v.object({
  names: v.number(),
  unseenNames: v.number(),
  window: v.number(),
  vocabulary: v.number(),
  parameters: v.object({ attention: v.number(), mlp: v.number() }),
  /** Share of names with every token right. */
  attention: score,
  mlp: score,
  ...stepwiseSchema,
});
type Result = v.InferOutput<typeof schema>;

const positions = ['varying', 'fixed'] as const;

export default defineCommand({
  description:
    'Trains both students of the name duel, an attention model and an MLP of one size, and keeps them, so that ' +
    'gibbs copy ask can ask them for any name. The losses are those of attention.',
  examples: [
    ['gibbs copy train --names 300 --unseen 64 --steps 6 --out runs/names', 'a short one, kept'],
    ["gibbs copy train --names 300 --unseen 64 --steps 4 --until 'unseen>=0' -q", 'until a goal'],
  ],
  configure: (command) => {
    command
      .option('--text <file>', 'a text to learn the tokenizer from; else one that Gibbs writes')
      .addOption(
        new Option('--without <name>', 'a name kept out of training')
          .default('Keyvan')
          .argParser(nameOf),
      );
    const add = (flags: string, what: string, value: number): void => {
      command.addOption(
        new Option(flags, what).default(value).argParser(wholeNumber(1, 1_000_000)),
      );
    };
    add('--names <n>', 'names to learn from', duelDefaults.names);
    add('--unseen <n>', 'names to be judged on', duelDefaults.unseen);
    add('--steps <n>', 'steps of both', 360);
    command.addOption(
      new Option('--position <where>', positions.join(', '))
        .default('varying')
        .argParser(oneOf(positions)),
    );
    addStepwise(command, ['unseen', 'seen']);
  },
  schema,
  repeatable: true,
  tensors: true,
  unrecorded: howItGoesOn,
  run: async ({ options }, session) => {
    const { names, unseen, steps } = options as { names: number; unseen: number; steps: number };
    const position = options.position as (typeof positions)[number];
    const without = options.without as string;
    const { seed } = session;
    const tokenizer = await trainTokenizer(await corpusFor(options.text, seed), {
      vocabSize: 768,
      minFrequency: 2,
      signal: session.signal,
    });
    const duel = asUsage(
      () => new NameDuel({ tokenizer, seed, names, unseen, steps, position, heldOut: [without] }),
    );
    const run = await trainStepwise(
      asOne(duel),
      {
        label: 'copy',
        options,
        asked: { names, unseen, steps, position, without, seed, text: options.text ?? null },
        judge: () => ({ ...duel.score(256).attention }),
      },
      session,
    );
    await keepModel(run, 'names.safetensors', duel.students.save(), session, 'gibbs copy ask');
    if (run.folder !== undefined)
      await keepModel(
        run,
        'tokenizer.json',
        saveTokenizerJson(tokenizer),
        { ...session, note() {} },
        '',
      );
    const { folder: _, ...told } = run;
    return {
      names,
      unseenNames: unseen,
      window: duel.window,
      vocabulary: tokenizer.vocabSize,
      parameters: { ...duel.parameters },
      ...duel.score(),
      ...told,
    };
  },
  exitCode: goalExit,
  human: view,
  charts: ({ losses }) => [
    {
      title: 'Attention: loss by step',
      x: 'steps',
      y: 'nats per token',
      series: [{ points: losses }],
    },
  ],
  csv: ({ losses }) => [['step', 'loss'], ...losses],
  quiet: ({ attention, mlp }) => `${attention.unseen} ${mlp.unseen}`,
});

async function corpusFor(path: unknown, seed: number): Promise<string[]> {
  const chance = generator(seed);
  const own = nameCorpus(4000, () => chance.uniform());
  if (typeof path !== 'string') return [own];
  return [(await readText('--text', path, 2_000_000)).text, own];
}

/** Both students as one training with one checkpoint. */
function asOne(duel: NameDuel): Stepwise {
  return {
    get step() {
      return duel.step;
    },
    steps: duel.steps,
    advance: () => duel.advance().attention,
    checkpoint: () => {
      const { attention, mlp } = duel.checkpoint();
      const size = Buffer.alloc(8);
      size.writeUInt32LE(attention.length);
      return Buffer.concat([size, attention, mlp]);
    },
    restore: (bytes) => {
      if (bytes.length < 8)
        throw new RangeError('the checkpoint must be whole, got a part of one.');
      const size = Buffer.from(bytes).readUInt32LE(0);
      duel.restore({ attention: bytes.slice(8, 8 + size), mlp: bytes.slice(8 + size) });
    },
  };
}

function view(result: Result, page: Page): string {
  const line = (name: string, share: number): string[] => [
    name,
    percent(share),
    page.paint('cyan', bar(share, 24)),
  ];
  return [
    `${grouped(result.names)} names, ${grouped(result.unseenNames)} never seen, ${grouped(result.step)} steps`,
    '',
    ...plot(
      [{ points: result.losses, tint: 'cyan' }],
      {
        width: page.width - 2,
        height: 10,
        x: { label: 'steps', least: 0 },
        y: { label: 'attention: nats per token', least: 0 },
      },
      page,
    ),
    '',
    ...rows(
      [
        line('attention, seen', result.attention.seen),
        line('attention, unseen', result.attention.unseen),
        line('MLP, seen', result.mlp.seen),
        line('MLP, unseen', result.mlp.unseen),
      ],
      [1],
    ),
    '',
    `${duration(result.seconds * 1000)}, ${count(result.step / result.seconds)} steps/s`,
  ].join('\n');
}
