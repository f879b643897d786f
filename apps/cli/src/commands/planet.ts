import { machineShare, planet } from '@gibbs/physics/planet';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import { type Page, rows, wrap } from '../draw/page.js';
import { shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';
import { realNumber } from '../values.js';

const schema = v.object({
  solarConstant: v.number(),
  albedo: v.number(),
  greenhouse: v.number(),
  starKelvin: v.number(),
  /** Means over the surface, W/m². */
  absorbedWattsPerSquareMetre: v.number(),
  effectiveKelvin: v.number(),
  surfaceKelvin: v.number(),
  airKelvin: v.number(),
  photonsOutPerPhotonIn: v.number(),
  /** Entropy sent to space as heat, and counting the radiation's own; W/(m² K), and W/K of the whole planet. */
  heatEntropyExport: v.number(),
  radiationEntropyExport: v.number(),
  totalEntropyExport: v.number(),
  machine: v.object({
    watts: v.number(),
    shareOfSunlight: v.number(),
    warmingKelvin: v.number(),
    countForOneKelvin: v.number(),
  }),
});
type Result = v.InferOutput<typeof schema>;

export default defineCommand({
  description:
    'The radiation balance of a planet, Earth unless told: few hot photons in, many cold ones out, and the ' +
    'entropy that this carries away; with the share that one machine has in it.',
  examples: [
    ['gibbs planet', 'the Earth'],
    ['gibbs planet --greenhouse 0', 'without its greenhouse'],
    ['gibbs planet --solar 590 --albedo 0.25 --greenhouse 0.1 --json', 'about Mars'],
    ['gibbs planet --watts 1500 --quiet', 'the temperature of the ground alone'],
  ],
  configure: (command: Command) => {
    const add = (flags: string, what: string, value: number, least: number, most: number): void => {
      command.addOption(new Option(flags, what).default(value).argParser(realNumber(least, most)));
    };
    add('--solar <watts>', 'sunlight at its distance, W/m²', 1361, 1e-6, 1e9);
    add('--albedo <share>', 'light thrown back unused', 0.3, 0, 0.999999);
    add('--greenhouse <share>', 'infrared that the air absorbs', 0.78, 0, 1);
    add('--star <kelvin>', 'temperature of the light', 5772, 1, 1e6);
    add('--watts <watts>', 'power of the one machine', 1000, 0, 1e20);
  },
  schema,
  repeatable: true,
  run: async ({ options }) => {
    const { solar, albedo, greenhouse, star, watts } = options as Record<string, number>;
    const given = {
      solarConstant: solar as number,
      albedo: albedo as number,
      greenhouse: greenhouse as number,
      starKelvin: star as number,
    };
    const balance = asUsage(() => planet(given));
    const share = asUsage(() => machineShare(watts as number, given));
    return {
      ...given,
      absorbedWattsPerSquareMetre: balance.absorbed,
      effectiveKelvin: balance.effectiveKelvin,
      surfaceKelvin: balance.surfaceKelvin,
      airKelvin: balance.airKelvin,
      photonsOutPerPhotonIn: balance.photonsOutPerPhotonIn,
      heatEntropyExport: balance.entropyExport,
      radiationEntropyExport: balance.radiationEntropyExport,
      totalEntropyExport: balance.totalEntropyExport,
      machine: {
        watts: watts as number,
        shareOfSunlight: share.shareOfSunlight,
        warmingKelvin: share.warmingKelvin,
        countForOneKelvin: share.countForOneKelvin,
      },
    };
  },
  human: view,
  csv: (result) => [
    ['quantity', 'value'],
    ...Object.entries(result).flatMap(([key, value]): [string, number][] =>
      typeof value === 'number'
        ? [[key, value]]
        : Object.entries(value).map(([inner, number]) => [`machine.${inner}`, number]),
    ),
  ],
  quiet: ({ surfaceKelvin }) => String(surfaceKelvin),
});

function view(result: Result, page: Page): string {
  const kelvin = (value: number): string =>
    `${value.toFixed(1)} K (${(value - 273.15).toFixed(1)} °C)`;
  const { machine } = result;
  const many = '∿'.repeat(Math.min(40, Math.round(result.photonsOutPerPhotonIn)));
  return [
    `${page.paint('yellow', '☀ ∿')}  one photon of ${shortNumber(result.starKelvin)} K in`,
    `${page.paint('red', `● ${many}`)}  ${result.photonsOutPerPhotonIn.toFixed(1)} of ${result.effectiveKelvin.toFixed(0)} K out`,
    '',
    ...rows([
      ['sunlight absorbed', `${result.absorbedWattsPerSquareMetre.toFixed(1)} W/m²`],
      ['seen from space', kelvin(result.effectiveKelvin)],
      ['ground', page.paint('bold', kelvin(result.surfaceKelvin))],
      ['air', kelvin(result.airKelvin)],
      [
        'entropy exported',
        `${result.heatEntropyExport.toFixed(3)} W/(m² K) as heat, ${result.radiationEntropyExport.toFixed(3)} as radiation`,
      ],
      ['by the whole planet', `${result.totalEntropyExport.toExponential(2)} W/K`],
    ]),
    '',
    ...wrap(
      `A machine of ${shortNumber(machine.watts)} W adds ${machine.shareOfSunlight.toExponential(1)} of the sunlight${
        machine.watts > 0
          ? `; it would take ${machine.countForOneKelvin.toExponential(1)} of them to warm the ground by 1 K.`
          : '.'
      }`,
      page.width,
    ),
    ...wrap(
      'What a planet lives on is not energy, which goes out as it came in, but low entropy.',
      page.width,
    ),
  ].join('\n');
}
