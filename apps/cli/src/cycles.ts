import {
  brayton,
  type Cycle,
  carnot,
  diesel,
  ericsson,
  loop,
  otto,
  stirling,
} from '@gibbs/physics/engines';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import type { LineChart } from './draw/chart.js';
import { beside, type Page, rows } from './draw/page.js';
import { plot, shortNumber } from './draw/plot.js';
import { asUsage, Failure } from './failure.js';
import { nearest } from './nearest.js';
import { realNumber } from './values.js';

export const cycleNames = ['carnot', 'otto', 'diesel', 'stirling', 'ericsson', 'brayton'] as const;
export type CycleName = (typeof cycleNames)[number];

/** Which of the shape options each cycle listens to, with the value it has unless told. */
const shapes: Record<CycleName, Record<string, number>> = {
  carnot: { expansion: 2 },
  otto: { compression: 3 },
  diesel: { compression: 16, cutoff: 2 },
  stirling: { expansion: 2, regenerator: 1 },
  ericsson: { pressureRatio: 2, regenerator: 1 },
  brayton: { pressureRatio: 4, compressorEfficiency: 1, turbineEfficiency: 1 },
};

/** The cycle argument and the options that give it its shape. */
export function addCycle(command: Command, hot: number, cold: number): void {
  const number = (flags: string, what: string, least: number, most: number): Option =>
    new Option(flags, what).argParser(realNumber(least, most));
  command
    .argument('[cycle]', cycleNames.join(', '), 'carnot')
    .addOption(number('--hot <kelvin>', 'hot side', 1e-3, 1e6).default(hot))
    .addOption(number('--cold <kelvin>', 'cold side', 1e-3, 1e6).default(cold))
    .addOption(number('--expansion <ratio>', 'carnot, stirling: volume ratio', 1, 1e6))
    .addOption(number('--compression <ratio>', 'otto, diesel: volume ratio', 1, 1e6))
    .addOption(number('--cutoff <ratio>', 'diesel: growth while it burns', 1, 1e6))
    .addOption(number('--pressure-ratio <ratio>', 'ericsson, brayton', 1, 1e6))
    .addOption(number('--regenerator <share>', 'stirling, ericsson: heat it saves', 0, 1))
    .addOption(number('--compressor-efficiency <share>', 'brayton', 1e-3, 1))
    .addOption(number('--turbine-efficiency <share>', 'brayton', 1e-3, 1));
}

/** Builds the cycle that was asked for; exit 2 where there is none such. */
export function cycleFrom(
  op: string,
  name: string,
  options: Record<string, unknown>,
): { name: CycleName; shape: Shape; cycle: Cycle } {
  const chosen = known(op, name);
  const shape = shapeOf(op, chosen, options);
  const temperatures = { hotKelvin: options.hot as number, coldKelvin: options.cold as number };
  return { name: chosen, shape, cycle: asUsage(() => build[chosen](temperatures, shape)) };
}

function known(op: string, name: string): CycleName {
  if ((cycleNames as readonly string[]).includes(name)) return name as CycleName;
  const near = nearest(name, cycleNames);
  throw new Failure(
    'usage',
    `${op}: cycle must be one of ${cycleNames.join(', ')}, got '${name}'.${near ? ` (Did you mean ${near}?)` : ''}`,
  );
}

/** The cycle's own options as given or as they are unless told; one that belongs to another is refused. */
function shapeOf(
  op: string,
  name: CycleName,
  options: Record<string, unknown>,
): Record<string, number> {
  const own = shapes[name];
  const strange = Object.values(shapes)
    .flatMap(Object.keys)
    .find((option) => options[option] !== undefined && !(option in own));
  if (strange !== undefined)
    throw new Failure(
      'usage',
      `${op}: ${flag(strange)} has no meaning for ${name}, which takes ${Object.keys(own).map(flag).join(' and ')}`,
    );
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, (options[key] as number | undefined) ?? value]),
  );
}

