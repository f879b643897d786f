import { type Command, Option } from 'commander';
import { defineCommand } from '../../command.js';
import { type DuelPart, duelDefaults, duelSchema, runDuel, viewDuel } from '../../tour/duel.js';
import { runPieces, textFor } from '../../tour/pieces.js';
import { nameOf, oneOf, wholeNumber } from '../../values.js';

const positions = ['varying', 'fixed'] as const;
const tables = ['learned', 'fixed'] as const;
const values = ['learned', 'stored'] as const;

export default defineCommand({
  description:
    "An MLP and an attention model of one size learn from the same sentences, “I'm called <name>, so my name " +
    'is <name>”, and are asked for names that neither has seen. The options switch off, one by one, what makes ' +
    'the difference.',
  examples: [
    ['gibbs copy duel', 'the duel as in the tour'],
    ['gibbs copy duel --position fixed --steps 60', 'the name always at the same place'],
    ['gibbs copy duel --names 100 --steps 60', 'few names: nothing general is learned'],
    ['gibbs copy duel --name Ada --plot duel.png --json', 'as picture and document'],
  ],
  configure: (command: Command) => {
    const count = (flags: string, what: string, value: number): void => {
      command.addOption(new Option(flags, what).default(value).argParser(wholeNumber(1, 100_000)));
    };
    const choice = (flags: string, allowed: readonly string[]): void => {
      command.addOption(
        new Option(flags, allowed.join(', ')).default(allowed[0]).argParser(oneOf(allowed)),
      );
    };
    command
      .addOption(
        new Option('--name <name>', 'the name to ask for').default('Keyvan').argParser(nameOf),
      )
      .option('--text <file>', 'a text to learn the tokenizer from; else one that Gibbs writes');
    count('--names <n>', 'names to learn from', duelDefaults.names);
    count('--unseen <n>', 'names to be judged on', duelDefaults.unseen);
    count('--steps <n>', 'steps of training', duelDefaults.steps);
    choice('--position <where>', positions);
    choice('--embeddings <table>', tables);
    choice('--values <map>', values);
  },
  schema: duelSchema,
  repeatable: true,
  tensors: true,
  run: async ({ options }, session) => {
    const name = options.name as string;
    const source = await textFor(options.text as string | undefined, session.seed);
    const { tokenizer } = await runPieces(source, name, session);
    return runDuel(
      tokenizer,
      source.text,
      name,
      {
        names: options.names as number,
        unseen: options.unseen as number,
        steps: options.steps as number,
        position: options.position as (typeof positions)[number],
        embeddings: options.embeddings as (typeof tables)[number],
        values: options.values as (typeof values)[number],
      },
      session,
    );
  },
  human: (duel, page) => viewDuel(duel, page).join('\n').trimEnd(),
  charts: (duel) => [
    {
      title: 'Names never seen, by step',
      x: 'steps',
      y: 'share right',
      series: both(duel, ({ scores }) => scores.map(({ step, unseen }) => [step, unseen] as const)),
    },
    {
      title: 'Loss by step',
      x: 'steps',
      y: 'nats per token',
      series: both(duel, ({ losses }) => losses),
    },
  ],
  csv: ({ mlp, attention }) => [
    ['step', 'attentionSeen', 'attentionUnseen', 'mlpSeen', 'mlpUnseen'],
    ...attention.scores.map(({ step, seen, unseen }, i) => [
      step,
      seen,
      unseen,
      mlp.scores[i]?.seen ?? '',
      mlp.scores[i]?.unseen ?? '',
    ]),
  ],
  quiet: ({ attention, mlp }) => `${attention.unseen} ${mlp.unseen}`,
});

type Points = readonly (readonly [number, number])[];

function both({ attention, mlp }: DuelPart, of: (one: DuelPart['mlp']) => Points) {
  return [
    { label: 'attention', points: of(attention) },
    { label: 'MLP', points: of(mlp) },
  ];
}
