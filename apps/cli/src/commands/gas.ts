import { Gas, meter, occupancies, speedHistogram } from '@gibbs/physics';
import { boltzmannEntropy, maximumBoltzmannEntropy } from '@gibbs/physics/entropy';
import type { Command } from 'commander';
import * as v from 'valibot';
import { adderOf } from '../addOption.js';
import { addBox, type BoxOptions } from '../boxOptions.js';
import { defineCommand } from '../command.js';
import { box } from '../draw/box.js';
import { grouped } from '../draw/numbers.js';
import { beside, type Page, rows } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { realNumber, wholeNumber } from '../values.js';

const numbers = v.array(v.number());
const pairs = v.array(v.tuple([v.number(), v.number()]));

const schema = v.object({
  disks: v.number(),
  width: v.number(),
  height: v.number(),
  time: v.number(),
  /** The observer's cells, which the entropy belongs to. */
  columns: v.number(),
  rows: v.number(),
  /** Boltzmann's ln W over the cells, in units of k per disk, by time in reduced units. */
  entropy: pairs,
  entropyMost: v.number(),
  temperature: v.number(),
  collisions: v.number(),
  /** Of the second half of the run: P A / N kT, and the mean path between collisions. */
  compressibility: v.number(),
  meanFreePath: v.number(),
  energyDrift: v.number(),
  /** Disks by speed at the end, and what Maxwell and Boltzmann expect. */
  speeds: v.object({ edges: numbers, counts: numbers, expected: numbers }),
  /** x and y of each disk, at the start and at the end. */
  start: pairs,
  end: pairs,
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Lets a gas of hard disks out of a part of its box and follows it, event by event, to equilibrium: ' +
    'entropy over the cells of an observer, pressure, and speeds against Maxwell and Boltzmann. Reduced ' +
    'units: a disk is 1 across and has mass 1, kT is 1.',
  examples: [
    ['gibbs gas', '400 disks out of the left half'],
    ['gibbs gas --disks 2000 --width 160 --height 80 --time 200', 'more of them'],
    ['gibbs gas --columns 32 --rows 16', 'a finer observer, who sees another entropy'],
    ['gibbs gas --plot gas.png --json > gas.json', 'as picture and document'],
  ],
  configure: (command: Command) => {
    const add = adderOf(command);
    add('--disks <n>', 'disks', wholeNumber(1, 1_000_000), 400);
    add('--from <share>', 'share of the box they start in', realNumber(1e-3, 1), 0.5);
    addBox(command, 60);
  },
  schema,
  repeatable: true,
  run: async ({ options }, session) => {
    const given = options as unknown as BoxOptions & { disks: number; from: number };
    const { disks, width, height, from, time, columns, rows: down } = given;
    const species = { count: disks, region: { right: width * from } };
    const gas = asUsage(() => new Gas({ width, height, species, seed: session.seed }));
    const energy = gas.energy;
    const start = placesOf(gas);
    const task = session.progress.start('gas', time, 'time');
    const look = (): [number, number] => [
      gas.time,
      boltzmannEntropy(occupancies(gas, columns, down)) / disks,
    ];
    const entropy = [look()];
    const looks = 160;
    let read = meter(gas);
    for (let i = 1; i <= looks; i++) {
      if (i === looks / 2) read = meter(gas);
      gas.runUntil((i / looks) * time);
      entropy.push(look());
      task.update(gas.time, `${grouped(gas.collisions)} collisions`);
      await session.breathe();
    }
    const { compressibility, meanFreePath } = read();
    const { edges, counts, expected } = speedHistogram(gas, { bins: 24 });
    task.finish(`${grouped(gas.collisions)} collisions`);
    return {
      disks,
      width,
      height,
      time,
      columns,
      rows: down,
      entropy,
      entropyMost: maximumBoltzmannEntropy(disks, columns * down) / disks,
      temperature: gas.temperature(),
      collisions: gas.collisions,
      compressibility,
      meanFreePath: Number.isFinite(meanFreePath) ? meanFreePath : 0,
      energyDrift: gas.energy / energy - 1,
      speeds: { edges: [...edges], counts: [...counts], expected: [...expected] },
      start,
      end: placesOf(gas),
    };
  },
  human: view,
  charts: (result) => [
    {
      title: 'Entropy of the gas',
      x: 'time',
      y: 'entropy / k per disk',
      series: [{ points: result.entropy }],
    },
    { title: 'Speeds at the end', x: 'speed', y: 'disks', series: speedCurves(result) },
  ],
  csv: ({ entropy }) => [['time', 'entropyPerDisk'], ...entropy],
  quiet: ({ entropy }) => String(entropy.at(-1)?.[1]),
});

function placesOf(gas: Gas): [number, number][] {
  const places = gas.positions();
  return Array.from({ length: gas.count }, (_, i) => [
    places[2 * i] as number,
    places[2 * i + 1] as number,
  ]);
}

function speedCurves({ speeds: { edges, counts, expected } }: Result) {
  const middle = (i: number): number => ((edges[i] as number) + (edges[i - 1] ?? 0)) / 2;
  return [
    {
      label: 'Maxwell',
      tint: 'dim',
      points: expected.map((count, i) => [middle(i), count] as const),
    },
    { label: 'disks', tint: 'cyan', points: counts.map((count, i) => [middle(i), count] as const) },
  ] as const;
}

function view(result: Result, page: Page): string {
  const across = Math.floor((page.width - 7) / 2);
  const down = Math.max(3, Math.min(12, Math.round((across * result.height) / result.width / 2)));
  const picture = (places: readonly (readonly [number, number])[], caption: string): string[] => [
    ...box(
      {
        x: places.map(([x]) => x / result.width),
        y: places.map(([, y]) => y / result.height),
        tint: () => 'cyan',
      },
      across,
      down,
      page,
    ),
    caption,
  ];
  const width = across + 2;
  const [first, last] = [result.entropy[0]?.[1] ?? 0, result.entropy.at(-1)?.[1] ?? 0];
  return [
    ...beside(
      [picture(result.start, 'start'), picture(result.end, `time ${shortNumber(result.time)}`)],
      3,
    ),
    '',
    ...beside(
      [
        plot(
          [{ points: result.entropy, tint: 'magenta' }],
          {
            width,
            height: 11,
            x: { label: 'time' },
            y: { label: 'entropy / k per disk', most: result.entropyMost },
          },
          page,
        ),
        plot(
          speedCurves(result),
          { width, height: 11, x: { label: 'speed' }, y: { label: 'disks by speed', least: 0 } },
          page,
        ),
      ],
      3,
    ),
    '',
    ...rows([
      [
        'entropy',
        `${first.toFixed(4)} → ${last.toFixed(4)} k per disk, at most ${result.entropyMost.toFixed(4)} over ${result.columns} × ${result.rows} cells`,
      ],
      [
        'collisions',
        `${grouped(result.collisions)}, mean free path ${shortNumber(result.meanFreePath)}`,
      ],
      ['pressure', `${shortNumber(result.compressibility)} times that of an ideal gas`],
      ['energy', `kept to ${Math.max(Math.abs(result.energyDrift), 1e-16).toExponential(0)} of it`],
    ]),
  ].join('\n');
}
