import { carnot, loop } from '@gibbs/physics/engines';
import * as v from 'valibot';
import { type Page, rows } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';

const point = v.tuple([v.number(), v.number()]);

export const engineSchema = v.object({
  hotKelvin: v.number(),
  coldKelvin: v.number(),
  heatInJoules: v.number(),
  heatOutJoules: v.number(),
  workJoules: v.number(),
  efficiency: v.number(),
  /** 1 − T_cold/T_hot. */
  limit: v.number(),
  entropyGeneratedJoulesPerKelvin: v.number(),
  /** Volume in cubic metres and pressure in pascals around the loop. */
  loop: v.array(point),
});
export type EnginePart = v.InferOutput<typeof engineSchema>;

export function runEngine(): EnginePart {
  const cycle = carnot({ hotKelvin: 600, coldKelvin: 300 });
  const { volume, pressure } = loop(cycle, 24);
  return {
    hotKelvin: cycle.hotKelvin,
    coldKelvin: cycle.coldKelvin,
    heatInJoules: cycle.heatIn,
    heatOutJoules: cycle.heatOut,
    workJoules: cycle.work,
    efficiency: cycle.efficiency,
    limit: cycle.limit,
    entropyGeneratedJoulesPerKelvin: cycle.entropyGenerated,
    loop: Array.from(volume, (at, i) => [at, pressure[i] as number] as [number, number]),
  };
}

export function viewEngine(engine: EnginePart, width: number, page: Page): string[] {
  const joules = (value: number): string => `${shortNumber(value)} J`;
  return [
    page.paint('bold', `Carnot, ${engine.hotKelvin} K to ${engine.coldKelvin} K`),
    ...rows([
      ['heat, work', `${joules(engine.heatInJoules)}, ${joules(engine.workJoules)}`],
      ['efficiency', engine.efficiency.toFixed(6)],
      ['limit', engine.limit.toFixed(6)],
    ]),
    '',
    ...plot(
      [{ points: engine.loop.map(([at, pressure]) => [at * 1000, pressure / 1000]), tint: 'red' }],
      { width, height: 12, x: { label: 'litres' }, y: { label: 'pressure / kPa', least: 0 } },
      page,
    ),
  ];
}
