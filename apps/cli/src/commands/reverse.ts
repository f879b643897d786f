import { ReversibleGas } from '@gibbs/physics/secondlaw';
import type { Command } from 'commander';
import * as v from 'valibot';
import { adderOf } from '../addOption.js';
import { defineCommand } from '../command.js';
import { beside, type Page } from '../draw/page.js';
import { type Patch, patchesOf, patchLines } from '../draw/patches.js';
import { plot } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { realNumber, wholeNumber } from '../values.js';

const curve = v.array(v.tuple([v.number(), v.number()]));

const schema = v.object({
  particles: v.number(),
  packing: v.number(),
  steps: v.number(),
  /** How far one disk was moved at the turn, in 2⁻³² of the box. */
  nudge: v.number(),
  /** Entropy of mixing per disk in units of k, by step: out, and back from the turn. */
  out: curve,
  back: curve,
  mixed: v.number(),
  returned: v.number(),
  /** Whether every position came back bit for bit. */
  exact: v.boolean(),
  /** Disks that came back to where they started, bit for bit. */
  home: v.number(),
  /** How many disks of each kind lie in each patch, at the start, at the turn and at the end. */
  boxes: v.array(v.array(v.array(v.tuple([v.number(), v.number()])))),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Mixes two gases, turns every velocity round, and lets time run back: the gas un-mixes bit for bit. ' +
    'With --nudge one disk is moved by so many 2⁻³² of the box at the turn, and the way back is lost.',
  examples: [
    ['gibbs reverse', 'out and back, exactly'],
    ['gibbs reverse --nudge 1', 'the same with one disk moved by 2⁻³² of the box'],
    ['gibbs reverse --particles 1024 --steps 5000 --json', 'more disks, as JSON'],
  ],
  configure: (command: Command) => {
    const add = adderOf(command);
    add('--particles <n>', 'disks, an even number', wholeNumber(2, 131_072), 256);
    add('--packing <share>', 'share of the box they cover', realNumber(1e-6, 0.5), 0.2);
    add('--steps <n>', 'steps out, and back again', wholeNumber(1, 1_000_000), 3000);
    add(
      '--nudge <units>',
      '2⁻³² of the box one disk moves at the turn',
      wholeNumber(0, 2 ** 31),
      0,
    );
  },
  schema,
  repeatable: true,
  run: async ({ options }, session) => {
    const { particles, packing, steps, nudge } = options as unknown as {
      particles: number;
      packing: number;
      steps: number;
      nudge: number;
    };
    const gas = asUsage(() => new ReversibleGas({ particles, packing, seed: session.seed }));
    const start = gas.snapshot().positions;
    const task = session.progress.start('reverse', 2 * steps, 'steps');
    const every = Math.max(1, Math.round(steps / 150));
    const leg = async (from: number): Promise<[number, number][]> => {
      const points: [number, number][] = [[from, gas.mixing()]];
      for (let done = 0; done < steps; ) {
        const next = Math.min(every, steps - done);
        gas.step(next);
        done += next;
        points.push([from + done, gas.mixing()]);
        task.update(from + done);
        await session.breathe();
      }
      return points;
    };
    const boxes = [patches(gas)];
    const out = await leg(0);
    boxes.push(patches(gas));
    if (nudge > 0) gas.nudge(0, nudge);
    gas.reverse();
    const back = await leg(steps);
    gas.reverse();
    boxes.push(patches(gas));
    const end = gas.snapshot().positions;
    const home = Array.from({ length: particles }, (_, i) => i).filter(
      (i) => start[i] === end[i] && start[particles + i] === end[particles + i],
    ).length;
    task.finish();
    return {
      particles,
      packing,
      steps,
      nudge,
      out,
      back,
      mixed: (out.at(-1) as [number, number])[1],
      returned: (back.at(-1) as [number, number])[1],
      exact: start.every((position, i) => position === end[i]),
      home,
      boxes,
    };
  },
  human: view,
  charts: ({ out, back }) => [
    {
      title: 'Entropy of mixing, out and back',
      x: 'steps',
      y: 'entropy per disk / k',
      series: [
        { points: out, label: 'out' },
        { points: back, label: 'back' },
      ],
    },
  ],
  csv: ({ out, back }) => [['step', 'mixingPerDisk'], ...out, ...back.slice(1)],
  quiet: ({ returned }) => String(returned),
});

/** Patches across and down on the page. */
const across = 24;
const down = 12;

function patches(gas: ReversibleGas): Patch[][] {
  const { x, y } = gas.positions();
  return patchesOf({ x, y, kind: (disk) => gas.species(disk) }, across, down);
}

function view(result: Result, page: Page): string {
  const names = ['start', 'turned round', 'end'];
  const boxes = result.boxes.map((box, i) => [
    ...patchLines(box, page),
    `${names[i]}, step ${i * result.steps}`,
  ]);
  const lines = plot(
    [
      { points: result.out, tint: 'magenta' },
      { points: result.back, tint: 'cyan' },
    ],
    {
      width: page.width - 2,
      height: 11,
      x: { label: 'steps' },
      y: { label: 'entropy of mixing per disk / k (at most ln 2 = 0.693)', least: 0 },
    },
    page,
  );
  const verdict = result.exact
    ? `All ${result.particles} disks came home, bit for bit: the laws know no direction of time.`
    : `${result.home} of ${result.particles} disks came home: one disk was ${result.nudge} × 2⁻³² of the box off at the turn.`;
  return [...beside(boxes, 3), '', ...lines, '', verdict].join('\n');
}
