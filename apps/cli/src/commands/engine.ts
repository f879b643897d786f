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
import { defineCommand } from '../command.js';
import { beside, type Page, rows } from '../draw/page.js';
import { plot, shortNumber } from '../draw/plot.js';
import { asUsage, Failure } from '../failure.js';
import { nearest } from '../nearest.js';
import { realNumber } from '../values.js';

const names = ['carnot', 'otto', 'diesel', 'stirling', 'ericsson', 'brayton'] as const;
type Name = (typeof names)[number];

/** Which of the shape options each cycle listens to, with the value it has unless told. */
const shapes: Record<Name, Record<string, number>> = {
  carnot: { expansion: 2 },
  otto: { compression: 3 },
  diesel: { compression: 16, cutoff: 2 },
  stirling: { expansion: 2, regenerator: 1 },
  ericsson: { pressureRatio: 2, regenerator: 1 },
  brayton: { pressureRatio: 4, compressorEfficiency: 1, turbineEfficiency: 1 },
};

const state = v.object({
  pressurePascals: v.number(),
  volumeCubicMetres: v.number(),
  kelvin: v.number(),
});

const leg = v.object({
  name: v.string(),
  /** What it exchanges heat with. */
  reservoir: v.nullable(v.picklist(['hot', 'cold'])),
  heatJoules: v.number(),
  workJoules: v.number(),
  entropyJoulesPerKelvin: v.number(),
  from: state,
  to: state,
});

const schema = v.object({
  cycle: v.picklist(names),
  hotKelvin: v.number(),
  coldKelvin: v.number(),
  shape: v.record(v.string(), v.number()),
  efficiency: v.number(),
  /** 1 − T_cold/T_hot. */
  limit: v.number(),
  heatInJoules: v.number(),
  heatOutJoules: v.number(),
  workJoules: v.number(),
  entropyGeneratedJoulesPerKelvin: v.number(),
  legs: v.array(leg),
  /** The loop in points: m³, Pa, K, and J/K from the start. */
  loop: v.object({
    volume: v.array(v.number()),
    pressure: v.array(v.number()),
    temperature: v.array(v.number()),
    entropy: v.array(v.number()),
  }),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'Takes an ideal gas once around a cycle between two temperatures and keeps the books: heat, work, ' +
    'entropy, and the efficiency against the limit 1 − T_cold/T_hot. Diesel sets its own hot end.',
  examples: [
    ['gibbs engine', "Carnot's cycle from 600 K to 300 K"],
    ['gibbs engine otto --hot 1780 --cold 290 --compression 8', 'a petrol engine'],
    ['gibbs engine stirling --regenerator 0 --json', 'without its regenerator'],
    ['gibbs engine diesel --plot diesel.svg', 'its loops as a picture'],
    ['gibbs engine brayton --hot 1400 --turbine-efficiency 0.8 -q', 'a real turbine, one number'],
  ],
  configure: (command: Command) => {
    const number = (flags: string, what: string, least: number, most: number): Option =>
      new Option(flags, what).argParser(realNumber(least, most));
    command
      .argument('[cycle]', names.join(', '), 'carnot')
      .addOption(number('--hot <kelvin>', 'hot reservoir', 1e-3, 1e6).default(600))
      .addOption(number('--cold <kelvin>', 'cold reservoir', 1e-3, 1e6).default(300))
      .addOption(number('--expansion <ratio>', 'carnot, stirling: volume ratio', 1, 1e6))
      .addOption(number('--compression <ratio>', 'otto, diesel: volume ratio', 1, 1e6))
      .addOption(number('--cutoff <ratio>', 'diesel: growth while it burns', 1, 1e6))
      .addOption(number('--pressure-ratio <ratio>', 'ericsson, brayton', 1, 1e6))
      .addOption(number('--regenerator <share>', 'stirling, ericsson: heat it saves', 0, 1))
      .addOption(number('--compressor-efficiency <share>', 'brayton', 1e-3, 1))
      .addOption(number('--turbine-efficiency <share>', 'brayton', 1e-3, 1));
  },
  schema,
  repeatable: true,
  run: async ({ options, args: [cycle = 'carnot'] }) => {
    const name = known(cycle);
    const shape = shapeOf(name, options);
    return told(
      name,
      shape,
      asUsage(() =>
        build[name](
          { hotKelvin: options.hot as number, coldKelvin: options.cold as number },
          shape,
        ),
      ),
    );
  },
  human: view,
  charts: ({ cycle, loop: { volume, pressure, temperature, entropy } }) => [
    {
      title: `${cycle}: pressure and volume`,
      x: 'volume / L',
      y: 'pressure / kPa',
      series: [
        { points: volume.map((at, i) => [at * 1000, (pressure[i] as number) / 1000] as const) },
      ],
    },
    {
      title: `${cycle}: temperature and entropy`,
      x: 'entropy / J/K',
      y: 'temperature / K',
      series: [{ points: entropy.map((at, i) => [at, temperature[i] as number] as const) }],
    },
  ],
  csv: ({ loop: { volume, pressure, temperature, entropy } }) => [
    ['volumeCubicMetres', 'pressurePascals', 'kelvin', 'entropyJoulesPerKelvin'],
    ...volume.map((_, i) => [volume[i], pressure[i], temperature[i], entropy[i]] as number[]),
  ],
  quiet: ({ efficiency }) => String(efficiency),
});

