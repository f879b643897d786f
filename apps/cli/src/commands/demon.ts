import { Demon } from '@gibbs/physics/information';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type Page, rows, wrap } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { wholeNumber } from '../values.js';

const point = v.object({
  visits: v.number(),
  left: v.number(),
  /** Entropies in units of k since the start: gas, memory, bath, and all of them. */
  gas: v.number(),
  memory: v.number(),
  bath: v.number(),
  universe: v.number(),
});

const schema = v.object({
  particles: v.number(),
  memoryBits: v.number(),
  visits: v.number(),
  erases: v.boolean(),
  measurements: v.number(),
  erasures: v.number(),
  /** Work paid to erase, and work an engine could draw from what the demon sorted; in units of kT. */
  erasureWork: v.number(),
  workAvailable: v.number(),
  blind: v.boolean(),
  path: v.array(point),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    "Maxwell's demon at the door between two boxes of gas: it lets molecules go one way only, and each look " +
    'fills a bit of its memory. Full, it must erase, which heats the bath, or it goes blind.',
  examples: [
    ['gibbs demon', 'a demon that erases and pays'],
    ['gibbs demon --no-erase', 'one that goes blind'],
    ['gibbs demon --memory 8 --visits 2000 --plot demon.png', 'a forgetful one, as a picture'],
    ['gibbs demon --format csv > demon.csv', 'the books as a table'],
  ],
  configure: (command: Command) => {
    const add = (flags: string, what: string, value: number, least: number, most: number): void => {
      command.addOption(new Option(flags, what).default(value).argParser(wholeNumber(least, most)));
    };
    add('--particles <n>', 'molecules in both boxes', 100, 2, 1_000_000);
    add('--memory <bits>', 'bits it can remember', 64, 0, 1_000_000);
    add('--visits <n>', 'molecules that come to the door', 600, 1, 10_000_000);
    command.option('--no-erase', 'a full memory stays full');
  },
  schema,
  repeatable: true,
  run: async ({ options }, session) => {
    const { particles, memory, visits } = options as Record<
      'particles' | 'memory' | 'visits',
      number
    >;
    const erases = options.erase === true;
    const demon = asUsage(() => new Demon({ particles, memoryBits: memory, seed: session.seed }));
    const bath = demon.ledger.accounts.find(({ name }) => name === 'bath');
    const [gas, bits] = [demon.gas.entropy, demon.memory.entropy];
    const look = (at: number): v.InferOutput<typeof point> => ({
      visits: at,
      left: demon.left,
      gas: demon.gas.entropy - gas,
      memory: demon.memory.entropy - bits,
      bath: bath?.entropy ?? 0,
      universe: demon.ledger.universe,
    });
    const task = session.progress.start('demon', visits, 'visits');
    const every = Math.max(1, Math.round(visits / 200));
    const path = [look(0)];
    let erasureWork = 0;
    for (let visit = 1; visit <= visits; visit++) {
      if (demon.blind && erases && memory > 0) erasureWork += demon.erase();
      demon.step();
      if (visit % every !== 0 && visit !== visits) continue;
      path.push(look(visit));
      task.update(visit);
      await session.breathe();
    }
    task.finish();
    return {
      particles,
      memoryBits: memory,
      visits,
      erases,
      measurements: demon.measurements,
      erasures: demon.erasures,
      erasureWork,
      workAvailable: demon.workAvailable,
      blind: demon.blind,
      path,
    };
  },
  human: view,
  charts: (result) => [
    {
      title: 'Entropy since the start',
      x: 'visits to the door',
      y: 'entropy / k',
      series: curves(result).map(({ label, points }) => ({ label, points })),
    },
  ],
  csv: ({ path }) => [
    ['visits', 'left', 'gas', 'memory', 'bath', 'universe'],
    ...path.map(({ visits, left, gas, memory, bath, universe }) => [
      visits,
      left,
      gas,
      memory,
      bath,
      universe,
    ]),
  ],
  quiet: ({ path }) => String(path.at(-1)?.universe ?? 0),
});

function curves({ path }: Result) {
  const of = (key: 'gas' | 'memory' | 'bath' | 'universe') =>
    path.map((at) => [at.visits, at[key]] as const);
  return [
    { label: 'gas', points: of('gas'), tint: 'blue' },
    { label: 'memory', points: of('memory'), tint: 'yellow' },
    { label: 'bath', points: of('bath'), tint: 'red' },
    { label: 'all', points: of('universe'), tint: 'magenta' },
  ] as const;
}

function view(result: Result, page: Page): string {
  const end = result.path.at(-1) as Result['path'][number];
  const boxes = (left: number): string => {
    const share = Math.round((left / result.particles) * 20);
    return `[${'•'.repeat(share).padEnd(20)}|${'•'.repeat(20 - share).padEnd(20)}]  ${left} left, ${result.particles - left} right`;
  };
  return [
    `start ${boxes(result.path[0]?.left ?? 0)}`,
    `end   ${page.paint('bold', boxes(end.left))}`,
    '',
    ...plot(
      curves(result),
      {
        width: page.width - 2,
        height: 13,
        x: { label: 'visits' },
        y: { label: 'entropy since the start / k' },
      },
      page,
    ),
    '',
    ...rows([
      ['looks', `${result.measurements}, each a bit of memory`],
      ['erasures', `${result.erasures}, for ${shortNumber(result.erasureWork)} kT of work`],
      ['sorted', `${shortNumber(result.workAvailable)} kT of work could be had from it`],
      ['all', `${end.universe >= 0 ? '+' : ''}${shortNumber(end.universe)} k of entropy`],
    ]),
    '',
    ...wrap(
      result.blind && !result.erases
        ? 'The memory is full and the demon blind: what the gas lost in entropy, the memory holds.'
        : 'The gas is sorted, and the bath pays: forgetting costs kT ln 2 a bit, more than the sorting is worth.',
      page.width,
    ),
  ].join('\n');
}
