import {
  bestLineForXor,
  constructedXor,
  gates,
  runGateNetwork,
  truthTable,
  xorScore,
} from '@gibbs/nn/tasks';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { field } from '../draw/field.js';
import { beside, type Page, rows } from '../draw/page.js';
import { realNumber } from '../values.js';

const names = ['nand', 'and', 'or', 'nor', 'xor', 'xnor'] as const;

const schema = v.object({
  sharpness: v.number(),
  /** Every gate, wired from NAND alone, for the rows 00, 01, 10, 11. */
  gates: v.record(v.string(), v.array(v.number())),
  /** XOR by weights that were reasoned out: as a circuit, as neurons of that sharpness, and as mere lines. */
  step: v.object({ outputs: v.array(v.number()), right: v.number() }),
  sigmoid: v.object({ outputs: v.array(v.number()), right: v.number() }),
  line: v.object({ outputs: v.array(v.number()), right: v.number() }),
  /** The most rows that any one line answers, and such a line. */
  bestLine: v.object({ right: v.number(), line: v.tuple([v.number(), v.number(), v.number()]) }),
  maps: v.array(v.array(v.array(v.number()))),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'From gates to neurons: every gate out of NAND, and XOR with the same weights as a circuit of thresholds, ' +
    'as neurons that are more or less sharp, and as lines, which cannot do it.',
  examples: [
    ['gibbs gates', 'truth tables and three ways to XOR'],
    ['gibbs gates --sharpness 3', 'blunter neurons'],
    ['gibbs gates --json', 'as JSON'],
  ],
  configure: (command: Command) => {
    command.addOption(
      new Option('--sharpness <s>', 'how near a neuron is to a gate')
        .default(10)
        .argParser(realNumber(0.1, 1000)),
    );
  },
  schema,
  repeatable: true,
  run: async ({ options }) => {
    const sharpness = options.sharpness as number;
    const answers = (['step', 'sigmoid', 'line'] as const).map(
      (response) =>
        (a: number, b: number): number =>
          runGateNetwork(constructedXor, a, b, { response, sharpness }),
    );
    const told = answers.map((answer) => ({
      outputs: truthTable.map(([a, b]) => answer(a, b)),
      right: xorScore(answer),
    }));
    const best = bestLineForXor();
    const [step, sigmoid, line] = told as [(typeof told)[0], (typeof told)[0], (typeof told)[0]];
    return {
      sharpness,
      gates: Object.fromEntries(
        names.map((name) => [name, truthTable.map(([a, b]): number => gates[name](a, b))]),
      ),
      step,
      sigmoid,
      line,
      bestLine: { right: best.score, line: best.line },
      maps: answers.map((answer) => mapOf(answer)),
    };
  },
  human: view,
  csv: (result) => [
    ['a', 'b', ...names],
    ...truthTable.map(([a, b], row) => [
      a,
      b,
      ...names.map((name) => result.gates[name]?.[row] ?? ''),
    ]),
  ],
  quiet: ({ sigmoid }) => sigmoid.outputs.join(' '),
});

function mapOf(answer: (a: number, b: number) => number, patches = 9): number[][] {
  const share = (i: number): number => i / (patches - 1);
  return Array.from({ length: patches }, (_, row) =>
    Array.from({ length: patches }, (_, column) => answer(share(column), 1 - share(row))),
  );
}

function view(result: Result, page: Page): string {
  const table = rows([
    ['a b', ...names],
    ...truthTable.map(([a, b], row) => [
      `${a} ${b}`,
      ...names.map((name) => `${result.gates[name]?.[row]}`),
    ]),
  ]);
  const kinds = [
    ['gates', result.step],
    [`neurons, sharpness ${result.sharpness}`, result.sigmoid],
    ['lines', result.line],
  ] as const;
  const maps = result.maps.map((map, i) => {
    const [name, { right, outputs }] = kinds[i] as (typeof kinds)[number];
    return [
      page.paint('bold', name),
      ...field(map, page),
      `${right} of 4 right`,
      outputs.map((output) => output.toFixed(2)).join(' '),
    ];
  });
  return [
    'Every gate out of NAND:',
    '',
    ...table,
    '',
    'XOR with the same weights, over the square from (0, 0) to (1, 1):',
    '',
    ...beside(maps, 5),
    '',
    `No one line does better than ${result.bestLine.right} of 4: that is why there is a hidden layer.`,
  ].join('\n');
}
