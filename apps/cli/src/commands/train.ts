import { type FitResult, generate } from '@gibbs/nn';
import { savePretrained } from '@gibbs/nn/files';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { grouped } from '../draw/numbers.js';
import { type Page, rows, wrap } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import { exitCodes, Failure } from '../failure.js';
import { goalSchema, reached } from '../goal.js';
import { addTrainOptions, models, type TrainOptions } from '../language/options.js';
import { coderFor, readCorpus } from '../language/text.js';
import { estimate, modelFor, runTraining, shared, weightsDigest } from '../language/training.js';
import { openTraining } from '../language/trainingFolder.js';
import { count, seconds as duration } from '../progress.js';

const pairs = v.array(v.tuple([v.number(), v.number()]));

const schema = v.object({
  model: v.picklist(models),
  parameters: v.number(),
  /** Sizes of the model and settings of its training, as used. */
  config: v.record(v.string(), v.unknown()),
  text: v.object({
    /** None: Gibbs wrote it. */
    files: v.array(v.string()),
    bytes: v.number(),
    sha256: v.string(),
    tokens: v.number(),
    heldOutTokens: v.number(),
  }),
  tokenizer: v.object({ kind: v.picklist(['characters', 'bpe']), vocab: v.number() }),
  steps: v.number(),
  /** Steps done; 0 with --dry-run. */
  step: v.number(),
  stopped: v.picklist(['done', 'goal', 'no improvement', 'dry run']),
  /** Nats per token of the text learned from, by step; at most 500 of them, evenly spaced. */
  losses: pairs,
  /** The same on the text held back. */
  evaluations: pairs,
  goal: goalSchema,
  /** SHA-256 of the weights; empty with --dry-run. */
  weights: v.string(),
  /** What the model says of itself. */
  sample: v.string(),
  tokensPerSecond: v.number(),
  seconds: v.number(),
  /** With --dry-run. */
  estimate: v.nullable(
    v.object({ seconds: v.number(), stepsPerSecond: v.number(), memoryBytes: v.number() }),
  ),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Trains a GPT or a Llama on your own text; without a file, on one that Gibbs writes. With --out the folder ' +
    'holds the model as Hugging Face lays it out, a checkpoint to go on from, and run.json. An interrupt ends the ' +
    'run after the present step, and a run that was resumed ends with the bits of one left alone.',
  examples: [
    ['gibbs train --steps 60', 'a look at it, on a text that Gibbs writes'],
    ['gibbs train book.txt --steps 40 --out runs/book', 'your own text, kept'],
    ['gibbs train book.txt --steps 40 --out runs/book --resume', 'on from where it was stopped'],
    ['gibbs train book.txt --model llama --tokenizer bpe --dry-run', 'what it would take'],
    ["gibbs train --steps 300 --eval-every 20 --until 'loss<=2.8'", 'until it is good enough'],
  ],
  configure: (command) => {
    command.argument('[file...]', 'UTF-8 text; - is standard input');
    addTrainOptions(command);
  },
  schema,
  repeatable: true,
  tensors: true,
  unrecorded: ['resume', 'saveEvery', 'dryRun'],
  run: async ({ options: given, args }, session) => {
    const options = given as unknown as TrainOptions;
    const { seed } = session;
    const corpus = await readCorpus('train', args, seed);
    const coder = await coderFor(options.tokenizer, options.vocab, corpus, session);
    const tokens = coder.encode(corpus.text);
    const { train, held, judged } = shared(tokens, options);
    if (options.until && judged.length === 0)
      throw new Failure('usage', '--until: too little text is held back to judge the loss on');
    const model = modelFor(options, coder.vocab, seed);
    const setup = { model, train, judged, options, seed };
    const { resume, until, dryRun, out, saveEvery: _, ...config } = options;
    const { files, bytes, sha256 } = corpus;
    const known = {
      model: options.model,
      parameters: model.parameters().reduce((total, { size }) => total + size, 0),
      config: plain({ ...config, ...model.config }),
      text: { files, bytes, sha256, tokens: tokens.length, heldOutTokens: held },
      tokenizer: { kind: coder.kind, vocab: coder.vocab },
      steps: options.steps,
    };
    if (dryRun === true) return { ...known, ...nothingDone, estimate: await estimate(setup) };
    const asked = { seed, text: sha256, tokenizer: coder.kind, ...known.config };
    const place = await openTraining(out, resume, asked);
    const start = performance.now();
    const trained = await runTraining(setup, place, session);
    const seconds = (performance.now() - start) / 1000;
    if (place.folder === undefined) session.note('Not saved: add --out FOLDER to keep it.');
    else {
      await savePretrained(place.folder, model, { tokenizer: coder.json }).catch(unwritable);
      session.note(`Saved in ${place.folder}: gibbs generate ${place.folder}`);
    }
    model.train(false);
    let sample = '';
    for await (const piece of generate(model, coder, coder.decode(Array.from(train).slice(0, 1)), {
      maxTokens: Math.min(120, model.config.context - 1),
      temperature: 0.8,
      seed,
    }))
      sample += piece;
    const { history } = trained;
    return {
      ...known,
      ...toldHistory(trained),
      goal: reached(until, history.evaluations.at(-1)?.loss),
      weights: weightsDigest(model),
      sample,
      tokensPerSecond: (trained.step * options.batch * options.context) / seconds,
      seconds,
      estimate: null,
    };
  },
  exitCode: ({ goal }) => (goal && !goal.met ? exitCodes.goalNotMet : exitCodes.done),
  human: (result, page) =>
    (result.estimate ? viewEstimate(result, result.estimate) : view(result, page)).join('\n'),
  charts: ({ losses, evaluations }) => [
    {
      title: 'Loss by step',
      x: 'steps',
      y: 'nats per token',
      series: [
        { label: 'learned from', points: losses },
        { label: 'held out', points: evaluations },
      ],
    },
  ],
  csv: ({ losses, evaluations }) => {
    const judged = new Map(evaluations);
    const steps = [...new Set([...losses.map(([step]) => step), ...judged.keys()])].sort(
      (a, b) => a - b,
    );
    const learned = new Map(losses);
    return [
      ['step', 'loss', 'heldOut'],
      ...steps.map((step) => [step, learned.get(step) ?? '', judged.get(step) ?? '']),
    ];
  },
  quiet: ({ losses, evaluations }) => String(evaluations.at(-1)?.[1] ?? losses.at(-1)?.[1] ?? ''),
});