/** `pressureRatio` as the user types it. */
export function flag(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

type Temperatures = { hotKelvin: number; coldKelvin: number };
export type Shape = Record<string, number>;

const build: Record<CycleName, (temperatures: Temperatures, shape: Shape) => Cycle> = {
  carnot: (t, s) => carnot({ ...t, expansion: s.expansion as number }),
  otto: (t, s) => otto({ ...t, compression: s.compression as number }),
  diesel: ({ coldKelvin }, s) =>
    diesel({ coldKelvin, compression: s.compression as number, cutoff: s.cutoff as number }),
  stirling: (t, s) =>
    stirling({ ...t, expansion: s.expansion as number, regenerator: s.regenerator as number }),
  ericsson: (t, s) =>
    ericsson({
      ...t,
      pressureRatio: s.pressureRatio as number,
      regenerator: s.regenerator as number,
    }),
  brayton: (t, s) =>
    brayton({
      ...t,
      pressureRatio: s.pressureRatio as number,
      compressorEfficiency: s.compressorEfficiency as number,
      turbineEfficiency: s.turbineEfficiency as number,
    }),
};

const state = v.object({
  pressurePascals: v.number(),
  volumeCubicMetres: v.number(),
  kelvin: v.number(),
});

export const legSchema = v.object({
  name: v.string(),
  /** What it exchanges heat with. */
  reservoir: v.nullable(v.picklist(['hot', 'cold'])),
  heatJoules: v.number(),
  workJoules: v.number(),
  entropyJoulesPerKelvin: v.number(),
  from: state,
  to: state,
});

/** The loop in points: m³, Pa, K, and J/K from the start. */
export const loopSchema = v.object({
  volume: v.array(v.number()),
  pressure: v.array(v.number()),
  temperature: v.array(v.number()),
  entropy: v.array(v.number()),
});
type Leg = v.InferOutput<typeof legSchema>;
type Loop = v.InferOutput<typeof loopSchema>;

/** The legs and the loop of a cycle as they are stored. */
export function toldCycle(cycle: Cycle): { legs: Leg[]; loop: Loop } {
  const columns = loop(cycle);
  const at = ({ pressure, volume, temperature }: Cycle['legs'][number]['from']) => ({
    pressurePascals: pressure,
    volumeCubicMetres: volume,
    kelvin: temperature,
  });
  return {
    legs: cycle.legs.map((one) => ({
      name: one.name,
      reservoir: one.reservoir,
      heatJoules: one.heat,
      workJoules: one.work,
      entropyJoulesPerKelvin: one.entropy,
      from: at(one.from),
      to: at(one.to),
    })),
    loop: {
      volume: [...columns.volume],
      pressure: [...columns.pressure],
      temperature: [...columns.temperature],
      entropy: [...columns.entropy],
    },
  };
}

/** Heat, work and entropy of each leg. */
export function legRows(legs: readonly Leg[]): string[] {
  return rows(
    [
      ['leg', 'heat / J', 'work / J', 'ΔS / J/K', 'with', 'ends at'],
      ...legs.map((one) => [
        one.name,
        shortNumber(one.heatJoules),
        shortNumber(one.workJoules),
        shortNumber(one.entropyJoulesPerKelvin),
        one.reservoir ?? '',
        `${shortNumber(one.to.pressurePascals / 1000)} kPa, ${shortNumber(one.to.volumeCubicMetres * 1000)} L, ${shortNumber(one.to.kelvin)} K`,
      ]),
    ],
    [1, 2, 3],
  );
}

/** The P–V and the T–S diagram. */
export function loopCharts(
  name: string,
  { volume, pressure, temperature, entropy }: Loop,
): LineChart[] {
  const points = (x: readonly number[], y: readonly number[]): LineChart['series'] => [
    { points: x.map((value, i) => [value, y[i] as number] as const) },
  ];
  const litres = volume.map((value) => value * 1000);
  const kilopascals = pressure.map((value) => value / 1000);
  return [
    {
      title: `${name}: pressure and volume`,
      x: 'litres',
      y: 'pressure / kPa',
      series: points(litres, kilopascals),
    },
    {
      title: `${name}: temperature and entropy`,
      x: 'J/K',
      y: 'temperature / K',
      series: points(entropy, temperature),
    },
  ];
}

/** Both diagrams side by side. */
export function loopDiagrams(name: string, columns: Loop, page: Page): string[] {
  const width = Math.floor((page.width - 3) / 2);
  const tints = ['red', 'magenta'] as const;
  const diagrams = loopCharts(name, columns).map(({ x, y, series }, i) =>
    plot(
      series.map((one) => ({ ...one, tint: tints[i] ?? 'red' })),
      { width, height: 12, x: { label: x }, y: { label: y } },
      page,
    ),
  );
  return beside(diagrams, 3);
}
