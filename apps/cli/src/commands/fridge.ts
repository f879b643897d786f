import { refrigerator } from '@gibbs/physics/engines';
import * as v from 'valibot';
import { defineCommand } from '../command.js';
import {
  addCycle,
  cycleFrom,
  cycleNames,
  legRows,
  legSchema,
  loopCharts,
  loopDiagrams,
  loopSchema,
  toldCycle,
} from '../cycles.js';
import { shortNumber } from '../draw/plot.js';
import { asUsage } from '../failure.js';

export default defineCommand({
  description:
    'Runs a cycle backwards: heat goes from the cold side to the warm one, for work. Tells what it is worth ' +
    'as a refrigerator and as a heat pump, against the limit T_cold/(T_warm − T_cold).',
  examples: [
    ['gibbs fridge', "Carnot's, between 275 K inside and 308 K outside"],
    ['gibbs fridge otto --hot 600 --cold 250 --compression 3', 'an Otto cycle, backwards'],
    ['gibbs fridge stirling --hot 295 --cold 77 --json', 'what cools a detector'],
    ['gibbs fridge --quiet', 'the heat moved per unit of work'],
  ],
  configure: (command) => addCycle(command, 308, 275),
  schema: v.object({
    cycle: v.picklist(cycleNames),
    /** The warmest side it can give heat to, and the coldest it can take heat from. */
    warmKelvin: v.number(),
    coldKelvin: v.number(),
    shape: v.record(v.string(), v.number()),
    /** Heat taken from the cold side per work: what a refrigerator is for. */
    coolingCop: v.number(),
    /** Heat given to the warm side per work: what a heat pump is for. */
    heatingCop: v.number(),
    coolingLimit: v.number(),
    heatInJoules: v.number(),
    heatOutJoules: v.number(),
    workJoules: v.number(),
    entropyGeneratedJoulesPerKelvin: v.number(),
    legs: v.array(legSchema),
    loop: loopSchema,
  }),
  repeatable: true,
  run: async ({ options, args: [wanted = 'carnot'] }) => {
    const { name, shape, cycle } = cycleFrom('fridge', wanted, options);
    const fridge = asUsage(() => refrigerator(cycle));
    return {
      cycle: name,
      warmKelvin: fridge.hotKelvin,
      coldKelvin: fridge.coldKelvin,
      shape,
      coolingCop: fridge.coolingCop,
      heatingCop: fridge.heatingCop,
      coolingLimit: fridge.coolingLimit,
      heatInJoules: fridge.heatIn,
      heatOutJoules: fridge.heatOut,
      workJoules: -fridge.work,
      entropyGeneratedJoulesPerKelvin: fridge.entropyGenerated,
      ...toldCycle(fridge),
    };
  },
  human: (result, page) =>
    [
      `${page.paint('bold', `${result.cycle} backwards`)}  from ${shortNumber(result.coldKelvin)} K to ${shortNumber(result.warmKelvin)} K`,
      '',
      ...legRows(result.legs),
      '',
      ...loopDiagrams(`${result.cycle} backwards`, result.loop, page),
      '',
      `Each joule of work takes ${page.paint('bold', result.coolingCop.toFixed(4))} J out of the cold (at most ${result.coolingLimit.toFixed(4)})`,
      `and gives ${page.paint('bold', result.heatingCop.toFixed(4))} J to the warm side: the heat moved and the work.`,
    ].join('\n'),
  charts: ({ cycle, loop }) => loopCharts(`${cycle} backwards`, loop),
  csv: ({ loop: { volume, pressure, temperature, entropy } }) => [
    ['volumeCubicMetres', 'pressurePascals', 'kelvin', 'entropyJoulesPerKelvin'],
    ...volume.map((_, i) => [volume[i], pressure[i], temperature[i], entropy[i]] as number[]),
  ],
  quiet: ({ coolingCop }) => String(coolingCop),
});
