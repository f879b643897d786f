import { Gas, occupancies } from '@gibbs/physics';
import { boltzmannEntropy, maximumBoltzmannEntropy } from '@gibbs/physics/entropy';
import * as v from 'valibot';
import { grouped } from '../draw/numbers.js';
import { type Page, rows } from '../draw/page.js';
import { plot } from '../draw/plot.js';
import type { Session } from '../session.js';

export const gasSchema = v.object({
  disks: v.number(),
  columns: v.number(),
  rows: v.number(),
  collisions: v.number(),
  /** Boltzmann's ln W over the cells, in units of k per disk, by time in reduced units. */
  entropy: v.array(v.tuple([v.number(), v.number()])),
  /** The most that so many disks in so many cells can have. */
  entropyMost: v.number(),
  /** How far the energy drifted over the run, as a share of it. */
  energyDrift: v.number(),
});
export type GasPart = v.InferOutput<typeof gasSchema>;

const [disks, width, height] = [400, 64, 32];
/** The observer's cells: without them no entropy could rise. */
const [columns, down] = [8, 4];
const [duration, looks] = [60, 120];

/** Lets a gas out of the left half of its box and watches its entropy. */
export async function runGas(session: Session): Promise<GasPart> {
  const task = session.progress.start('5/5 gas', duration, 'time');
  const region = { right: width / 2 };
  const gas = new Gas({ width, height, species: { count: disks, region }, seed: session.seed });
  const energy = gas.energy;
  const entropy: [number, number][] = [];
  for (let look = 0; look <= looks; look++) {
    gas.runUntil((look / looks) * duration);
    entropy.push([gas.time, boltzmannEntropy(occupancies(gas, columns, down)) / disks]);
    task.update(gas.time);
    await session.breathe();
  }
  task.finish(`${grouped(gas.collisions)} collisions`);
  return {
    disks,
    columns,
    rows: down,
    collisions: gas.collisions,
    entropy,
    entropyMost: maximumBoltzmannEntropy(disks, columns * down) / disks,
    energyDrift: gas.energy / energy - 1,
  };
}

export function viewGas(gas: GasPart, plotWidth: number, page: Page): string[] {
  const [start, end] = [gas.entropy.at(0), gas.entropy.at(-1)] as [
    [number, number],
    [number, number],
  ];
  return [
    page.paint('bold', `${gas.disks} disks let out of the left half`),
    ...rows([
      ['collisions', grouped(gas.collisions)],
      [
        'entropy',
        `${start[1].toFixed(3)} → ${end[1].toFixed(3)} (most ${gas.entropyMost.toFixed(2)})`,
      ],
      ['energy', `kept to ${Math.max(Math.abs(gas.energyDrift), 1e-16).toExponential(0)} of it`],
    ]),
    '',
    ...plot(
      [{ points: gas.entropy, tint: 'magenta' }],
      {
        width: plotWidth,
        height: 12,
        x: { label: 'time' },
        y: { label: 'entropy / k per disk', most: gas.entropyMost },
      },
      page,
    ),
  ];
}
