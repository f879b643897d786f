import {
  answerXor,
  sweepXor,
  truthTable,
  type XorActivation,
  type XorNetwork,
  XorTraining,
} from '@gibbs/nn/tasks';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { bar } from '../draw/bar.js';
import { field } from '../draw/field.js';
import { percent } from '../draw/numbers.js';
import { beside, type Page, padStart, rows } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import { asUsage, exitCodes } from '../failure.js';
import { oneOf, realNumber, wholeNumber } from '../values.js';

const activations = ['tanh', 'sigmoid', 'relu'] as const satisfies readonly XorActivation[];

const schema = v.object({
  hidden: v.number(),
  activation: v.picklist(activations),
  learningRate: v.number(),
  steps: v.number(),
  parameters: v.number(),
  learned: v.boolean(),
  loss: v.number(),
  table: v.array(
    v.object({ a: v.number(), b: v.number(), target: v.number(), output: v.number() }),
  ),
  network: v.object({
    activation: v.picklist(activations),
    /** Weight of a, weight of b and bias of each hidden neuron. */
    hidden: v.array(v.tuple([v.number(), v.number(), v.number()])),
    /** A weight for each hidden neuron, then the bias. */
    output: v.array(v.number()),
  }),
  losses: v.array(v.tuple([v.number(), v.number()])),
  /** The answer over the unit square, from b = 1 on top and from a = 0. */
  map: v.array(v.array(v.number())),
  /** With --sweep: how many of so many seeds learn, by the number of hidden neurons. */
  sweep: v.array(v.object({ width: v.number(), solved: v.number(), runs: v.number() })),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Learns XOR, which no straight line can separate, with one hidden layer and plain gradient descent. ' +
    'Exits 1 where the run did not learn all four rows.',
  examples: [
    ['gibbs xor', 'four hidden neurons'],
    ['gibbs xor --hidden 1 || true', 'one neuron, which is never enough'],
    ['gibbs xor --sweep 256', '256 seeds at each of the widths 1 to 4'],
    ['gibbs xor --activation relu --hidden 8 --plot loss.svg --json', 'as picture and document'],
  ],
  configure: (command: Command) => {
    command
      .addOption(
        new Option('--hidden <n>', 'hidden neurons').default(4).argParser(wholeNumber(1, 64)),
      )
      .addOption(
        new Option('--activation <name>', activations.join(', '))
          .default('tanh')
          .argParser(oneOf(activations)),
      )
      .addOption(
        new Option('--learning-rate <rate>', 'step along the gradient')
          .default(2)
          .argParser(realNumber(1e-6, 1e3)),
      )
      .addOption(
        new Option('--steps <n>', 'steps').default(600).argParser(wholeNumber(1, 1_000_000)),
      )
      .addOption(
        new Option('--sweep <seeds>', 'seeds to try at widths 1 to 4 besides')
          .default(0)
          .argParser(wholeNumber(0, 4096)),
      );
  },
  schema,
  repeatable: true,
  tensors: true,
  run: async ({ options }, session) => {
    const { hidden, learningRate, steps, sweep } = options as Record<
      'hidden' | 'learningRate' | 'steps' | 'sweep',
      number
    >;
    const activation = options.activation as XorActivation;
    const runs = [{ seed: session.seed, width: hidden }];
    const training = asUsage(() => new XorTraining({ runs, activation, learningRate }));
    try {
      const task = session.progress.start('xor', steps, 'steps');
      const losses: [number, number][] = [];
      const every = Math.max(1, Math.round(steps / 300));
      while (training.step < steps) {
        training.advance(Math.min(every, steps - training.step));
        const loss = training.loss(0);
        losses.push([training.step, loss]);
        session.event('step', { step: training.step, loss });
        task.update(training.step, `loss ${loss.toFixed(4)}`);
        await session.breathe();
      }
      const network = training.network(0);
      const learned = training.solved(0);
      task.finish(learned ? '4 of 4 right' : 'not learned');
      const swept = sweep === 0 ? [] : sweepXor({ seeds: sweep, steps, activation, learningRate });
      return {
        hidden,
        activation,
        learningRate,
        steps,
        parameters: network.hidden.flat().length + network.output.length,
        learned,
        loss: training.loss(0),
        table: truthTable.map(([a, b]) => ({
          a,
          b,
          target: Number(a !== b),
          output: answerXor(network, a, b),
        })),
        network,
        losses,
        map: mapOf(network),
        sweep: swept.map(({ width, solved, runs: tried }) => ({ width, solved, runs: tried })),
      };
    } finally {
      training.dispose();
    }
  },
  exitCode: ({ learned }) => (learned ? exitCodes.done : exitCodes.goalNotMet),
  human: view,
  charts: ({ losses }) => [
    { title: 'XOR: loss by step', x: 'steps', y: 'loss / nats', series: [{ points: losses }] },
  ],
  csv: ({ losses }) => [['step', 'loss'], ...losses],
  quiet: ({ table }) => table.map(({ output }) => output).join(' '),
});

/** The answer over the unit square, the row b = 1 first. */
function mapOf(network: XorNetwork, patches = 11): number[][] {
  const share = (i: number): number => i / (patches - 1);
  return Array.from({ length: patches }, (_, row) =>
    Array.from({ length: patches }, (_, column) =>
      answerXor(network, share(column), 1 - share(row)),
    ),
  );
}

function view(result: Result, page: Page): string {
  const right = result.table.filter(({ output, target }) => Math.round(output) === target).length;
  const table = rows(
    [
      ['a', 'b', 'XOR', 'network'],
      ...result.table.map(({ a, b, target, output }) => [
        `${a}`,
        `${b}`,
        `${target}`,
        output.toFixed(4),
      ]),
    ],
    [2, 3],
  );
  const square = [
    'b',
    ...field(result.map, page).map(
      (line, i, all) => `${i === 0 ? '1' : i === all.length - 1 ? '0' : ' '} ${line}`,
    ),
    `  0${padStart('1 a', (result.map[0]?.length ?? 0) * 2 - 1)}`,
  ];
  const curve = plot(
    [{ points: result.losses, tint: 'cyan' }],
    {
      width: 28,
      height: result.map.length + 2,
      x: { label: 'steps' },
      y: { label: 'loss / nats', least: 0 },
    },
    page,
  );
  const neurons = rows(
    [
      ['neuron', 'a', 'b', 'bias', 'out'],
      ...result.network.hidden.map((weights, i) => [
        `${i + 1}`,
        ...weights.map((weight) => weight.toFixed(2)),
        (result.network.output[i] as number).toFixed(2),
      ]),
      ['out', '', '', (result.network.output.at(-1) as number).toFixed(2), ''],
    ],
    [1, 2, 3, 4],
  );
  const sweep = result.sweep.map(({ width, solved, runs }) => [
    `${width} ${width === 1 ? 'neuron' : 'neurons'}`,
    `${solved} of ${runs} seeds`,
    percent(solved / runs),
    page.paint('cyan', bar(solved / runs, 24)),
  ]);
  const verdict =
    right === 4
      ? page.paint('green', 'all 4 rows right')
      : page.paint('red', `${right} of 4 rows right`);
  return [
    `2 → ${result.hidden} → 1, ${result.activation}, ${result.parameters} parameters, ${result.steps} steps: ${verdict}`,
    '',
    ...beside([table, square, curve], 3),
    '',
    ...neurons,
    ...(sweep.length > 0 ? ['', ...rows(sweep)] : []),
  ].join('\n');
}