function known(name: string): Name {
  if ((names as readonly string[]).includes(name)) return name as Name;
  const near = nearest(name, names);
  throw new Failure(
    'usage',
    `engine: cycle must be one of ${names.join(', ')}, got '${name}'.${near ? ` (Did you mean ${near}?)` : ''}`,
  );
}

/** The cycle's own options as given or as they are unless told; one that belongs to another is refused. */
function shapeOf(name: Name, options: Record<string, unknown>): Record<string, number> {
  const own = shapes[name];
  const strange = Object.values(shapes)
    .flatMap(Object.keys)
    .find((option) => options[option] !== undefined && !(option in own));
  if (strange !== undefined)
    throw new Failure(
      'usage',
      `engine: ${flag(strange)} has no meaning for ${name}, which takes ${Object.keys(own).map(flag).join(' and ')}`,
    );
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, (options[key] as number | undefined) ?? value]),
  );
}

/** `pressureRatio` as the user types it. */
function flag(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

type Temperatures = { hotKelvin: number; coldKelvin: number };
type Shape = Record<string, number>;

const build: Record<Name, (temperatures: Temperatures, shape: Shape) => Cycle> = {
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

function told(name: Name, shape: Shape, cycle: Cycle): Result {
  const columns = loop(cycle);
  const at = ({ pressure, volume, temperature }: Cycle['legs'][number]['from']) => ({
    pressurePascals: pressure,
    volumeCubicMetres: volume,
    kelvin: temperature,
  });
  return {
    cycle: name,
    hotKelvin: cycle.hotKelvin,
    coldKelvin: cycle.coldKelvin,
    shape,
    efficiency: cycle.efficiency,
    limit: cycle.limit,
    heatInJoules: cycle.heatIn,
    heatOutJoules: cycle.heatOut,
    workJoules: cycle.work,
    entropyGeneratedJoulesPerKelvin: cycle.entropyGenerated,
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

function view(result: Result, page: Page): string {
  const { loop: columns } = result;
  const share = (value: number): string => `${(value * 100).toFixed(4)} %`;
  const half = Math.floor((page.width - 3) / 2);
  const diagram = (
    x: readonly number[],
    y: readonly number[],
    label: string,
    above: string,
    tint: 'red' | 'magenta',
  ): string[] =>
    plot(
      [{ points: x.map((value, i) => [value, y[i] as number] as const), tint }],
      { width: half, height: 12, x: { label }, y: { label: above } },
      page,
    );
  return [
    `${page.paint('bold', result.cycle)}  ${shortNumber(result.hotKelvin)} K to ${shortNumber(result.coldKelvin)} K  ${Object.entries(
      result.shape,
    )
      .map(([key, value]) => `${flag(key).slice(2)} ${value}`)
      .join('  ')}`,
    '',
    ...rows(
      [
        ['leg', 'heat / J', 'work / J', 'ΔS / J/K', 'with', 'ends at'],
        ...result.legs.map((one) => [
          one.name,
          shortNumber(one.heatJoules),
          shortNumber(one.workJoules),
          shortNumber(one.entropyJoulesPerKelvin),
          one.reservoir ?? '',
          `${shortNumber(one.to.pressurePascals / 1000)} kPa, ${shortNumber(one.to.volumeCubicMetres * 1000)} L, ${shortNumber(one.to.kelvin)} K`,
        ]),
      ],
      [1, 2, 3],
    ),
    '',
    ...beside(
      [
        diagram(
          columns.volume.map((value) => value * 1000),
          columns.pressure.map((value) => value / 1000),
          'litres',
          'pressure / kPa',
          'red',
        ),
        diagram(columns.entropy, columns.temperature, 'J/K', 'temperature / K', 'magenta'),
      ],
      3,
    ),
    '',
    `efficiency ${page.paint('bold', share(result.efficiency))}  of at most ${share(result.limit)}   ` +
      `entropy made ${shortNumber(result.entropyGeneratedJoulesPerKelvin)} J/K a cycle`,
  ].join('\n');
}