const nothingDone = {
  step: 0,
  stopped: 'dry run' as const,
  losses: [],
  evaluations: [],
  goal: null,
  weights: '',
  sample: '',
  tokensPerSecond: 0,
  seconds: 0,
};

/** Values that were set, as JSON keeps them. */
const plain = (values: object): Record<string, unknown> => JSON.parse(JSON.stringify(values));

function toldHistory({
  step,
  history,
  stopped,
}: FitResult): Pick<Result, 'step' | 'stopped' | 'losses' | 'evaluations'> {
  const every = Math.max(1, Math.ceil(step / 500));
  return {
    step,
    stopped: stopped === 'aborted' ? 'goal' : stopped,
    losses: history.loss
      .map((loss, i): [number, number] => [i + 1, loss])
      .filter(([at]) => at % every === 0 || at === step),
    evaluations: history.evaluations.map(({ step: at, loss }): [number, number] => [at, loss]),
  };
}

function unwritable(error: Error): never {
  throw new Failure('file', `--out: ${error.message.replace(/^files: /, '')}`, error);
}

function view(result: Result, page: Page): string[] {
  const { losses, evaluations, tokenizer } = result;
  const held = evaluations.at(-1)?.[1];
  const verdict =
    result.goal === null
      ? ''
      : result.goal.met
        ? `: ${page.paint('green', `${result.goal.goal} is met`)}`
        : `: ${page.paint('red', `${result.goal.goal} is not met`)}`;
  return [
    `${result.model}, ${grouped(result.parameters)} parameters, ${tokenizer.kind} (${grouped(tokenizer.vocab)}), ${grouped(result.step)} steps${verdict}`,
    '',
    ...plot(
      [
        { points: losses, label: 'learned from', tint: 'cyan' },
        ...(evaluations.length > 0
          ? [{ points: evaluations, label: 'held out', tint: 'magenta' as const }]
          : []),
      ],
      {
        width: page.width - 2,
        height: 12,
        x: { label: 'steps', least: 0 },
        y: { label: 'nats per token', least: 0 },
      },
      page,
    ),
    '',
    ...rows([
      ['text', `${grouped(result.text.bytes)} bytes, ${grouped(result.text.tokens)} tokens`],
      ['loss', `${losses.at(-1)?.[1].toFixed(4)} nats per token`],
      ...(held === undefined
        ? []
        : [['held out', `${held.toFixed(4)}, perplexity ${Math.exp(held).toFixed(2)}`]]),
      ['speed', `${count(result.tokensPerSecond)} tokens/s, ${duration(result.seconds * 1000)}`],
      ['weights', result.weights.slice(0, 16)],
    ]),
    '',
    'It says:',
    ...result.sample.split('\n').flatMap((line) => wrap(line, page.width - 2)),
  ];
}

function viewEstimate(result: Result, taken: NonNullable<Result['estimate']>): string[] {
  return rows([
    ['model', `${result.model}, ${grouped(result.parameters)} parameters`],
    [
      'text',
      `${grouped(result.text.bytes)} bytes, ${grouped(result.text.tokens)} tokens, ${grouped(result.text.heldOutTokens)} held out`,
    ],
    ['tokenizer', `${result.tokenizer.kind}, ${grouped(result.tokenizer.vocab)} tokens`],
    ...Object.entries(result.config).map(([name, value]) => [name, String(value)]),
    [
      'time',
      `about ${duration(taken.seconds * 1000)} for ${grouped(result.steps)} steps: ${count(taken.stepsPerSecond)}/s in a few that were taken`,
    ],
    ['memory', `${(taken.memoryBytes / 2 ** 20).toFixed(0)} MiB`],
  ]);
}
