import * as v from 'valibot';
import { beside, type Page, rows } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';
import { grouped, part } from './report.js';

const point = v.tuple([v.number(), v.number()]);

export const gasSchema = v.object({
  disks: v.number(),
  collisions: v.number(),
  /** Coarse-grained entropy in units of k per disk, by time in reduced units. */
  entropy: v.array(point),
  /** The most the coarse-graining allows. */
  entropyMost: v.number(),
  /** Relative drift of the energy over the run. */
  energyDrift: v.number(),
});
export type GasPart = v.InferOutput<typeof gasSchema>;

export const engineSchema = v.object({
  hotKelvin: v.number(),
  coldKelvin: v.number(),
  heatInJoules: v.number(),
  heatOutJoules: v.number(),
  workJoules: v.number(),
  efficiency: v.number(),
  /** 1 − T_cold/T_hot. */
  limit: v.number(),
  /** Volume in cubic metres and pressure in pascals around the loop. */
  loop: v.array(point),
});
export type EnginePart = v.InferOutput<typeof engineSchema>;

export function viewHeat(gas: GasPart, engine: EnginePart, page: Page): string[] {
  const half = Math.floor((page.width - 6) / 2);
  const curve = plot(
    [{ points: gas.entropy, tint: 'magenta' }],
    { width: half, height: 11, x: { label: 'time' }, y: { label: 'entropy per disk / k' } },
    page,
  );
  const loop = plot(
    [
      {
        points: engine.loop.map(([volume, pressure]) => [volume * 1000, pressure / 1000]),
        tint: 'red',
      },
    ],
    { width: half, height: 11, x: { label: 'litres' }, y: { label: 'pressure in kPa', least: 0 } },
    page,
  );
  const body = [
    ...beside(
      [
        [
          page.paint('bold', `A gas of ${grouped(gas.disks)} disks`),
          `${grouped(gas.collisions)} collisions`,
          `energy drift ${gas.energyDrift.toExponential(0)}`,
          '',
          ...curve,
        ],
        [
          page.paint('bold', `Carnot, ${engine.hotKelvin} K to ${engine.coldKelvin} K`),
          ...rows([
            [
              'heat in',
              `${shortNumber(engine.heatInJoules)} J`,
              'work',
              `${shortNumber(engine.workJoules)} J`,
            ],
            [
              'efficiency',
              `${engine.efficiency.toFixed(6)}`,
              'limit',
              `${engine.limit.toFixed(6)}`,
            ],
          ]),
          '',
          ...loop,
        ],
      ],
      2,
    ),
  ];
  return part(
    page,
    '5  Heat',
    body,
    'The gas spreads because almost every arrangement is a spread one, and its entropy rises to stay; ' +
      'no engine between two temperatures can pass 1 − T_cold/T_hot, and a reversible one just meets it.',
  );
}
