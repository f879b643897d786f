import { Gas } from '@gibbs/physics';
import { cellCounts, cellMixingEntropy } from '@gibbs/physics/entropy';
import type { Command } from 'commander';
import * as v from 'valibot';
import { adderOf } from '../addOption.js';
import { addBox, type BoxOptions } from '../boxOptions.js';
import { defineCommand } from '../command.js';
import { grouped } from '../draw/numbers.js';
import { beside, type Page, wrap } from '../draw/page.js';
import { patchesOf, patchLines } from '../draw/patches.js';
import { plot, shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { realNumber, wholeNumber } from '../values.js';

const places = v.array(v.tuple([v.number(), v.number()]));

const schema = v.object({
  disks: v.number(),
  width: v.number(),
  height: v.number(),
  time: v.number(),
  columns: v.number(),
  rows: v.number(),
  /** Entropy of mixing over the cells, in units of k per disk, by time. */
  mixing: v.array(v.tuple([v.number(), v.number()])),
  collisions: v.number(),
  /** x and y of each disk, the first half of them the left gas, at the start and at the end. */
  start: places,
  end: places,
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Opens the wall between two gases that differ in name only and watches them mix: the entropy of mixing ' +
    'over the cells of an observer, which nears ln 2 per disk. Reduced units.',
  examples: [
    ['gibbs mix', '200 disks of each'],
    ['gibbs mix --heavy 4', 'the right gas four times as heavy'],
    ['gibbs mix --time 2000 --plot mix.svg', 'longer, as a picture'],
    ['gibbs mix --format csv > mix.csv', 'the curve as a table'],
  ],
  configure: (command: Command) => {
    const add = adderOf(command);
    add('--disks <n>', 'disks of each gas', wholeNumber(1, 500_000), 200);
    add(
      '--heavy <ratio>',
      'mass of a disk on the right, to one on the left',
      realNumber(1e-3, 1e3),
      1,
    );
    addBox(command, 600);
  },
  schema,
  repeatable: true,
  run: async ({ options }, session) => {
    const given = options as unknown as BoxOptions & { disks: number; heavy: number };
    const { disks, width, height, heavy, time, columns, rows } = given;
    const species = [
      { count: disks, region: { right: width / 2 } },
      { count: disks, mass: heavy, region: { left: width / 2 } },
    ];
    const gas = asUsage(() => new Gas({ width, height, species, seed: session.seed }));
    const task = session.progress.start('mix', time, 'time');
    const start = placesOf(gas);
    const mixing: [number, number][] = [];
    const looks = 160;
    for (let i = 0; i <= looks; i++) {
      gas.runUntil((i / looks) * time);
      const now = placesOf(gas);
      const [x, y] = [now.map(([at]) => at), now.map(([, at]) => at)];
      const grid = { width, height, columns, rows };
      const left = cellCounts(x, y, grid, (disk) => disk < disks);
      const right = cellCounts(x, y, grid, (disk) => disk >= disks);
      mixing.push([gas.time, cellMixingEntropy(left, right) / (2 * disks)]);
      task.update(gas.time, `${grouped(gas.collisions)} collisions`);
      await session.breathe();
    }
    task.finish(`${grouped(gas.collisions)} collisions`);
    return {
      disks,
      width,
      height,
      time,
      columns,
      rows,
      mixing,
      collisions: gas.collisions,
      start,
      end: placesOf(gas),
    };
  },
  human: view,
  charts: ({ mixing }) => [
    {
      title: 'Entropy of mixing',
      x: 'time',
      y: 'entropy / k per disk',
      series: [{ points: mixing }],
    },
  ],
  csv: ({ mixing }) => [['time', 'mixingPerDisk'], ...mixing],
  quiet: ({ mixing }) => String(mixing.at(-1)?.[1]),
});

function placesOf(gas: Gas): [number, number][] {
  const all = gas.positions();
  return Array.from({ length: gas.count }, (_, i) => [
    all[2 * i] as number,
    all[2 * i + 1] as number,
  ]);
}

function view(result: Result, page: Page): string {
  const across = Math.floor((page.width - 3) / 2);
  const down = Math.max(3, Math.min(12, Math.round((across * result.height) / result.width / 2)));
  const picture = (all: Result['start'], caption: string): string[] => [
    ...patchLines(
      patchesOf(
        {
          x: all.map(([x]) => x / result.width),
          y: all.map(([, y]) => y / result.height),
          kind: (disk) => (disk < result.disks ? 0 : 1),
        },
        across,
        down,
      ),
      page,
    ),
    caption,
  ];
  const end = result.mixing.at(-1)?.[1] ?? 0;
  return [
    ...beside(
      [picture(result.start, 'start'), picture(result.end, `time ${shortNumber(result.time)}`)],
      3,
    ),
    '',
    ...plot(
      [{ points: result.mixing, tint: 'magenta' }],
      {
        width: page.width - 2,
        height: 11,
        x: { label: 'time' },
        y: { label: 'entropy of mixing / k per disk', least: 0, most: Math.LN2 },
      },
      page,
    ),
    '',
    ...wrap(
      `${end.toFixed(4)} k per disk after ${grouped(result.collisions)} collisions; evenly mixed in large cells would be ln 2 = ${Math.LN2.toFixed(4)}.`,
      page.width,
    ),
  ].join('\n');
}
