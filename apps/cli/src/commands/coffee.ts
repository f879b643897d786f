import { Coffee, type CoffeeModel, meter, mostInteresting } from '@gibbs/physics/interest';
import type { Command } from 'commander';
import * as v from 'valibot';
import { adderOf } from '../addOption.js';
import { defineCommand } from '../command.js';
import { shade } from '../draw/field.js';
import { beside, type Page } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { oneOf, realNumber, wholeNumber } from '../values.js';

const models = ['stirred', 'exclusion', 'independent'] as const satisfies readonly CoffeeModel[];

const reading = v.object({
  step: v.number(),
  /** Coarse-grained entropy in bits per cell. */
  entropy: v.number(),
  /** Bits that the coarse picture needs beyond a blank one. */
  complexity: v.number(),
  /** The same with the rows shuffled: what frequencies alone need. */
  control: v.number(),
  structure: v.number(),
  structureControl: v.number(),
});

const schema = v.object({
  model: v.picklist(models),
  size: v.number(),
  amplitude: v.number(),
  diffusion: v.number(),
  block: v.number(),
  readings: v.array(reading),
  /** The most complex moment; a hump is one strictly inside the run. */
  peak: v.object({
    step: v.number(),
    complexity: v.number(),
    prominence: v.number(),
    inside: v.boolean(),
  }),
  /** The cup at the start, at the peak and at the end: share of cream, in `cup` rows and columns. */
  cups: v.array(v.object({ step: v.number(), cream: v.array(v.array(v.number())) })),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Mixes cream into coffee and measures each moment: entropy only rises, and interest comes and goes. ' +
    'Complexity is what a compressor needs for what a coarse observer sees, so it hangs on --block.',
  examples: [
    ['gibbs coffee', 'a stirred cup, whose complexity has a hump'],
    ['gibbs coffee --model exclusion', 'diffusion alone, whose hump is small'],
    ['gibbs coffee --block 4 --steps 60 --plot cup.svg', 'a finer observer, as a picture'],
    ['gibbs coffee --format csv > cup.csv', 'every reading as a table'],
  ],
  configure: (command: Command) => {
    const add = adderOf(command);
    add('--model <model>', models.join(', '), oneOf(models), 'stirred');
    add('--size <cells>', 'cells along a side', wholeNumber(16, 1024), 128);
    add('--steps <n>', 'steps to mix', wholeNumber(1, 100_000), 80);
    add('--block <cells>', 'side of what the observer sees as one', wholeNumber(1, 256), 8);
    add('--amplitude <share>', 'stirred: largest shift, of the side', realNumber(0, 1), 0.12);
    add('--diffusion <rate>', 'swaps tried per cell and step', realNumber(0, 100), 1);
  },
  schema,
  repeatable: true,
  run: async ({ options }, session) => {
    const { size, amplitude, diffusion, block, steps } = options as Record<string, number> as {
      size: number;
      amplitude: number;
      diffusion: number;
      block: number;
      steps: number;
    };
    const model = options.model as CoffeeModel;
    const cup = asUsage(
      () => new Coffee({ size, model, amplitude, diffusion, seed: session.seed }),
    );
    const task = session.progress.start('coffee', steps, 'steps');
    const look = (): Omit<v.InferOutput<typeof reading>, 'step'> =>
      asUsage(() => meter(cup.field, { block, seed: session.seed }));
    const readings: v.InferOutput<typeof reading>[] = [{ step: 0, ...look() }];
    const cups = [{ step: 0, cream: picture(cup) }];
    let best = cups[0] as (typeof cups)[number];
    for (let step = 1; step <= steps; step++) {
      cup.step();
      const now = { step, ...look() };
      if (readings.every(({ complexity }) => complexity < now.complexity))
        best = { step, cream: picture(cup) };
      readings.push(now);
      session.event('step', now);
      task.update(step, `complexity ${shortNumber(now.complexity)} bits`);
      await session.breathe();
    }
    const peak = mostInteresting(readings);
    task.finish();
    return {
      model,
      size,
      amplitude,
      diffusion,
      block,
      readings,
      peak: {
        step: (readings[peak.index] as { step: number }).step,
        complexity: peak.value,
        prominence: peak.prominence,
        inside: peak.inside,
      },
      cups: [...cups, best, { step: steps, cream: picture(cup) }],
    };
  },
  human: view,
  charts: ({ readings }) => [
    {
      title: 'Entropy of the cup',
      x: 'steps',
      y: 'bits per cell',
      series: [{ points: readings.map(({ step, entropy }) => [step, entropy] as const) }],
    },
    {
      title: 'Complexity of the cup',
      x: 'steps',
      y: 'bits',
      series: [
        {
          points: readings.map(({ step, complexity }) => [step, complexity] as const),
          label: 'cup',
        },
        {
          points: readings.map(({ step, control }) => [step, control] as const),
          label: 'shuffled',
        },
      ],
    },
  ],
  csv: ({ readings }) => [
    ['step', 'entropy', 'complexity', 'control', 'structure', 'structureControl'],
    ...readings.map((one) => [
      one.step,
      one.entropy,
      one.complexity,
      one.control,
      one.structure,
      one.structureControl,
    ]),
  ],
  quiet: ({ peak }) => String(peak.prominence),
});

/** Columns and rows of a cup on the page; a character is twice as high as wide. */
const across = 24;
const down = 12;

/** The share of cream in each patch of the cup. */
function picture({ field: { cells, width, height } }: Coffee): number[][] {
  return Array.from({ length: down }, (_, row) =>
    Array.from({ length: across }, (_, column) => {
      const [x0, x1] = [column, column + 1].map((at) => Math.round((at * width) / across)) as [
        number,
        number,
      ];
      const [y0, y1] = [row, row + 1].map((at) => Math.round((at * height) / down)) as [
        number,
        number,
      ];
      let cream = 0;
      for (let y = y0; y < y1; y++)
        for (let x = x0; x < x1; x++) cream += Math.min(1, cells[y * width + x] as number);
      return cream / Math.max(1, (x1 - x0) * (y1 - y0));
    }),
  );
}

function view(result: Result, page: Page): string {
  const names = ['start', 'most complex', 'end'];
  const cups = result.cups.map(({ step, cream }, i) => [
    ...cream.map((row) => row.map((share) => page.paint('yellow', shade(share))).join('')),
    `${names[i]}, step ${step}`,
  ]);
  const half = Math.floor((page.width - 3) / 2);
  const curve = (
    label: string,
    key: 'entropy' | 'complexity',
    tint: 'magenta' | 'cyan',
  ): string[] =>
    plot(
      [{ points: result.readings.map((one) => [one.step, one[key]] as const), tint }],
      { width: half, height: 10, x: { label: 'steps' }, y: { label, least: 0 } },
      page,
    );
  const { peak } = result;
  return [
    `${page.paint('bold', result.model)} cup of ${result.size} × ${result.size} cells, seen in blocks of ${result.block}`,
    '',
    ...beside(cups, 3),
    '',
    ...beside(
      [
        curve('entropy / bits per cell', 'entropy', 'magenta'),
        curve('complexity / bits', 'complexity', 'cyan'),
      ],
      3,
    ),
    '',
    peak.inside
      ? `Most complex at step ${peak.step}: ${shortNumber(peak.complexity)} bits, ${shortNumber(peak.prominence)} times the larger of the two ends.`
      : 'No hump: the most complex moment is an end of the run.',
  ].join('\n');
}
